"""The rules on programs that they were not written for: insecure ones, and well-kept ones."""

import sys

import pytest

from landing_zone_policies.catalogue import rules
from landing_zone_policies.judging import Report, Verdict
from tests.policies.estates.judged import CLOUDS, clean, insecure, table
from tests.policies.estates.missed import MISSED

pytestmark = pytest.mark.long

OPEN_IN_A_PREVIEW = {
    "aws": {
        "ENC-30": "the bucket's policy is made from its ARN",
        "NET-14": "the bucket's policy is made from its ARN",
        "IAM-01": "the role's policy is made from the queue's ARN",
        "IAM-04": "the role's policy is made from the queue's ARN",
        "K8S-01": "the containers are made from the database's address",
    },
    "gcp": {},
    "azure": {},
    "kubernetes": {},
}
"""What a preview cannot tell of the well-kept estates, and why."""


@pytest.mark.parametrize("cloud", CLOUDS)
def test_an_insecure_estate_is_large(cloud: str) -> None:
    assert len(insecure(cloud).types) >= (30 if cloud == "kubernetes" else 200)


@pytest.mark.parametrize("cloud", CLOUDS)
def test_every_objection_is_to_something_declared(cloud: str) -> None:
    estate = insecure(cloud)
    assert not set(estate.objections) - set(estate.types)
    assert not set(MISSED[cloud]) - set(estate.all)


@pytest.mark.parametrize("cloud", CLOUDS)
def test_finds_whatever_an_auditor_objects_to(cloud: str) -> None:
    estate = insecure(cloud)
    unfound = [
        f"{name} ({estate.types[name]}) {objection}: only {sorted(estate.found.get(name, ()))}"
        for name, objection in estate.unfound
        if (name, objection) not in MISSED[cloud]
    ]
    assert not unfound, "\n".join(unfound)


@pytest.mark.parametrize("cloud", CLOUDS)
def test_no_excuse_is_kept_for_what_is_found(cloud: str) -> None:
    assert not set(MISSED[cloud]) - set(insecure(cloud).unfound)


@pytest.mark.parametrize("cloud", CLOUDS)
@pytest.mark.parametrize("preview", [False, True], ids=["deployed", "preview"])
def test_leaves_a_well_kept_estate_alone(cloud: str, preview: bool) -> None:
    report = clean(cloud, preview=preview)
    assert not report.of(Verdict.FAIL), told(report, Verdict.FAIL)


@pytest.mark.parametrize("cloud", CLOUDS)
def test_can_tell_of_a_well_kept_estate_once_deployed(cloud: str) -> None:
    report = clean(cloud, preview=False)
    assert not report.of(Verdict.UNDETERMINED), told(report, Verdict.UNDETERMINED)


@pytest.mark.parametrize("cloud", CLOUDS)
def test_leaves_open_in_a_preview_what_it_cannot_know(cloud: str) -> None:
    report = clean(cloud, preview=True)
    left = {each.rule.id for each in report.of(Verdict.UNDETERMINED)}
    assert left == set(OPEN_IN_A_PREVIEW[cloud]), told(report, Verdict.UNDETERMINED)


def test_most_rules_find_something() -> None:
    found = {rule for cloud in CLOUDS for rule in insecure(cloud).per_rule}
    sys.stdout.write(table())
    idle = {rule.id for rule in rules()} - found
    assert idle <= set(), sorted(idle)


def told(report: Report, verdict: Verdict) -> str:
    return "\n".join(
        f"{each.rule.id} {each.urn} {each.path}: {each.message}" for each in report.of(verdict)
    )

"""Our own service and Pulumi's SDK find the same in the same programs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pytest

from landing_zone_policies.catalogue import rules
from landing_zone_policies.documents import estate_of
from landing_zone_policies.judging import Verdict, judge
from landing_zone_policies.live.service import Service
from landing_zone_policies.settings import Settings
from landing_zone_policies.values import SECRET, SIGNATURE
from landing_zone_rehearsal import record, record_project, to_document
from tests.policies.cases import CONFIG
from tests.policies.messages import CONTEXT, NOT_KNOWN, configuration, requests, together
from tests.policies.stock import servicer
from tests.policies.test_rules import MODULES_OF_CASES, cases

ROOT = Path(__file__).parent.parent.parent
SETTINGS = {"profile": "regulated", "jurisdictions": ["eu"], "required_tags": ["nobody-has-it"]}
STRICT = Settings(
    profile="regulated",
    jurisdictions=("eu",),
    required_tags=("nobody-has-it",),
    backup_days=35,
    key_deletion_days=30,
)
Document = Mapping[str, Any]
Found = set[tuple[str, str, str]]


def ours(document: Document, pack: str) -> Found:
    service = Service(pack, "1", rules(pack))
    service.Configure(configuration(settings=SETTINGS), CONTEXT)
    asked = [service.Analyze(each, CONTEXT) for each in requests(document)]
    responses = [*asked, service.AnalyzeStack(together(document), CONTEXT)]
    return {
        (each.policyName, each.urn, each.message.partition("\n")[0])
        for response in responses
        for each in response.diagnostics
        if not each.message.startswith("cannot be told")
    }


def stock(document: Document, pack: str) -> Found:
    service = servicer(rules(pack), STRICT)
    found: Found = set()
    for sent in requests(document):
        for each in service.Analyze(sent, None).diagnostics:
            found.add((_rule(each.policyName), sent.urn, _first(each.message)))
    for each in service.AnalyzeStack(together(document), None).diagnostics:
        found.add((_rule(each.policyName), each.urn, _first(each.message)))
    return found


def core(document: Document, pack: str) -> Found:
    report = judge(estate_of(document), rules(pack), STRICT)
    return {
        (each.rule.id, each.urn, _placed(each.path, each.message))
        for each in report.of(Verdict.FAIL)
    }


LONG = pytest.mark.long
ALWAYS = ("encryption.gcp", "network.azure", "kubernetes.kubernetes", "residency.aws")
"""A module of each cloud in every run; the SDK's service takes seconds for each."""


@pytest.mark.parametrize(
    "cloud", [pytest.param(each, marks=LONG) for each in ("aws", "gcp", "azure")]
)
def test_on_our_own_zones(cloud):
    document = to_document(record_project(ROOT, f"prod-{cloud}"))
    found = ours(document, "all")
    assert {each[0] for each in found} >= {"TAG-01"}
    agree(document, "all")


@pytest.mark.parametrize(
    "module",
    [pytest.param(each, marks=[LONG] * (each not in ALWAYS)) for each in MODULES_OF_CASES],
)
def test_on_the_cases_of_each_group(module):
    programs = {case.name: case.program for case in cases(module).found}

    def program():
        for name, declare in programs.items():
            declare(name)

    document = to_document(record(program, preview=True, config=CONFIG))
    pack = module.partition(".")[0]
    assert len(ours(document, pack)) > 1
    agree(document, pack)


def agree(document: Document, pack: str) -> None:
    """Fail unless all find the same; the SDK does not tell rules what is secret."""
    assert ours(document, pack) == core(document, pack)
    bare = open_secrets(document)
    assert ours(bare, pack) == stock(bare, pack)


def open_secrets(value: Any) -> Any:
    """Return a document in which nothing is secret: what was is not known."""
    if isinstance(value, list):
        return [open_secrets(each) for each in cast("list[Any]", value)]
    if not isinstance(value, dict):
        return value
    found = cast("dict[str, Any]", value)
    if found.get(SIGNATURE) == SECRET:
        return NOT_KNOWN
    return {key: open_secrets(each) for key, each in found.items()}


def _rule(name: str) -> str:
    return name.removesuffix("-alone").removesuffix("-together")


def _first(message: str) -> str:
    """Return the message in the words of our service; the SDK puts the description before it."""
    path, _, said = message.partition("\n")[2].partition("|")
    return _placed(path, said)


def _placed(path: str, said: str) -> str:
    return said if not path or path in said else f"{path}: {said}"

"""`lz plan --identities` shows who may do what, and proves it by the grants in the plan."""

import copy
import json
from dataclasses import asdict
from functools import cache

import pytest

from landing_zone_cli.document import Plan
from landing_zone_cli.identities import matrix
from landing_zone_rehearsal import record_project, to_document
from tests.cli.running import CLOUDS, ROOT, lz, plan

ASKED = {
    ("trainer", "read", "curated", None),
    ("trainer", "write", "models", "candidates/"),
    ("trainer", "write", "scratch", None),
    ("server", "read", "models", "released/"),
    *(("data_scientist", "read", layer, None) for layer in ("raw", "curated", "models")),
    ("data_scientist", "write", "scratch", None),
    ("ml_engineer", "read", "raw", None),
    *(("ml_engineer", "write", layer, None) for layer in ("curated", "models", "scratch")),
}
"""What the stacks of this project ask for."""


@cache
def recorded(cloud):
    return to_document(record_project(ROOT, f"prod-{cloud}", preview=False))


def changed(cloud, change):
    """Return the matrix of a plan after a change to its resources, by name."""
    document = copy.deepcopy(recorded(cloud))
    by_name = {each["urn"].split("::")[-1]: each for each in document["resources"]}
    change(by_name)
    return matrix(Plan.of({**document, "resources": list(by_name.values())}), {})


def of(rows, who, layer):
    return next(row for row in rows if row.who == who and row.layer == layer)


def granting(cloud):
    """Return what lets the trainer read `curated`, and what lets that be decrypted, by name."""
    grants = of(matrix(Plan.of(recorded(cloud)), {}), "trainer", "curated").grants
    return [urn.split("::")[-1] for urn in grants]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_shows_the_same_grants_on_every_cloud(cloud):
    rows = matrix(Plan.of(recorded(cloud)), {})
    granted = [row for row in rows if row.status == "granted"]

    assert {(row.who, row.verb, row.layer, row.prefix) for row in granted} == ASKED
    assert all(row.key == "ai-keys-data" and row.grants for row in granted)
    assert {row.status for row in rows} <= {"granted", "none", "oversight"}


def test_shows_the_same_as_data():
    shown = json.loads(plan("prod-aws", "--identities", "--json"))
    groups = {"auditor": "LandingZoneAuditor"}

    assert shown["version"] == 1
    auditor = next(row for row in shown["identities"] if row["who"] == "auditor")
    expected = next(r for r in matrix(Plan.of(recorded("aws")), groups) if r.who == "auditor")
    assert auditor == {**asdict(expected), "grants": list(expected.grants)}


def test_says_who_uses_the_key():
    users = {
        cloud: {row.key_used_by for row in changed(cloud, lambda _: None) if row.key}
        for cloud in CLOUDS
    }

    assert users == {"aws": {"principal"}, "gcp": {"store"}, "azure": {"store"}}


@pytest.mark.parametrize("cloud", CLOUDS)
def test_shows_a_person_who_is_who(cloud):
    shown = plan(f"prod-{cloud}", "--identities")

    assert "training/trainer" in shown
    assert "models/candidates/*" in shown
    assert shown.endswith("\n12 grants, each found in the plan together with its key's\n")
    groups = {"aws": "LandingZoneAuditor", "gcp": "auditors@acme.example", "azure": "5e0a7b1d-"}
    assert groups[cloud] in shown


@pytest.mark.parametrize("cloud", CLOUDS)
def test_misses_a_grant_that_is_not_in_the_plan(cloud):
    rows = changed(cloud, lambda resources: resources.pop(granting(cloud)[0]))

    assert of(rows, "trainer", "curated").status == "missing"
    assert of(rows, "data_scientist", "curated").status == "granted"


@pytest.mark.parametrize("cloud", CLOUDS)
def test_misses_the_key_of_a_grant(cloud):
    rows = changed(cloud, lambda resources: resources.pop(granting(cloud)[-1]))
    row = of(rows, "trainer", "curated")

    assert (row.status, row.key_used_by) == ("missing", None)


def test_misses_what_a_permission_boundary_takes_away():
    def narrow(resources):
        boundary = resources["ai-identity-boundary"]["inputs"]
        boundary["policy"] = boundary["policy"].replace("s3:PutObject", "s3:GetObject")

    rows = changed("aws", narrow)

    assert of(rows, "trainer", "scratch").status == "missing"
    assert of(rows, "trainer", "curated").status == "granted"


BROADER = {
    "aws": ("policy", "s3:GetObjectTagging", "s3:DeleteObjectVersion"),
    "gcp": ("role", "roles/storage.objectViewer", "roles/storage.objectAdmin"),
    "azure": (
        "roleDefinitionId",
        "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
        "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
    ),
}


@pytest.mark.parametrize("cloud", CLOUDS)
def test_finds_what_nobody_asked_for(cloud):
    def broaden(resources):
        inputs = resources[granting(cloud)[0]]["inputs"]
        property_, before, after = BROADER[cloud]
        assert before in inputs[property_]
        inputs[property_] = inputs[property_].replace(before, after)

    beyond = [row for row in changed(cloud, broaden) if row.status == "beyond"]

    assert beyond
    assert {row.who for row in beyond} == {"trainer"}
    assert all("versions" in (row.verb or "") for row in beyond)


@pytest.mark.parametrize("cloud", CLOUDS)
def test_finds_a_stranger(cloud):
    person = {"aws": "role", "gcp": "member", "azure": "principalId"}[cloud]

    def let_in(resources):
        grant = copy.deepcopy(resources[granting(cloud)[0]])
        grant["urn"] += "-stranger"
        grant["inputs"][person] = "stranger"
        resources["stranger"] = grant
        if cloud == "aws":
            name = resources[granting(cloud)[0]]["inputs"]["role"]
            roles = [e for e in resources.values() if e["outputs"].get("name") == name]
            role = copy.deepcopy(next(e for e in roles if e["type"] == "aws:iam/role:Role"))
            role |= {"urn": role["urn"] + "-stranger", "id": "stranger"}
            role["outputs"] |= {"name": "stranger", "arn": "arn:aws:iam::1:role/stranger"}
            resources["stranger-role"] = role

    strangers = [row for row in changed(cloud, let_in) if row.kind == "other"]

    assert strangers
    assert {row.status for row in strangers} == {"beyond"}


def test_auditors_read_the_record_of_the_cluster_and_nobody_else_does():
    def let_in(resources):
        grant = copy.deepcopy(resources["ai-cluster-logs-auditor"])
        grant["urn"] = resources["ai-identity"]["urn"] + "-reader"
        grant["parent"] = resources["ai-identity"]["urn"]
        grant["inputs"]["principalId"] = resources["ai-identity-pod-trainer"]["outputs"][
            "principalId"
        ]
        resources["reader"] = grant

    rows = changed("azure", let_in)
    record = [row for row in rows if "cluster" in (row.layer or "")]

    assert {(row.who, row.status) for row in record} == {
        ("auditor", "oversight"),
        ("trainer", "beyond"),
    }


def test_says_that_a_lake_elsewhere_proves_nothing():
    rows = changed("gcp", lambda resources: resources.pop("ai-lake"))

    assert of(rows, "trainer", "curated").status == "unproven"


def test_is_not_asked_together_with_a_difference():
    result = lz("plan", "dev-aws", "--identities", "--diff", "-")

    assert result.exit_code == 2
    assert "do not go together" in result.stderr

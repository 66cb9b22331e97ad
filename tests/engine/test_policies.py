"""Our policy packs judge what the engine does: in time, in clear words, and without a leak."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from landing_zone_rehearsal.deployment import Outcome, Pack

from .driving import ROOT, STACKS, Project, needs_engine, resources, succeeded, told
from .programs import program

pytestmark = [needs_engine, pytest.mark.engine]

PACKS = ROOT / "policies"
CANARY = "CaNaRy-7f3a9c51e2"


def judged(folder: Path, **config: Any) -> Project:
    """Make a project with buckets and a key; `open`, `bare` and `canary` add to it."""
    given = {f"small:{name}": value for name, value in config.items()}
    return Project.small(folder, program("judged"), config=given)


def pack(folder: Path, name: str, levels: dict[str, str], **settings: Any) -> Pack:
    """Return one of our packs that asks some rules alone."""
    given = {"all": "disabled", **levels}
    return settled(folder, name, {"settings": {"levels": given, **settings}})


def settled(folder: Path, name: str, document: Any) -> Pack:
    """Return one of our packs with its configuration file."""
    file = folder / f"{name}.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return Pack(PACKS / name, file)


def findings(outcome: Outcome, rule: str) -> dict[str, str]:
    """Return what a rule says, in its first line, by the name of the resource."""
    return {
        each.urn.rpartition("::")[2]: each.message.partition("\n")[0]
        for each in outcome.diagnostics
        if each.policy.endswith(f": {rule}")
    }


def test_stops_what_breaks_a_rule_before_it_is_touched(tmp_path, subtests):
    project = judged(tmp_path, open=True)
    packs = [pack(tmp_path, "network", {"NET-03": "mandatory"})]
    said = "blockPublicAcls is false, and has to be true"
    with project.served():
        for name, outcome in (
            ("a preview", project.stack().preview(policy_packs=packs)),
            ("an up", project.stack().up(policy_packs=packs)),
        ):
            with subtests.test(f"{name} fails"):
                assert not outcome.ok
                assert findings(outcome, "NET-03") == {"block": said}
        with subtests.test("in words that say all about the rule"):
            for word in ("NET-03, critical", "Why: ", "Fix: ", "Evidence for: ", "CIS AWS"):
                assert word in told(outcome)
        with subtests.test("and the resource was not touched"):
            assert "aws:s3:BucketPublicAccessBlock" not in {each.type for each in project.calls()}
        succeeded(project.stack().up())
        with subtests.test("a state that breaks it is refused"):
            outcome = project.stack().analyze(packs)
            assert not outcome.ok
            assert findings(outcome, "NET-03") == {"block": said}
        with subtests.test("advice stops nothing"):
            advice = [pack(tmp_path, "network", {"NET-03": "advisory"})]
            assert findings(succeeded(project.stack().up(policy_packs=advice)), "NET-03")
            assert findings(succeeded(project.stack().analyze(advice)), "NET-03")


def test_joins_resources_whose_ids_are_not_known_yet(tmp_path, subtests):
    project = judged(tmp_path, bare=True)
    packs = [pack(tmp_path, "encryption", {"ENC-01": "mandatory", "ENC-14": "mandatory"})]
    with project.served():
        planned = project.stack().preview(policy_packs=packs)
        with subtests.test("in a preview"):
            assert findings(planned, "ENC-01").keys() == {"bare"}
            assert not findings(planned, "ENC-14")
        succeeded(project.stack().up())
        with subtests.test("and in a state"):
            assert findings(project.stack().analyze(packs), "ENC-01").keys() == {"bare"}


@pytest.mark.parametrize(
    ("places", "abroad"),
    [
        (["eu-west-1", "EUROPE-WEST4", "West Europe"], set[str]()),
        (["us-east-1", "US-CENTRAL1", "East US"], {"lakeBucket", "lakeStore", "lakeAccount"}),
        (["eu-west-1", "ASIA-EAST1", "West Europe"], {"lakeStore"}),
    ],
)
def test_a_program_of_any_language_keeps_its_data_where_it_may_be(tmp_path, places, abroad):
    project = Project.small(
        tmp_path,
        program("foreign"),
        config={
            "small:places": json.dumps(places),
            "aws:region": "eu-west-1",
            "gcp:project": "acme-prod",
            "gcp:region": "europe-west4",
            "azure-native:location": "westeurope",
        },
    )
    settings = {"settings": {"jurisdictions": ["eu"]}}
    with project.served():
        outcome = project.stack().preview(policy_packs=[settled(tmp_path, "residency", settings)])
    assert outcome.ok is not bool(abroad), told(outcome)
    assert findings(outcome, "REG-02").keys() == abroad


@pytest.mark.parametrize(
    ("document", "line"),
    [
        (
            {"settings": {"profil": "dev"}},
            "settings.profil: no such setting; did you mean profile?",
        ),
        ({"settings": {"profile": "lax"}}, "profile must be one of the following"),
        ({"NET-3": "advisory"}, "NET-3: no such rule; did you mean NET-"),
        ({"NET-03": "harmless"}, '"harmless" is not a valid enforcement level'),
        ({"settings": {"exemptions": [{"rule": "NET-03"}]}}, "resource is required"),
    ],
)
def test_a_wrong_configuration_is_one_clear_line(tmp_path, document, line):
    project = judged(tmp_path)
    packs = [settled(tmp_path, "network", document)]
    with project.served():
        outcome = project.stack().preview(policy_packs=packs)
    assert not outcome.ok
    assert line in told(outcome)
    assert "Traceback" not in told(outcome)
    assert project.calls() == []


def test_what_is_exempt_goes_through_and_is_listed(tmp_path):
    exemption = {"owner": "ops", "reason": "a demonstration", "rule": "NET-03"}
    exemptions = [
        {**exemption, "resource": "*::block", "expires": "2999-12-31"},
        {**exemption, "resource": "*::nobody", "expires": "2999-12-31"},
    ]
    project = judged(tmp_path, open=True)
    packs = [pack(tmp_path, "network", {"NET-03": "mandatory"}, exemptions=exemptions)]
    with project.served():
        outcome = succeeded(project.stack().up(policy_packs=packs))
    said = {each.message for each in outcome.diagnostics if each.policy.endswith(": settings")}
    assert said == {
        "exempt from NET-03 until 2999-12-31 by ops: a demonstration",
        "exemption that nothing needs: NET-03 on *::nobody (ops)",
    }


def test_mends_what_it_may_and_keeps_secrets(tmp_path, subtests):
    project = judged(tmp_path, open=True, canary=CANARY)
    values = {"owner": "ml", "cost_center": "cc-1", "environment": "dev"}
    levels = {"NET-03": "remediate", "TAG-01": "remediate"}
    packs = [pack(tmp_path, "all", levels, tag_values=values, required_tags=[*values])]
    with project.served():
        planned = project.stack().preview(policy_packs=packs)
        done = project.stack().up(policy_packs=packs, arguments=["--diff"])
        again = project.stack().preview(policy_packs=packs, arguments=["--expect-no-changes"])
        state = {urn.rpartition("::")[2]: each for urn, each in resources(project.stack()).items()}
        with subtests.test("a preview and an up go through"):
            assert succeeded(planned)
            assert succeeded(done)
        with subtests.test("with what was mended"):
            assert state["block"]["inputs"]["blockPublicAcls"] is True
            assert state["parameter"]["inputs"]["tags"].items() >= values.items()
        with subtests.test("the secret is one still, and is nowhere in clear"):
            assert isinstance(state["parameter"]["inputs"]["value"], dict)
            assert CANARY not in json.dumps(state)
            assert CANARY not in "".join(each.message for each in done.diagnostics)
        with subtests.test("and mending again changes nothing"):
            assert succeeded(again)


@pytest.mark.parametrize("stack", STACKS)
def test_our_own_stacks_keep_every_rule_at_their_profile(tmp_path, stack):
    project = Project.ours(tmp_path)
    file = yaml.safe_load((ROOT / "stacks" / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8"))
    profile = file["config"]["landing-zone:environment"]["profile"]
    packs = [settled(tmp_path, "all", {"settings": {"profile": profile, "jurisdictions": ["eu"]}})]
    with project.served():
        outcome = project.stack(stack).preview(policy_packs=packs)
    broken = [
        f"{each.policy}: {each.urn.rpartition('::')[2]}: {each.message.partition(chr(10))[0]}"
        for each in outcome.diagnostics
        if each.policy and not each.message.startswith("cannot be told")
    ]
    assert broken == []
    assert succeeded(outcome)

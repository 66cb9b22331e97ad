"""`lz plan` says what the policy packs say of a stack, and ends with 1 where they refuse it."""

import json

import pytest

from tests.cli.running import CLOUDS, lz, plan, project

INSECURE = """
import pulumi

class Thing(pulumi.CustomResource):
    pass

Thing("aws:s3/bucket:Bucket", "raw", {"bucket": "raw", "acl": "public-read"})
"""


@pytest.fixture
def insecure(tmp_path):
    return project(tmp_path, "dev", program=INSECURE)


def test_a_stack_that_breaks_a_mandatory_rule_is_shown_and_refused(insecure):
    result = lz("plan", "dev", "-C", str(insecure))

    assert result.exit_code == 1
    assert "raw" in result.stdout.split("policies")[0]
    assert "✗ raw (aws:s3:Bucket)" in result.stdout
    assert "acl is public-read" in result.stdout
    assert "-> Block public access" in result.stdout


def test_the_exit_code_is_the_same_for_programs(insecure):
    result = lz("plan", "dev", "-C", str(insecure), "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["resources"]


def test_a_file_beside_the_project_says_what_the_rules_go_by(insecure):
    (insecure / "policies.yaml").write_text("all: advisory\n")
    result = lz("plan", "dev", "-C", str(insecure))

    assert result.exit_code == 0
    assert "✗ raw (aws:s3:Bucket)" in result.stdout


def test_a_file_that_is_named_counts_instead(insecure, tmp_path):
    (insecure / "policies.yaml").write_text("all: mandatory\n")
    named = tmp_path / "named.json"
    named.write_text('{"all": "disabled"}')

    result = lz("plan", "dev", "-C", str(insecure), "--policy-config", str(named))
    assert result.exit_code == 0
    assert "✗" not in result.stdout


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("settings: {profile: prod}", "settings.profile: one of dev, standard, regulated"),
        ("settings: {", "no YAML: "),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_name(insecure, text, told):
    (insecure / "policies.yaml").write_text(text)
    result = lz("plan", "dev", "-C", str(insecure))

    assert result.exit_code == 2
    assert "policies.yaml: " in result.output
    assert told in " ".join(result.output.split())
    assert result.output.count("policies.yaml") == 1


@pytest.mark.parametrize("cloud", CLOUDS)
def test_our_own_stacks_are_judged_at_their_profile_and_pass(cloud):
    shown = plan(f"prod-{cloud}")

    assert "0 findings, 0 of them mandatory" in shown
    assert "residency is not judged" not in shown

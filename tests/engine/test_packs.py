"""Policy packs given as directories judge a preview, a deployment and a state."""

from pathlib import Path

import pytest

from landing_zone_rehearsal.deployment import Outcome
from tests.zones import CLOUDS

from .driving import keys, needs_engine, succeeded, told

pytestmark = [needs_engine, pytest.mark.engine]

PACKS = [Path(__file__).parent / "packs" / "owners"]


def advice(outcome: Outcome) -> list[str]:
    """Return what a rule said that may not stop anything."""
    return [each.message for each in outcome.diagnostics if each.policy == "owners: told"]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_judge_a_preview_an_up_and_a_state(tmp_path, cloud, subtests):
    project = keys(tmp_path, cloud)
    with project.served():
        for name, outcome in (
            ("a preview", project.stack(cloud).preview(policy_packs=PACKS)),
            ("an up", project.stack(cloud).up(policy_packs=PACKS)),
            ("a state", project.stack(cloud).analyze(PACKS)),
        ):
            with subtests.test(f"{name} is given advice, and goes on"):
                assert succeeded(outcome)
                assert any("small holds keys for data, logs" in each for each in advice(outcome))
        before = project.calls()
        project.configure(cloud, ("landing-zone:environment", "owner"), "nobody")
        for name, outcome in (
            ("a preview", project.stack(cloud).preview(policy_packs=PACKS)),
            ("an up", project.stack(cloud).up(policy_packs=PACKS)),
        ):
            with subtests.test(f"{name} is stopped by a mandatory rule"):
                assert not outcome.ok
                assert "belongs to nobody" in told(outcome)
        with subtests.test("and nothing that breaks a rule was deployed"):
            assert project.calls() == before
        succeeded(project.stack(cloud).up())
        with subtests.test("a state is refused by a mandatory rule"):
            judged = project.stack(cloud).analyze(PACKS)
            assert not judged.ok
            assert "belongs to nobody" in told(judged)

"""What exists in a cloud is taken over as it is: a network, a bucket, a key."""

import json

import pytest

from tests.zones import CLOUDS

from .driving import Project, changed, needs_engine, resources, succeeded
from .programs import program

pytestmark = [needs_engine, pytest.mark.engine]

WHAT = ("network", "bucket", "key")
PROVIDERS = "pulumi:providers:"


@pytest.mark.parametrize("cloud", CLOUDS)
def test_takes_over_what_exists(tmp_path, cloud, subtests):
    config = {"cloud": cloud}
    stacks = ("theirs", "ours", "hand")
    project = Project.small(tmp_path, program("importing"), *stacks, config=config)
    with project.served():
        made = succeeded(project.stack("theirs").up())
        ids = {step.name: step.id for step in made.changes if in_cloud(step)}
        before = project.calls()

        taken = succeeded(project.stack("ours", TAKE=json.dumps(ids)).up())
        with subtests.test("a program imports it by its IDs"):
            imported = {step.name: step.id for step in taken.changes if step.op == "import"}
            assert imported == ids
            assert imported.keys() >= set(WHAT)
        with subtests.test("and then there is nothing to change, with the IDs or without"):
            assert changed(succeeded(project.stack("ours").up())) == []
            assert changed(succeeded(project.stack("ours").refresh())) == []

        theirs = next(step.urn for step in made.changes if step.type.startswith(PROVIDERS))
        provider = theirs.replace(":theirs:", ":hand:")
        by_hand = project.stack("hand")
        succeeded(by_hand.up(arguments=["--target", provider]))
        for step in filter(in_cloud, made.changes):
            succeeded(by_hand.import_(step.type, step.name, str(step.id), provider=provider))
        with subtests.test("`pulumi import` takes it into the state, and the program agrees"):
            found = resources(project.stack("hand")).values()
            assert {each["id"] for each in found if each["type"] in types(made)} == {*ids.values()}
            assert changed(succeeded(project.stack("hand").up())) == []
        with subtests.test("and the clouds were only read"):
            assert project.calls() == before


def in_cloud(step):
    """Whether a step is about something that stands in a cloud."""
    return step.custom and not step.type.startswith((PROVIDERS, "pulumi:pulumi:"))


def types(outcome):
    """Return the types of what stands in a cloud."""
    return {step.type for step in outcome.changes if in_cloud(step)}

"""Transforms of a stack and of a zone reach every resource that the zone declares."""

import pytest

from .driving import DEV, Project, needs_engine, succeeded
from .programs import program

pytestmark = [needs_engine, pytest.mark.engine]

ZONE = "landing-zone:index:LandingZone"


@pytest.mark.parametrize("stack", DEV)
def test_reach_every_child(tmp_path, stack):
    with Project.ours(tmp_path, program("transformed")).served() as project:
        planned = succeeded(project.stack(stack).preview())

    declared = [step for step in planned.changes if step.type != "pulumi:pulumi:Stack"]
    inside = [step for step in declared if ZONE in step.urn]
    assert len(inside) > 50
    assert [step.urn for step in declared if not (step.new or {}).get("retainOnDelete")] == []
    assert [step.urn for step in inside if not step.protected] == []
    assert [step.name for step in declared if step not in inside] == ["beside"]
    assert [step.protected for step in declared if step not in inside] == [False]

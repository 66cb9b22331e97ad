"""A zone that moves into a component, or whose component is renamed, stays what it is."""

import pytest

from .driving import DEV, Project, changed, needs_engine, succeeded
from .programs import program

pytestmark = [needs_engine, pytest.mark.engine]


@pytest.mark.parametrize("stack", DEV)
def test_changes_nothing_when_a_zone_moves(tmp_path, stack, subtests):
    project = Project.ours(tmp_path, program("moved"))
    with project.served():
        succeeded(project.stack(stack).up())
        before = project.calls()
        objects = {(each.type, each.id) for each in project.objects()}

        moved = succeeded(project.stack(stack, MOVED="platform").up())
        with subtests.test("given a parent, nothing but the parent is new"):
            assert named(moved) == [("create", "platform")]
        renamed = succeeded(project.stack(stack, MOVED="estate,platform").up())
        with subtests.test("with a parent of another name, nothing changes"):
            assert changed(renamed) == []
        with subtests.test("without the alias, everything would be replaced"):
            planned = project.stack(stack, MOVED="elsewhere").preview()
            assert {op for op, _ in named(planned)} >= {"create", "delete"}
        with subtests.test("and the clouds never heard of it"):
            assert project.calls() == before
            assert {(each.type, each.id) for each in project.objects()} == objects


@pytest.mark.parametrize("stack", DEV)
def test_changes_nothing_when_a_zone_gets_another_name(tmp_path, stack):
    project = Project.ours(tmp_path, program("moved"))
    with project.served():
        succeeded(project.stack(stack).up())
        before = project.calls()

        assert changed(succeeded(project.stack(stack, RENAMED="platform").up())) == []
        assert project.calls() == before


def named(outcome):
    """Return what was done to what, by logical name."""
    return [(step.op, step.name) for step in outcome.changes]

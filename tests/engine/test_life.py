"""The life of every stack: deployed, looked at again, changed, drifted, mended, destroyed."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from landing_zone_rehearsal.deployment import Outcome, losses
from landing_zone_rehearsal.sandbox import Sandbox

from .driving import (
    STACKS,
    Call,
    Project,
    changed,
    needs_engine,
    resources,
    succeeded,
    told,
    urns,
)
from .states import in_clouds

pytestmark = [needs_engine, pytest.mark.engine]

DRIFT: Mapping[str, tuple[str, str, str, Any]] = {
    "aws": ("aws:s3:BucketPublicAccessBlock", "aws:s3:Bucket", "tags", {"owner": "somebody"}),
    "gcp": ("gcp:dns:RecordSet", "gcp:storage:Bucket", "labels", {"owner": "somebody"}),
    "azure": (
        "azure-native:privatedns:VirtualNetworkLink",
        "azure-native:storage:StorageAccount",
        "tags",
        {"owner": "somebody"},
    ),
}
"""What is deleted behind the engine's back, and what is changed: type, property, value."""


@pytest.mark.parametrize("stack", STACKS)
def test_a_zone_lives(tmp_path, stack, subtests):
    cloud = stack.partition("-")[2]
    project = Project.ours(tmp_path)
    step = Steps(project, stack, subtests.test)
    with project.served():
        is_planned_then_deployed(step)
        stays_as_it_is(step)
        changes_a_tag_in_place(step)
        says_what_it_would_replace(step)
    drift(project, stack, *DRIFT[cloud])
    with project.served():
        finds_and_mends_drift(step, *DRIFT[cloud])
        if stack.startswith("prod-"):
            refuses_to_be_destroyed(step)
        is_destroyed_in_order(step)


class Steps:
    """What each chapter of a stack's life works with."""

    def __init__(self, project: Project, stack: str, promise: Callable[[str], Any]) -> None:
        self.project = project
        self.stack = stack
        self.promise = promise

    @property
    def engine(self) -> Any:
        """The stack, as it is configured now."""
        return self.project.stack(self.stack)

    def standing(self) -> set[tuple[str, str]]:
        """Return what is in its clouds: types and IDs."""
        return self.project.standing(self.stack)

    def calls(self) -> list[Call]:
        """Return the changes that its clouds were asked for so far."""
        return self.project.calls(self.stack)


def is_planned_then_deployed(step: Steps) -> None:
    planned = succeeded(step.engine.preview())
    with step.promise("a preview plans creations, and touches nothing"):
        assert {each.op for each in planned.changes} == {"create"}
        assert step.calls() == []
    done = succeeded(step.engine.up())
    with step.promise("what was planned is deployed"):
        assert sorted(changed(done)) == sorted(changed(planned))
    with step.promise("the clouds hold what the state says, and nothing else"):
        assert step.standing() == in_clouds(resources(step.engine)).keys()
    with step.promise("what a resource needs was there before it"):
        assert out_of_order(creations(step.calls()), needs(resources(step.engine))) == []


def stays_as_it_is(step: Steps) -> None:
    before = step.calls()
    with step.promise("a second up changes nothing"):
        assert changed(succeeded(step.engine.up())) == []
    with step.promise("a refresh finds no difference"):
        assert changed(succeeded(step.engine.refresh())) == []
    with step.promise("an up after the refresh changes nothing"):
        assert changed(succeeded(step.engine.up())) == []
    with step.promise("and none of them touched the clouds"):
        assert step.calls() == before


def changes_a_tag_in_place(step: Steps) -> None:
    before = {each.id for each in step.project.objects(step.stack)}
    environment = ("landing-zone:environment",)
    step.project.configure(step.stack, (*environment, "owner"), "data-platform")
    planned = succeeded(step.engine.preview())
    done = succeeded(step.engine.up())
    with step.promise("a preview of another owner says what the up then does"):
        assert sorted(changed(planned)) == sorted(changed(done))
    with step.promise("another owner updates what has tags, and replaces nothing"):
        assert {each.op for each in done.changes} == {"update"}
        assert {each.id for each in step.project.objects(step.stack)} == before
    with step.promise("the owner is the new one wherever the clouds show one"):
        owners = {
            tags["owner"]
            for each in step.project.objects(step.stack)
            for tags in (each.get("tags"), each.get("labels"))
            if isinstance(tags, dict) and "owner" in tags
        }
        assert owners == {"data-platform"}


def says_what_it_would_replace(step: Steps) -> None:
    before = step.calls()
    state = resources(step.engine)
    step.project.configure(step.stack, ("landing-zone:environment", "org"), "other")
    planned = step.engine.preview()
    step.project.configure(step.stack, ("landing-zone:environment", "org"), "acme")
    if planned.ok:
        lists_what_would_be_lost(step, planned, state)
    with step.promise("the engine itself refuses it where it is protected"):
        assert planned.ok == step.stack.startswith("dev-")
        assert planned.ok or "protect" in told(planned)
    with step.promise("and nothing was touched"):
        assert step.calls() == before
        assert changed(succeeded(step.engine.up())) == []


def lists_what_would_be_lost(step: Steps, planned: Outcome, state: Mapping[str, Any]) -> None:
    lost = [*losses(planned.steps)]
    with step.promise("a change of names lists what would be lost, and by which property"):
        assert {each.act for each in lost} == {"replace"}
        alone = [each.urn for each in lost if not each.properties]
        replaced = {*urns(planned, "replace")}
        assert [urn for urn in alone if replaced.isdisjoint(state[urn]["dependencies"])] == []
    with step.promise("until it is allowed"):
        assert [*losses(planned.steps, [each.urn for each in lost])] == []


def drift(project: Project, stack: str, gone: str, other: str, path: str, value: Any) -> None:
    """Delete something, and change something, behind the engine's back."""
    sandbox = Sandbox(project.state / "clouds.db")
    try:
        first = {type: _first(sandbox, stack, type) for type in (gone, other)}
        sandbox.remove(first[gone].type, first[gone].id)
        sandbox.change(first[other].type, first[other].id, path, value)
    finally:
        sandbox.close()


def _first(sandbox: Sandbox, stack: str, type: str) -> Any:
    return next(each for each in sandbox.objects(type) if f":{stack}::" in each.urn)


def finds_and_mends_drift(step: Steps, gone: str, other: str, path: str, value: Any) -> None:
    found = succeeded(step.engine.refresh())
    with step.promise("a refresh finds what is gone and what was changed"):
        assert sorted(each.op for each in found.changes) == ["delete", "update"]
    done = succeeded(step.engine.up())
    with step.promise("an up mends both"):
        assert sorted(changed(done)) == sorted(
            ("create" if op == "delete" else op, urn) for op, urn in changed(found)
        )
    with step.promise("and then there is no difference any more"):
        assert changed(succeeded(step.engine.refresh())) == []
        assert step.standing() == in_clouds(resources(step.engine)).keys()


def refuses_to_be_destroyed(step: Steps) -> None:
    before = step.calls()
    refused = step.engine.destroy()
    with step.promise("what is protected keeps the zone from being destroyed"):
        assert not refused.ok
        assert "protected" in told(refused)
    with step.promise("and nothing of it is lost"):
        assert step.calls() == before
    state = resources(step.engine)
    step.project.configure(step.stack, ("landing-zone:environment", "protect"), value=False)
    lifted = succeeded(step.engine.up())
    with step.promise("giving it up lifts protection, and does nothing else"):
        assert {each.op for each in lifted.changes} <= {"update"}
        after = resources(step.engine)
        assert after.keys() == state.keys()
        assert [urn for urn, each in after.items() if each.get("protect")] == []


def is_destroyed_in_order(step: Steps) -> None:
    state = resources(step.engine)
    before = len(step.calls())
    succeeded(step.engine.destroy())
    calls = step.calls()[before:]
    with step.promise("destroyed, it leaves nothing but what it means to leave"):
        kept = {urn: each for urn, each in state.items() if each.get("retainOnDelete")}
        assert step.standing() <= in_clouds(kept).keys()
        assert resources(step.engine) == {}
    with step.promise("no deletion was refused"):
        assert [each for each in calls if each.refused] == []
    with step.promise("everything is deleted before what it needs"):
        deleted = [each.urn for each in calls]
        assert out_of_order(deleted[::-1], needs(state)) == []


def creations(calls: list[Call]) -> list[str]:
    """Return what was created, in order."""
    return [call.urn for call in calls if call.act == "create"]


def needs(state: Mapping[str, Mapping[str, Any]]) -> dict[str, set[str]]:
    """Return what each resource depends on, as far as it is in the clouds."""
    inside = {*in_clouds(state).values()}
    return {urn: inside & {*_needs(state[urn])} for urn in inside}


def _needs(resource: Mapping[str, Any]) -> list[str]:
    return [resource.get("parent", ""), *resource.get("dependencies", ())]


def out_of_order(built: list[str], needed: Mapping[str, set[str]]) -> list[tuple[str, str]]:
    """Return what came before something that it needs: both URNs."""
    place = {urn: index for index, urn in enumerate(built)}
    return [
        (urn, other)
        for urn in built
        for other in needed.get(urn, ())
        if other in place and place[other] > place[urn]
    ]

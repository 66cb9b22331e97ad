"""An `up` that is killed, wherever it was, is taken up again: nothing is lost or made twice."""

import threading
from typing import Any

import pytest

from tests.zones import CLOUDS

from .driving import DEV, Project, changed, keys, needs_engine, ours, resources, succeeded
from .states import PROVIDER, differing, in_clouds, settled

pytestmark = [needs_engine, pytest.mark.engine]

PARALLEL = 8
"""How many calls may be under way beside the one that is not answered."""

CHANCE = ("created", "modified", "sourcePosition", "stackTrace")
"""What differs between any two deployments, as the IDs of providers do."""

ZONES = [pytest.param(ours, stack, 23, id=stack) for stack in DEV]
KEYS = [pytest.param(keys, cloud, 1, id=f"keys-{cloud}") for cloud in CLOUDS]
"""What is deployed, and how many calls each `up` is given before it is killed."""


@pytest.mark.parametrize(("make", "stack", "every"), [*KEYS, *ZONES])
def test_ends_as_if_it_had_not_been_killed(tmp_path, make, stack, every, subtests):
    undisturbed = make(tmp_path / "undisturbed", stack)
    with undisturbed.served():
        succeeded(undisturbed.stack(stack).up())
        wanted = undisputed(undisturbed, stack)

    killed = make(tmp_path / "killed", stack)
    times = 0
    most = len(undisturbed.calls()) // every
    while kills(killed, stack, every):
        times += 1
        assert times <= most, "it makes the same things again and again"
    with killed.served():
        with subtests.test("it was killed again and again"):
            assert times >= len(undisturbed.calls()) // (every + PARALLEL)
        with subtests.test("the last up left nothing to do"):
            assert changed(succeeded(killed.stack(stack).up())) == []
        with subtests.test("the state is that of an undisturbed up"):
            assert not differing(undisputed(killed, stack), wanted)
        with subtests.test("the clouds hold what an undisturbed up makes"):
            assert contents(killed) == contents(undisturbed)
        with subtests.test("nothing is orphaned"):
            assert killed.standing() == in_clouds(resources(killed.stack(stack))).keys()
        with subtests.test("nothing was created twice"):
            created = [call.urn for call in killed.calls() if call.act == "create"]
            assert sorted(created) == sorted({*created})


def kills(project: Project, stack: str, every: int) -> bool:
    """Run `up` until its n-th call is made and unanswered, and kill it there; False if it ends."""
    with project.served(f"*:{every}=hang"):
        rehearsal = project.stack(stack)
        rehearsal.resume()
        due = len(project.calls()) + every
        ended = threading.Event()

        def watch() -> None:
            while not ended.wait(0.02):
                if len(project.calls()) >= due:
                    rehearsal.kill()
                    return

        watching = threading.Thread(target=watch)
        watching.start()
        try:
            outcome = rehearsal.up()
        finally:
            ended.set()
            watching.join()
        return not outcome.ok


def undisputed(project: Project, stack: str) -> dict[str, Any]:
    """Return the state without what differs between any two deployments."""
    state = {urn: settled(each) for urn, each in resources(project.stack(stack)).items()}
    for each in state.values():
        for name in ("id", *CHANCE) if each["type"].startswith(PROVIDER) else CHANCE:
            each.pop(name, None)
    return state


def contents(project: Project) -> dict[tuple[str, str], Any]:
    """Return what the clouds hold, in whatever order it came."""
    return {(each.type, each.id): (each.inputs, each.outputs) for each in project.objects()}

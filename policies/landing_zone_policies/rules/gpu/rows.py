"""What is asked of machines with accelerators, wherever they are started."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, judged
from landing_zone_policies.rules.gpu.fleets import Carried, Fleet, Holder, What, fleets
from landing_zone_policies.settings import Settings
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import Wanted, as_number, at_most

Ask = Callable[[Fleet, Resource, World], Iterator[Outcome]]

POOLS: tuple[What, ...] = ("pool",)
STARTED: tuple[What, ...] = ("pool", "machine", "notebook", "endpoint", "job")
EVERYWHERE: tuple[What, ...] = (*STARTED, "pattern")
NONE = "it starts no machines with accelerators"

none_left = at_most(0).or_missing()
"""No machine stays when nothing runs."""


def asked(holders: Sequence[Holder], what: Sequence[What], ask: Ask) -> tuple[Check, ...]:
    """Return a row for each place that starts machines: a question about those with accelerators.

    Machines that carry none, and resources that start none, are passed by.
    """
    return tuple(_row(holder, ask) for holder in holders if holder.what in what)


def allowed(fleet: Fleet, _: Resource, world: World) -> Iterator[Outcome]:
    """The accelerators are among those that the settings list."""
    for carried in fleet.carried:
        yield may_be_used(carried, world.settings)


def may_be_used(carried: Carried, settings: Settings) -> Outcome:
    """Return whether the settings list accelerators, or the machine that carries them."""
    path = carried.found.path
    if not settings.machines:
        return NotApplicable("the settings list no machines, so that all may be used")
    for pattern in (each.casefold() for each in settings.machines):
        for name in (each.casefold() for each in carried.names):
            if fnmatchcase(name, pattern) or name.startswith(f"{pattern}-"):
                return Pass(path)
    listed = ", ".join(settings.machines)
    kind = "" if carried.found.secret else f" ({carried.accelerators.name})"
    return Fail(path, f"{carried.found}{kind} is none of {listed}")


def bounded(fleet: Fleet, _: Resource, __: World) -> Iterator[Outcome]:
    """There is a bound to how many machines there may be."""
    found = fleet.nodes(fleet.holder.most)
    if found.value is UNKNOWN:
        yield Undetermined(found.path, f"{found.path} is known after deployment")
    elif found.value is MISSING and fleet.holder.usual is None:
        yield Fail(found.path, f"{found.path} is not set: nothing bounds how many there may be")
    elif found.value is not MISSING and as_number(found.value) is None:
        yield Fail(found.path, f"{found.path} is {found}, and has to be a number")
    else:
        yield Pass(found.path)


def scales_to_zero(fleet: Fleet, _: Resource, world: World) -> Iterator[Outcome]:
    """No machine stays when nothing runs."""
    yield judged(fleet.nodes(fleet.holder.least), none_left, world.settings)


def falls_back(fleet: Fleet, resource: Resource, world: World) -> Iterator[Outcome]:
    """Machines that can be taken back have others of their kind to fall back on."""
    held = [
        (found, wanted.holds(found, world.settings))
        for path, wanted in fleet.holder.spot
        for found in fleet.at.find(path)
    ]
    taken = next((found for found, is_spot in held if is_spot), None)
    unknown = next((found for found, is_spot in held if is_spot is None), None)
    if taken is not None:
        if _has_others(fleet, resource, world):
            yield Pass(taken.path)
        else:
            message = "they can be taken back at any time, and nothing of their kind stays"
            yield Fail(taken.path, message)
    elif unknown is not None:
        yield Undetermined(unknown.path, f"{unknown.path} is known after deployment")
    else:
        yield Pass()


def _row(holder: Holder, ask: Ask) -> Check:
    def look(resource: Resource, world: World) -> Iterator[Outcome]:
        found = False
        for fleet in fleets(resource, holder, world.estate):
            found = True
            if fleet.carried:
                yield from ask(fleet, resource, world)
            elif fleet.unknown is not None:
                path = fleet.unknown.path
                yield Undetermined(path, "which machines these are is known after deployment")
            else:
                yield NotApplicable(NONE)
        if not found:
            yield NotApplicable(NONE)

    return Check(holder.types, look, _reads(holder), joins=True)


def _reads(holder: Holder) -> tuple[str, ...]:
    attached = holder.accelerators[:1] if holder.accelerators else ()
    paths = (*holder.machines, *attached, *filter(None, [holder.slices]), *holder.most)
    return tuple(f"{holder.at}.{path}" if holder.at else path for path in paths)


def _has_others(fleet: Fleet, resource: Resource, world: World) -> bool:
    """Say whether the same accelerators are also started where they are not taken back."""
    mine = {each.accelerators.name for each in fleet.carried}
    for other in world.estate.of(*fleet.holder.types):
        for theirs in fleets(other, fleet.holder, world.estate):
            if other is resource and theirs.at.path == fleet.at.path:
                continue
            stays = not any(
                wanted.holds(found, world.settings)
                for path, wanted in fleet.holder.spot
                for found in theirs.at.find(path)
            )
            if stays and mine & {each.accelerators.name for each in theirs.carried}:
                return True
    return False


def within(path: str, wanted: Wanted) -> Ask:
    """Return a question: this property, beside the machines, is as it has to be."""

    def ask(fleet: Fleet, _: Resource, world: World) -> Iterator[Outcome]:
        for found in fleet.at.find(path):
            yield judged(found, wanted, world.settings)

    return ask

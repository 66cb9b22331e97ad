"""How many accelerators all of a program reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Survey, World
from landing_zone_policies.rules.gpu.fleets import Fleet, Holder, fleets

CLOUDS = ("aws", "azure", "gcp")


def ceiling(holders: Sequence[Holder]) -> Survey:
    """Return what asks whether a program's machines together stay below the settings' ceiling.

    Launch templates start nothing themselves, and are left to what starts machines from them.
    """

    def look(world: World, cloud: str) -> Iterator[Outcome]:
        most = world.settings.most_accelerators
        if most is None:
            yield NotApplicable("the settings name no ceiling")
        elif cloud != _first(world):
            yield NotApplicable("counted with the program's other clouds")
        else:
            yield from _judged([*_reached(holders, world)], most)

    return Survey(CLOUDS, look, tuple(dict.fromkeys(each for row in holders for each in row.types)))


def _first(world: World) -> str:
    return min(world.estate.clouds & {*CLOUDS}, default="")


def _reached(
    holders: Sequence[Holder], world: World
) -> Iterator[tuple[Resource, Fleet, float | None]]:
    for holder in holders:
        if holder.what == "pattern":
            continue
        for resource in world.estate.of(*holder.types):
            for fleet in fleets(resource, holder, world.estate):
                if fleet.carried or fleet.unknown is not None:
                    yield resource, fleet, fleet.reach


def _judged(
    reached: Iterable[tuple[Resource, Fleet, float | None]], most: int
) -> Iterator[Outcome]:
    total, open_ones = 0.0, list[str]()
    for resource, _, count in reached:
        total += count or 0
        if count is None:
            open_ones.append(resource.name)
    if total > most:
        yield Fail("", f"the program can reach {total:g} accelerators, and may reach {most}")
    elif open_ones:
        names = ", ".join(dict.fromkeys(open_ones))
        yield Undetermined("", f"how many accelerators {names} can reach cannot be told")
    else:
        yield Pass()

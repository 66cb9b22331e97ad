"""The words of the residency tables: what lies, stays and leads within the jurisdictions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from landing_zone_policies.facts.multi_regions import regions_of
from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.places import (
    GLOBAL,
    Place,
    arn_region,
    is_within,
    named,
    places_of,
)
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Condition, Look, World, check
from landing_zone_policies.values import MISSING, UNKNOWN

NOT_CONFIGURED = NotApplicable("no jurisdictions are configured")


def resident(*types: str, reads: tuple[str, ...], joins: bool = False) -> Callable[[Look], Check]:
    """Make a row of a function that is asked only where jurisdictions are configured."""

    def made(look: Look) -> Check:
        @check(*types, reads=reads, joins=joins)
        def guarded(resource: Resource, world: World) -> Iterable[Outcome]:
            return look(resource, world) if world.settings.jurisdictions else (NOT_CONFIGURED,)

        return guarded

    return made


def stays(types: str | tuple[str, ...], path: str, *when: Condition) -> Check:
    """Return a row: the places that a property names, if any, are within the jurisdictions."""

    @resident(*_tuple(types), reads=(path,))
    def look(resource: Resource, world: World) -> Iterator[Outcome]:
        for at, condition in when:
            if not any(condition.holds(each, world.settings) for each in resource.find(at)):
                yield NotApplicable(f"{at} is {resource.first(at)}")
                return
        for found in resource.find(path):
            place = named(resource.cloud or "", found)
            if place.name is MISSING:
                yield NotApplicable(f"{found.path} is not set")
            else:
                yield verdict(place, resource.cloud or "", world)

    return look


def lies(*types: str) -> Check:
    """Return a row: the resource itself lies within the jurisdictions."""

    @resident(*types, reads=("region", "location"), joins=True)
    def look(resource: Resource, world: World) -> Iterator[Outcome]:
        for place in places_of(resource, world.estate):
            yield verdict(place, resource.cloud or "", world)

    return look


def leads(types: str | tuple[str, ...], path: str, *targets: str) -> Check:
    """Return a row: what a property points at lies within the jurisdictions.

    An ARN says where that is; else the resource is looked up in the program.
    """

    @resident(*_tuple(types), reads=(path,), joins=True)
    def look(resource: Resource, world: World) -> Iterator[Outcome]:
        yield from led(resource, resource.find(path), path, targets, world)

    return look


def led(
    resource: Resource, found: list[Found], path: str, targets: tuple[str, ...], world: World
) -> Iterator[Outcome]:
    """Say of each value whether what it points at lies within the jurisdictions."""
    cloud = resource.cloud or ""
    open_ones = list[Found]()
    for each in found:
        region = arn_region(each.value)
        if region:
            yield verdict(Place(region, each.path), cloud, world)
        elif each.value is MISSING:
            yield NotApplicable(f"{each.path} is not set")
        else:
            open_ones.append(each)
    if not open_ones:
        return
    known = world.estate.targets(resource, path, *targets)
    for target in known:
        for place in places_of(target, world.estate):
            yield _of_target(target, place, open_ones[0].path, cloud, world)
    if not known:
        for each in open_ones:
            yield Undetermined(each.path, f"{each.path} leads outside of this program")


def verdict(place: Place, cloud: str, world: World) -> Outcome:
    """Say whether a place is within the jurisdictions."""
    path, allowed = place.path, world.settings.jurisdictions
    if place.name is UNKNOWN:
        return Undetermined(path, f"where it lies cannot be told before {path} is known")
    if not isinstance(place.name, str):
        return Fail(path, "nobody says where it lies: that is up to whoever deploys it")
    if is_within(cloud, place.name, allowed):
        return Pass(path)
    laws = ", ".join(allowed)
    if place.name == GLOBAL:
        return Fail(path, f"{path} is global: the data is not kept within {laws}")
    if not regions_of(cloud, place.name):
        return Fail(path, f"{path} is {_short(place.name)}, which is no place that is known")
    return Fail(path, f"{path} is {place.name}, which is not within {laws}")


def is_several(cloud: str, place: Place) -> bool:
    """Whether a place is several regions under one name."""
    return isinstance(place.name, str) and len(regions_of(cloud, place.name)) > 1


def _of_target(target: Resource, place: Place, path: str, cloud: str, world: World) -> Outcome:
    if place.name is UNKNOWN or place.name is MISSING:
        return Undetermined(path, f"where {target.name} lies cannot be told from this program")
    return verdict(Place(place.name, path), cloud, world)


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:57]}..."


def _tuple(types: str | tuple[str, ...]) -> tuple[str, ...]:
    return (types,) if isinstance(types, str) else types

"""Whether a provider says where what it manages lies."""

from __future__ import annotations

from collections.abc import Iterator

from landing_zone_policies.facts.types import is_located, place_properties
from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome
from landing_zone_policies.places import GROUPS, PROVIDED, default_place, named
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World
from landing_zone_policies.rules.residency.everywhere import EDGE, is_of_the_edge
from landing_zone_policies.rules.residency.stays import resident, verdict
from landing_zone_policies.values import MISSING


def pinned(cloud: str, *packages: str, always: bool = False) -> Check:
    """Return a row: providers name a place within the jurisdictions.

    Args:
        cloud: Whose.
        packages: The packages of the providers.
        always: Whether one that names none fails even where all that it manages says itself where
            it lies.
    """
    types = tuple(f"pulumi:providers:{package}" for package in packages)
    paths = PROVIDED[cloud]

    @resident(*types, reads=paths, joins=True)
    def look(provider: Resource, world: World) -> Iterator[Outcome]:
        places = [named(cloud, each) for path in paths for each in provider.find(path)]
        said = [each for each in places if each.name is not MISSING]
        if EDGE in [each.name for each in said] and _is_of_the_edge(provider, world):
            yield NotApplicable(f"CloudFront, which is allowed, takes what it manages from {EDGE}")
            return
        if said:
            for place in said:
                yield verdict(place, cloud, world)
            return
        silent = next((each for each in _managed(provider, world) if _is_silent(each)), None)
        if silent is None and not always:
            yield NotApplicable(f"{paths[0]} is not set, and nothing that it manages needs it")
            return
        whose = f"{silent.name} lies" if silent else "what it manages lies"
        yield Fail(paths[0], f"{paths[0]} is not set: where {whose} is up to whoever deploys it")

    return look


def _is_of_the_edge(provider: Resource, world: World) -> bool:
    located = [each for each in _managed(provider, world) if is_located(each.type)]
    return bool(located) and all(is_of_the_edge(each, world) for each in located)


def _managed(provider: Resource, world: World) -> Iterator[Resource]:
    return (each for each in world.estate.resources if each.provider is provider)


def _is_silent(resource: Resource) -> bool:
    if not is_located(resource.type) or default_place(resource.type):
        return False
    if resource.cloud == "azure" and resource.type not in GROUPS:
        return False
    paths = place_properties(resource.type)
    return all(each.value is MISSING for path in paths for each in resource.find(path))

"""Where every resource of a cloud lies that lies somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from landing_zone_policies.facts.global_services import WITH_DATA, WITHOUT_DATA
from landing_zone_policies.facts.types import located
from landing_zone_policies.outcomes import NotApplicable, Outcome
from landing_zone_policies.places import GLOBAL, Place, places_of
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World
from landing_zone_policies.rules.residency.stays import is_several, resident, verdict
from landing_zone_policies.values import MISSING


def everywhere(
    cloud: str, *, several: tuple[str, ...] = (), routed: tuple[str, ...] = ()
) -> Check:
    """Return a row for all located types of a cloud.

    Args:
        cloud: Whose types.
        several: Types whose multi-regions another rule judges.
        routed: Types, or beginnings of types, that another rule judges where they are global.
    """

    @resident(*located(cloud), reads=("region", "location", "zone"), joins=True)
    def look(resource: Resource, world: World) -> Iterator[Outcome]:
        for place in places_of(resource, world.estate):
            if place.name == GLOBAL and (allowed := _why_global(resource.type, routed, world)):
                yield NotApplicable(allowed)
            elif resource.type in several and is_several(cloud, place):
                yield NotApplicable(f"{place.path} is several regions, which REG-04 is about")
            elif cloud == "azure" and place.name is MISSING:
                yield NotApplicable(f"{place.path} is not set, and Azure asks for none")
            else:
                yield verdict(place, cloud, world)

    return look


def is_excused(token: str, world: World) -> bool:
    """Whether a service without a place may be used."""
    return token.startswith(WITHOUT_DATA) or token.startswith(world.settings.global_services)


def whole(resource: Resource, world: World, cloud: str) -> list[Place]:
    """Return those places of a resource that are no single region."""
    places = places_of(resource, world.estate)
    return [each for each in places if each.name == GLOBAL or is_several(cloud, each)]


def _why_global(token: str, routed: tuple[str, ...], world: World) -> str | None:
    if is_excused(token, world):
        return "it is global and holds no data, or is allowed to be"
    cloud = "azure" if token.startswith("azure") else token.partition(":")[0]
    if token in WITH_DATA.get(cloud, ()):
        return "it is global, which REG-10 is about"
    return "it is global, which another rule is about" if token.startswith(routed) else None

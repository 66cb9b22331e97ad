"""Where every resource of a cloud lies that lies somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from landing_zone_policies.facts.global_services import WITH_DATA, WITHOUT_DATA
from landing_zone_policies.facts.types import located
from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass
from landing_zone_policies.places import GLOBAL, Place, places_of
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World
from landing_zone_policies.rules.residency.stays import is_several, resident, verdict
from landing_zone_policies.values import MISSING
from landing_zone_policies.wanted import plain

EDGE = "us-east-1"
"""The region from which CloudFront takes what it does not have itself."""
HANDLE_DATA = frozenset(token for types in WITH_DATA.values() for token in types)


def everywhere(cloud: str, *, several: tuple[str, ...] = (), routed: tuple[str, ...] = ()) -> Check:
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
                yield NotApplicable(f"{place.path} is several regions, which another rule is about")
            elif place.name == EDGE and is_of_the_edge(resource, world):
                yield NotApplicable(f"CloudFront, which is allowed, takes it from {EDGE} alone")
            elif cloud == "azure" and place.name is MISSING:
                yield NotApplicable(f"{place.path} is not set, and Azure asks for none")
            else:
                yield verdict(place, cloud, world)

    return look


def global_service(*types: str) -> Check:
    """Return a row: what takes in data all over the world is used where somebody allowed it."""

    @resident(*types, reads=())
    def look(service: Resource, world: World) -> Iterator[Outcome]:
        if is_excused(service.type, world):
            yield Pass()
        else:
            yield Fail("", f"{service.type} handles data outside of any region")

    return look


def is_of_the_edge(resource: Resource, world: World) -> bool:
    """Whether it belongs to CloudFront, where that may be used: a certificate, a firewall.

    Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
    """
    if not is_excused("aws:cloudfront:Distribution", world):
        return False
    scoped = resource.type.startswith("aws:wafv2:") and plain(resource.get("scope"))
    return resource.type.startswith("aws:acm:Certificate") or scoped == "cloudfront"


def is_excused(token: str, world: World) -> bool:
    """Whether a service without a place may be used."""
    if token.startswith(world.settings.global_services):
        return True
    return token.startswith(WITHOUT_DATA) and token not in HANDLE_DATA


def whole(resource: Resource, world: World, cloud: str) -> list[Place]:
    """Return those places of a resource that are no single region."""
    places = places_of(resource, world.estate)
    return [each for each in places if each.name == GLOBAL or is_several(cloud, each)]


def _why_global(token: str, routed: tuple[str, ...], world: World) -> str | None:
    if is_excused(token, world):
        return "it is global and holds no data, or is allowed to be"
    if token in HANDLE_DATA:
        return "it is global, which REG-10 is about"
    return "it is global, which another rule is about" if token.startswith(routed) else None

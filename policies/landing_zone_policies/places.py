"""Where a resource lies, whoever says so, and whether that is where data may be."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from landing_zone_policies.estate import Estate
from landing_zone_policies.facts.multi_regions import regions_of
from landing_zone_policies.facts.regions import jurisdictions_of
from landing_zone_policies.facts.types import is_located, place_properties
from landing_zone_policies.paths import Found, first
from landing_zone_policies.providers import configured
from landing_zone_policies.resources import Resource
from landing_zone_policies.values import MISSING, UNKNOWN, Gap

GLOBAL = "global"

REGION = {
    "aws": r"[a-z]{2,4}(?:-[a-z]+){1,2}-\d+",
    "gcp": r"(?!dual-)[a-z]+-[a-z]+\d+",
}
"""What a region begins with, and with it the zones, local zones and edge zones in it."""

ARN = r"arn:[\w-]+:[\w-]+:(?P<region>[\w-]*):"

PROVIDED: Mapping[str, tuple[str, ...]] = {
    "aws": ("region",),
    "gcp": ("region", "zone"),
    "azure": ("location",),
}
"""Where a provider says where what it manages lies."""

DEFAULTS: Mapping[str, str] = {
    "gcp:bigquery:Dataset": "us",
    "gcp:bigquery:Connection": "us",
    "gcp:cloudbuild:Trigger": GLOBAL,
    "gcp:gkehub:Membership": GLOBAL,
}
"""Where Google Cloud puts what says nothing of it, whatever the provider says.

Source: https://cloud.google.com/bigquery/docs/locations
"""

GLOBAL_BY_DEFAULT = ("gcp:certificatemanager:", "gcp:networksecurity:", "gcp:networkservices:")
"""Services of Google Cloud whose resources are global unless they say otherwise.

Source: https://cloud.google.com/certificate-manager/docs/overview
"""

INSIDE: Mapping[str, tuple[str, str]] = {
    "gcp:container:NodePool": ("cluster", "gcp:container:Cluster"),
}
"""What lies where another resource does, and the property that points at it."""

FARTHEST = 100
"""Resources that are asked for one place; in a longer chain nobody knows it."""

GROUPS = ("azure-native:resources:ResourceGroup", "azure:core:ResourceGroup")


class Place(NamedTuple):
    """Where something lies."""

    name: str | Gap
    """A region, several under one name (`eu`, `nam4`), or `global`, as `normal_place` writes it;
    `UNKNOWN` where that cannot be told yet or from here, `MISSING` where nobody says so."""
    path: str = ""
    """The property that says so."""

    @property
    def is_known(self) -> bool:
        """Whether there is a name."""
        return isinstance(self.name, str)


def place_of(resource: Resource, estate: Estate) -> Place:
    """Return where a resource lies; of several places the first."""
    return places_of(resource, estate)[0]


def places_of(resource: Resource, estate: Estate) -> list[Place]:
    """Return all places in which a resource lies, at least one.

    Asked in this order: its own properties, what it is inside of, what the cloud answered, the
    cloud's default, its provider, its resource group on Azure, its ARN on AWS.
    """
    return _places(resource, estate, set())


def named(cloud: str, found: Found) -> Place:
    """Return the place that a value names; a secret is not told, and so not looked at."""
    if found.secret:
        return Place(UNKNOWN, found.path)
    if isinstance(found.value, str) and found.value.strip():
        return Place(normal_place(cloud, found.value), found.path)
    return Place(UNKNOWN if found.value is UNKNOWN else MISSING, found.path)


def default_place(token: str) -> str | None:
    """Return where a cloud puts a type that says nothing of it, whatever the provider says."""
    return DEFAULTS.get(token) or (GLOBAL if token.startswith(GLOBAL_BY_DEFAULT) else None)


def normal_place(cloud: str, text: str) -> str:
    """Return a place as the tables write it.

    A zone becomes its region, an ARN and a path what they name, and `West Europe` `westeurope`.
    """
    plain = text.strip().casefold()
    arn = re.match(ARN, plain)
    if arn:
        plain = arn["region"]
    if cloud == "azure":
        return plain.rpartition(")")[2].replace(" ", "")
    plain = plain.rstrip("/").rpartition("/")[2].removeprefix("regional-")
    region = re.match(REGION[cloud], plain) if cloud in REGION else None
    return region[0] if region else plain


def arn_region(text: Any) -> str | None:
    """Return the region in an ARN; None where there is none, as in that of a bucket."""
    found = re.match(ARN, text) if isinstance(text, str) else None
    return found["region"] or None if found else None


def is_within(cloud: str, place: str, jurisdictions: Iterable[str]) -> bool:
    """Whether every region of a place is under one of some laws; one that is not known is not."""
    allowed = frozenset(jurisdictions)
    regions = regions_of(cloud, place)
    return bool(regions) and all(
        not allowed.isdisjoint(jurisdictions_of(cloud, region)) for region in regions
    )


def _places(resource: Resource, estate: Estate, seen: set[str]) -> list[Place]:
    seen.add(resource.urn)
    if len(seen) > FARTHEST:
        return [Place(UNKNOWN)]
    for source in _sources(resource, estate, seen):
        places = list(source)
        if places:
            return places
    if resource.provider is None or _group_is_elsewhere(resource):
        return [Place(UNKNOWN, "provider" if resource.provider is None else "resourceGroupName")]
    return [Place(MISSING, next(iter(place_properties(resource.type)), "region"))]


def _sources(resource: Resource, estate: Estate, seen: set[str]) -> Iterator[Iterable[Place]]:
    cloud, properties = resource.cloud or "", place_properties(resource.type)
    own = list(_said(cloud, (each for path in properties for each in resource.find(f"{path}[]"))))
    yield [inner for each in own for inner in _followed(resource, each, estate, seen)]
    if resource.type in INSIDE:
        path, outer = INSIDE[resource.type]
        yield _of_all(estate.targets(resource, path, outer), path, estate, seen)
    yield (
        named(cloud, answer)
        for answer in (first(resource.outputs, path) for path in properties)
        if isinstance(answer.value, str) and answer.value
    )
    default = default_place(resource.type)
    if default:
        yield [Place(default, path) for path in properties[:1]]
    for path in PROVIDED.get(cloud, ()):
        provided = _said(cloud, configured(resource.provider, path))
        yield (Place(each.name, f"provider.{path}") for each in provided)
    if cloud == "azure":
        groups = estate.targets(resource, "resourceGroupName", *GROUPS)
        yield _of_all(groups, "resourceGroupName", estate, seen)
    if cloud == "aws":
        arns = (arn_region(each) for each in (resource.answered("arn"), resource.id))
        yield (Place(region, "arn") for region in arns if region)


def _followed(resource: Resource, place: Place, estate: Estate, seen: set[str]) -> list[Place]:
    """Return a place that is not known yet as that of the resource that it is taken from."""
    if place.name is not UNKNOWN:
        return [place]
    top = place.path.partition("[")[0]
    sources = [estate.by_urn[urn] for urn in resource.takes.get(top, ()) if urn in estate.by_urn]
    located = [each for each in sources if is_located(each.type)]
    known = [each for each in _of_all(located, place.path, estate, seen) if each.is_known]
    return known or [place]


def _of_all(targets: Iterable[Resource], path: str, estate: Estate, seen: set[str]) -> list[Place]:
    return [
        Place(each.name, path)
        for target in targets
        if target.urn not in seen
        for each in _places(target, estate, seen)
        if each.name is not MISSING
    ]


def _said(cloud: str, found: Iterable[Found]) -> Iterator[Place]:
    places = (named(cloud, each) for each in found)
    return (each for each in places if each.name is not MISSING)


def _group_is_elsewhere(resource: Resource) -> bool:
    return resource.cloud == "azure" and resource.first("resourceGroupName").value is not MISSING

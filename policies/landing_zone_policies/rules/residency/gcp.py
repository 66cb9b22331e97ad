"""What residency is on Google Cloud."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.facts.types import located
from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.places import named, place_of, places_of
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Survey, World
from landing_zone_policies.rules.residency import gcp_data
from landing_zone_policies.rules.residency.everywhere import everywhere, global_service, whole
from landing_zone_policies.rules.residency.provider import pinned
from landing_zone_policies.rules.residency.stays import (
    NOT_CONFIGURED,
    is_several,
    lies,
    resident,
    verdict,
)
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import plain

MULTI_REGIONAL = (
    "gcp:storage:Bucket",
    "gcp:bigquery:Dataset",
    "gcp:spanner:Instance",
    "gcp:firestore:Database",
    "gcp:appengine:Application",
    "gcp:artifactregistry:Repository",
    "gcp:kms:KeyRing",
    "gcp:healthcare:Dataset",
)
"""What may lie in several regions under one name."""

AI = ("gcp:ces:", "gcp:diagflow:", "gcp:discoveryengine:", "gcp:documentai:", "gcp:vertex:")
ANSWERING = tuple(token for token in located("gcp") if token.startswith(AI) and "Iam" not in token)
"""What answers with a model, or keeps what it is asked about."""

ROUTED = ("gcp:kms:", "gcp:logging:", "gcp:secretmanager:", *AI)
"""What other rules judge where it is global."""

PERSISTENCE = "messageStoragePolicy.allowedPersistenceRegions[]"
LOCATIONS = "gcp.resourceLocations"
ORG_POLICIES: Mapping[str, tuple[str, str]] = {
    "gcp:orgpolicy:Policy": ("name", "spec.rules[].values.allowedValues[]"),
    "gcp:organizations:Policy": ("constraint", "listPolicy.allow.values[]"),
    "gcp:folder:OrganizationPolicy": ("constraint", "listPolicy.allow.values[]"),
    "gcp:projects:OrganizationPolicy": ("constraint", "listPolicy.allow.values[]"),
}
"""Where an organization policy says which constraint it is about, and what it allows."""


WORLDWIDE = global_service("gcp:compute:GlobalForwardingRule")


@resident(*MULTI_REGIONAL, reads=("location", "locationId", "config"), joins=True)
def several_regions_are_all_within(resource: Resource, world: World) -> Iterator[Outcome]:
    """All regions of a multi-region are allowed; a single one is what REG-02 is about."""
    for place in places_of(resource, world.estate):
        if place.name is UNKNOWN or is_several("gcp", place):
            yield verdict(place, "gcp", world)
        else:
            yield NotApplicable(f"{place.path} is no multi-region")


@resident("gcp:compute:GlobalForwardingRule", reads=("loadBalancingScheme",))
def takes_in_data_where_allowed(rule: Resource, world: World) -> Iterator[Outcome]:
    """What takes in data for a load balancer does so all over the world."""
    scheme = rule.get("loadBalancingScheme")
    if scheme is UNKNOWN:
        yield Undetermined("loadBalancingScheme", "loadBalancingScheme is not known yet")
    elif isinstance(scheme, str) and plain(scheme)[:8] in ("", "internal"):
        yield NotApplicable("it is reached from the network alone")
    else:
        yield from WORLDWIDE.look(rule, world)


@resident(*ANSWERING, reads=("location", "region"), joins=True)
def is_answered_within(resource: Resource, world: World) -> Iterator[Outcome]:
    """A model is asked in one region, or in several that are all allowed, and never in `global`.

    Source: https://cloud.google.com/vertex-ai/generative-ai/docs/learn/locations
    """
    for place in whole(resource, world, "gcp"):
        yield verdict(place, "gcp", world)


@resident("gcp:compute:NetworkPeering", reads=("peerNetwork",), joins=True)
def peers_stay(peering: Resource, world: World) -> Iterator[Outcome]:
    """A network spans the world; what counts is where the other one has subnets."""
    networks = world.estate.targets(peering, "peerNetwork", "gcp:compute:Network")
    if not networks:
        yield Undetermined("peerNetwork", "peerNetwork leads outside of this program")
    for network in networks:
        subnets = world.estate.pointing(network, "network", "gcp:compute:Subnetwork")
        for subnet in subnets:
            yield verdict(place_of(subnet, world.estate), "gcp", world)


@resident("gcp:pubsub:Topic", reads=(PERSISTENCE,))
def messages_stay(topic: Resource, world: World) -> Iterator[Outcome]:
    """A topic keeps messages where it says, and else wherever they are published.

    Source: https://cloud.google.com/pubsub/docs/resource-location-restriction
    """
    found = topic.find(PERSISTENCE)
    if all(each.value is MISSING for each in found) and world.settings.reaches("regulated"):
        yield Fail(PERSISTENCE.removesuffix("[]"), "messages are kept wherever they are published")
        return
    for each in found:
        place = named("gcp", each)
        if place.name is MISSING:
            yield NotApplicable(f"{each.path} is not set")
        else:
            yield verdict(place, "gcp", world)


def locations_are_constrained(world: World, _: str) -> Iterator[Outcome]:
    """An organization policy refuses resources in other places."""
    if not world.settings.jurisdictions:
        yield NOT_CONFIGURED
        return
    unknown = False
    for policy in world.estate.of(*ORG_POLICIES):
        name, values = ORG_POLICIES[policy.type]
        said = policy.get(name)
        unknown = unknown or said is UNKNOWN
        if isinstance(said, str) and said.endswith(LOCATIONS):
            allows = any(each.value is not MISSING for each in policy.find(values))
            yield Pass() if allows else Fail("", f"{policy.name} allows no place by name")
            return
    if unknown:
        yield Undetermined("", "what an organization policy is about is known after deployment")
    else:
        yield Fail("", f"no organization policy constrains {LOCATIONS}")


CHECKS: Mapping[str, tuple[Check, ...]] = {
    **gcp_data.CHECKS,
    "REG-01": (pinned("gcp", "gcp"),),
    "REG-02": (everywhere("gcp", several=(*MULTI_REGIONAL, *ANSWERING), routed=ROUTED),),
    "REG-04": (several_regions_are_all_within,),
    "REG-10": (
        takes_in_data_where_allowed,
        global_service("gcp:networkservices:EdgeCacheService"),
        messages_stay,
    ),
    "REG-12": (is_answered_within,),
    "REG-14": (peers_stay, lies("gcp:compute:InterconnectAttachment")),
}

SURVEYS: Mapping[str, tuple[Survey, ...]] = {
    "REG-13": (Survey(("gcp",), locations_are_constrained, tuple(ORG_POLICIES), account=True),),
}

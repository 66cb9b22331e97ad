"""Gateways and peerings that do not fit the network that they are for.

Sources: https://cloud.google.com/nat/docs/overview,
https://cloud.google.com/vpc/docs/configure-private-services-access
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object, World
from landing_zone_rehearsal.sandbox.paths import find
from landing_zone_rehearsal.values import reveal

from .network import ADDRESS, SUBNETWORK, field, network_of

REGIONAL: Mapping[str, tuple[str, ...]] = {
    "gcp:compute:RouterNat": ("natIps[]", "drainNatIps[]", "subnetworks[].name"),
    "gcp:compute:Address": ("subnetwork",),
}
"""The properties that may only name what lies in the same region."""

OWN: Mapping[str, str] = {
    "gcp:compute:GlobalAddress": "network",
    "gcp:compute:NetworkFirewallPolicyAssociation": "firewallPolicy",
    "gcp:compute:NetworkFirewallPolicyRule": "firewallPolicy",
    "gcp:compute:Route": "network",
    "gcp:compute:Router": "network",
    "gcp:compute:Subnetwork": "network",
}
"""The property that may only name what the same project has: these are part of it.

Source: https://cloud.google.com/vpc/docs/shared-vpc#concepts_and_terminology
"""


def stays_in_its_region(request: Request) -> Iterator[str]:
    """Refuse names of what lies in another region."""
    made = request.object
    for path in REGIONAL[made.kind]:
        for at, given in find(made.inputs, path):
            region = re.search(r"/regions/([^/]+)/", str(reveal(given)))
            if region and region[1] != made.region:
                reason = "Cross region referencing is not allowed for this resource."
                yield field(f"resource.{at}", str(reveal(given)), reason)


def stays_in_its_project(request: Request) -> Iterator[str]:
    """Refuse to put a part into what another project has."""
    made = request.object
    to = made.facts.refers[OWN[made.kind]]
    for at, given in find(made.inputs, OWN[made.kind]):
        found = request.world.find(to.targets, to.by, reveal(given))
        if not any(each.account == made.account for each in found):
            reason = "Cross project referencing is not allowed for this resource."
            yield field(f"resource.{at}", str(reveal(given)), reason)


def serves_its_own_network(request: Request) -> Iterator[str]:
    """Refuse a gateway for subnetworks of another network, or for what another one serves."""
    made, world = request.object, request.world
    router = next(world.find(("gcp:compute:Router",), ("name",), made.get("router")), None)
    for at, given in find(made.inputs, "subnetworks[].name"):
        value = str(reveal(given))
        subnetwork = next(world.find((SUBNETWORK,), ("id", "selfLink"), value), None)
        if router and subnetwork and not _are_same(world, router, subnetwork):
            reason = "The subnetwork is not in the network of the router."
            yield field(f"resource.nats[0].{at}", value, reason)
        for other in world.of(made.kind):
            if other.id != made.id and value in other.all("subnetworks[].name"):
                reason = f"The subnetwork is already served by the NAT '{other.get('name')}'."
                yield field(f"resource.nats[0].{at}", value, reason)


def has_a_way_out(request: Request) -> Iterator[str]:
    """Refuse a gateway without the addresses or subnetworks that it is said to have.

    Sources: https://cloud.google.com/nat/docs/ports-and-addresses#dynamic-port,
    https://cloud.google.com/nat/docs/nat-rules-overview
    """
    made = request.object
    if made.get("natIpAllocateOption") == "MANUAL_ONLY" and not made.get("natIps"):
        yield field("resource.nats[0].natIps", "", "MANUAL_ONLY requires addresses.")
    listed = made.get("sourceSubnetworkIpRangesToNat") == "LIST_OF_SUBNETWORKS"
    if listed != bool(made.get("subnetworks")):
        reason = "Subnetworks are given if and only if LIST_OF_SUBNETWORKS is."
        yield field("resource.nats[0].subnetworks", "", reason)
    if made.get("enableDynamicPortAllocation") and made.get("enableEndpointIndependentMapping"):
        reason = "Dynamic port allocation is not supported with endpoint independent mapping."
        yield field("resource.nats[0].enableDynamicPortAllocation", "true", reason)


def peers_with_reserved_ranges(request: Request) -> Iterator[str]:
    """Refuse ranges that were reserved for something else, or in another network.

    Source: https://cloud.google.com/vpc/docs/configure-private-services-access
    """
    made, world = request.object, request.world
    for name in made.all("reservedPeeringRanges[]"):
        for each in world.find((ADDRESS,), ("name",), name):
            fits = each.get("purpose") == "VPC_PEERING" and _are_same(world, each, made)
            if each.account == made.account and not fits:
                yield (
                    f"googleapi: Error 400: The IP range '{name}' is not an allocated range of"
                    f" network '{made.get('network')}'., badRequest"
                )


def _are_same(world: World, one: Object, other: Object) -> bool:
    return network_of(world, one) is network_of(world, other)

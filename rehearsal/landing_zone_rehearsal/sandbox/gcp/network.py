"""Addresses that overlap, and parts of a network that do not belong together.

Sources: https://cloud.google.com/vpc/docs/subnets, https://cloud.google.com/nat/docs/overview
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, ip_network
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object, World
from landing_zone_rehearsal.sandbox.paths import find
from landing_zone_rehearsal.values import reveal

NETWORK = "gcp:compute:Network"
SUBNETWORK = "gcp:compute:Subnetwork"
ADDRESS = "gcp:compute:GlobalAddress"

PROHIBITED = tuple(
    IPv4Network(each)
    for each in (
        *("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4"),
        *("199.36.153.4/30", "199.36.153.8/30", "255.255.255.255/32"),
    )
)
"""Source: https://cloud.google.com/vpc/docs/subnets#prohibited-ranges"""

WIDEST, NARROWEST = 4, 29
"""The prefix lengths of subnetworks: https://cloud.google.com/vpc/docs/subnets#ipv4-ranges"""

REGIONAL: Mapping[str, tuple[str, ...]] = {
    "gcp:compute:RouterNat": ("natIps[]", "drainNatIps[]", "subnetworks[].name"),
    "gcp:compute:Address": ("subnetwork",),
}
"""The properties that may only name what lies in the same region."""

INVALID = "googleapi: Error 400: Invalid value for field '{field}': '{value}'. {reason}, invalid"


@dataclass(frozen=True, slots=True)
class Range:
    """A range of addresses that something has."""

    at: str
    """The field that holds it."""
    addresses: IPv4Network
    owner: Object


def has_ranges_of_its_own(request: Request) -> Iterator[str]:
    """Refuse a subnetwork whose ranges are no ranges for it, or already somebody's."""
    made = request.object
    if not any(made.get(each) for each in ("ipCidrRange", "reservedInternalRange", "ipCollection")):
        yield "googleapi: Error 400: Required field 'resource.ipCidrRange' not specified, required"
    taken = [*_taken(request.world, made, request.old)]
    for own in _ranges(made):
        width = own.addresses.prefixlen
        if not WIDEST <= width <= NARROWEST:
            yield _invalid(own, "The range must be between /4 and /29 in size.")
        if any(own.addresses.overlaps(each) for each in PROHIBITED):
            yield _invalid(own, f"Invalid IPCidrRange: {own.addresses} is not allowed.")
        for other in taken:
            if own.addresses.overlaps(other.addresses):
                yield _invalid(own, _conflict(own, other))
        taken.append(own)


def reserves_what_is_free(request: Request) -> Iterator[str]:
    """Refuse a range for Google's services that overlaps with a subnetwork of the network."""
    made = request.object
    own = next(_reserved(made), None)
    if made.get("purpose") == "VPC_PEERING" and not made.get("network"):
        yield _field("network", "", "A network is required for VPC_PEERING.")
    for other in _taken(request.world, made, request.old) if own else ():
        if own and own.addresses.overlaps(other.addresses):
            yield _invalid(own, _conflict(own, other))


def hides_no_subnetwork(request: Request) -> Iterator[str]:
    """Refuse a route to a part of a subnetwork, as those are never overridden.

    Source: https://cloud.google.com/vpc/docs/routes#subnet-routes
    """
    made = request.object
    to = _network(made.get("destRange"))
    for each in _subnetworks(request.world, made.get("network")) if to else ():
        for held in _ranges(each):
            if to and to.subnet_of(held.addresses):
                reason = f"The destination range hides the address space of '{each.id}'."
                yield _field("resource.destRange", str(to), reason)


def stays_in_its_region(request: Request) -> Iterator[str]:
    """Refuse names of what lies in another region."""
    made = request.object
    for path in REGIONAL[made.kind]:
        for at, given in find(made.inputs, path):
            region = re.search(r"/regions/([^/]+)/", str(reveal(given)))
            if region and region[1] != made.region:
                reason = "Cross region referencing is not allowed for this resource."
                yield _field(f"resource.{at}", str(reveal(given)), reason)


def serves_its_own_network(request: Request) -> Iterator[str]:
    """Refuse a gateway for subnetworks of another network, or for what another one serves."""
    made, world = request.object, request.world
    router = next(world.find(("gcp:compute:Router",), ("name",), made.get("router")), None)
    for at, given in find(made.inputs, "subnetworks[].name"):
        value = str(reveal(given))
        subnetwork = next(world.find((SUBNETWORK,), ("id", "selfLink"), value), None)
        if router and subnetwork and not _are_same(world, router, subnetwork):
            reason = "The subnetwork is not in the network of the router."
            yield _field(f"resource.nats[0].{at}", value, reason)
        for other in world.of(made.kind):
            if other.id != made.id and value in other.all("subnetworks[].name"):
                reason = f"The subnetwork is already served by the NAT '{other.get('name')}'."
                yield _field(f"resource.nats[0].{at}", value, reason)


def has_a_way_out(request: Request) -> Iterator[str]:
    """Refuse a gateway without the addresses or subnetworks that it is said to have.

    Sources: https://cloud.google.com/nat/docs/ports-and-addresses#dynamic-port,
    https://cloud.google.com/nat/docs/nat-rules-overview
    """
    made = request.object
    if made.get("natIpAllocateOption") == "MANUAL_ONLY" and not made.get("natIps"):
        yield _field("resource.nats[0].natIps", "", "MANUAL_ONLY requires addresses.")
    listed = made.get("sourceSubnetworkIpRangesToNat") == "LIST_OF_SUBNETWORKS"
    if listed != bool(made.get("subnetworks")):
        reason = "Subnetworks are given if and only if LIST_OF_SUBNETWORKS is."
        yield _field("resource.nats[0].subnetworks", "", reason)
    if made.get("enableDynamicPortAllocation") and made.get("enableEndpointIndependentMapping"):
        reason = "Dynamic port allocation is not supported with endpoint independent mapping."
        yield _field("resource.nats[0].enableDynamicPortAllocation", "true", reason)


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
    return _network_of(world, one.get("network")) is _network_of(world, other.get("network"))


def _network_of(world: World, name: Any) -> Object | None:
    return next(world.find((NETWORK,), ("id", "selfLink", "name"), name), None)


def _taken(world: World, made: Object, old: Object | None) -> Iterator[Range]:
    """Yield what the network of an object has given away, but for the object itself."""
    home = _network_of(world, made.get("network"))
    for each in world.of(SUBNETWORK, ADDRESS):
        if each is old or each.id == made.id or each.kind == made.kind == ADDRESS:
            continue
        if home and _network_of(world, each.get("network")) is home:
            yield from _ranges(each) if each.kind == SUBNETWORK else _reserved(each)


def _subnetworks(world: World, network: Any) -> Iterator[Object]:
    home = _network_of(world, network)
    for each in world.of(SUBNETWORK):
        if home and _network_of(world, each.get("network")) is home:
            yield each


def _ranges(subnetwork: Object) -> Iterator[Range]:
    for path in ("ipCidrRange", "secondaryIpRanges[].ipCidrRange"):
        for at, given in find(subnetwork.outputs, path):
            addresses = _network(reveal(given))
            if addresses:
                yield Range(f"resource.{at}", addresses, subnetwork)


def _reserved(address: Object) -> Iterator[Range]:
    start, length = address.get("address"), address.get("prefixLength")
    addresses = _network(f"{start}/{length}") if length else None
    if addresses and address.get("purpose") == "VPC_PEERING":
        yield Range("resource.address", addresses, address)


def _network(text: Any) -> IPv4Network | None:
    try:
        found = ip_network(str(text))
    except ValueError:
        return None
    return found if isinstance(found, IPv4Network) else None


def _conflict(own: Range, other: Range) -> str:
    kind = "subnetwork" if other.owner.kind == SUBNETWORK else "allocated range"
    name, region = other.owner.get("name"), other.owner.get("region")
    where = f" in region '{region}'" if region else ""
    return f"Invalid IPCidrRange: {own.addresses} conflicts with existing {kind} '{name}'{where}."


def _invalid(held: Range, reason: str) -> str:
    return _field(held.at, str(held.addresses), reason)


def _field(field: str, value: str, reason: str) -> str:
    return INVALID.format(field=field, value=value, reason=reason)

"""Ranges of addresses that overlap.

Source: https://cloud.google.com/vpc/docs/subnets
"""

from __future__ import annotations

from collections.abc import Iterator
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
        yield field("network", "", "A network is required for VPC_PEERING.")
    for other in _taken(request.world, made, request.old) if own else ():
        if own and own.addresses.overlaps(other.addresses):
            yield _invalid(own, _conflict(own, other))


def hides_no_subnetwork(request: Request) -> Iterator[str]:
    """Refuse a route to a part of a subnetwork, as those are never overridden.

    Source: https://cloud.google.com/vpc/docs/routes#subnet-routes
    """
    made = request.object
    to = _network(made.get("destRange"))
    for each in _subnetworks(request.world, made) if to else ():
        for held in _ranges(each):
            if to and to.subnet_of(held.addresses):
                reason = f"The destination range hides the address space of '{each.id}'."
                yield field("resource.destRange", str(to), reason)


def network_of(world: World, object: Object) -> Object | None:
    """Find the network that something is in; a bare name means one of its own project."""
    name = str(object.get("network"))
    found = world.find((NETWORK,), ("id", "selfLink", "name"), name)
    return next((each for each in found if "/" in name or each.account == object.account), None)


def field(name: str, value: str, reason: str) -> str:
    """Say what is wrong with a field, as Compute Engine does."""
    return INVALID.format(field=name, value=value, reason=reason)


def _taken(world: World, made: Object, old: Object | None) -> Iterator[Range]:
    """Yield what the network of an object has given away, but for the object itself."""
    home = network_of(world, made)
    for each in world.of(SUBNETWORK, ADDRESS):
        if each is old or (each.kind, each.id) == (made.kind, made.id):
            continue
        if home and network_of(world, each) is home:
            yield from _ranges(each) if each.kind == SUBNETWORK else _reserved(each)


def _subnetworks(world: World, beside: Object) -> Iterator[Object]:
    home = network_of(world, beside)
    for each in world.of(SUBNETWORK):
        if home and network_of(world, each) is home:
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
    return field(held.at, str(held.addresses), reason)

"""What a network on Azure refuses of address ranges."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network, ip_network
from itertools import combinations
from typing import TypeAlias

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object, World
from landing_zone_rehearsal.sandbox.paths import find
from landing_zone_rehearsal.values import reveal

from .arm import last, lies_in
from .parents import parent

Range: TypeAlias = IPv4Network | IPv6Network

SUBNET = "azure-native:network:Subnet"

SMALLEST_PREFIX = 29
"""Source: https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq"""


def lies_outside(request: Request) -> Iterator[str]:
    """Refuse a subnet whose range is too small, outside its network's, or another's too."""
    made = request.object
    network = parent(request.world, made)
    if network is None:
        return
    name, whole = last(made.id), last(network.id)
    spaces = _ranges(network, "addressSpace.addressPrefixes[]")
    for part in _subnet_ranges(made):
        if part.version == 4 and part.prefixlen > SMALLEST_PREFIX:
            yield _netcfg(
                "InvalidSubnet", f"Subnet '{name}' is not valid in virtual network '{whole}'."
            )
        if not any(_contains(space, part) for space in spaces):
            yield _netcfg(
                "SubnetRangeOutsideVnet",
                f"Subnet '{name}' is not valid because its IP address range is outside the IP"
                f" address range of virtual network '{whole}'.",
            )
        if any(part.overlaps(other) for other in _siblings(request.world, made, network)):
            yield _netcfg(
                "SubnetRangesOverlap",
                f"Subnet '{name}' is not valid because its IP address range overlaps with that of"
                f" an existing subnet in virtual network '{whole}'.",
            )


def loses_its_subnets(request: Request) -> Iterator[str]:
    """Refuse a network whose ranges overlap, or no longer hold its subnets."""
    made = request.object
    spaces = _ranges(made, "addressSpace.addressPrefixes[]")
    for one, other in combinations(spaces, 2):
        if one.overlaps(other):
            yield _netcfg(
                "AddressSpaceOverlap",
                f"The address prefixes {one} and {other} of virtual network '{last(made.id)}'"
                " overlap.",
            )
    for subnet in request.world.of(SUBNET):
        if lies_in(subnet.id, made.id):
            for part in _subnet_ranges(subnet):
                if not any(_contains(space, part) for space in spaces):
                    yield (
                        f'Code="InUsePrefixCannotBeDeleted" Message="IpPrefix {part} on Vnet'
                        f' {last(made.id)} has active allocations and cannot be deleted."'
                    )


def moves_while_in_use(request: Request) -> Iterator[str]:
    """Refuse to change the range of a subnet that something lies in."""
    old, made = request.old, request.object
    if old is None or _subnet_ranges(old) == _subnet_ranges(made):
        return
    if any(_lies_in_subnet(each, made) for each in request.world.of()):
        yield (
            f'Code="InUseSubnetCannotBeUpdated" Message="Subnet {last(made.id)} is in use and'
            ' cannot be updated."'
        )


def _siblings(world: World, made: Object, network: Object) -> Iterator[Range]:
    for other in world.of(SUBNET):
        if other.id.lower() != made.id.lower() and lies_in(other.id, network.id):
            yield from _subnet_ranges(other)


def _subnet_ranges(subnet: Object) -> list[Range]:
    return [*_ranges(subnet, "addressPrefix"), *_ranges(subnet, "addressPrefixes[]")]


def _ranges(object: Object, path: str) -> list[Range]:
    texts = [str(reveal(value)) for _, value in find(object.inputs, path)]
    return [ip_network(text) for text in texts]


def _contains(space: Range, part: Range) -> bool:
    if isinstance(space, IPv4Network):
        return isinstance(part, IPv4Network) and part.subnet_of(space)
    return isinstance(part, IPv6Network) and part.subnet_of(space)


def _lies_in_subnet(object: Object, subnet: Object) -> bool:
    paths = [path for path, to in object.facts.refers.items() if to.holds and SUBNET in to.targets]
    given = [str(reveal(value)).lower() for path in paths for _, value in find(object.inputs, path)]
    return subnet.id.lower() in given


def _netcfg(code: str, words: str) -> str:
    return f'Code="Netcfg{code}" Message="{words}"'

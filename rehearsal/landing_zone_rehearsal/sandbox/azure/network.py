"""What a network on Azure refuses: rules that collide, addresses that are taken, other regions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object, World
from landing_zone_rehearsal.sandbox.paths import find
from landing_zone_rehearsal.values import reveal

from .arm import at, last, location
from .parents import parent

SUBNET = "azure-native:network:Subnet"

FIREWALL_SUBNET = "AzureFirewallSubnet"
"""Source: https://learn.microsoft.com/azure/firewall/firewall-faq"""

NEIGHBOURS: Mapping[str, tuple[str, ...]] = {
    SUBNET: ("networkSecurityGroup.id", "routeTable.id", "natGateway.id"),
    "azure-native:network:PrivateEndpoint": ("subnet.id",),
    "azure-native:network:NatGateway": ("publicIpAddresses[].id",),
    "azure-native:network:AzureFirewall": (
        "ipConfigurations[].subnet.id",
        "ipConfigurations[].publicIPAddress.id",
        "firewallPolicy.id",
    ),
    "azure-native:network:FlowLog": ("targetResourceId", "storageId"),
    "azure-native:containerservice:ManagedCluster": (
        "agentPoolProfiles[].vnetSubnetID",
        "apiServerAccessProfile.subnetId",
        "diskEncryptionSetID",
    ),
}
"""By type: what has to lie in the same region.

Sources: https://learn.microsoft.com/azure/private-link/private-endpoint-overview,
https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-overview
"""

ADDRESSED: Mapping[str, str] = {
    "azure-native:network:NatGateway": "publicIpAddresses[].id",
    "azure-native:network:AzureFirewall": "ipConfigurations[].publicIPAddress.id",
}
"""By type: where it names the public addresses that it takes for itself."""


def lies_elsewhere(request: Request) -> Iterator[str]:
    """Refuse a reference to another region."""
    made = request.object
    here = _region(request.world, made)
    for path in NEIGHBOURS.get(made.kind, ()):
        for _, value in find(made.inputs, path):
            other = at(request.world, str(reveal(value)))
            there = _region(request.world, other) if other else here
            if here and there and there != here:
                yield (
                    f'Code="InvalidResourceReference" Message="Resource {reveal(value)} referenced'
                    f" by resource {made.id} was not found. Please make sure that the referenced"
                    f' resource exists, and that both resources are in the same region."'
                )


def rules_collide(request: Request) -> Iterator[str]:
    """Refuse a security group two of whose rules have the same place in the order.

    Source: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
    """
    taken = dict[tuple[Any, Any], str]()
    for rule in request.object.all("securityRules[]"):
        name = str(rule.get("name"))
        other = taken.setdefault((rule.get("direction"), rule.get("priority")), name)
        if other != name:
            yield (
                f'Code="SecurityRuleConflict" Message="Security rule {name} conflicts with rule'
                f" {other}. Rules cannot have the same Priority and Direction. To learn more, see"
                ' aka.ms/nsgrules."'
            )


def routes_collide(request: Request) -> Iterator[str]:
    """Refuse a route table with two routes to one destination."""
    taken = dict[Any, str]()
    for route in request.object.all("routes[]"):
        name = str(route.get("name"))
        other = taken.setdefault(route.get("addressPrefix"), name)
        if other != name:
            yield (
                f'Code="RouteConflict" Message="Route {name} conflicts with route {other}. Routes'
                ' cannot have the same AddressPrefix."'
            )


def address_is_taken(request: Request) -> Iterator[str]:
    """Refuse a public address that something else has."""
    made = request.object
    wanted = {str(each).lower() for each in made.all(ADDRESSED[made.kind])}
    for other in request.world.of(*ADDRESSED):
        for address in other.all(ADDRESSED[other.kind]) if other.id != made.id else ():
            if str(address).lower() in wanted:
                yield (
                    f'Code="PublicIPAddressInUse" Message="Resource {made.id} is referencing public'
                    f' IP address {address} that is already allocated to resource {other.id}."'
                )


def subnet_is_not_its_own(request: Request) -> Iterator[str]:
    """Refuse a firewall in a subnet of another name.

    Source: https://learn.microsoft.com/azure/firewall/firewall-faq
    """
    for subnet in request.object.all("ipConfigurations[].subnet.id"):
        if last(subnet) != FIREWALL_SUBNET:
            yield (
                'Code="AzureFirewallSubnetNameInvalid" Message="The subnet of an Azure Firewall'
                f" must be named '{FIREWALL_SUBNET}', not '{last(subnet)}'.\""
            )


def _region(world: World, object: Object) -> str:
    if object.kind != SUBNET:
        return location(object)
    network = parent(world, object)
    return location(network) if network else ""

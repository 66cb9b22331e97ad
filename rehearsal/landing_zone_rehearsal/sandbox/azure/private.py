"""What private names and paths on Azure refuse."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_rehearsal.sandbox.behaviour import Request

from .arm import at, last
from .parents import parent_id

LINK = "azure-native:privatedns:VirtualNetworkLink"
ZONE_GROUP = "azure-native:network:PrivateDnsZoneGroup"
FIREWALL_SUBNET = "AzureFirewallSubnet"

PARTS: Mapping[str, frozenset[str]] = {
    "azure-native:keyvault:Vault": frozenset({"vault"}),
    "azure-native:storage:StorageAccount": frozenset(
        {"blob", "dfs", "file", "queue", "table", "web"}
    ),
    "azure-native:monitor:PrivateLinkScope": frozenset({"azuremonitor"}),
}
"""By type: the parts that a private endpoint can lead to.

Source: https://learn.microsoft.com/azure/private-link/private-endpoint-overview#private-link-resource
"""

CONNECTIONS = ("privateLinkServiceConnections[]", "manualPrivateLinkServiceConnections[]")


def leads_nowhere(request: Request) -> Iterator[str]:
    """Refuse an endpoint to a part that its target does not have, or in a delegated subnet."""
    made = request.object
    for connection in (each for path in CONNECTIONS for each in made.all(path)):
        target = at(request.world, str(connection.get("privateLinkServiceId")))
        known = PARTS.get(target.kind) if target else None
        for part in connection.get("groupIds") or ():
            if known is not None and str(part).lower() not in known:
                yield (
                    'Code="InvalidPrivateEndpointGroupId" Message="Group ID'
                    f" '{part}' is not supported by {connection.get('privateLinkServiceId')}."
                    f' Supported group IDs: {", ".join(sorted(known))}."'
                )
    subnet = at(request.world, str(made.get("subnet.id")))
    if subnet and (subnet.get("delegations") or last(subnet.id) == FIREWALL_SUBNET):
        yield (
            'Code="PrivateEndpointCannotBeCreatedInSubnet" Message="Private endpoint'
            f" {made.id} cannot be created in a subnet {subnet.id} that is handed over to another"
            ' service."'
        )


def is_named_twice(request: Request) -> Iterator[str]:
    """Refuse a second group of zones for one endpoint.

    Source: https://learn.microsoft.com/azure/private-link/private-endpoint-dns
    """
    made = request.object
    above = parent_id(made).lower()
    for other in request.world.of(ZONE_GROUP):
        if parent_id(other).lower() == above and other.id.lower() != made.id.lower():
            yield (
                'Code="MoreThanOnePrivateDnsZoneGroupPerPrivateEndpointNotAllowed" Message="Private'
                f' endpoint {parent_id(made)} already has a private DNS zone group {other.id}."'
            )


def names_overlap(request: Request) -> Iterator[str]:
    """Refuse to link a network to a zone whose names it resolves already.

    Source: https://learn.microsoft.com/azure/dns/private-dns-virtual-network-links
    """
    made = request.object
    network, zone = str(made.get("virtualNetwork.id")).lower(), last(parent_id(made)).lower()
    for other in request.world.of(LINK):
        is_another = other.id.lower() != made.id.lower()
        theirs = last(parent_id(other))
        same = str(other.get("virtualNetwork.id")).lower() == network and theirs.lower() == zone
        if is_another and same:
            yield (
                'Code="BadRequest" Message="A virtual network cannot be linked to multiple zones'
                " with overlapping namespaces. You tried to link virtual network with"
                f" '{last(parent_id(made))}' and '{theirs}' zones.\""
            )


def registers_twice(request: Request) -> Iterator[str]:
    """Refuse a network that writes the names of its machines into two zones.

    Source: https://learn.microsoft.com/azure/dns/private-dns-autoregistration
    """
    made = request.object
    network = str(made.get("virtualNetwork.id")).lower()
    if not made.get("registrationEnabled"):
        return
    for other in request.world.of(LINK):
        is_another = other.id.lower() != made.id.lower()
        same = str(other.get("virtualNetwork.id")).lower() == network
        if is_another and same and other.get("registrationEnabled"):
            yield (
                'Code="BadRequest" Message="A virtual network can only be linked to one private DNS'
                f" zone with auto-registration enabled; {made.get('virtualNetwork.id')} is linked"
                f" to '{last(parent_id(other))}' already.\""
            )

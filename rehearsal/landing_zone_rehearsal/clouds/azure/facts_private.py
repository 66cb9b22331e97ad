"""Private names and paths on Azure, as facts.

Sources: https://learn.microsoft.com/rest/api/virtualnetwork/private-endpoints/create-or-update,
https://learn.microsoft.com/azure/dns/private-dns-virtual-network-links,
https://learn.microsoft.com/azure/private-link/private-endpoint-overview
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts, To, Within

from .forms import GROUP, NETWORK, to

CONNECTIONS = ("privateLinkServiceConnections", "manualPrivateLinkServiceConnections")
TARGETS = (
    "azure-native:keyvault:Vault",
    "azure-native:storage:StorageAccount",
    "azure-native:monitor:PrivateLinkScope",
)
"""What a private endpoint leads to here; another type of target is a row more."""

PRIVATE: Mapping[str, Facts] = {
    "azure-native:network:PrivateEndpoint": Facts(
        replaces=("resourceGroupName", "privateEndpointName", "subnet.id"),
        fixed=(
            "location",
            "customNetworkInterfaceName",
            "extendedLocation",
            *(
                f"ipConfigurations[].{name}"
                for name in ("name", "groupId", "memberName", "privateIPAddress")
            ),
            *(
                f"{connection}[].{name}"
                for connection in CONNECTIONS
                for name in ("name", "privateLinkServiceId", "groupIds")
            ),
        ),
        required=("subnet",),
        formats={"privateEndpointName": "[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}[a-zA-Z0-9_]"},
        tags="tags",
        refers={
            "resourceGroupName": GROUP,
            "subnet.id": to("network:Subnet", holds=True),
            **{f"{each}[].privateLinkServiceId": To(TARGETS) for each in CONNECTIONS},
        },
        scope=Within.WORLD,
        serialises="subnet.id",
    ),
    "azure-native:network:PrivateDnsZoneGroup": Facts(
        replaces=("resourceGroupName", "privateEndpointName", "privateDnsZoneGroupName"),
        refers={
            "resourceGroupName": GROUP,
            "privateDnsZoneConfigs[].privateDnsZoneId": to("privatedns:PrivateZone"),
        },
        scope=Within.WORLD,
    ),
    "azure-native:privatedns:PrivateZone": Facts(
        replaces=("resourceGroupName", "privateZoneName", "location"),
        values={"location": ("Global", "global")},
        formats={
            "privateZoneName": r"(?=.{1,253}$)[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?"
            r"(\.[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?){1,33}"
        },
        tags="tags",
        refers={"resourceGroupName": GROUP},
        scope=Within.WORLD,
    ),
    "azure-native:privatedns:VirtualNetworkLink": Facts(
        replaces=("resourceGroupName", "privateZoneName", "virtualNetworkLinkName", "location"),
        fixed=("virtualNetwork.id",),
        values={"location": ("Global", "global")},
        required=("virtualNetwork", "registrationEnabled"),
        formats={"virtualNetworkLinkName": NETWORK},
        tags="tags",
        refers={"resourceGroupName": GROUP, "virtualNetwork.id": to("network:VirtualNetwork")},
        scope=Within.WORLD,
    ),
}
"""By short type token."""

"""What Azure answers about networks.

Source: https://learn.microsoft.com/rest/api/virtualnetwork/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from landing_zone_rehearsal.clouds.model import Kind, Template

from .kinds import ETAG, GROUP, IDENTITY, arm

VERSION = "2024-05-01"
NETWORK = "Microsoft.Network"

RULE: Mapping[str, Template] = {
    "protocol": "*",
    "sourcePortRange": "*",
    "destinationPortRange": "*",
    "provisioningState": "Succeeded",
}


def _default_rules(direction: str, *rules: tuple[str, int, str, str, str]) -> list[Template]:
    return [
        {
            **RULE,
            "name": f"{name}{direction.removesuffix('bound')}Bound",
            "direction": direction,
            "access": access,
            "priority": priority,
            "sourceAddressPrefix": source,
            "destinationAddressPrefix": destination,
        }
        for name, priority, access, source, destination in rules
    ]


DEFAULT_RULES = [
    *_default_rules(
        "Inbound",
        ("AllowVnet", 65000, "Allow", "VirtualNetwork", "VirtualNetwork"),
        ("AllowAzureLoadBalancer", 65001, "Allow", "AzureLoadBalancer", "*"),
        ("DenyAll", 65500, "Deny", "*", "*"),
    ),
    *_default_rules(
        "Outbound",
        ("AllowVnet", 65000, "Allow", "VirtualNetwork", "VirtualNetwork"),
        ("AllowInternet", 65001, "Allow", "*", "Internet"),
        ("DenyAll", 65500, "Deny", "*", "*"),
    ),
]
"""Source: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview"""


def _network(path: str, name: str, **outputs: Any) -> Kind:
    return arm(f"{NETWORK}/{path}", name, VERSION, etag=ETAG, **outputs)


APPROVED: Template = {
    "status": "Approved",
    "description": "Auto-Approved",
    "actionsRequired": "None",
}

NETWORKS: Mapping[str, Kind] = {
    "azure-native:network:AzureFirewall": _network(
        "azureFirewalls",
        "azureFirewallName",
        additionalProperties={},
        applicationRuleCollections=[],
        natRuleCollections=[],
        networkRuleCollections=[],
        **{
            "ipConfigurations.0.privateIPAddress": "10.0.100.4",
            "ipConfigurations.0.privateIPAllocationMethod": "Dynamic",
            "ipConfigurations.0.provisioningState": "Succeeded",
        },
    ),
    "azure-native:network:FirewallPolicy": _network(
        "firewallPolicies",
        "firewallPolicyName",
        threatIntelMode="Alert",
        childPolicies=[],
        firewalls=[],
        ruleCollectionGroups=[],
    ),
    "azure-native:network:FirewallPolicyRuleCollectionGroup": _network(
        "firewallPolicies/{firewallPolicyName}/ruleCollectionGroups", "ruleCollectionGroupName"
    ),
    "azure-native:network:FlowLog": _network(
        "networkWatchers/{networkWatcherName}/flowLogs",
        "flowLogName",
        targetResourceGuid="{_guid:targetResourceId+=resource}",
        enabledFilteringCriteria="",
        retentionPolicy={"days": 0, "enabled": False},
        **IDENTITY,
    ),
    "azure-native:network:NatGateway": _network(
        "natGateways",
        "natGatewayName",
        resourceGuid="{_guid:_id+=resource}",
        idleTimeoutInMinutes=4,
    ),
    "azure-native:network:NetworkSecurityGroup": _network(
        "networkSecurityGroups",
        "networkSecurityGroupName",
        resourceGuid="{_guid:_id+=resource}",
        securityRules=[],
        defaultSecurityRules=DEFAULT_RULES,
    ),
    "azure-native:network:PrivateDnsZoneGroup": _network(
        "privateEndpoints/{privateEndpointName}/privateDnsZoneGroups", "privateDnsZoneGroupName"
    ),
    "azure-native:network:PrivateEndpoint": _network(
        "privateEndpoints",
        "privateEndpointName",
        networkInterfaces=[
            {
                "id": f"{GROUP}/providers/{NETWORK}/networkInterfaces"
                "/{privateEndpointName}.nic.{_guid}"
            }
        ],
        customDnsConfigs=[],
        customNetworkInterfaceName="",
        ipConfigurations=[],
        manualPrivateLinkServiceConnections=[],
        **{
            "privateLinkServiceConnections.0.privateLinkServiceConnectionState": APPROVED,
            "privateLinkServiceConnections.0.provisioningState": "Succeeded",
        },
    ),
    "azure-native:network:PublicIPAddress": _network(
        "publicIPAddresses",
        "publicIpAddressName",
        ipAddress="203.0.113.10",
        resourceGuid="{_guid:_id+=resource}",
        idleTimeoutInMinutes=4,
        ddosSettings={"protectionMode": "VirtualNetworkInherited"},
        ipTags=[],
    ),
    "azure-native:network:RouteTable": _network(
        "routeTables",
        "routeTableName",
        resourceGuid="{_guid:_id+=resource}",
        disableBgpRoutePropagation=False,
        routes=[],
    ),
    "azure-native:network:Subnet": _network(
        "virtualNetworks/{virtualNetworkName}/subnets",
        "subnetName",
        privateEndpointNetworkPolicies="Disabled",
        privateLinkServiceNetworkPolicies="Enabled",
        delegations=[],
        **{
            "delegations.0.provisioningState": "Succeeded",
            "delegations.0.type": "Microsoft.Network/virtualNetworks/subnets/delegations",
        },
    ),
    "azure-native:network:VirtualNetwork": _network(
        "virtualNetworks",
        "virtualNetworkName",
        resourceGuid="{_guid:_id+=resource}",
        privateEndpointVNetPolicies="Disabled",
        virtualNetworkPeerings=[],
    ),
    "azure-native:privatedns:PrivateZone": arm(
        f"{NETWORK}/privateDnsZones",
        "privateZoneName",
        "2024-06-01",
        etag="{_guid:=etag}",
        maxNumberOfRecordSets=25000,
        maxNumberOfVirtualNetworkLinks=1000,
        maxNumberOfVirtualNetworkLinksWithRegistration=100,
        numberOfRecordSets=1,
    ),
    "azure-native:privatedns:VirtualNetworkLink": arm(
        f"{NETWORK}/privateDnsZones/{{privateZoneName}}/virtualNetworkLinks",
        "virtualNetworkLinkName",
        "2024-06-01",
        etag='"{_guid:=etag}"',
        resolutionPolicy="Default",
        virtualNetworkLinkState="Completed",
    ),
}
"""By short type token."""

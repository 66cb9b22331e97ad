"""How the network on Azure is closed: security groups, the way out, private paths."""

from collections.abc import Mapping

from tests.promises.table import Expected, has, is_between, is_missing, is_one_of, says, says_all
from tests.zones import FULL

NETWORK = "azure-native:network:VirtualNetwork"
SUBNET = "azure-native:network:Subnet"
GROUP = "azure-native:network:NetworkSecurityGroup"
ROUTES = "azure-native:network:RouteTable"
FIREWALL = "azure-native:network:AzureFirewall"
FIREWALL_POLICY = "azure-native:network:FirewallPolicy"
FIREWALL_RULES = "azure-native:network:FirewallPolicyRuleCollectionGroup"
ENDPOINT = "azure-native:network:PrivateEndpoint"
NAMES = "azure-native:network:PrivateDnsZoneGroup"
ZONE = "azure-native:privatedns:PrivateZone"
LINK = "azure-native:privatedns:VirtualNetworkLink"
SCOPE = "azure-native:monitor:PrivateLinkScope"

ZONES: Mapping[str, str] = {
    "agentsvc": "privatelink.agentsvc.azure-automation.net",
    "azurecr": "privatelink.azurecr.io",
    "blob": "privatelink.blob.core.windows.net",
    "dfs": "privatelink.dfs.core.windows.net",
    "monitor": "privatelink.monitor.azure.com",
    "ods": "privatelink.ods.opinsights.azure.com",
    "oms": "privatelink.oms.opinsights.azure.com",
    "postgres": "privatelink.postgres.database.azure.com",
    "vaultcore": "privatelink.vaultcore.azure.net",
}
"""The names under which services are reached privately.

Source: https://learn.microsoft.com/azure/private-link/private-endpoint-dns
"""
MONITOR = ("monitor", "oms", "ods", "agentsvc", "blob")


def admits(source: str, *ports: str) -> Expected:
    """Expect a rule that lets a part of the network in on some ports, before all that deny."""
    return _rule("Inbound", "Allow", source, "*", "Tcp", ports)


def lets_out(destination: str) -> Expected:
    """Expect a rule that lets HTTPS out to one service of Azure."""
    return _rule("Outbound", "Allow", "*", destination, "Tcp", ("443",))


def keeps_out(source: str) -> Expected:
    """Expect a rule that denies everything from somewhere."""
    return _rule("Inbound", "Deny", source, "*", "*", ("*",))


def keeps_in(destination: str) -> Expected:
    """Expect a rule that denies everything to somewhere."""
    return _rule("Outbound", "Deny", "*", destination, "*", ("*",))


def _rule(
    direction: str, access: str, source: str, to: str, protocol: str, ports: tuple[str, ...]
) -> Expected:
    return {
        "direction": direction,
        "access": access,
        "sourceAddressPrefix": source,
        "sourcePortRange": "*",
        "destinationAddressPrefix": to,
        "destinationPortRanges": says_all(*ports),
        "protocol": protocol,
        "priority": is_between(100, 3999) if access == "Allow" else is_between(4000, 4096),
    }


SECURITY_GROUPS: Mapping[str, Expected] = {
    f"{GROUP} ai-network-nodes-rules": {
        "securityRules": has({"deny-internet-in": keeps_out("Internet")}),
    },
    f"{GROUP} ai-network-endpoints-rules": {
        "securityRules": has(
            {
                "allow-https-in": admits("VirtualNetwork", "443"),
                "deny-internet-in": keeps_out("Internet"),
                "deny-other-in": keeps_out("*"),
                "deny-internet-out": keeps_in("Internet"),
            }
        ),
    },
    f"{GROUP} ai-network-databases-rules": {
        "securityRules": has(
            {
                "allow-postgres-in": admits("VirtualNetwork", "5432", "6432"),
                "deny-internet-in": keeps_out("Internet"),
                "deny-other-in": keeps_out("*"),
                "allow-storage-out": lets_out("Storage"),
                "allow-keys-out": lets_out("AzureKeyVault"),
                "allow-login-out": lets_out("AzureActiveDirectory"),
                "deny-internet-out": keeps_in("Internet"),
            }
        ),
    },
}

CLOSED: Expected = {
    "virtualNetworkName": says("{name:ai-network-vnet}"),
    "defaultOutboundAccess": False,
    "natGateway": is_missing,
    "privateEndpointNetworkPolicies": "NetworkSecurityGroupEnabled",
    "privateLinkServiceNetworkPolicies": "Enabled",
}


def guarded(name: str) -> Expected:
    """Expect a subnet without a way out of its own, behind its security group."""
    return {**CLOSED, "networkSecurityGroup.id": says(f"{{id:ai-network-{name}-rules}}")}


EGRESS: Mapping[str, Expected] = {
    f"{SUBNET} ai-network-nodes": {
        **guarded("nodes"),
        "routeTable.id": says("{id:ai-network-routes}"),
    },
    f"{SUBNET} ai-network-endpoints": guarded("endpoints"),
    f"{SUBNET} ai-network-databases": {
        **guarded("databases"),
        "delegations": has(
            {
                "databases": {"serviceName": "Microsoft.DBforPostgreSQL/flexibleServers"},
            }
        ),
    },
    f"{SUBNET} ai-network-firewall-subnet": {**CLOSED, "subnetName": "AzureFirewallSubnet"},
    ROUTES: {
        "disableBgpRoutePropagation": True,
        "routes": has(
            {
                "internet": {
                    "addressPrefix": "0.0.0.0/0",
                    "nextHopType": "VirtualAppliance",
                    "nextHopIpAddress": "10.0.100.4",
                },
            }
        ),
    },
    FIREWALL: {
        "sku.tier": is_one_of("Standard", "Premium"),
        "firewallPolicy.id": says("{id:ai-network-firewall-policy}"),
        "ipConfigurations": has(
            {
                "egress": {"subnet.id": says("{id:ai-network-firewall-subnet}")},
            }
        ),
    },
    FIREWALL_POLICY: {
        "sku.tier": is_one_of("Standard", "Premium"),
        "threatIntelMode": "Deny",
    },
    FIREWALL_RULES: {
        "firewallPolicyName": says("{name:ai-network-firewall-policy}"),
        "ruleCollections": has(
            {
                "egress": {
                    "ruleCollectionType": "FirewallPolicyFilterRuleCollection",
                    "action.type": "Allow",
                    "rules": has(
                        {
                            "allowed-domains": {
                                "ruleType": "ApplicationRule",
                                "sourceAddresses": says_all("{addressPrefix:ai-network-nodes}"),
                                "targetFqdns": says_all(*FULL["network"]["egress_allow"]),
                                "protocols": has({"Https": {"port": 443}}, by="protocolType"),
                            },
                            "kubernetes": {
                                "ruleType": "ApplicationRule",
                                "sourceAddresses": says_all("{addressPrefix:ai-network-nodes}"),
                                "fqdnTags": says_all("AzureKubernetesService"),
                                "protocols": has({"Https": {"port": 443}}, by="protocolType"),
                            },
                        }
                    ),
                },
            }
        ),
    },
}
"""The way out: through the firewall, to the domains that are allowed and what nodes start from."""


def private_path(name: str, to: str, kind: str, *zones: str) -> dict[str, Expected]:
    """Expect an endpoint for one thing among the endpoints, and its names in private zones."""
    return {
        f"{ENDPOINT} ai-{name}-endpoint": {
            "subnet.id": says("{id:ai-network-endpoints}"),
            "privateLinkServiceConnections": has(
                {
                    kind: {
                        "privateLinkServiceId": says(f"{{id:ai-{to}}}"),
                        "groupIds": says_all(kind),
                    },
                }
            ),
        },
        f"{NAMES} ai-{name}-names": {
            "privateEndpointName": says(f"{{name:ai-{name}-endpoint}}"),
            "privateDnsZoneConfigs": has(
                {
                    zone: {"privateDnsZoneId": says(f"{{id:ai-network-{zone}-zone}}")}
                    for zone in zones
                }
            ),
        },
    }


PRIVATE_PATHS: Mapping[str, Expected] = {
    **private_path("network-keys", "keys-kv", "vault", "vaultcore"),
    **private_path("network-monitor", "network-monitor-scope", "azuremonitor", *MONITOR),
    **private_path("network-logs", "network-logs", "blob", "blob"),
    **private_path("lake-blob", "lake-account", "blob", "blob"),
    **private_path("lake-dfs", "lake-account", "dfs", "dfs"),
    **private_path("lake-logs", "lake-logs", "blob", "blob"),
    SCOPE: {
        "accessModeSettings.queryAccessMode": "PrivateOnly",
        "accessModeSettings.ingestionAccessMode": "PrivateOnly",
    },
    **{f"{ZONE} ai-network-{name}-zone": {"privateZoneName": zone} for name, zone in ZONES.items()},
    **{
        f"{LINK} ai-network-{name}-link": {
            "privateZoneName": zone,
            "virtualNetwork.id": says("{id:ai-network-vnet}"),
            "registrationEnabled": False,
        }
        for name, zone in ZONES.items()
    },
}
"""How stores and services are reached without the internet."""

"""Firewalls on Azure, as facts.

Source: https://learn.microsoft.com/rest/api/firewall/azure-firewalls/create-or-update
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts, Within

from .facts_network import NOT_FOUND
from .forms import GROUP, NETWORK, ZONES, to

FIREWALLS: Mapping[str, Facts] = {
    "azure-native:network:AzureFirewall": Facts(
        replaces=("resourceGroupName", "azureFirewallName"),
        fixed=(
            "location",
            "sku.name",
            "zones",
            "ipConfigurations[].subnet.id",
            "managementIpConfiguration",
        ),
        values={"zones[]": ZONES},
        formats={"azureFirewallName": "[a-zA-Z0-9]([a-zA-Z0-9._-]{0,54}[a-zA-Z0-9_])?"},
        tags="tags",
        refers={
            "resourceGroupName": GROUP,
            "firewallPolicy.id": to("network:FirewallPolicy", holds=True),
            **{
                f"{block}.{name}.id": to(f"network:{type}", holds=True)
                for block in ("ipConfigurations[]", "managementIpConfiguration")
                for name, type in (("subnet", "Subnet"), ("publicIPAddress", "PublicIPAddress"))
            },
        },
        scope=Within.WORLD,
    ),
    "azure-native:network:FirewallPolicy": Facts(
        replaces=("resourceGroupName", "firewallPolicyName"),
        fixed=("location", "sku.tier"),
        formats={"firewallPolicyName": NETWORK},
        tags="tags",
        refers={
            "resourceGroupName": GROUP,
            "basePolicy.id": to("network:FirewallPolicy", holds=True),
            "identity.userAssignedIdentities[]": to("managedidentity:UserAssignedIdentity"),
        },
        scope=Within.WORLD,
        serialises="firewallPolicyName",
        missing=NOT_FOUND,
    ),
    "azure-native:network:FirewallPolicyRuleCollectionGroup": Facts(
        replaces=("resourceGroupName", "firewallPolicyName", "ruleCollectionGroupName"),
        bounds={"priority": (100, 65000), "ruleCollections[].priority": (100, 65000)},
        values={
            "ruleCollections[].action.type": ("Allow", "Deny", "DNAT"),
            "ruleCollections[].rules[].protocols[].protocolType": ("Http", "Https", "Mssql"),
        },
        formats={"ruleCollectionGroupName": NETWORK},
        refers={"resourceGroupName": GROUP},
        scope=Within.WORLD,
        serialises="firewallPolicyName",
    ),
}
"""By short type token."""

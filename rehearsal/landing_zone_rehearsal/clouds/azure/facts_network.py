"""Networks on Azure, as facts.

Most types of `Microsoft.Network` are moved by an update as far as azure-native plans, which the
service refuses: their `location` is fixed. A list of children that a program stops giving is
left as it is, for they may be resources of their own.

Sources: https://learn.microsoft.com/rest/api/virtualnetwork/,
https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts, Within

from .forms import GROUP, NETWORK, VNET, ZONES, to

NOT_FOUND = (
    'Code="InvalidResourceReference" Message="Resource {value} referenced by resource {owner} was'
    " not found. Please make sure that the referenced resource exists, and that both resources are"
    ' in the same region."'
)
"""Source: https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors"""

TIERS = ("Standard", "StandardV2")
"""The SDK's lists lack the second: https://learn.microsoft.com/azure/nat-gateway/nat-sku"""


def _in_use(code: str, words: str) -> str:
    return f'Code="InUse{code}CannotBeDeleted" Message="{words}"'


NETWORKS: Mapping[str, Facts] = {
    "azure-native:network:VirtualNetwork": Facts(
        replaces=("resourceGroupName", "virtualNetworkName", "location"),
        fixed=("extendedLocation",),
        kept=("subnets",),
        required=("addressSpace",),
        bounds={"flowTimeoutInMinutes": (4, 30)},
        formats={"virtualNetworkName": VNET},
        cidrs=("addressSpace.addressPrefixes[]",),
        tags="tags",
        refers={"resourceGroupName": GROUP},
        scope=Within.WORLD,
        serialises="virtualNetworkName",
        missing=NOT_FOUND,
    ),
    "azure-native:network:Subnet": Facts(
        replaces=("resourceGroupName", "virtualNetworkName", "subnetName"),
        formats={"subnetName": NETWORK},
        cidrs=("addressPrefix", "addressPrefixes[]"),
        refers={
            "resourceGroupName": GROUP,
            "networkSecurityGroup.id": to("network:NetworkSecurityGroup", holds=True),
            "routeTable.id": to("network:RouteTable", holds=True),
            "natGateway.id": to("network:NatGateway", holds=True),
        },
        scope=Within.WORLD,
        serialises="virtualNetworkName",
        missing=NOT_FOUND,
        in_use=_in_use(
            "Subnet",
            "Subnet {name} is in use by {other} and cannot be deleted. In order to delete the"
            " subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.",
        ),
    ),
    "azure-native:network:NetworkSecurityGroup": Facts(
        replaces=("resourceGroupName", "networkSecurityGroupName"),
        fixed=("location",),
        kept=("securityRules",),
        bounds={"securityRules[].priority": (100, 4096)},
        formats={"networkSecurityGroupName": NETWORK, "securityRules[].name": NETWORK},
        tags="tags",
        refers={"resourceGroupName": GROUP},
        scope=Within.WORLD,
        serialises="networkSecurityGroupName",
        missing=NOT_FOUND,
        in_use=_in_use(
            "NetworkSecurityGroup",
            "Network security group {id} cannot be deleted because it is in use by the following"
            " resources: {other}. In order to delete the Network security group, remove the"
            " association with the resource(s). To learn how to do this, see aka.ms/deletensg.",
        ),
    ),
    "azure-native:network:RouteTable": Facts(
        replaces=("resourceGroupName", "routeTableName"),
        fixed=("location",),
        kept=("routes",),
        formats={"routeTableName": NETWORK, "routes[].name": NETWORK},
        tags="tags",
        refers={"resourceGroupName": GROUP},
        scope=Within.WORLD,
        serialises="routeTableName",
        missing=NOT_FOUND,
        in_use=_in_use("RouteTable", "Route table {name} is in use and cannot be deleted."),
    ),
    "azure-native:network:PublicIPAddress": Facts(
        replaces=(
            "resourceGroupName",
            "publicIpAddressName",
            "location",
            "publicIPAddressVersion",
            "publicIPPrefix.**",
            "sku.**",
        ),
        fixed=("extendedLocation", "ipTags", "zones"),
        values={"zones[]": ZONES, "sku.name": ("Basic", *TIERS)},
        bounds={"idleTimeoutInMinutes": (4, 30)},
        formats={"publicIpAddressName": NETWORK},
        tags="tags",
        refers={"resourceGroupName": GROUP},
        scope=Within.WORLD,
        missing=NOT_FOUND,
        in_use='Code="PublicIPAddressCannotBeDeleted" Message="Public IP address {id} can not be'
        " deleted since it is still allocated to resource {other}. In order to delete the public"
        " IP, disassociate/detach the Public IP address from the resource. To learn how to do this,"
        ' see aka.ms/deletepublicip."',
    ),
    "azure-native:network:NatGateway": Facts(
        replaces=("resourceGroupName", "natGatewayName"),
        fixed=("location", "sku.name", "zones"),
        values={"zones[]": ZONES, "sku.name": TIERS},
        bounds={"idleTimeoutInMinutes": (4, 120)},
        formats={"natGatewayName": NETWORK},
        tags="tags",
        refers={
            "resourceGroupName": GROUP,
            "publicIpAddresses[].id": to("network:PublicIPAddress", holds=True),
        },
        scope=Within.WORLD,
        serialises="natGatewayName",
        missing=NOT_FOUND,
        in_use=_in_use("NatGateway", "Nat gateway {name} is in use and cannot be deleted."),
    ),
}
"""By short type token."""

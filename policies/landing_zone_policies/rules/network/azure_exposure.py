"""What may be reached from outside on Azure: storage, databases, clusters, machines, AI."""

from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from typing import Any

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, either, judged, need
from landing_zone_policies.rules.network.reach import NAMED, internet, values
from landing_zone_policies.values import Gap
from landing_zone_policies.wanted import (
    absent,
    false,
    given,
    none_of,
    not_false,
    not_true,
    one_of,
    plain,
    true,
)

ACCOUNT = "azure-native:storage:StorageAccount"
CLUSTER = "azure-native:containerservice:ManagedCluster"
COSMOS = "azure-native:cosmosdb:DatabaseAccount"
VAULT = "azure-native:keyvault:Vault"
AI_ACCOUNT = "azure-native:cognitiveservices:Account"
SEARCH = "azure-native:search:Service"
WORKSPACE = "azure-native:machinelearningservices:Workspace"
FIREWALL_RULES = (
    "azure-native:sql:FirewallRule",
    "azure-native:dbforpostgresql:FirewallRule",
    "azure-native:dbformysql:FirewallRule",
    "azure-native:synapse:IpFirewallRule",
    "azure:mssql:FirewallRule",
    "azure:mysql:FirewallRule",
    "azure:mysql:FlexibleServerFirewallRule",
    "azure:postgresql:FirewallRule",
    "azure:postgresql:FlexibleServerFirewallRule",
    "azure:synapse:FirewallRule",
)
MOST_ADDRESSES = 2**24
"""More than any organization has: a range of them is the internet in pieces."""
CLOSED = one_of("Disabled", "SecuredByPerimeter")
"""A perimeter decides who gets in.

Source: https://learn.microsoft.com/azure/private-link/network-security-perimeter-concepts
"""

NODE_ADDRESS = (
    "virtualMachineProfile.networkProfile.networkInterfaceConfigurations[]"
    ".ipConfigurations[].publicIPAddressConfiguration"
)
MACHINE_ADDRESS = NODE_ADDRESS.removeprefix("virtualMachineProfile.")


FIRST, LAST = "startIpAddress", "endIpAddress"
ENDS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(FIREWALL_RULES, (FIRST, LAST)),
    "azure-native:redis:FirewallRule": ("startIP", "endIP"),
    "azure:redis:FirewallRule": ("startIp", "endIp"),
    "azure-native:mongocluster:FirewallRule": (f"properties.{FIRST}", f"properties.{LAST}"),
}
"""By type, from where to where a rule of a firewall lets in."""


@check(*ENDS, reads=(FIRST, LAST))
def firewall_names_addresses(rule: Resource, world: World) -> Iterator[Outcome]:
    """A rule of a database's firewall lets in neither everyone nor all that runs on Azure.

    From 0.0.0.0 to 0.0.0.0 is every machine on Azure, whoever's it is.
    Source: https://learn.microsoft.com/azure/azure-sql/database/firewall-configure
    """
    start, end = ENDS[rule.type]
    first, last = rule.first(start), rule.get(end)
    starts = none_of("0.0.0.0")  # noqa: S104 (a rule's word)
    says = "it lets in all that runs on Azure, for anyone"
    if last != first.value:
        says = f"it lets in everyone from 0.0.0.0 to {last}"
    yield judged(first, starts, world.settings, says=says)
    if _addresses(first.value, last) > MOST_ADDRESSES:
        yield Fail(first.path, f"it lets in everyone from {first} to {last}")


def _addresses(first: Any, last: Any) -> int:
    """Return how many addresses lie between two; none where they are no addresses."""
    if not isinstance(first, str) or not isinstance(last, str):
        return 0
    try:
        return int(ip_address(last)) - int(ip_address(first))
    except ValueError:
        return 0


@check(COSMOS, reads=("publicNetworkAccess", "ipRules", "isVirtualNetworkFilterEnabled"))
def cosmos_is_private(account: Resource, world: World) -> Iterator[Outcome]:
    """A Cosmos DB account is closed, or takes named networks and addresses alone.

    An account with no rule takes everyone.
    Source: https://learn.microsoft.com/azure/cosmos-db/how-to-configure-firewall
    """
    rules = [each for each in account.find("ipRules[].ipAddressOrRange") if each.is_known]
    networks = plain(account.get("isVirtualNetworkFilterEnabled")) is True
    if (rules or networks) and not internet(values(rules)):
        azure = [each for each in rules if each.value == "0.0.0.0"]  # noqa: S104 (a rule's word)
        for each in azure:
            yield Fail(each.path, "0.0.0.0 lets in all that runs on Azure, for anyone")
        yield Pass("ipRules")
        return
    yield judged(account.first("publicNetworkAccess"), CLOSED, world.settings)


@check(CLUSTER, reads=("apiServerAccessProfile.enablePrivateCluster", "publicNetworkAccess"))
def control_plane_is_private(cluster: Resource, world: World) -> Iterator[Outcome]:
    """The control plane is private, or takes named ranges alone."""
    profile = "apiServerAccessProfile"
    private = cluster.first(f"{profile}.enablePrivateCluster")
    ranges = cluster.first(f"{profile}.authorizedIPRanges")
    closed = plain(cluster.get("publicNetworkAccess")) == "disabled"
    if closed or ranges.value is Gap.MISSING or plain(private.value) is True:
        held = not closed
        yield judged(private, true, world.settings) if held else Pass("publicNetworkAccess")
        return
    for each in cluster.find(f"{profile}.authorizedIPRanges[]"):
        yield judged(each, NAMED, world.settings)


@check("azure-native:search:Service", reads=("publicNetworkAccess", "networkRuleSet.ipRules"))
def search_is_private(service: Resource, world: World) -> Iterator[Outcome]:
    """A search service is closed, or takes named addresses alone."""
    rules = [each for each in service.find("networkRuleSet.ipRules[].value") if each.is_known]
    if rules and not internet(values(rules)):
        yield Pass("networkRuleSet.ipRules")
        return
    yield judged(service.first("publicNetworkAccess"), CLOSED, world.settings)


@check("azure-native:machinelearningservices:Compute", reads=("properties.computeType",))
def compute_has_no_address(compute: Resource, world: World) -> Iterator[Outcome]:
    """The machines of a workspace have no public address.

    Source: https://learn.microsoft.com/azure/machine-learning/how-to-secure-training-vnet
    """
    if plain(compute.get("properties.computeType")) not in ("amlcompute", "computeinstance"):
        yield NotApplicable("its machines are none of the workspace's")
        return
    found = compute.first("properties.properties.enableNodePublicIp")
    yield judged(found, false, world.settings)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "NET-03": (
        need(ACCOUNT, "allowBlobPublicAccess", false),
        either(
            need(ACCOUNT, "publicNetworkAccess", CLOSED),
            need(ACCOUNT, "networkRuleSet.defaultAction", one_of("Deny")),
        ),
        need("azure-native:storage:BlobContainer", "publicAccess", one_of("None").or_missing()),
    ),
    "NET-04": (
        need(
            (
                "azure-native:sql:Server",
                "azure-native:redis:Redis",
                "azure-native:redisenterprise:RedisEnterprise",
                "azure-native:kusto:Cluster",
                "azure-native:synapse:Workspace",
            ),
            "publicNetworkAccess",
            CLOSED,
        ),
        need("azure-native:mongocluster:MongoCluster", "properties.publicNetworkAccess", CLOSED),
        need("azure-native:sql:ManagedInstance", "publicDataEndpointEnabled", not_true),
        *(
            either(
                need(type_, "network.publicNetworkAccess", CLOSED),
                need(type_, "network.delegatedSubnetResourceId", given),
            )
            for type_ in ("azure-native:dbforpostgresql:Server", "azure-native:dbformysql:Server")
        ),
        cosmos_is_private,
        firewall_names_addresses,
    ),
    "NET-05": (
        control_plane_is_private,
        need(
            "azure-native:redhatopenshift:OpenShiftCluster",
            "apiserverProfile.visibility",
            one_of("Private"),
        ),
    ),
    "NET-06": (
        need("azure-native:network:NetworkInterface", "ipConfigurations[].publicIPAddress", absent),
        need("azure-native:containerservice:AgentPool", "enableNodePublicIP", not_true),
        need(CLUSTER, "agentPoolProfiles[].enableNodePublicIP", not_true),
        need("azure-native:compute:VirtualMachineScaleSet", NODE_ADDRESS, absent),
        need("azure-native:compute:VirtualMachine", MACHINE_ADDRESS, absent),
        need("azure-native:databricks:Workspace", "parameters.enableNoPublicIp.value", not_false),
        need(
            "azure-native:batch:Pool",
            "networkConfiguration.publicIPAddressConfiguration.provision",
            one_of("NoPublicIPAddresses"),
        ),
        compute_has_no_address,
    ),
    "NET-08": (
        need(WORKSPACE, "publicNetworkAccess", CLOSED),
        need(
            WORKSPACE,
            "managedNetwork.isolationMode",
            one_of("AllowInternetOutbound", "AllowOnlyApprovedOutbound"),
        ),
        need(
            "azure-native:machinelearningservices:OnlineEndpoint",
            "properties.publicNetworkAccess",
            CLOSED,
        ),
        need("azure-native:machinelearningservices:Registry", "publicNetworkAccess", CLOSED),
        either(
            need(AI_ACCOUNT, "properties.publicNetworkAccess", CLOSED),
            need(AI_ACCOUNT, "properties.networkAcls.defaultAction", one_of("Deny")),
        ),
        search_is_private,
        need("azure-native:databricks:Workspace", "publicNetworkAccess", CLOSED),
    ),
    "NET-12": (need(CLUSTER, "networkProfile.networkPolicy", one_of("azure", "calico", "cilium")),),
    "NET-14": (
        need("azure-native:containerregistry:Registry", "anonymousPullEnabled", not_true),
        either(
            need(VAULT, "properties.publicNetworkAccess", CLOSED),
            need(VAULT, "properties.networkAcls.defaultAction", one_of("Deny")),
        ),
    ),
}

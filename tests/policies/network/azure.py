# pyright: reportArgumentType=false, reportCallIssue=false
"""Programs on Azure that the rules of networks admit, deny and leave open."""

from pulumi_azure_native import (
    app,
    cognitiveservices,
    containerinstance,
    containerregistry,
    containerservice,
    cosmosdb,
    databricks,
    dbforpostgresql,
    eventhub,
    keyvault,
    machinelearningservices,
    mongocluster,
    network,
    redhatopenshift,
    redis,
    search,
    sql,
    storage,
    web,
)

from tests.policies.cases import Cases
from tests.policies.encryption.declaring import of
from tests.policies.network import azure_rows
from tests.policies.network.pairs import admitted, denied, pair

CASES = Cases([*azure_rows.CASES.found])
GROUP = {"resource_group_name": "it"}


def entry(port, source="*", **rest):
    return {
        "name": f"p{port}",
        "access": "Allow",
        "direction": "Inbound",
        "priority": 200,
        "protocol": "Tcp",
        "source_address_prefix": source,
        "source_port_range": "*",
        "destination_address_prefix": "*",
        "destination_port_range": port,
        **rest,
    }


def group(name, *rules):
    network.NetworkSecurityGroup(name, **GROUP, security_rules=list(rules))


def beside(name, port, source="*", **rest):
    values = {**entry(port, source), **rest}
    network.SecurityRule(name, **GROUP, network_security_group_name="it", **values)


DENY = entry("*", "Internet", name="no", access="Deny", priority=100, protocol="*")

for rule, port in (("NET-01", "22"), ("NET-02", "80")):
    number = rule.replace("-", "").lower()
    pair(
        CASES,
        rule,
        f"rule_of_a_group_{number}",
        lambda name, port=port: group(name, entry(port, "10.0.0.0/8")),
        lambda name, port=port: group(name, entry(port)),
        "securityRules[0].sourceAddressPrefix",
    )
    pair(
        CASES,
        rule,
        f"rule_beside_{number}",
        lambda name, port=port: beside(name, port, "VirtualNetwork"),
        lambda name, port=port: beside(name, port, "internet"),
        "sourceAddressPrefix",
    )
    denied(
        CASES,
        rule,
        f"one_of_many_ranges_{number}",
        lambda name: group(
            name,
            entry(
                None,
                None,
                name="many",
                source_address_prefixes=["10.0.0.0/8", "0.0.0.0/0"],
                destination_port_ranges=["443", "20-100"],
            ),
        ),
    )
    denied(CASES, rule, f"every_port_{number}", lambda name: group(name, entry("*", protocol="*")))
    admitted(CASES, rule, f"https_{number}", lambda name: group(name, entry("443")))
    admitted(
        CASES,
        rule,
        f"after_a_denial_{number}",
        lambda name, port=port: group(name, entry(port), DENY),
    )
    denied(
        CASES,
        rule,
        f"before_a_denial_{number}",
        lambda name, port=port: group(name, entry(port), {**DENY, "priority": 4000}),
    )


@CASES.passes_by("NET-01")
def group_for_what_goes_out(name):
    group(name, entry("22", direction="Outbound"))


def account(name, **rest):
    given = {"allow_blob_public_access": False, "public_network_access": "Disabled"}
    storage.StorageAccount(
        name, **GROUP, kind="StorageV2", sku={"name": "Standard_LRS"}, **{**given, **rest}
    )


pair(
    CASES,
    "NET-03",
    "account",
    account,
    lambda name: account(name, allow_blob_public_access=None),
    "allowBlobPublicAccess",
)
pair(
    CASES,
    "NET-03",
    "network_of_an_account",
    lambda name: account(
        name, public_network_access=None, network_rule_set={"default_action": "Deny"}
    ),
    lambda name: account(name, public_network_access="Enabled"),
    "publicNetworkAccess",
)
denied(
    CASES,
    "NET-03",
    "container",
    lambda name: storage.BlobContainer(name, **GROUP, account_name="it", public_access="Blob"),
    "publicAccess",
)
pair(
    CASES,
    "NET-04",
    "server",
    lambda name: sql.Server(name, **GROUP, public_network_access="disabled"),
    lambda name: sql.Server(name, **GROUP),
    "publicNetworkAccess",
)


def rule_of_a_firewall(name, first, last):
    sql.FirewallRule(name, **GROUP, server_name="it", start_ip_address=first, end_ip_address=last)


pair(
    CASES,
    "NET-04",
    "firewall",
    lambda name: rule_of_a_firewall(name, "203.0.113.1", "203.0.113.9"),
    lambda name: rule_of_a_firewall(name, "0.0.0.0", "255.255.255.255"),
    "startIpAddress",
)
denied(CASES, "NET-04", "all_of_azure", lambda name: rule_of_a_firewall(name, "0.0.0.0", "0.0.0.0"))
pair(
    CASES,
    "NET-04",
    "postgres",
    lambda name: dbforpostgresql.Server(
        name, **GROUP, network={"delegated_subnet_resource_id": "it"}
    ),
    lambda name: dbforpostgresql.Server(name, **GROUP),
)


def cosmos(name, **rest):
    cosmosdb.DatabaseAccount(
        name,
        **GROUP,
        database_account_offer_type="Standard",
        locations=[{"location_name": "westeurope"}],
        **rest,
    )


pair(
    CASES,
    "NET-04",
    "cosmos",
    lambda name: cosmos(name, public_network_access="Disabled"),
    cosmos,
    "publicNetworkAccess",
)
pair(
    CASES,
    "NET-04",
    "addresses_of_cosmos",
    lambda name: cosmos(name, ip_rules=[{"ip_address_or_range": "203.0.113.1"}]),
    lambda name: cosmos(name, ip_rules=[{"ip_address_or_range": "0.0.0.0"}]),
)
denied(
    CASES,
    "NET-04",
    "cache",
    lambda name: redis.Redis(name, **GROUP, sku={"name": "Premium", "family": "P", "capacity": 1}),
)


def cluster(name, **rest):
    containerservice.ManagedCluster(name, **GROUP, **rest)


pair(
    CASES,
    "NET-05",
    "control_plane",
    lambda name: cluster(name, api_server_access_profile={"enable_private_cluster": True}),
    cluster,
)
pair(
    CASES,
    "NET-05",
    "ranges_of_a_control_plane",
    lambda name: cluster(
        name, api_server_access_profile={"authorized_ip_ranges": ["203.0.113.0/24"]}
    ),
    lambda name: cluster(name, api_server_access_profile={"authorized_ip_ranges": ["0.0.0.0/0"]}),
)
pair(
    CASES,
    "NET-06",
    "interface",
    lambda name: network.NetworkInterface(name, **GROUP, ip_configurations=[{"name": "it"}]),
    lambda name: network.NetworkInterface(
        name, **GROUP, ip_configurations=[{"name": "it", "public_ip_address": {"id": "it"}}]
    ),
    "ipConfigurations[0].publicIPAddress",
)
pair(
    CASES,
    "NET-06",
    "pool",
    lambda name: containerservice.AgentPool(name, **GROUP, resource_name_="it"),
    lambda name: containerservice.AgentPool(
        name, **GROUP, resource_name_="it", enable_node_public_ip=True
    ),
    "enableNodePublicIP",
)
pair(
    CASES,
    "NET-06",
    "compute",
    lambda name: machines(name, enable_node_public_ip=False),
    lambda name: machines(name, enable_node_public_ip=True),
)


def machines(name, **properties):
    machinelearningservices.Compute(
        name,
        **GROUP,
        workspace_name="it",
        properties=machinelearningservices.AmlComputeArgs(
            compute_type="AmlCompute",
            properties=machinelearningservices.AmlComputePropertiesArgs(**properties),
        ),
    )


def subnet(name, **rest):
    given = {"default_outbound_access": False, "network_security_group": {"id": "it"}}
    network.Subnet(name, **GROUP, virtual_network_name="it", **{**given, **rest})


pair(
    CASES,
    "NET-07",
    "subnet",
    subnet,
    lambda name: subnet(name, network_security_group=None),
    "networkSecurityGroup",
)
denied(
    CASES,
    "NET-07",
    "way_out",
    lambda name: subnet(name, default_outbound_access=None),
    "defaultOutboundAccess",
)


@CASES.passes_by("NET-07")
def subnet_of_a_gateway(name):
    network.Subnet(name, **GROUP, virtual_network_name="it", subnet_name="GatewaySubnet")


def intelligence(name, **properties):
    cognitiveservices.Account(
        name, **GROUP, kind="OpenAI", sku={"name": "S0"}, properties=properties
    )


pair(
    CASES,
    "NET-08",
    "intelligence",
    lambda name: intelligence(name, public_network_access="Disabled"),
    intelligence,
)
pair(
    CASES,
    "NET-08",
    "network_of_an_intelligence",
    lambda name: intelligence(name, network_acls={"default_action": "Deny"}),
    lambda name: intelligence(name, network_acls={"default_action": "Allow"}),
)


def workspace(name, **rest):
    machinelearningservices.Workspace(name, **GROUP, public_network_access="Disabled", **rest)


pair(
    CASES,
    "NET-08",
    "workspace",
    lambda name: workspace(name, managed_network={"isolation_mode": "AllowOnlyApprovedOutbound"}),
    workspace,
)
pair(
    CASES,
    "NET-08",
    "search",
    lambda name: search.Service(name, **GROUP, public_network_access="disabled"),
    lambda name: search.Service(name, **GROUP),
    "publicNetworkAccess",
)
denied(
    CASES,
    "NET-08",
    "spark",
    lambda name: databricks.Workspace(
        name, **GROUP, compute_mode="Hybrid", managed_resource_group_id="it"
    ),
)


def vault(name):
    properties = {"sku": {"family": "A", "name": "standard"}, "tenant_id": "it"}
    return keyvault.Vault(name, **GROUP, properties=properties)


@CASES.denies("NET-09")
def vault_without_an_endpoint(name):
    vault(name)
    network.VirtualNetwork(f"{name}-network", **GROUP)


@CASES.admits("NET-09")
def vault_with_an_endpoint_and_a_name(name):
    made = vault(name)
    link = {"name": "it", "group_ids": ["vault"], "private_link_service_id": made.id}
    endpoint = network.PrivateEndpoint(
        f"{name}-endpoint", **GROUP, private_link_service_connections=[link]
    )
    network.PrivateDnsZoneGroup(f"{name}-zone", **GROUP, private_endpoint_name=endpoint.name)


@CASES.passes_by("NET-09")
def vault_without_a_network(name):
    vault(name)


@CASES.leaves_open("NET-09")
def endpoint_without_a_name(name):
    network.PrivateEndpoint(name, **GROUP)


def site(name, **rest):
    web.WebApp(name, **GROUP, kind="functionapp", **rest)


pair(
    CASES,
    "NET-10",
    "site",
    lambda name: site(name, public_network_access="Disabled"),
    site,
    "publicNetworkAccess",
)
admitted(
    CASES,
    "NET-10",
    "site_behind_a_list",
    lambda name: site(
        name, site_config={"ip_security_restrictions": [{"ip_address": "203.0.113.0/24"}]}
    ),
)
pair(
    CASES,
    "NET-10",
    "container_app",
    lambda name: app.ContainerApp(name, **GROUP, configuration={"ingress": {"target_port": 80}}),
    lambda name: app.ContainerApp(name, **GROUP, configuration={"ingress": {"external": True}}),
    "configuration.ingress.external",
)


@CASES.admits("NET-10")
def site_that_asks_who_calls(name):
    web.WebApp(name, **GROUP, name="acme-it")
    web.WebAppAuthSettingsV2(
        f"{name}-login",
        **GROUP,
        name="acme-it",
        global_validation={"require_authentication": True},
    )


pair(
    CASES,
    "NET-12",
    "policies_of_a_cluster",
    lambda name: cluster(name, network_profile={"network_policy": "Cilium"}),
    lambda name: cluster(name, network_profile={"network_policy": "none"}),
    "networkProfile.networkPolicy",
)
pair(
    CASES,
    "NET-14",
    "registry",
    lambda name: containerregistry.Registry(name, **GROUP, sku={"name": "Premium"}),
    lambda name: containerregistry.Registry(
        name, **GROUP, sku={"name": "Premium"}, anonymous_pull_enabled=True
    ),
    "anonymousPullEnabled",
)


def vault_for(name, **properties):
    said = {"tenant_id": "t", "sku": {"family": "A", "name": "standard"}, **properties}
    keyvault.Vault(name, **GROUP, properties=said)


DENIED = {"default_action": "Deny", "bypass": "AzureServices"}
pair(
    CASES,
    "NET-14",
    "vault",
    lambda name: vault_for(name, public_network_access="Disabled"),
    lambda name: vault_for(name, network_acls={"default_action": "Allow"}),
    "properties.publicNetworkAccess",
)
admitted(
    CASES, "NET-14", "vault_for_named_networks", lambda name: vault_for(name, network_acls=DENIED)
)


def containers(name, kind):
    address = {"type": kind, "ports": [{"port": 443}]}
    containerinstance.ContainerGroup(
        name, resource_group_name="a", os_type="Linux", containers=[], ip_address=address
    )


def cache_rule(name, first, last):
    redis.FirewallRule(name, resource_group_name="a", cache_name="b", start_ip=first, end_ip=last)


def documents_rule(name, first, last):
    ends = {"start_ip_address": first, "end_ip_address": last}
    mongocluster.FirewallRule(
        name, resource_group_name="a", mongo_cluster_name="b", properties=ends
    )


pair(
    CASES,
    "NET-10",
    "containers",
    lambda name: containers(name, "Private"),
    lambda name: containers(name, "Public"),
    "ipAddress.type",
)
pair(
    CASES,
    "NET-04",
    "cache_rule",
    lambda name: cache_rule(name, "10.1.2.3", "10.1.2.3"),
    lambda name: cache_rule(name, "0.0.0.0", "255.255.255.255"),
    "startIP",
)
pair(
    CASES,
    "NET-04",
    "documents_rule",
    lambda name: documents_rule(name, "10.1.2.3", "10.1.2.3"),
    lambda name: documents_rule(name, "0.0.0.0", "255.255.255.255"),
    "properties.startIpAddress",
)


@CASES.denies("NET-09")
def stream_of_a_network_without_an_endpoint(name):
    network.VirtualNetwork(f"{name}-network", resource_group_name="a")
    eventhub.Namespace(name, resource_group_name="a")


def openshift(name, visibility):
    redhatopenshift.OpenShiftCluster(
        name, resource_group_name="a", apiserver_profile={"visibility": visibility}
    )


pair(
    CASES,
    "NET-05",
    "openshift",
    lambda name: openshift(name, "Private"),
    lambda name: openshift(name, "Public"),
    "apiserverProfile.visibility",
)


def classic(token, **shared):
    made = of(token)
    return lambda **more: lambda name: made(name, **{**shared, **more})


old_rule = classic(
    "azure:network/networkSecurityRule:NetworkSecurityRule",
    networkSecurityGroupName="it",
    access="Allow",
    direction="Inbound",
    protocol="Tcp",
    priority=100,
    destinationAddressPrefix="*",
)
old_group = classic("azure:network/networkSecurityGroup:NetworkSecurityGroup")
old_account = classic("azure:storage/account:Account", allowNestedItemsToBePublic=False)
old_server = classic("azure:mssql/server:Server")
old_postgres = classic("azure:postgresql/flexibleServer:FlexibleServer")
old_mysql = classic("azure:mysql/flexibleServer:FlexibleServer")
old_cluster = classic("azure:containerservice/kubernetesCluster:KubernetesCluster")
old_interface = classic("azure:network/networkInterface:NetworkInterface")
old_range = classic("azure:mssql/firewallRule:FirewallRule", serverId="it")
CLASSIC_ENTRY = {"access": "Allow", "direction": "Inbound", "protocol": "Tcp", "priority": 100}
OPEN_TO_ALL = {**CLASSIC_ENTRY, "sourceAddressPrefix": "*", "destinationPortRange": "3389"}
FROM_THE_OFFICE = {**OPEN_TO_ALL, "sourceAddressPrefix": "198.51.100.0/24"}

for rule, what, good, bad, path in (
    (
        "NET-01",
        "classic_rule",
        old_rule(sourceAddressPrefix="10.0.0.0/8", destinationPortRange="22"),
        old_rule(sourceAddressPrefix="*", destinationPortRange="22"),
        "sourceAddressPrefix",
    ),
    (
        "NET-01",
        "classic_group",
        old_group(securityRules=[FROM_THE_OFFICE]),
        old_group(securityRules=[OPEN_TO_ALL]),
        "securityRules[0].sourceAddressPrefix",
    ),
    (
        "NET-02",
        "classic_rule_of_another_port",
        old_rule(sourceAddressPrefix="*", destinationPortRange="443"),
        old_rule(sourceAddressPrefix="*", destinationPortRange="8080"),
        "sourceAddressPrefix",
    ),
    (
        "NET-03",
        "classic_account",
        old_account(networkRules={"defaultAction": "Deny"}),
        old_account(allowNestedItemsToBePublic=True, publicNetworkAccessEnabled=False),
        "allowNestedItemsToBePublic",
    ),
    (
        "NET-04",
        "classic_server",
        old_server(publicNetworkAccessEnabled=False),
        old_server(),
        "publicNetworkAccessEnabled",
    ),
    (
        "NET-04",
        "classic_postgres",
        old_postgres(delegatedSubnetId="/subscriptions/it"),
        old_postgres(),
        "publicNetworkAccessEnabled",
    ),
    (
        "NET-04",
        "classic_mysql",
        old_mysql(publicNetworkAccess="Disabled"),
        old_mysql(),
        "publicNetworkAccess",
    ),
    (
        "NET-04",
        "classic_firewall",
        old_range(startIpAddress="198.51.100.7", endIpAddress="198.51.100.9"),
        old_range(startIpAddress="0.0.0.0", endIpAddress="0.0.0.0"),
        "startIpAddress",
    ),
    (
        "NET-05",
        "classic_cluster",
        old_cluster(privateClusterEnabled=True),
        old_cluster(),
        "privateClusterEnabled",
    ),
    (
        "NET-06",
        "classic_interface",
        old_interface(ipConfigurations=[{"name": "it"}]),
        old_interface(ipConfigurations=[{"name": "it", "publicIpAddressId": "/it"}]),
        "ipConfigurations[0].publicIpAddressId",
    ),
):
    pair(CASES, rule, what, good, bad, path)

denied(
    CASES,
    "NET-04",
    "firewall_that_lets_in_the_internet_but_one",
    old_range(startIpAddress="0.0.0.1", endIpAddress="255.255.255.255"),
    "startIpAddress",
)

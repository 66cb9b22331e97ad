"""What simulated AKS refuses of clusters, of their disks and of their upkeep."""

from typing import Any

import pytest

from tests.sandbox.azure_clusters import (
    DELEGATION,
    NETWORK_CONTRIBUTOR,
    TYPE,
    ZONE_CONTRIBUTOR,
    Ground,
    ground,
)
from tests.sandbox.azure_things import PROVIDER, READER, principal

__all__ = ["ground"]

API = "apiServerAccessProfile__"
KMS = "securityProfile__azureKeyVaultKms__"
POOL = "agentPoolProfiles__0__"
POD = "system:serviceaccount:training:trainer"
PUBLIC: dict[str, Any] = {
    f"{API}enablePrivateCluster": False,
    f"{API}enablePrivateClusterPublicFQDN": None,
    f"{API}privateDNSZone": None,
}


def test_a_cluster_that_has_all_it_needs_is_made(ground: Ground) -> None:
    cluster = ground.cluster()
    assert str(cluster.get("privateFQDN")).endswith(".ai.private.westeurope.azmk8s.io")
    assert str(cluster.get("oidcIssuerProfile.issuerURL")).startswith(
        "https://westeurope.oic.prod-aks.azure.com/"
    )


# Versions


def test_a_minor_version_goes_up_by_one(ground: Ground) -> None:
    cluster = ground.cluster()
    changed = ground.change(
        cluster, **{"kubernetesVersion": "1.35", f"{POOL}orchestratorVersion": "1.35"}
    )
    assert changed.get("kubernetesVersion") == "1.35"


@pytest.mark.parametrize("version", ["1.36", "1.33"])
def test_a_minor_version_goes_up_by_no_more_and_never_down(ground: Ground, version: str) -> None:
    cluster = ground.cluster()
    asked = {"kubernetesVersion": version, f"{POOL}orchestratorVersion": version}
    said = ground.azure.refusal(ground.change, cluster, **asked)
    assert f"to {version} is not allowed. Available upgrades: 1.35." in said


def test_nodes_are_not_newer_than_their_control_plane(ground: Ground) -> None:
    said = ground.azure.refusal(ground.cluster, **{f"{POOL}orchestratorVersion": "1.35"})
    assert "NodePoolMcVersionIncompatible" in said
    assert "node pool version 35 is bigger than control plane version 34" in said


def test_nodes_are_not_four_versions_behind(ground: Ground) -> None:
    said = ground.azure.refusal(ground.cluster, **{f"{POOL}orchestratorVersion": "1.30"})
    assert "is more than 3 below control plane version 34" in said
    ground.cluster(**{f"{POOL}orchestratorVersion": "1.31"})


# What is asked for together


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"supportPlan": "AKSLongTermSupport"}, "only available in the Premium tier"),
        (
            {"metricsProfile": {"costAnalysis": {"enabled": True}}, "sku__tier": "Free"},
            "not available in the Free tier",
        ),
        ({"aadProfile": None}, "local accounts are needed without managed AAD"),
        (
            {"aadProfile__managed": False, "disableLocalAccounts": None},
            "Azure RBAC needs managed AAD",
        ),
        ({"oidcIssuerProfile__enabled": False}, "the OIDC issuer must be enabled"),
        ({f"{POOL}mode": "User"}, "Must define at least one system pool"),
        ({f"{POOL}minCount": 0}, "a system node pool must have at least 1 node"),
        ({f"{POOL}minCount": 7}, "minCount 7 must be at most maxCount 6"),
        ({f"{POOL}enableAutoScaling": False}, "Required parameter count is missing"),
        ({f"{POOL}securityProfile": {"sshAccess": "Disabled"}}, 'unknown field "sshAccess"'),
    ],
)
def test_what_contradicts_itself_is_refused(
    ground: Ground, changes: dict[str, Any], word: str
) -> None:
    assert word in ground.azure.refusal(ground.cluster, **changes)


def test_long_support_has_its_price(ground: Ground) -> None:
    ground.cluster(supportPlan="AKSLongTermSupport", sku__tier="Premium")


# Secrets and disks


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({f"{KMS}keyVaultResourceId": None}, "KeyVault resource ID is empty when KeyVault"),
        (
            {
                f"{KMS}keyVaultNetworkAccess": "Public",
                f"{KMS}keyVaultResourceId": None,
                f"{KMS}keyId": "https://keys-of-rg.vault.azure.net/keys/key",
            },
            "names no version",
        ),
        ({f"{KMS}keyVaultNetworkAccess": "Public"}, "Key vault keys-of-rg disables public access"),
        (
            {f"{API}enableVnetIntegration": False, f"{API}privateDNSZone": "system"},
            "only supported with API Server VNet Integration",
        ),
    ],
)
def test_secrets_are_encrypted_by_a_vault_that_can_be_reached(
    ground: Ground, changes: dict[str, Any], word: str
) -> None:
    assert word in ground.azure.refusal(ground.cluster, **changes)


def test_secrets_stay_with_their_kind_of_vault(ground: Ground) -> None:
    cluster = ground.cluster()
    ground.azure.change(
        ground.vault,
        properties={**ground.vault.inputs["properties"], "publicNetworkAccess": "Enabled"},
    )
    said = ground.azure.refusal(ground.change, cluster, **{f"{KMS}keyVaultNetworkAccess": "Public"})
    assert "Turn off KMS before its key vault is changed from Private to Public" in said


def test_secrets_are_encrypted_by_who_may_use_the_key(ground: Ground) -> None:
    ground.azure.delete(ground.rights["key"])
    said = ground.azure.refusal(ground.cluster)
    assert "The identity does not have keys encrypt/decrypt permission on key vault" in said
    assert "may not Microsoft.KeyVault/vaults/keys/encrypt/action" in said


def test_disks_are_encrypted_by_who_may_use_the_key(ground: Ground) -> None:
    ground.azure.delete(ground.uses)
    assert "KeyVaultAccessForbidden" in ground.azure.refusal(ground.cluster)
    said = ground.azure.refusal(ground.disk_encryption, "more")
    assert "grant get, wrap and unwrap key permissions to the disk encryption set" in said


def test_what_encrypts_disks_names_a_version(ground: Ground) -> None:
    faults = ground.azure.faults(
        "compute:DiskEncryptionSet",
        resourceGroupName="rg",
        activeKey={"keyUrl": "https://v/keys/k"},
    )
    assert "activeKey.keyUrl" in faults


def test_what_encrypts_disks_stays_while_a_cluster_needs_it(ground: Ground) -> None:
    cluster = ground.cluster()
    said = ground.azure.refusal(ground.azure.delete, ground.disks)
    assert "Disk encryption set disks cannot be deleted because it is in use by" in said
    ground.azure.delete(cluster)
    ground.azure.delete(ground.disks)


# Where it lies


def test_a_control_plane_lies_in_a_subnet_of_its_own(ground: Ground) -> None:
    azure = ground.azure
    azure.subnet("plain", "10.0.65.0/26")
    plain = azure.subnet("plain2", "10.0.65.64/26")
    azure.assign(NETWORK_CONTRIBUTOR, plain.id, principal(ground.who))
    said = azure.refusal(ground.cluster, **{f"{API}subnetId": plain.id})
    assert "subnet plain2 must be delegated to Microsoft.ContainerService" in said


def test_a_control_plane_needs_room(ground: Ground) -> None:
    small = ground.azure.subnet("small", "10.0.65.0/29", delegations=[DELEGATION])
    ground.azure.assign(NETWORK_CONTRIBUTOR, small.id, principal(ground.who))
    said = ground.azure.refusal(ground.cluster, **{f"{API}subnetId": small.id})
    assert "subnet small of 10.0.65.0/29 is smaller than /28" in said


def test_a_control_plane_lies_in_the_network_of_its_nodes(ground: Ground) -> None:
    azure = ground.azure
    azure.vnet("other", "10.9.0.0/16")
    other = azure.subnet(
        "elsewhere", "10.9.0.0/26", virtualNetworkName="other", delegations=[DELEGATION]
    )
    azure.assign(NETWORK_CONTRIBUTOR, other.id, principal(ground.who))
    said = azure.refusal(ground.cluster, **{f"{API}subnetId": other.id})
    assert "is not in the virtual network of the nodes" in said


def test_a_control_plane_in_the_network_names_its_subnet(ground: Ground) -> None:
    said = ground.azure.refusal(ground.cluster, **{f"{API}subnetId": None})
    assert "the API server needs a subnet" in said


def test_a_control_plane_lies_in_no_encrypted_network(ground: Ground) -> None:
    ground.azure.change(
        ground.network, encryption={"enabled": True, "enforcement": "AllowUnencrypted"}
    )
    assert "does not support encryption of" in ground.azure.refusal(ground.cluster)


def test_nodes_lie_in_no_subnet_of_a_service(ground: Ground) -> None:
    said = ground.azure.refusal(ground.cluster, **{f"{POOL}vnetSubnetID": ground.api.id})
    assert "SubnetIsDelegated" in said


@pytest.mark.parametrize(
    ("way", "code"),
    [
        ("userDefinedRouting", "ExistingRouteTableNotAssociatedWithSubnet"),
        ("userAssignedNATGateway", "ExistingNatGatewayNotAssociatedWithSubnet"),
    ],
)
def test_a_way_out_that_is_said_is_there(ground: Ground, way: str, code: str) -> None:
    ground.azure.change(ground.nodes, natGateway=None)
    assert code in ground.azure.refusal(ground.cluster, networkProfile__outboundType=way)


def test_only_a_registry_of_its_own_spares_a_cluster_a_way_out(ground: Ground) -> None:
    said = ground.azure.refusal(ground.cluster, networkProfile__outboundType="none")
    assert "bootstrapProfile.artifactSource must be 'Cache'" in said


@pytest.mark.parametrize(
    ("route", "code"),
    [
        ({"addressPrefix": "10.9.0.0/16"}, "RouteTableMissingDefaultRouteError"),
        ({"nextHopType": "Internet"}, "has a next hop of Internet but only next hops of Virtual"),
        ({"nextHopType": "None"}, "RouteTableInvalidNextHop"),
    ],
)
def test_a_route_out_leads_to_something(ground: Ground, route: dict[str, str], code: str) -> None:
    routed(ground, "10.0.100.9", **route)
    assert code in ground.azure.refusal(ground.cluster, **ROUTED)


def test_nodes_do_not_start_where_a_route_leads_nowhere(ground: Ground) -> None:
    routed(ground, "10.0.100.9", nextHopType="None")
    assert "route out of subnet nodes leads nowhere" in ground.azure.refusal(ground.cluster)


ROUTED = {"networkProfile__outboundType": "userDefinedRouting"}
KUBERNETES: dict[str, Any] = {
    "ruleType": "ApplicationRule",
    "name": "kubernetes",
    "sourceAddresses": ["10.0.0.0/18"],
    "fqdnTags": ["AzureKubernetesService"],
    "protocols": [{"protocolType": "Https", "port": 443}],
}


def behind_a_firewall(ground: Ground, rule: dict[str, Any], *, action: str = "Allow") -> None:
    """Lead the nodes' subnet to a firewall with one rule."""
    azure = ground.azure
    policy = azure.here("network:FirewallPolicy", "policy", firewallPolicyName="policy")
    kind = "FirewallPolicyFilterRuleCollection"
    collection = {"name": "out", "ruleCollectionType": kind, "rules": [rule]}
    azure.inside(
        "network:FirewallPolicyRuleCollectionGroup",
        "rules",
        firewallPolicyName="policy",
        ruleCollectionGroupName="rules",
        priority=100,
        ruleCollections=[{**collection, "action": {"type": action}}],
    )
    home = azure.subnet("AzureFirewallSubnet", "10.0.100.0/26")
    configuration = {"name": "out", "subnet": {"id": home.id}}
    wall = azure.here(
        "network:AzureFirewall",
        "wall",
        azureFirewallName="wall",
        sku={"name": "AZFW_VNet", "tier": "Standard"},
        firewallPolicy={"id": policy.id},
        ipConfigurations=[configuration],
    )
    routed(ground, *wall.all("ipConfigurations[].privateIPAddress"))


def routed(ground: Ground, address: str, **changes: str) -> None:
    """Lead the nodes' subnet to an address."""
    out = {"addressPrefix": "0.0.0.0/0", "nextHopType": "VirtualAppliance", **changes}
    if out["nextHopType"] == "VirtualAppliance":
        out["nextHopIpAddress"] = address
    table = ground.azure.here(
        "network:RouteTable",
        "routes",
        routeTableName="routes",
        routes=[{"name": "out", **out}],
    )
    ground.azure.change(ground.nodes, defaultOutboundAccess=False, routeTable={"id": table.id})


def test_nodes_start_behind_a_firewall_that_knows_what_they_need(ground: Ground) -> None:
    behind_a_firewall(ground, KUBERNETES)
    ground.cluster(**ROUTED)


@pytest.mark.parametrize(
    "change",
    [
        {"fqdnTags": ["WindowsUpdate"]},
        {"fqdnTags": None, "targetFqdns": ["pypi.org"]},
        {"sourceAddresses": ["10.0.64.0/20"]},
        {"protocols": [{"protocolType": "Http", "port": 80}]},
        {"action": "Deny"},
    ],
)
def test_nodes_start_behind_no_firewall_that_stops_them(
    ground: Ground, change: dict[str, Any]
) -> None:
    rule = {**KUBERNETES, **change}
    behind_a_firewall(ground, rule, action=rule.pop("action", "Allow"))
    said = ground.azure.refusal(ground.cluster, **ROUTED)
    assert "Agents are unable to establish outbound connectivity" in said
    assert "firewall wall lets no AzureKubernetesService through" in said


def test_nodes_start_where_somebody_elses_firewall_may_let_them(ground: Ground) -> None:
    routed(ground, "10.0.100.9")
    ground.cluster(**ROUTED)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"serviceCidr": "10.0.0.0/20"}, "ServiceCidrOverlapExistingSubnetsCidr"),
        ({"podCidr": "10.0.0.0/18"}, "podCidr 10.0.0.0/18 is conflicted with an existing subnet"),
        ({"podCidr": "10.0.112.0/20"}, "podCidr 10.0.112.0/20 and serviceCidr 10.0.112.0/20"),
        ({"dnsServiceIP": "10.0.1.10"}, "dnsServiceIP 10.0.1.10 is not within serviceCidr"),
    ],
)
def test_ranges_do_not_overlap(ground: Ground, changes: dict[str, str], word: str) -> None:
    inside = {"dnsServiceIP": "10.0.0.10"} if changes.get("serviceCidr") else {}
    asked = {f"networkProfile__{name}": each for name, each in {**inside, **changes}.items()}
    assert word in ground.azure.refusal(ground.cluster, **asked)


# Who reaches it


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        (
            {f"{API}authorizedIPRanges": ["203.0.113.0/24"]},
            "authorized IP ranges cannot be set on a private cluster",
        ),
        (
            {f"{API}enablePrivateCluster": False},
            "a private DNS zone can only be set on a private cluster",
        ),
        ({f"{API}privateDNSZone": "none"}, "without a private DNS zone needs a public FQDN"),
    ],
)
def test_what_is_said_of_private_clusters_is_said_of_those(
    ground: Ground, changes: dict[str, Any], word: str
) -> None:
    assert word in ground.azure.refusal(ground.cluster, **changes)


def test_a_private_cluster_in_the_network_can_be_opened(ground: Ground) -> None:
    cluster = ground.cluster()
    ranges = {f"{API}authorizedIPRanges": ["203.0.113.0/24"]}
    assert ground.change(cluster, **PUBLIC, **ranges).get(f"{API}authorizedIPRanges") is None


def test_a_private_cluster_behind_a_link_cannot(ground: Ground) -> None:
    beside = {f"{API}enableVnetIntegration": None, f"{API}subnetId": None, KMS[:-2]: None}
    cluster = ground.cluster(**beside, **{f"{API}privateDNSZone": "system"})
    said = ground.azure.refusal(ground.change, cluster, **beside, **PUBLIC)
    assert "Changing property 'apiServerAccessProfile.enablePrivateCluster' is not allowed" in said


def test_a_private_name_stays_in_its_zone(ground: Ground) -> None:
    other = ground.private_zone("more.private.westeurope.azmk8s.io")
    ground.azure.assign(ZONE_CONTRIBUTOR, other.id, principal(ground.who))
    cluster = ground.cluster()
    said = ground.azure.refusal(ground.change, cluster, **{f"{API}privateDNSZone": other.id})
    assert "Changing property 'apiServerAccessProfile.privateDNSZone' is not allowed" in said


@pytest.mark.parametrize(
    "name",
    ["ai.private.northeurope.azmk8s.io", "ai.example.com", "a.b.private.westeurope.azmk8s.io"],
)
def test_a_zone_has_the_name_that_is_written_to(ground: Ground, name: str) -> None:
    other = ground.private_zone(name)
    said = ground.azure.refusal(ground.cluster, **{f"{API}privateDNSZone": other.id})
    assert f"The private DNS zone {name} must be named" in said


def test_vnet_integration_is_there_for_good(ground: Ground) -> None:
    cluster = ground.cluster(**{KMS[:-2]: None})
    said = ground.azure.refusal(
        ground.change, cluster, **{KMS[:-2]: None, f"{API}enableVnetIntegration": False}
    )
    assert "Changing property 'apiServerAccessProfile.enableVnetIntegration' is not allowed" in said


# What its identity may


@pytest.mark.parametrize(
    ("right", "word"),
    [
        ("nodes", "'Microsoft.Network/virtualNetworks/subnets/join/action' on the linked"),
        ("api", "'Microsoft.Network/virtualNetworks/subnets/join/action' on the linked"),
        ("zone", "CustomPrivateDNSZoneMissingPermissionError"),
        ("kubelet", "CustomKubeletIdentityMissingPermissionError"),
        ("disks", "'Microsoft.Compute/diskEncryptionSets/read' on the linked scope"),
        ("vault", "'Microsoft.KeyVault/vaults/privateEndpointConnectionsApproval/action' on"),
    ],
)
def test_a_control_plane_needs_each_of_its_rights(ground: Ground, right: str, word: str) -> None:
    ground.azure.delete(ground.rights[right])
    if right in {"nodes", "api"}:
        ground.azure.delete(ground.rights["network"])
    assert word in ground.azure.refusal(ground.cluster)


def test_a_control_plane_links_its_zone_unless_it_is_linked(ground: Ground) -> None:
    ground.azure.delete(ground.rights["network"])
    said = ground.azure.refusal(ground.cluster)
    assert "'Microsoft.Network/virtualNetworks/join/action' on the linked scope" in said
    ground.link(ground.zone)
    ground.cluster()


# What is asked for


def test_only_what_is_there_is_told_of(ground: Ground) -> None:
    sandbox = ground.azure.sandbox
    key = {"resourceGroupName": "rg", "vaultName": "keys-of-rg", "keyName": "key"}
    found = sandbox.invoke("azure-native:keyvault:getKey", key, PROVIDER)
    assert found["keyUriWithVersion"] == ground.key.get("keyUriWithVersion")

    def ask(token: str, **arguments: str) -> Any:
        return sandbox.invoke(f"azure-native:{token}", {**key, **arguments}, PROVIDER)

    said = ground.azure.refusal(ask, "keyvault:getKey", keyName="other")
    assert "The Resource 'Microsoft.KeyVault/vaults/keys-of-rg/keys/other'" in said
    listing = "containerservice:listManagedClusterUserCredentials"
    assert "ResourceNotFound" in ground.azure.refusal(ask, listing, resourceName="cluster")
    ground.cluster()
    assert ask(listing, resourceName="cluster")["kubeconfigs"]


# Upkeep, records, pods


@pytest.mark.parametrize(
    ("name", "form"),
    [("default", "timeInWeek"), ("aksManagedAutoUpgradeSchedule", "maintenanceWindow")],
)
def test_each_window_has_its_form(ground: Ground, name: str, form: str) -> None:
    forms: dict[str, Any] = {
        "timeInWeek": [{"day": "Sunday", "hourSlots": [2, 3, 4, 5]}],
        "maintenanceWindow": {
            "schedule": {"weekly": {"dayOfWeek": "Sunday", "intervalWeeks": 1}},
            "startTime": "02:00",
            "durationHours": 4,
        },
    }

    def window(form: str) -> Any:
        return ground.azure.inside(
            "containerservice:MaintenanceConfiguration",
            name,
            resourceName="cluster",
            configName=name,
            **{form: forms[form]},
        )

    assert "ParentResourceNotFound" in ground.azure.refusal(window, form)
    ground.cluster()
    (other,) = {*forms} - {form}
    assert f"the configuration '{name}' takes {form}" in ground.azure.refusal(window, other)
    window(form)


def test_a_window_is_four_hours_long_at_least(ground: Ground) -> None:
    faults = ground.azure.faults(
        "containerservice:MaintenanceConfiguration",
        resourceGroupName="rg",
        resourceName="cluster",
        configName="aksManagedAutoUpgradeSchedule",
        maintenanceWindow={
            "schedule": {"weekly": {"dayOfWeek": "Sunday", "intervalWeeks": 1}},
            "startTime": "02:00",
            "durationHours": 3,
        },
    )
    assert "maintenanceWindow.durationHours" in faults


def test_a_cluster_records_what_it_can(ground: Ground) -> None:
    cluster, account = ground.cluster(), ground.azure.account()

    def record(category: str) -> Any:
        return ground.azure.make(
            "monitor:DiagnosticSetting",
            category,
            resourceUri=cluster.id,
            name=category,
            storageAccountId=account.id,
            logs=[{"category": category, "enabled": True}],
        )

    record("kube-audit")
    assert "Category 'AuditEvent' is not supported" in ground.azure.refusal(record, "AuditEvent")


def test_a_subnet_stays_while_a_cluster_lies_in_it(ground: Ground) -> None:
    cluster = ground.cluster()
    for subnet in (ground.api, ground.nodes):
        assert "InUseSubnetCannotBeDeleted" in ground.azure.refusal(ground.azure.delete, subnet)
    ground.azure.delete(cluster)
    ground.azure.delete(ground.api)


def trust(ground: Ground, issuer: str) -> Any:
    return ground.azure.inside(
        "managedidentity:FederatedIdentityCredential",
        "trust",
        resourceName="workload",
        federatedIdentityCredentialResourceName="trust",
        issuer=issuer,
        subject=POD,
        audiences=["api://AzureADTokenExchange"],
    )


def test_a_pod_is_whom_its_cluster_says(ground: Ground) -> None:
    cluster, workload = ground.cluster(), ground.azure.identity("workload")
    account = ground.azure.account()
    container = ground.azure.container()
    ground.azure.assign(READER, account.id, principal(workload))
    assert not ground.azure.can(POD, "read", container.id)
    trust(ground, str(cluster.get("oidcIssuerProfile.issuerURL")))
    assert ground.azure.can(POD, "assume", principal(workload))
    assert ground.azure.can(POD, "read", container.id)
    assert not ground.azure.can(POD, "write", container.id)
    assert not ground.azure.can("system:serviceaccount:training:other", "read", container.id)


def test_a_pod_of_no_cluster_is_nobody(ground: Ground) -> None:
    workload = ground.azure.identity("workload")
    trust(ground, "https://westeurope.oic.prod-aks.azure.com/tenant/none/")
    said = ground.azure.sandbox.can(POD, "assume", principal(workload))
    assert not said
    assert "no cluster signs so" in said.because


def test_a_cluster_without_workload_identity_makes_nobody_of_a_pod(ground: Ground) -> None:
    cluster = ground.cluster(securityProfile__workloadIdentity={"enabled": False})
    workload = ground.azure.identity("workload")
    trust(ground, str(cluster.get("oidcIssuerProfile.issuerURL")))
    assert not ground.azure.can(POD, "assume", principal(workload))


def test_a_name_is_fixed_in_the_sense_that_it_replaces(ground: Ground) -> None:
    old = ground.wanted()
    new = ground.wanted(dnsPrefix="other", networkProfile__outboundType="loadBalancer")
    changes = ground.azure.sandbox.diff(f"azure-native:{TYPE}", old, new)
    assert {change.path for change in changes if change.replaces} == {
        "dnsPrefix",
        "networkProfile.outboundType",
    }


def test_what_a_node_is_made_of_is_fixed(ground: Ground) -> None:
    cluster = ground.cluster()
    said = ground.azure.refusal(ground.change, cluster, **{f"{POOL}vmSize": "Standard_D8s_v5"})
    assert "PropertyChangeNotAllowed" in said

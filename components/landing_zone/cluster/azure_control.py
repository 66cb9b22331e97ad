"""The control plane of a cluster on Azure, as AKS runs it."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network

import pulumi
from pulumi_azure_native import containerservice, resources

from landing_zone.cluster.azure_access import Identities
from landing_zone.cluster.azure_nodes import system_nodes
from landing_zone.cluster.spec import ClusterSpec, UpgradeChannel
from landing_zone.core import NameRule, Scope
from landing_zone.network.spec import Egress

CLUSTER = NameRule(kind="cluster", max_length=54)
"""A cluster's name has 63 characters at most, and its DNS prefix, which is the same here, 54.

Source: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
"""

NODES_GROUP = NameRule(kind="resource group of nodes", max_length=80, unique=True)
"""Source: https://learn.microsoft.com/azure/aks/faq"""

PLANS: Mapping[UpgradeChannel, tuple[str, str]] = {
    UpgradeChannel.STANDARD: ("Standard", "KubernetesOfficial"),
    UpgradeChannel.EXTENDED: ("Premium", "AKSLongTermSupport"),
}
"""The tier, all of which have a guaranteed uptime, and how long it supports a minor version.

Source: https://learn.microsoft.com/azure/aks/free-standard-pricing-tiers
"""

ROUTED = "userDefinedRouting"
OUTBOUND: Mapping[str, str] = {Egress.NAT: "userAssignedNATGateway", Egress.FIREWALL: ROUTED}
"""What AKS calls a way out that is the subnet's own, of which it makes no part.

It also knows `none`, for clusters that take all images from a registry of their own, and refuses
it to others ("bootstrapProfile.artifactSource must be 'Cache'").

Sources: https://learn.microsoft.com/azure/aks/egress-outboundtype,
https://github.com/hashicorp/terraform-provider-azurerm/pull/29808
"""

MIGRATED = "networkProfile.outboundType"
"""Azure changes it in place (`az aks update --outbound-type`), azure-native by a new cluster.

So another way out is the subnet's at once, and the cluster's when somebody says so.

Source: https://learn.microsoft.com/azure/aks/egress-outboundtype
"""

CLEAN_EVERY_HOURS = 168
"""How often images with known holes that nothing uses are removed from nodes: once a week."""


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What a control plane is put together from."""

    group: resources.ResourceGroup
    identities: Identities
    subnet: pulumi.Input[str]
    nodes_subnet: pulumi.Input[str]
    names: pulumi.Input[str] | None
    """The private zone for its name; None where it has a public one."""
    disks: pulumi.Input[str]
    key: pulumi.Input[str]
    """The address of the key for secrets, with its version, once it may be used."""
    vault: pulumi.Input[str]
    cidrs: Mapping[str, pulumi.Output[str]]
    egress: pulumi.Output[str]
    """What the nodes' subnet sends its traffic out by."""


def control_plane(scope: Scope, spec: ClusterSpec, parts: Parts) -> containerservice.ManagedCluster:
    """Declare the control plane with the system nodes, without which AKS makes none.

    A new minor version is one request: AKS upgrades the control plane, then the nodes.
    It carries no management lock (docs/decisions/0010-no-management-locks.md); the stack protects
    it. What nobody may do by hand in the nodes' resource group is denied by AKS itself.

    Sources: https://learn.microsoft.com/azure/aks/upgrade-aks-cluster,
    https://learn.microsoft.com/azure/aks/node-resource-group-lockdown
    """
    name = scope.physical(CLUSTER)
    tier, support = PLANS[spec.upgrade_channel]
    return containerservice.ManagedCluster(
        scope.child("cluster"),
        resource_group_name=parts.group.name,
        resource_name_=name,
        location=scope.env.region,
        dns_prefix=name,
        sku={"name": "Base", "tier": tier},
        support_plan=support,
        kubernetes_version=spec.version,
        node_resource_group=scope.physical(NODES_GROUP, "nodes"),
        node_resource_group_profile={"restriction_level": "ReadOnly"},
        identity={
            "type": containerservice.ResourceIdentityType.USER_ASSIGNED,
            "user_assigned_identities": [parts.identities.control_plane.id],
        },
        identity_profile={"kubeletidentity": _kubelet(parts.identities)},
        api_server_access_profile=_reachability(spec, parts),
        network_profile=_network(parts),
        aad_profile={"managed": True, "enable_azure_rbac": True, "tenant_id": scope.env.tenant},
        enable_rbac=True,
        disable_local_accounts=True,
        oidc_issuer_profile={"enabled": True},
        security_profile=_security(parts),
        disk_encryption_set_id=parts.disks,
        storage_profile=_storage(),
        auto_upgrade_profile={"upgrade_channel": "patch", "node_os_upgrade_channel": "NodeImage"},
        auto_scaler_profile={
            "expander": "priority",
            "scale_down_unneeded_time": f"{spec.idle_node_minutes}m",
        },
        metrics_profile={"cost_analysis": {"enabled": True}},
        agent_pool_profiles=[system_nodes(scope, spec, subnet=parts.nodes_subnet)],
        tags=scope.tags,
        opts=scope.opts(stateful=True, ignore_changes=[MIGRATED]),
    )


def _kubelet(who: Identities) -> containerservice.UserAssignedIdentityArgsDict:
    """Return what nodes are, in every way that AKS asks for it."""
    return {
        "resource_id": who.nodes.id,
        "client_id": who.nodes.client_id,
        "object_id": who.nodes.principal_id,
    }


def _reachability(
    spec: ClusterSpec, parts: Parts
) -> containerservice.ManagedClusterAPIServerAccessProfileArgsDict:
    """Return who reaches the API; the nodes do by the network in any case.

    The control plane lies in the network itself: a closed vault is used by no other, and whether
    it has a public address besides can be changed later. Listed networks reach no private one.

    Sources: https://learn.microsoft.com/azure/aks/api-server-vnet-integration,
    https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges
    """
    inside: containerservice.ManagedClusterAPIServerAccessProfileArgsDict = {
        "enable_vnet_integration": True,
        "subnet_id": parts.subnet,
        "disable_run_command": True,
    }
    if spec.endpoint == "private":
        return {
            **inside,
            "enable_private_cluster": True,
            "enable_private_cluster_public_fqdn": False,
            "private_dns_zone": parts.names,
        }
    ranges = [str(cidr) for cidr in spec.endpoint]
    return {**inside, "enable_private_cluster": False, "authorized_ip_ranges": ranges}


def _network(parts: Parts) -> containerservice.ContainerServiceNetworkProfileArgsDict:
    """Return the overlay of pods, whose policies Cilium enforces.

    Source: https://learn.microsoft.com/azure/aks/azure-cni-powered-by-cilium
    """
    cidrs = parts.cidrs
    return {
        "network_plugin": "azure",
        "network_plugin_mode": "overlay",
        "network_dataplane": "cilium",
        "network_policy": "cilium",
        "pod_cidr": cidrs["pods"],
        "service_cidr": cidrs["services"],
        "dns_service_ip": cidrs["services"].apply(_tenth),
        "ip_families": ["IPv4"],
        "load_balancer_sku": "standard",
        "outbound_type": parts.egress.apply(lambda egress: OUTBOUND.get(egress, ROUTED)),
    }


def _security(parts: Parts) -> containerservice.ManagedClusterSecurityProfileArgsDict:
    """Return what encrypts secrets, what pods are, and how nodes are rid of old images.

    Sources: https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption,
    https://learn.microsoft.com/azure/aks/image-cleaner
    """
    return {
        "azure_key_vault_kms": {
            "enabled": True,
            "key_id": parts.key,
            "key_vault_network_access": "Private",
            "key_vault_resource_id": parts.vault,
        },
        "workload_identity": {"enabled": True},
        "image_cleaner": {"enabled": True, "interval_hours": CLEAN_EVERY_HOURS},
    }


def _storage() -> containerservice.ManagedClusterStorageProfileArgsDict:
    return {
        "disk_csi_driver": {"enabled": True},
        "file_csi_driver": {"enabled": True},
        "blob_csi_driver": {"enabled": True},
        "snapshot_controller": {"enabled": True},
    }


def _tenth(cidr: str) -> str:
    return str(IPv4Network(cidr)[10])

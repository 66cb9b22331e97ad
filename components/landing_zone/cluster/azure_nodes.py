"""The nodes for a cluster's own programs on Azure."""

from collections.abc import Mapping

import pulumi
from pulumi_azure_native import containerservice

from landing_zone.cluster.spec import ClusterSpec, Machine, NodeOs
from landing_zone.core import Scope
from landing_zone.network.addresses import MOST_ZONES
from landing_zone.network.azure_zones import zone_names

SIZES: Mapping[Machine, str] = {
    Machine.STANDARD_4: "Standard_D4s_v5",
    Machine.STANDARD_8: "Standard_D8s_v5",
    Machine.STANDARD_16: "Standard_D16s_v5",
}
"""Source: https://learn.microsoft.com/azure/virtual-machines/sizes/general-purpose/dsv5-series"""

SYSTEMS: Mapping[NodeOs, str] = {NodeOs.MINIMAL: "AzureLinux", NodeOs.GENERAL: "Ubuntu"}
"""Source: https://learn.microsoft.com/azure/aks/upgrade-os-version"""

PODS_PER_NODE = 110
"""As on the other clouds; an overlay gives each node 256 addresses."""


def system_nodes(
    scope: Scope, spec: ClusterSpec, *, subnet: pulumi.Input[str]
) -> containerservice.ManagedClusterAgentPoolProfileArgsDict:
    """Return the pool, whose number of nodes is the autoscaler's to choose.

    Its hosts encrypt what never reaches a disk, which a subscription has to be registered for
    once: `az feature register --namespace Microsoft.Compute --name EncryptionAtHost`. Nobody has a
    key to log in to a node with: AKS knows `sshAccess` in previews of its interface alone, and
    azure-native does not speak those. AKS repairs nodes that do not become ready by itself.

    Sources: https://learn.microsoft.com/azure/aks/enable-host-encryption,
    https://github.com/Azure/azure-rest-api-specs/issues/40740,
    https://learn.microsoft.com/azure/aks/node-auto-repair,
    https://learn.microsoft.com/azure/aks/use-trusted-launch
    """
    pool, names = spec.system_pool, zone_names(scope.env.region, MOST_ZONES)
    zones = [names[number - 1] for number in spec.node_zones] if spec.node_zones else names
    return {
        "name": "system",
        "mode": "System",
        "type": "VirtualMachineScaleSets",
        "os_type": "Linux",
        "os_sku": SYSTEMS[spec.node_os],
        "vm_size": SIZES[pool.machine],
        "orchestrator_version": spec.version,
        "availability_zones": zones,
        "vnet_subnet_id": subnet,
        "enable_node_public_ip": False,
        "enable_auto_scaling": True,
        "min_count": pool.min_nodes,
        "max_count": pool.max_nodes,
        "max_pods": PODS_PER_NODE,
        "os_disk_type": "Managed",
        "os_disk_size_gb": pool.disk_gib,
        "enable_encryption_at_host": True,
        "security_profile": {"enable_secure_boot": True, "enable_vtpm": True},
        "upgrade_settings": {"max_surge": "33%", "drain_timeout_in_minutes": 30},
        "tags": scope.tags,
    }

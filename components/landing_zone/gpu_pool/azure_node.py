"""The agent pool of a rung on Azure."""

from collections.abc import Mapping
from typing import TypedDict

from pulumi_azure_native import containerservice

from landing_zone.gpu_pool import azure_marks as marks
from landing_zone.gpu_pool.azure_capacity import Held
from landing_zone.gpu_pool.azure_pool import Pool
from landing_zone.gpu_pool.capacity import Rung, RungKind
from landing_zone.gpu_pool.spec import Driver, GpuPoolSpec

PODS_PER_NODE = 110
"""As on every cloud; AKS routes 256 addresses to a node, whatever it says.

Source: https://learn.microsoft.com/azure/aks/azure-cni-overlay#ip-address-planning
"""

DRIVERS: Mapping[Driver, str] = {Driver.CLOUD: "Install", Driver.OPERATOR: "None"}
"""Source: https://learn.microsoft.com/azure/aks/use-nvidia-gpu#skip-gpu-driver-installation"""

ANY_PRICE = -1.0
"""Spot machines are then taken back for their capacity alone, and cost the list price at most."""

UPGRADES: containerservice.AgentPoolUpgradeSettingsArgsDict = {
    "undrainable_node_behavior": "Cordon"
}
"""A node whose pods cannot be moved is cordoned and left, instead of failing the upgrade.

Source: https://learn.microsoft.com/azure/aks/upgrade-aks-node-pools-rolling
"""

MADE_ONCE = [
    "availabilityZones",
    "capacityReservationGroupID",
    "enableEncryptionAtHost",
    "enableNodePublicIP",
    "gpuProfile",
    "maxPods",
    "osDiskSizeGB",
    "osDiskType",
    "proximityPlacementGroupID",
    "scaleSetEvictionPolicy",
    "scaleSetPriority",
    "spotMaxPrice",
    "vnetSubnetID",
]
"""What AKS refuses to change in a pool, though azure-native plans an update: another pool is made.

Source: https://learn.microsoft.com/azure/aks/manage-node-pools
"""


def agent_pool(pool: Pool, code: str, held: Held) -> containerservice.AgentPool:
    """Declare the nodes of one rung, from none to as many as the spec allows.

    How many there are is the autoscaler's: Azure asks for `count` unless `type` is given. AKS
    repairs nodes that stay unready by itself. Nodes have the identity of the cluster's kubelets,
    which may pull images and nothing else; nobody has a key to log in with. Their disks are
    encrypted as the cluster says, and on the host. The version is the control plane's, which goes
    first.

    Sources: https://github.com/pulumi/pulumi-azure-native/issues/2943,
    https://learn.microsoft.com/azure/aks/node-auto-repair,
    https://learn.microsoft.com/azure/aks/enable-host-encryption
    """
    scope, spec, rung = pool.scope, pool.spec, pool.rungs[code]
    place = pool.cluster.place
    least, most = _size(pool, code)
    return containerservice.AgentPool(
        scope.child(code),
        resource_group_name=place["resource_group"],
        resource_name_=place["cluster"],
        agent_pool_name=f"{pool.name}{code}",
        type="VirtualMachineScaleSets",
        mode="User",
        vm_size=pool.choice.machine.name,
        os_type="Linux",
        os_sku="Ubuntu",
        orchestrator_version=pool.cluster.version,
        enable_auto_scaling=True,
        min_count=least,
        max_count=most,
        max_pods=PODS_PER_NODE,
        scale_down_mode="Delete",
        os_disk_type="Managed",
        os_disk_size_gb=spec.disk_gib,
        enable_encryption_at_host=True,
        enable_node_public_ip=False,
        vnet_subnet_id=place["nodes_subnet"],
        availability_zones=held.zones,
        proximity_placement_group_id=held.placement,
        capacity_reservation_group_id=held.reservation,
        gpu_profile={"driver": DRIVERS[spec.driver]},
        gpu_instance_profile=_instance_profile(spec),
        node_labels=marks.labels(pool, code),
        node_taints=marks.taints(pool, code),
        tags={**scope.tags, **marks.scale_tag(pool)},
        upgrade_settings=_upgrades(rung),
        **_priority(rung),
        opts=scope.opts(replace_on_changes=MADE_ONCE, delete_before_replace=True),
    )


def _size(pool: Pool, code: str) -> tuple[int, int]:
    """Return the fewest and most nodes of a rung: what is reserved here is not exceeded."""
    spec, rung = pool.spec, pool.rungs[code]
    first = code == next(iter(pool.rungs))
    most = min(spec.max_nodes, rung.nodes or spec.max_nodes)
    return (spec.min_nodes if first else 0), most


class _Priority(TypedDict, total=False):
    scale_set_priority: str
    scale_set_eviction_policy: str
    spot_max_price: float


def _priority(rung: Rung) -> _Priority:
    if rung.kind is not RungKind.SPOT:
        return {"scale_set_priority": "Regular"}
    return {
        "scale_set_priority": "Spot",
        "scale_set_eviction_policy": "Delete",
        "spot_max_price": ANY_PRICE if rung.max_usd_hour is None else float(rung.max_usd_hour),
    }


def _instance_profile(spec: GpuPoolSpec) -> str | None:
    """Say how AKS cuts up accelerators; where the operator installs the driver, it cuts as well.

    AKS tells parts by their processors alone, `MIG1g` for `1g.10gb`; the catalogue has no others
    for its machines.

    Source: https://learn.microsoft.com/azure/aks/gpu-multi-instance#gpu-instance-profiles
    """
    mig = spec.sharing.mig
    if mig is None or spec.driver is not Driver.CLOUD:
        return None
    return f"MIG{mig.profile.partition('.')[0]}"


def _upgrades(rung: Rung) -> containerservice.AgentPoolUpgradeSettingsArgsDict | None:
    """Say how nodes are replaced: after one more is there, or one less where no more is reserved.

    There is nothing to say of spot nodes, which are replaced without a surge.
    """
    if rung.kind is RungKind.SPOT:
        return None
    if rung.kind is RungKind.RESERVATION:
        return {**UPGRADES, "max_surge": "0", "max_unavailable": "1"}
    return {**UPGRADES, "max_surge": "1"}

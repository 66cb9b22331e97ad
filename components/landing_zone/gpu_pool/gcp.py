"""Pools of NVIDIA and TPU nodes on GKE: a node pool for each rung."""

from collections.abc import Iterator

import pulumi
from pulumi_gcp import compute, container

from landing_zone.baseline.gcp import enable
from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.core import LandingZoneError, Names, Scope, after
from landing_zone.gpu_pool import gcp_check, nodes
from landing_zone.gpu_pool.gcp_capacity import terms
from landing_zone.gpu_pool.gcp_fabric import Card, fabric
from landing_zone.gpu_pool.gcp_node import node_config
from landing_zone.gpu_pool.gcp_placement import placed, placement
from landing_zone.gpu_pool.gcp_pool import Pool
from landing_zone.gpu_pool.gke import QUEUED_TAINT, class_labels, class_taints, is_queued
from landing_zone.gpu_pool.spec import GpuPoolOutputs, GpuPoolSpec, Taint
from landing_zone.keys.spec import KeysOutputs
from landing_zone.network.spec import NetworkOutputs

PODS_PER_NODE = 110
"""The most pods on a node, which gets 256 addresses for them, as the zone's other nodes.

Source: https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr
"""

TPU_LABELS = {
    "cloud.google.com/gke-tpu-accelerator": "accelerator",
    "cloud.google.com/gke-tpu-topology": "topology",
}
"""What pods for a TPU must select: GKE's labels, and where the catalogue says their values.

Source: https://cloud.google.com/kubernetes-engine/docs/how-to/tpus#node-selectors
"""

ARM_TAINTS = (Taint(key="kubernetes.io/arch", value="arm64"),)
"""What GKE puts on ARM nodes by itself.

Source: https://cloud.google.com/kubernetes-engine/docs/how-to/prepare-arm-workloads-for-deployment
"""


def check(names: Names, spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
    """Yield what GKE refuses: ways to get machines that it has not, zones, fabrics and names."""
    yield from gcp_check.faults(names, spec)


def build(
    scope: Scope,
    spec: GpuPoolSpec,
    *,
    cluster: ClusterOutputs,
    network: NetworkOutputs,
    keys: KeysOutputs,
) -> GpuPoolOutputs:
    """Declare the networks of the fabric, what keeps nodes close, and a node pool for each rung.

    The key of the disks comes from the cluster's `place`, available once Compute Engine may use
    it. What orders the rungs is a `ComputeClass`, which the runtime declares.
    """
    del keys
    pool = Pool.of(scope, spec, cluster)
    apis = enable(scope, "compute", "container", "containerfilesystem")
    cards = fabric(scope, spec, pool.choice, pool.zones[0], network=network, apis=apis)
    close = placement(pool, apis)
    made = {code: _rung(pool, code, cards, close, apis) for code in pool.rungs}
    return GpuPoolOutputs(
        machine=after(pool.choice.machine.name, *made.values()),
        accelerator=after(pool.choice.accelerator.name, *made.values()),
        node_pools={code: each.name for code, each in made.items()},
        scheduling=after(pulumi.Output.from_input(_scheduling(pool)), *made.values()),
        resource=after(pool.choice.accelerator.resource, *made.values()),
        networks={card.interface.object(pool.name): card.place for card in cards},
    )


def _rung(
    pool: Pool,
    code: str,
    cards: list[Card],
    close: dict[str, compute.ResourcePolicy],
    apis: list[pulumi.Resource],
) -> container.NodePool:
    """Declare a node pool; how many nodes it has is the autoscaler's, from the first on.

    Its name is Pulumi's, so that a pool that has to be replaced is there before the old one goes:
    without nodes it needs no quota. Nodes have the control plane's version, which goes first.

    Source: https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-autoscaler
    """
    scope, place = pool.scope, pool.cluster.place
    had = terms(pool, code)
    return container.NodePool(
        scope.child(code),
        project=scope.env.account,
        location=place["location"],
        cluster=pool.cluster.name,
        version=place["node_version"],
        node_locations=had.zones,
        initial_node_count=had.first,
        autoscaling={
            "total_min_node_count": had.least,
            "total_max_node_count": had.most,
            "location_policy": "ANY",
        },
        management={"auto_repair": had.repairs, "auto_upgrade": True},
        upgrade_settings=had.upgrade,
        max_pods_per_node=PODS_PER_NODE,
        network_config=_network(pool, cards),
        placement_policy=placed(close.get(code)),
        queued_provisioning={"enabled": True} if had.queued else None,
        node_config=node_config(pool, code, had),
        opts=scope.opts(depends_on=apis, ignore_changes=["initialNodeCount"]),
    )


def _network(pool: Pool, cards: list[Card]) -> container.NodePoolNetworkConfigArgsDict:
    own: container.NodePoolNetworkConfigArgsDict = {
        "enable_private_nodes": True,
        "pod_range": pool.cluster.place["pods_range"],
    }
    if cards:
        own["additional_node_network_configs"] = [card.config for card in cards]
    return own


def _scheduling(pool: Pool) -> dict[str, object]:
    """Return what pods say: the pool's class orders its rungs, so they name none."""
    besides = [
        *class_taints(pool.name, pool.spec),
        *((QUEUED_TAINT,) if is_queued(pool.spec) else ()),
        *(ARM_TAINTS if pool.choice.machine.arch == "arm64" else ()),
    ]
    said = nodes.scheduling(pool.name, pool.spec, pool.choice, besides)
    selected = {**said["nodeSelector"], **class_labels(pool.name, pool.spec)}
    if pool.choice.accelerator.vendor == "google":
        words = pool.choice.machine.words
        selected |= {label: words[word] for label, word in TPU_LABELS.items()}
    return {**said, "nodeSelector": selected}

"""What nodes of AKS need before their accelerators reach each other over InfiniBand."""

import json
from collections.abc import Iterator

from landing_zone.gpu_pool.spec import Driver
from landing_zone.gpu_runtime.demand import EVERYWHERE, Demand, on_nodes_of
from landing_zone.gpu_runtime.images import mirrored
from landing_zone.gpu_runtime.objects import Manifest, manifest
from landing_zone.gpu_runtime.objects.attachment import INFINIBAND
from landing_zone.gpu_runtime.objects.node import prepared
from landing_zone.gpu_runtime.spec import GpuRuntimeSpec

OFED_VERSION, SHARED_PLUGIN_VERSION = "doca3.4.0-26.04-0.8.6.0-0", "network-operator-v26.4.1"
"""Source: https://docs.nvidia.com/networking/display/kubernetes2640/platform-support.html"""


def network_policy(demand: Demand, spec: GpuRuntimeSpec) -> Iterator[Manifest]:
    """Yield InfiniBand's driver, and the plugin that lets pods share the cards of a node.

    Source: https://azure.github.io/aks-rdma-infiniband/configurations/network-operator
    """
    pools = demand.by(fabric="infiniband")
    if not pools:
        return
    repository = mirrored("nvcr.io/nvidia/mellanox", spec.mirror)
    prefix, name = INFINIBAND.split("/")
    cards = {"vendors": ["15b3"], "linkTypes": ["infiniband"]}
    shared = {"resourcePrefix": prefix, "resourceName": name, "rdmaHcaMax": 63, "selectors": cards}
    yield manifest(
        "mellanox.com/v1alpha1",
        "NicClusterPolicy",
        "nic-cluster-policy",
        spec={
            "nodeAffinity": on_nodes_of(pools),
            "tolerations": [*EVERYWHERE],
            "ofedDriver": {
                "repository": repository,
                "image": "doca-driver",
                "version": OFED_VERSION,
                "upgradePolicy": {"autoUpgrade": True, "maxParallelUpgrades": 1},
                "startupProbe": {"initialDelaySeconds": 10, "periodSeconds": 20},
                "livenessProbe": {"initialDelaySeconds": 30, "periodSeconds": 30},
                "readinessProbe": {"initialDelaySeconds": 10, "periodSeconds": 30},
            },
            "rdmaSharedDevicePlugin": {
                "repository": repository,
                "image": "k8s-rdma-shared-dev-plugin",
                "version": SHARED_PLUGIN_VERSION,
                "config": json.dumps({"configList": [shared]}),
            },
        },
    )


def peer_memory(demand: Demand, spec: GpuRuntimeSpec) -> Iterator[Manifest]:
    """Yield what joins AKS's own accelerator driver to InfiniBand's, whichever came last.

    Where the operator installs the driver, it does this as well.

    Source: https://azure.github.io/aks-rdma-infiniband/configurations/gpu-drivers
    """
    pools = demand.by("nvidia", driver=Driver.CLOUD, fabric="infiniband")
    if pools:
        load = "until modprobe nvidia-peermem; do sleep 10; done"
        yield prepared("peer-memory", pools, load, spec)

"""What nodes with accelerators say of themselves, and pods of them, whatever the cloud."""

from collections.abc import Iterable, Mapping
from typing import Any

from landing_zone.gpu_pool.resolution import Choice
from landing_zone.gpu_pool.sharing import Mig, Sharing
from landing_zone.gpu_pool.spec import POOL_LABEL, RUNG_LABEL, GpuPoolSpec, Taint

PURPOSE_LABEL = "landing-zone/purpose"
"""On every node: what its pool is for."""

ACCELERATOR_LABEL = "landing-zone/accelerator"
"""On every node: the accelerator, as the catalogue calls it."""

MIG_LABEL = "nvidia.com/mig.config"
"""By which NVIDIA's MIG manager knows how to cut up the accelerators of a node.

Source: https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-operator-mig.html
"""

PLUGIN_LABEL = "nvidia.com/device-plugin.config"
"""By which NVIDIA's device plugin knows which of its configurations is for a node.

Source: https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-sharing.html
"""

TAINT_VALUE = "present"

MIG_SLICES, MIG_MEMORY_SLICES = 7, 8
"""Slices of processors and of memory that an accelerator's parts are made of.

Source: https://docs.nvidia.com/datacenter/tesla/mig-user-guide/concepts.html
"""


def labels(pool: str, rung: str, spec: GpuPoolSpec, choice: Choice) -> dict[str, str]:
    """Return the labels of a rung's nodes; all but the rung's are the same on every rung."""
    own = {
        POOL_LABEL: pool,
        RUNG_LABEL: rung,
        PURPOSE_LABEL: spec.purpose.value,
        ACCELERATOR_LABEL: choice.accelerator.name,
    }
    return {**spec.labels, **own, **sharing_labels(spec.sharing)}


def sharing_labels(sharing: Sharing) -> dict[str, str]:
    """Return what tells NVIDIA's operators how the accelerators of a node are shared."""
    if sharing.mig:
        return {MIG_LABEL: f"all-{sharing.mig.profile}"}
    config = plugin_config(sharing)
    return {PLUGIN_LABEL: config} if config else {}


def plugin_config(sharing: Sharing) -> str | None:
    """Return the name of the device plugin's configuration: `time-slicing-4` or `mps-4`."""
    if sharing.time_slicing:
        return f"time-slicing-{sharing.time_slicing.clients}"
    return f"mps-{sharing.mps.clients}" if sharing.mps else None


def taints(spec: GpuPoolSpec, choice: Choice) -> tuple[Taint, ...]:
    """Return the taints of every rung's nodes: the accelerator's own first, then the spec's."""
    own = Taint(key=choice.accelerator.resource, value=TAINT_VALUE)
    return (own, *spec.taints)


def advertised(spec: GpuPoolSpec, choice: Choice) -> int:
    """Return how many of `Choice.accelerator.resource` a node offers.

    A part that MIG cuts counts as one of `nvidia.com/gpu` on every cloud (NVIDIA's strategy
    `single`): GKE's own device plugin knows no other name, and an autoscaler that starts from no
    nodes has no way to learn of `nvidia.com/mig-…` on AKS.

    Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/gpus-multi,
    https://docs.nvidia.com/datacenter/cloud-native/kubernetes/latest/index.html
    """
    return int(choice.machine.count) * _sharers(spec.sharing, choice)


def mig_parts(mig: Mig, memory_gib: float) -> int:
    """Return into how many parts a profile cuts an accelerator: 7 for `1g.10gb` of 80 GB."""
    slices, _, memory = mig.profile.removesuffix("gb").partition("g.")
    memory_slices = max(1, round(int(memory) * MIG_MEMORY_SLICES / memory_gib))
    return min(MIG_SLICES // int(slices), MIG_MEMORY_SLICES // memory_slices)


def scheduling(
    pool: str, spec: GpuPoolSpec, choice: Choice, besides: Iterable[Taint] = ()
) -> dict[str, Any]:
    """Return what a pod says to run on a pool, whichever rung its node comes from.

    Args:
        pool: the pool's name.
        spec: the pool.
        choice: its machine.
        besides: taints that the cloud adds to the nodes of some rungs by itself.
    """
    tolerated = (*taints(spec, choice), *besides)
    return {
        "nodeSelector": {POOL_LABEL: pool},
        "tolerations": [toleration(taint) for taint in tolerated],
    }


def toleration(taint: Taint) -> Mapping[str, str]:
    """Return what a pod says to run in spite of a taint."""
    return {
        "key": taint.key,
        "operator": "Equal",
        "value": taint.value,
        "effect": taint.effect,
    }


def _sharers(sharing: Sharing, choice: Choice) -> int:
    if sharing.mig:
        return mig_parts(sharing.mig, choice.accelerator.memory_gib)
    way = sharing.time_slicing or sharing.mps
    return way.clients if way else 1

"""How fast an all-reduce across two nodes has to be before a pool counts as sound."""

from collections.abc import Mapping
from typing import NamedTuple

from landing_zone.core import Cloud
from landing_zone.gpu_pool.catalog import FabricKind, Machine

LEAST_SHARE = 0.4
"""Of the wire's own speed: what is asked of a machine of which nobody has published more.

NCCL's bus bandwidth is at most the wire's where each accelerator has its own interface; a
fabric that fell back to TCP reaches a tenth of it.

Source: https://github.com/NVIDIA/nccl-tests/blob/master/doc/PERFORMANCE.md#bus-bandwidth
"""


LEAST_BY_KERNEL = 1.0
"""What is asked where packets go through the kernel: that the nodes reach each other at all."""


class Baseline(NamedTuple):
    """The bus bandwidth of a sound pair of nodes."""

    gigabytes_s: int
    """GB/s of an all-reduce of large messages over two nodes with all their accelerators."""
    source: str
    date: str


_RECIPES = "https://github.com/NVIDIA/aicr/tree/main/recipes/overlays"

BASELINES: Mapping[tuple[Cloud, str, FabricKind], Baseline] = {
    (Cloud.AWS, "h100", "efa"): Baseline(300, f"{_RECIPES} (h100-eks-training)", "2026-10"),
    (Cloud.GCP, "h100", "tcpxo"): Baseline(300, f"{_RECIPES} (h100-gke-cos-training)", "2026-10"),
    (Cloud.AZURE, "h100", "infiniband"): Baseline(
        150, f"{_RECIPES} (h100-aks-training)", "2026-10"
    ),
}
"""Floors that were measured, on whole machines of eight: by cloud, accelerator and fabric."""


def floor_gigabytes_s(machine: Machine, *, past_kernel: bool) -> float:
    """Return the least bus bandwidth between two machines of a type that are sound, in GB/s.

    Args:
        machine: the type.
        past_kernel: whether the accelerators reach each other by the machine's fabric.
    """
    if not past_kernel:
        return LEAST_BY_KERNEL
    known = BASELINES.get((machine.cloud, machine.accelerator, machine.fabric))
    if known and machine.count == 8:
        return known.gigabytes_s
    return round(machine.fabric_gbps / 8 * LEAST_SHARE, 1)

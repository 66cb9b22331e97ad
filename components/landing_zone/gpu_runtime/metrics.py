"""Which metrics of accelerators are exported: those that people draw and are woken by."""

from collections.abc import Iterable
from typing import Literal, NamedTuple


class Metric(NamedTuple):
    """One field of NVIDIA's Data Center GPU Manager."""

    field: str
    kind: Literal["gauge", "counter"]
    meaning: str
    alert: str = ""
    """When somebody should be woken; empty: it is for dashboards."""

    @property
    def profiles(self) -> bool:
        """Whether it is measured by the profiling counters, which one reader at a time may use."""
        return self.field.startswith("DCGM_FI_PROF_")


METRICS = (
    Metric("DCGM_FI_DEV_XID_ERRORS", "gauge", "last XID error", "any but 13, 31, 43 and 45"),
    Metric("DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS", "counter", "rows lost to bad memory"),
    Metric("DCGM_FI_DEV_ROW_REMAP_FAILURE", "gauge", "no spare rows left", "1"),
    Metric("DCGM_FI_DEV_ECC_DBE_VOL_TOTAL", "counter", "double-bit memory errors", "it grows"),
    Metric("DCGM_FI_DEV_PCIE_REPLAY_COUNTER", "counter", "PCIe retries", "it grows every minute"),
    Metric("DCGM_FI_DEV_GPU_TEMP", "gauge", "temperature, in °C", "above 85 for 10 minutes"),
    Metric("DCGM_FI_DEV_MEMORY_TEMP", "gauge", "temperature of the memory, in °C", "above 95"),
    Metric("DCGM_FI_DEV_POWER_USAGE", "gauge", "power drawn, in W"),
    Metric("DCGM_FI_DEV_THERMAL_VIOLATION", "counter", "throttled by heat, in ns", "it grows"),
    Metric("DCGM_FI_DEV_POWER_VIOLATION", "counter", "throttled by power, in ns"),
    Metric("DCGM_FI_DEV_GPU_UTIL", "gauge", "busy, in %", "below 10 for an hour on a rented node"),
    Metric("DCGM_FI_DEV_FB_USED", "gauge", "memory in use, in MiB"),
    Metric("DCGM_FI_DEV_FB_FREE", "gauge", "memory that is free, in MiB"),
    Metric("DCGM_FI_DEV_SM_CLOCK", "gauge", "clock of the processors, in MHz"),
    Metric("DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL", "counter", "NVLink traffic"),
    Metric("DCGM_FI_PROF_SM_ACTIVE", "gauge", "processors with work, as a share"),
    Metric("DCGM_FI_PROF_PIPE_TENSOR_ACTIVE", "gauge", "tensor cores with work, as a share"),
    Metric("DCGM_FI_PROF_DRAM_ACTIVE", "gauge", "memory interface with work, as a share"),
)
"""Source: https://docs.nvidia.com/datacenter/dcgm/latest/dcgm-api/dcgm-api-field-ids.html"""


def collectors(metrics: Iterable[Metric] = METRICS) -> str:
    """Return the list as the exporter reads it: a line each, field, kind, help.

    Source: https://github.com/NVIDIA/dcgm-exporter#changing-metrics
    """
    return "".join(
        f"{each.field}, {each.kind}, {each.meaning.replace(',', '')}.\n" for each in metrics
    )

"""Which machine types carry accelerators, and how many, told from their names.

A row is a family: a pattern for the name of the machine type, the accelerator as people call it,
and how many there are, by the size that the pattern's group `size` captures. A number stands for
every size; `...` for the size itself, where the name says the number.

Sources: https://aws.amazon.com/ec2/instance-types/accelerated-computing/,
https://cloud.google.com/compute/docs/gpus, https://cloud.google.com/tpu/docs/system-architecture-tpu-vm,
https://learn.microsoft.com/azure/virtual-machines/sizes/overview#gpu-accelerated
"""

import re
from collections.abc import Mapping
from functools import cache
from types import EllipsisType
from typing import NamedTuple, TypeAlias

Counts: TypeAlias = Mapping[str, float] | float | EllipsisType


class Accelerators(NamedTuple):
    """What a machine carries."""

    name: str
    """As people call them: `h100`, `a100-80`; `gpu` where only that there are some is known."""
    number: float | None
    """How many, a share of one as a fraction; None where it is not known."""


G5: Counts = {"12xlarge": 4, "24xlarge": 4, "48xlarge": 8, "": 1}
G6F: Counts = {"large": 0.125, "xlarge": 0.125, "2xlarge": 0.25, "4xlarge": 0.5}
P3: Counts = {"2xlarge": 1, "8xlarge": 4, "16xlarge": 8}
G7: Counts = {"12xlarge": 2, "24xlarge": 4, "48xlarge": 8, "": 1}
INF1: Counts = {"6xlarge": 4, "24xlarge": 16, "": 1}
INF2: Counts = {"24xlarge": 6, "48xlarge": 12, "": 1}

AWS: tuple[tuple[str, str, Counts], ...] = (
    (r"p2\.(?P<size>\w+)", "k80", {"8xlarge": 8, "16xlarge": 16, "": 1}),
    (r"p3\.(?P<size>\w+)", "v100", P3),
    (r"p3dn\.", "v100-32", 8),
    (r"p4d\.", "a100-40", 8),
    (r"p4de\.", "a100-80", 8),
    (r"p5\.(?P<size>\w+)", "h100", {"4xlarge": 1, "": 8}),
    (r"p5en?\.", "h200", 8),
    (r"p6-b200\.", "b200", 8),
    (r"p6-b300\.", "b300", 8),
    (r"p6e-gb200\.", "gb200", 4),
    (r"p6e-gb300\.", "gb300", 4),
    (r"g3s?\.(?P<size>\w+)", "m60", {"8xlarge": 2, "16xlarge": 4, "": 1}),
    (r"g4dn\.(?P<size>\w+)", "t4", {"12xlarge": 4, "metal": 8, "": 1}),
    (r"g4ad\.(?P<size>\w+)", "v520", {"8xlarge": 2, "16xlarge": 4, "": 1}),
    (r"g5\.(?P<size>\w+)", "a10g", G5),
    (r"g5g\.(?P<size>\w+)", "t4g", {"16xlarge": 2, "metal": 2, "": 1}),
    (r"gr?6f\.(?P<size>\w+)", "l4", G6F),
    (r"gr?6\.(?P<size>\w+)", "l4", G5),
    (r"g6e\.(?P<size>\w+)", "l40s", G5),
    (r"g7\.(?P<size>\w+)", "rtx-pro-4500", G7),
    (r"g7e\.(?P<size>\w+)", "rtx-pro-6000", G7),
    (r"inf1\.(?P<size>\w+)", "inferentia", INF1),
    (r"inf2\.(?P<size>\w+)", "inferentia2", INF2),
    (r"trn1n?\.(?P<size>\w+)", "trainium", {"2xlarge": 1, "": 16}),
    (r"trn2u?\.(?P<size>\w+)", "trainium2", {"3xlarge": 1, "": 16}),
    (r"dl1\.", "gaudi", 8),
    (r"dl2q\.", "qualcomm-ai100", 8),
    (r"(p\d|g\d|gr\d|inf\d|trn\d|dl\d|vt\d)[a-z0-9-]*\.", "gpu", {}),
)
"""Instance types, without the `ml.` that SageMaker puts before them."""

RTX6000: Counts = {"24": 0.25, "36": 0.25, "72": 0.5, "144": 1, "288": 2}

AZURE: tuple[tuple[str, str, Counts], ...] = (
    (r"nv(?P<size>\d+)adm?s_a10_v5", "a10", {"6": 1 / 6, "12": 1 / 3, "18": 0.5, "72": 2, "": 1}),
    (r"nc(?P<size>\d+)ads_a10_v4", "a10", {"32": 2, "": 1}),
    (r"nd96asr_(a100_)?v4", "a100-40", 8),
    (r"nd96amsr_(a100_)?v4", "a100-80", 8),
    (r"nc(?P<size>\d+)ads_a100_v4", "a100-80", {"24": 1, "48": 2, "96": 4}),
    (r"nd128isr_(ndr_)?gb200_v6", "gb200", 4),
    (r"nd128isr_(ndr_)?gb300_v6", "gb300", 4),
    (r"nd96isr?f?_h100_v5", "h100", 8),
    (r"ncc?(?P<size>\d+)adi?s_h100_v5", "h100-nvl", {"40": 1, "80": 2}),
    (r"nd96isr_h200_v5", "h200", 8),
    (r"nd96isr?_mi300x_v5", "mi300x", 8),
    (r"nc(?P<size>\d+)l?ds_xl_rtxpro6000bse_v6", "rtx-pro-6000", RTX6000),
    (r"nc(?P<size>\d+)as_t4_v3", "t4", {"64": 4, "": 1}),
    (r"nc(?P<size>\d+)r?s_v3", "v100", {"6": 1, "12": 2, "24": 4}),
    (r"nd40rs_v2", "v100-32", 8),
    (r"n[cdvg]\w*", "gpu", {}),
)
"""VM sizes, without `Standard_`."""

GCP: tuple[tuple[str, str, Counts], ...] = (
    (r"a2-(high|mega)gpu-(?P<size>\d+)g", "a100-40", ...),
    (r"a2-ultragpu-(?P<size>\d+)g", "a100-80", ...),
    (r"a3-ultragpu-(?P<size>\d+)g", "h200", ...),
    (r"a3-\w+gpu-(?P<size>\d+)g", "h100", ...),
    (r"a4-highgpu-(?P<size>\d+)g", "b200", ...),
    (r"a4x-highgpu-(?P<size>\d+)g", "gb200", ...),
    (r"a4x-maxgpu-(?P<size>\d+)g", "gb300", ...),
    (r"g2-standard-(?P<size>\d+)", "l4", {"24": 2, "48": 4, "96": 8, "": 1}),
    (
        r"g4-standard-(?P<size>\d+)",
        "rtx-pro-6000",
        {"6": 1 / 8, "12": 1 / 4, "24": 1 / 2, "48": 1, "96": 2, "192": 4, "384": 8},
    ),
    (r"ct3p?-hightpu-(?P<size>\d+)t", "tpu-v3", ...),
    (r"ct4p-hightpu-(?P<size>\d+)t", "tpu-v4", ...),
    (r"ct5lp?-hightpu-(?P<size>\d+)t", "tpu-v5e", ...),
    (r"ct5p-hightpu-(?P<size>\d+)t", "tpu-v5p", ...),
    (r"ct6e-standard-(?P<size>\d+)t", "tpu-v6e", ...),
    (r"tpu7x-standard-(?P<size>\d+)t", "tpu-v7x", ...),
    (r"(a[2-9]x?|g[2-9])-", "gpu", {}),
    (r"(ct\d|tpu\d)", "tpu", {}),
)
"""Machine types; what is attached to others stands beside them, see `attached`."""

TPU_TYPES: tuple[tuple[str, str, float], ...] = (
    (r"v2-(\d+)", "tpu-v2", 2),
    (r"v3-(\d+)", "tpu-v3", 2),
    (r"v4-(\d+)", "tpu-v4", 2),
    (r"v5p-(\d+)", "tpu-v5p", 2),
    (r"v5lite(?:pod)?-(\d+)", "tpu-v5e", 1),
    (r"v6e-(\d+)", "tpu-v6e", 1),
)
"""Types of TPU slices, and how many of what their names count make a chip.

Source: https://cloud.google.com/tpu/docs/supported-tpu-configurations
"""

PROFILES: tuple[tuple[str, str, Counts], ...] = (
    (r"(consumption-gpu-)?nc(?P<size>\d+)-a100", "a100-80", {"24": 1, "48": 2, "96": 4}),
    (r"(consumption-gpu-)?nc\d+as-t4", "t4", 1),
    (r"(consumption-gpu-)?n[cdv]\d+", "gpu", {}),
)
"""Workload profiles of Azure Container Apps.

Source: https://learn.microsoft.com/azure/container-apps/workload-profiles-overview#profile-types
"""

ATTACHED = {
    "a100": "a100-40",
    "a100-80gb": "a100-80",
    "h100-80gb": "h100",
    "h100-mega-80gb": "h100",
    "h200-141gb": "h200",
    "tpu-v5-litepod": "tpu-v5e",
}
"""Accelerators that Google Cloud spells otherwise, without `nvidia-` and `tesla-`."""

PARTITIONS: Mapping[str, tuple[str, ...]] = {
    "a100-40": ("1g.5gb", "1g.10gb", "2g.10gb", "3g.20gb", "4g.20gb", "7g.40gb"),
    "a100-80": ("1g.10gb", "1g.20gb", "2g.20gb", "3g.40gb", "4g.40gb", "7g.80gb"),
    "h100": ("1g.10gb", "1g.20gb", "2g.20gb", "3g.40gb", "4g.40gb", "7g.80gb"),
    "h200": ("1g.18gb", "1g.35gb", "2g.35gb", "3g.71gb", "4g.71gb", "7g.141gb"),
    "b200": ("1g.23gb", "1g.45gb", "2g.45gb", "3g.90gb", "4g.90gb", "7g.180gb"),
    "gb200": ("1g.23gb", "1g.47gb", "2g.47gb", "3g.93gb", "4g.93gb", "7g.186gb"),
    "rtx-pro-6000": ("1g.24gb", "2g.48gb", "4g.96gb"),
}
"""The sizes that an accelerator can be cut into.

Source: https://docs.nvidia.com/datacenter/tesla/mig-user-guide/supported-mig-profiles.html
"""


@cache
def machine(name: str) -> Accelerators | None:
    """Return what a machine type of any cloud carries; None if it carries nothing."""
    plain = name.strip().casefold().rpartition("/")[2].removeprefix("ml.")
    if "." in plain:
        return _of(AWS, plain)
    if plain.startswith("standard_"):
        return _of(AZURE, plain.removeprefix("standard_"))
    return _of(GCP, plain)


@cache
def attached(name: str, count: float | None = 1) -> Accelerators:
    """Return accelerators that are named themselves: `nvidia-tesla-t4`, `NVIDIA_L4`."""
    plain = name.strip().casefold().rpartition("/")[2].replace("_", "-")
    plain = plain.removesuffix("-vws").removeprefix("nvidia-").removeprefix("tesla-")
    return Accelerators(ATTACHED.get(plain, plain), count)


@cache
def slice_of(name: str) -> Accelerators:
    """Return the chips of a type of TPU slice: `v5litepod-16`."""
    plain = name.strip().casefold()
    for pattern, accelerator, per_chip in TPU_TYPES:
        found = re.fullmatch(pattern, plain)
        if found:
            return Accelerators(accelerator, int(found[1]) / per_chip)
    return Accelerators("tpu", None)


@cache
def workload_profile(name: str) -> Accelerators | None:
    """Return what a workload profile of Azure Container Apps carries: `NC24-A100`."""
    return _of(PROFILES, name.strip().casefold())


def _of(table: tuple[tuple[str, str, Counts], ...], plain: str) -> Accelerators | None:
    """Return what a name stands for; the rows without counts have whatever the others have."""
    if not any(re.match(pattern, plain) for pattern, _, counts in table if counts == {}):
        return None
    for pattern, accelerator, counts in table:
        found = re.match(pattern, plain)
        if found:
            return Accelerators(accelerator, _count(counts, found.groupdict().get("size", "")))
    return None


def _count(counts: Counts, size: str) -> float | None:
    if isinstance(counts, EllipsisType):
        return float(size)
    if isinstance(counts, Mapping):
        return counts.get(size, counts.get(""))
    return counts

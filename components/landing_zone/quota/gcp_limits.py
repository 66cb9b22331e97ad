"""The Compute Engine quotas that machines, accelerators, addresses and disks count against."""

from collections.abc import Iterator, Sequence

from landing_zone.core import Environment
from landing_zone.quota.spec import Limit, Need, counted

SERVICE = "compute.googleapis.com"

MODELS = {
    "t4": "T4",
    "l4": "L4",
    "v100": "V100",
    "a100-40": "A100",
    "a100-80": "A100-80GB",
}
"""Accelerators with an on-demand quota of their own, as its name says it.

Source: https://cloud.google.com/compute/resource-usage#gpu_quota
"""

FAMILIES = {
    "h100": "NVIDIA_H100",
    "h100-mega": "NVIDIA_H100_MEGA",
    "h200": "NVIDIA_H200",
    "b200": "NVIDIA_B200",
    "gb200": "NVIDIA_GB200",
    "gb300": "NVIDIA_GB300",
    "rtx-pro-6000": "NVIDIA_RTX_PRO_6000",
}
"""Those whose on-demand quota is one for all, told apart by its dimension `gpu_family`.

Source: https://cloud.google.com/compute/resource-usage#gpu_quota
"""

MEGA = "mega"
"""In the machine's own word for an H100, if it is one of the a3-megagpu, which count apart."""

OTHERS = {
    "addresses": ("IN-USE-ADDRESSES-per-project-region", "In-use external addresses", "addresses"),
    "disk_gib": ("SSD-TOTAL-GB-per-project-region", "Persistent disk SSD, in GB", "GB"),
}
"""Source: https://cloud.google.com/compute/resource-usage#disk_quota"""


def limits(env: Environment, needs: Sequence[Need]) -> list[Limit]:
    """Return the quotas that a zone needs.

    The vCPUs of machines made for accelerators are counted with these, but for the A2.

    Source: https://cloud.google.com/compute/resource-usage#cpu_quota
    """
    return counted([limit for need in needs for limit in _of(env, need)])


def _of(env: Environment, need: Need) -> Iterator[Limit]:
    if need.unit in OTHERS:
        code, name, unit = OTHERS[need.unit]
        yield _limit(env, code, name, unit, need)
    elif need.unit == "vcpus":
        yield from _vcpus(env, need)
    elif need.accelerator.startswith("tpu-"):
        chips = f"{need.accelerator.upper()} chips{', preemptible' if need.spot else ''}"
        yield _limit(env, "", chips, "chips", need)
    else:
        yield _accelerators(env, need)


def _vcpus(env: Environment, need: Need) -> Iterator[Limit]:
    if not need.machine:
        yield _limit(env, "CPUS-per-project-region", "CPUs", "vCPUs", need)
    elif need.machine.startswith("a2-") and not need.spot:
        yield _limit(env, "A2-CPUS-per-project-region", "A2 CPUs", "vCPUs", need)


def _accelerators(env: Environment, need: Need) -> Limit:
    name = f"{need.accelerator}-{MEGA}" if MEGA in need.code else need.accelerator
    family = FAMILIES.get(name)
    model = MODELS.get(name) or (family or "").removeprefix("NVIDIA_").replace("_", "-")
    shown = f"{'Preemptible ' if need.spot else ''}NVIDIA {model.replace('-', ' ')} GPUs"
    if not model:
        return _limit(env, "", f"{name} GPUs", "accelerators", need)
    if need.spot:
        code = f"PREEMPTIBLE-NVIDIA-{model}-GPUS-per-project-region"
        return _limit(env, code, shown, "accelerators", need)
    if family is None:
        return _limit(env, f"NVIDIA-{model}-GPUS-per-project-region", shown, "accelerators", need)
    code = "GPUS-PER-GPU-FAMILY-per-project-region"
    return _limit(env, code, shown, "accelerators", need, ("gpu_family", family))


def _limit(
    env: Environment, code: str, name: str, unit: str, need: Need, *more: tuple[str, str]
) -> Limit:
    ask = f"gcloud beta quotas info describe {code} --service={SERVICE} --project={env.account}"
    dimensions = (("region", env.region), *more)
    amount, because = need.amount, (need.because,)
    return Limit(SERVICE, code, name, unit, amount, because, dimensions, ask if code else "")

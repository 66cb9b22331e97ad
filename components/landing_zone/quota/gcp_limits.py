"""The Compute Engine quotas that machines, accelerators, addresses and disks count against."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from landing_zone.core import Environment
from landing_zone.gpu_pool.gcp_pool import HYPERDISK
from landing_zone.quota.spec import Limit, Need, counted

SERVICE = "compute.googleapis.com"

FAMILY = "GPUS-PER-GPU-FAMILY-per-project-region"
"""One quota for all newer accelerators, told apart by its dimension; spot ones have one each."""

CEILING = "GPUS-ALL-REGIONS-per-project"
"""One quota for all GPUs of a project, spot ones too, besides each region's; it begins at none.

Source: https://cloud.google.com/compute/resource-usage#gpu_quota
"""

ADDRESSES = ("IN-USE-ADDRESSES-per-project-region", "In-use external addresses", "addresses")
DISKS = ("SSD-TOTAL-GB-per-project-region", "Persistent disk SSD, in GB", "GB")
HYPERDISKS = ("HDB-TOTAL-GB-per-project-region", "Hyperdisk Balanced capacity, in GB", "GB")
"""Source: https://cloud.google.com/compute/resource-usage#disk_quota"""


def limits(env: Environment, needs: Sequence[Need]) -> list[Limit]:
    """Return the quotas that a zone needs.

    The vCPUs of machines made for accelerators are counted with these, but for the A2.

    Source: https://cloud.google.com/compute/resource-usage#cpu_quota
    """
    return counted([limit for need in needs for limit in _of(env, need)])


def _of(env: Environment, need: Need) -> Iterator[Limit]:
    if need.unit == "addresses":
        yield _limit(env, *ADDRESSES, need)
    elif need.unit == "disk_gib":
        kind = HYPERDISKS if need.machine.startswith(HYPERDISK) else DISKS
        yield _limit(env, *kind, need)
    elif need.unit == "vcpus":
        yield from _vcpus(env, need)
    else:
        yield _accelerators(env, need)
        yield from _of_project(env, need)


def _vcpus(env: Environment, need: Need) -> Iterator[Limit]:
    if not need.machine:
        yield _limit(env, "CPUS-per-project-region", "CPUs", "vCPUs", need)
    elif need.machine.startswith("a2-") and not need.spot:
        yield _limit(env, "A2-CPUS-per-project-region", "A2 CPUs", "vCPUs", need)


def _accelerators(env: Environment, need: Need) -> Limit:
    name = f"{need.accelerator} accelerators{', preemptible' if need.spot else ''}"
    if not need.spot:
        return _limit(env, need.code, name, "accelerators", need, *need.dimensions)
    family = dict(need.dimensions).get("gpu_family", "").replace("_", "-")
    own = f"{family}-GPUS-per-project-region" if family else need.code
    code = f"PREEMPTIBLE-{own}" if own.startswith("NVIDIA") else ""
    return _limit(env, code, name, "accelerators", need)


def _of_project(env: Environment, need: Need) -> Iterator[Limit]:
    if "tpu_family" not in dict(need.dimensions):
        limit = _limit(env, CEILING, "GPUs, in all regions", "accelerators", need)
        yield replace(limit, dimensions=())


def _limit(
    env: Environment, code: str, name: str, unit: str, need: Need, *more: tuple[str, str]
) -> Limit:
    ask = f"gcloud beta quotas info describe {code} --service={SERVICE} --project={env.account}"
    dimensions = (("region", env.region), *more)
    amount, because = need.amount, (need.because,)
    return Limit(SERVICE, code, name, unit, amount, because, dimensions, ask if code else "")

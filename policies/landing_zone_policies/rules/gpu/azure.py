"""What accelerators are asked on Azure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from landing_zone_policies.facts.accelerators import PARTITIONS, machine
from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged, need
from landing_zone_policies.rules.gpu.azure_holders import (
    APP,
    CLUSTER,
    COMPUTE,
    HOLDERS,
    JOB,
    NODES,
)
from landing_zone_policies.rules.gpu.durations import idle, run_time
from landing_zone_policies.rules.gpu.fleets import Fleet
from landing_zone_policies.rules.gpu.ownership import is_owned
from landing_zone_policies.rules.gpu.rows import (
    EVERYWHERE,
    STARTED,
    allowed,
    asked,
    bounded,
    falls_back,
    none_left,
    scales_to_zero,
)
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import one_of, plain

RESERVATION = "azure-native:compute:CapacityReservation"
DEPLOYMENT = "azure-native:cognitiveservices:Deployment"
SHUTDOWN = "azure-native:devtestlab:GlobalSchedule"
CUTS = one_of("MIG1g", "MIG2g", "MIG3g", "MIG4g", "MIG7g")
ENDS = (":noschedule", ":noexecute")


def rests(fleet: Fleet, _: Resource, world: World) -> Iterator[Outcome]:
    """A pool scales itself, and down to nothing.

    Source: https://learn.microsoft.com/azure/aks/cluster-autoscaler-overview
    """
    scales = fleet.at.find("enableAutoScaling")[0]
    if scales.value is UNKNOWN:
        yield Undetermined(scales.path, f"{scales.path} is known after deployment")
    elif plain(scales.value) is True:
        yield judged(fleet.at.find("minCount")[0], none_left, world.settings)
    elif fleet.at.find("count")[0].value == 0:
        yield Pass(scales.path)
    else:
        yield Fail(scales.path, "the pool does not scale itself: its nodes stay when nothing runs")


def tainted(fleet: Fleet, _: Resource, __: World) -> Iterator[Outcome]:
    """Only pods that say so land on the nodes; that they are spot nodes alone does not tell.

    Source: https://learn.microsoft.com/azure/aks/use-nvidia-gpu
    """
    found = fleet.at.find("nodeTaints")[0]
    value: Any = found.value
    taints: list[Any] = cast("list[Any]", value) if isinstance(value, list) else []
    texts = [each.casefold() for each in taints if isinstance(each, str)]
    if any(each.endswith(ENDS) and "scalesetpriority" not in each for each in texts):
        yield Pass(found.path)
    elif UNKNOWN in (value, *taints):
        yield Undetermined(found.path, f"{found.path} is known after deployment")
    else:
        message = "nothing keeps pods that need no accelerators off these nodes"
        yield Fail(found.path, message)


def cut_as_it_can_be(fleet: Fleet, _: Resource, world: World) -> Iterator[Outcome]:
    """An accelerator is cut only where it can be.

    Source: https://learn.microsoft.com/azure/aks/gpu-multi-instance
    """
    found = fleet.at.find("gpuInstanceProfile")[0]
    if found.value is MISSING:
        yield Pass("gpuInstanceProfile")
        return
    kinds = {each.accelerators.name.removesuffix("-nvl") for each in fleet.carried}
    if not kinds & {*PARTITIONS}:
        yield Fail(found.path, "its accelerators cannot be cut into parts")
    else:
        yield judged(found, CUTS, world.settings)


@check(COMPUTE, reads=("properties.properties.idleTimeBeforeShutdown",))
def notebook_stops_when_idle(compute: Resource, world: World) -> Iterator[Outcome]:
    """An instance with accelerators for one person stops when that person leaves.

    Source: https://learn.microsoft.com/azure/machine-learning/how-to-create-compute-instance#configure-idle-shutdown
    """
    at = "properties.properties"
    size = compute.get(f"{at}.vmSize")
    kind = plain(compute.get("properties.computeType"))
    if kind not in ("computeinstance", "amlcompute") or not _has_some(size):
        yield NotApplicable("it is no machine with accelerators that waits for work")
    elif kind == "computeinstance":
        yield judged(compute.first(f"{at}.idleTimeBeforeShutdown"), idle, world.settings)
    else:
        path = f"{at}.scaleSettings.nodeIdleTimeBeforeScaleDown"
        found = compute.first(path)
        default = found.value is MISSING
        yield Pass(path) if default else judged(found, idle, world.settings)


@check(JOB, reads=("properties.limits.timeout", "properties.computeId"), joins=True)
def job_ends(job: Resource, world: World) -> Iterator[Outcome]:
    """A job that may run on accelerators is ended after a while."""
    targets = world.estate.targets(job, "properties.computeId", COMPUTE)
    sizes = [each.get("properties.properties.vmSize") for each in targets]
    sizes.append(job.get("properties.resources.instanceType"))
    if any(isinstance(each, str) for each in sizes) and not any(map(_has_some, sizes)):
        yield NotApplicable("it runs on machines without accelerators")
        return
    if plain(job.get("properties.jobType")) in ("pipeline", "spark", "labeling"):
        yield NotApplicable("its steps say how long they may run")
        return
    yield judged(job.first("properties.limits.timeout"), run_time, world.settings)


@check(RESERVATION, reads=("sku.name", "tags"))
def reservation_is_owned(held: Resource, world: World) -> Iterator[Outcome]:
    """Somebody answers for reserved machines with accelerators; Azure cannot end them by date.

    Source: https://learn.microsoft.com/azure/virtual-machines/capacity-reservation-overview
    """
    size = held.get("sku.name")
    if isinstance(size, str) and machine(size) is None:
        yield NotApplicable(f"{held.first('sku.name')} has no accelerators")
    else:
        yield from is_owned(held, world)


@check(DEPLOYMENT, reads=("sku.name", "tags"))
def contract_is_owned(deployment: Resource, world: World) -> Iterator[Outcome]:
    """Somebody answers for provisioned throughput, which is paid for by the hour.

    Source: https://learn.microsoft.com/azure/ai-foundry/openai/concepts/provisioned-throughput
    """
    kind = deployment.get("sku.name")
    if isinstance(kind, str) and "provisioned" in kind.casefold():
        yield from is_owned(deployment, world)
    else:
        yield NotApplicable("it is paid for by use")


def _has_some(size: Any) -> bool:
    return isinstance(size, str) and machine(size) is not None


AKS = [each for each in HOLDERS if each.types in ((NODES,), (CLUSTER,))]
OTHER_POOLS = [each for each in HOLDERS if each not in AKS]
APPS = [each for each in HOLDERS if each.types == (APP,)]

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "GPU-01": asked(HOLDERS, EVERYWHERE, allowed),
    "GPU-02": asked(HOLDERS, STARTED, bounded),
    "GPU-03": asked(HOLDERS, ("pool", "machine"), falls_back),
    "GPU-04": (
        *asked(AKS, ("pool",), rests),
        *asked(OTHER_POOLS, ("pool",), scales_to_zero),
        *asked(APPS, ("endpoint",), scales_to_zero),
    ),
    "GPU-05": (notebook_stops_when_idle, need(SHUTDOWN, "status", one_of("Enabled"))),
    "GPU-06": asked(AKS, ("pool",), tainted),
    "GPU-08": (job_ends,),
    "GPU-09": (reservation_is_owned, contract_is_owned),
    "GPU-10": asked(AKS, ("pool",), cut_as_it_can_be),
}

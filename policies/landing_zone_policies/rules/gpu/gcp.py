"""What accelerators are asked on Google Cloud."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.facts.accelerators import PARTITIONS, attached, machine
from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged
from landing_zone_policies.rules.gpu.durations import idle, run_time
from landing_zone_policies.rules.gpu.fleets import Fleet
from landing_zone_policies.rules.gpu.gcp_holders import (
    CLUSTER,
    COLAB,
    HOLDERS,
    INSTANCE,
    NODES,
    RUN,
    STATION,
    WORKBENCH,
)
from landing_zone_policies.rules.gpu.rows import (
    EVERYWHERE,
    STARTED,
    allowed,
    asked,
    bounded,
    falls_back,
    none_left,
    scales_to_zero,
    within,
)
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import at_least, given, one_of, plain, true

RESERVATION = "gcp:compute:Reservation"
FUTURE = "gcp:compute:FutureReservation"
SHARED = "gpuSharingConfig"


def rests(fleet: Fleet, _: Resource, world: World) -> Iterator[Outcome]:
    """A pool scales itself, and down to nothing.

    Source: https://cloud.google.com/kubernetes-engine/docs/concepts/cluster-autoscaler#minimum_and_maximum_node_pool_size
    """
    autoscaling = fleet.at.find("autoscaling")[0]
    if autoscaling.value is UNKNOWN:
        yield Undetermined(autoscaling.path, "autoscaling is known after deployment")
    elif autoscaling.value is not MISSING:
        yield judged(fleet.nodes(fleet.holder.least), none_left, world.settings)
    else:
        fixed = fleet.nodes(("nodeCount", "initialNodeCount"))
        if fixed.value == 0:
            yield Pass(fixed.path)
        else:
            message = "autoscaling is not set: the nodes stay when nothing runs"
            yield Fail(autoscaling.path, message)


def tainted(fleet: Fleet, _: Resource, __: World) -> Iterator[Outcome]:
    """Only pods that say so land on the nodes; Google taints those with TPUs itself.

    It taints those with GPUs only where the cluster has others when they come, which a program that
    makes all pools at once does not promise.

    Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/gpus#create,
    https://cloud.google.com/kubernetes-engine/docs/concepts/tpus#how_tpus_work
    """
    if all(each.accelerators.name.startswith("tpu") for each in fleet.carried):
        yield NotApplicable("Google Kubernetes Engine taints nodes with TPUs")
        return
    path = fleet.at.find("nodeConfig.taints")[0].path
    effects = fleet.at.find("nodeConfig.taints[].effect")
    if any(plain(each.value) in ("no_schedule", "no_execute") for each in effects):
        yield Pass(path)
    elif any(each.value is UNKNOWN for each in effects):
        yield Undetermined(path, "taints are known after deployment")
    else:
        yield Fail(path, "nothing keeps pods that need no accelerators off these nodes")


def ends(fleet: Fleet, _: Resource, world: World) -> Iterator[Outcome]:
    """Machines that are lent for a job are given back in time.

    Source: https://cloud.google.com/kubernetes-engine/docs/concepts/dws
    """
    lent = (
        ("nodeConfig.flexStart", "nodeConfig.maxRunDuration"),
        ("queuedProvisioning.enabled", "nodeConfig.maxRunDuration"),
    )
    for switch, length in lent:
        if plain(fleet.at.find(switch)[0].value) is True:
            found = fleet.at.find(length)[0]
            a_week = found.value is MISSING and world.settings.job_hours >= 168
            yield Pass(length) if a_week else judged(found, run_time, world.settings)
            return
    yield NotApplicable("its machines are not lent for a job")


def instance_ends(fleet: Fleet, _: Resource, world: World) -> Iterator[Outcome]:
    """An instance that is lent says for how long."""
    model = plain(fleet.at.find("scheduling.provisioningModel")[0].value)
    if model != "flex_start":
        yield NotApplicable("it is not lent for a job")
        return
    yield judged(fleet.at.find("scheduling.maxRunDuration.seconds")[0], run_time, world.settings)


def whole_or_cut(fleet: Fleet, _: Resource, world: World) -> Iterator[Outcome]:
    """An accelerator is whole, cut as it can be, or shared by a number that is said."""
    for guest in fleet.at.find("nodeConfig.guestAccelerators[]"):
        size = guest.find("gpuPartitionSize")[0]
        if isinstance(size.value, str):
            kind = guest.find("type")[0].value
            known = PARTITIONS.get(attached(kind).name, ()) if isinstance(kind, str) else ()
            yield judged(size, one_of(*known), world.settings)
        if guest.find(SHARED)[0].value is not MISSING:
            for path in ("gpuSharingStrategy", "maxSharedClientsPerGpu"):
                wanted = given if path.startswith("gpu") else at_least(2)
                yield judged(guest.find(f"{SHARED}.{path}")[0], wanted, world.settings)
    yield Pass("nodeConfig.guestAccelerators")


def station_stops_when_idle(_: Fleet, station: Resource, world: World) -> Iterator[Outcome]:
    """A workstation stops when nobody works at it, after twenty minutes if nothing is said.

    Source: https://cloud.google.com/workstations/docs/reference/rest/v1/projects.locations.workstationClusters.workstationConfigs
    """
    found = station.first("idleTimeout")
    default = found.value is MISSING
    yield Pass("idleTimeout") if default else judged(found, idle, world.settings)


@check(CLUSTER, reads=("clusterAutoscaling.resourceLimits",))
def new_pools_are_bounded(cluster: Resource, world: World) -> Iterator[Outcome]:
    """A cluster that makes its own node pools knows how much of everything there may be.

    Source: https://cloud.google.com/kubernetes-engine/docs/how-to/node-auto-provisioning
    """
    if plain(cluster.get("clusterAutoscaling.enabled")) is not True:
        yield NotApplicable("it makes no node pools by itself")
        return
    for found in cluster.find("clusterAutoscaling.resourceLimits[].maximum"):
        yield judged(found, at_least(0), world.settings)


@check(COLAB, reads=("idleShutdownConfig.idleTimeout", "machineSpec"))
def notebook_stops_when_idle(template: Resource, world: World) -> Iterator[Outcome]:
    """A Colab runtime with accelerators stops when nobody works in it."""
    kind = template.get("machineSpec.acceleratorType")
    size = template.get("machineSpec.machineType")
    if kind is MISSING and not (isinstance(size, str) and machine(size)):
        yield NotApplicable("it has no accelerators")
    else:
        yield judged(template.first("idleShutdownConfig.idleTimeout"), idle, world.settings)


@check(RESERVATION, reads=("deleteAtTime", "deleteAfterDuration", "specificReservation"))
def reservation_ends(held: Resource, world: World) -> Iterator[Outcome]:
    """Reserved machines with accelerators are given back on a day."""
    at = "specificReservation.instanceProperties"
    size = held.get(f"{at}.machineType")
    guests = [each for each in held.find(f"{at}.guestAccelerators[]") if each.is_known]
    if not guests and not (isinstance(size, str) and machine(size)):
        yield NotApplicable("it has no accelerators")
        return
    ends = (held.first("deleteAtTime"), held.first("deleteAfterDuration"))
    found = next((each for each in ends if each.value is not MISSING), ends[0])
    yield judged(found, given, world.settings)


@check(FUTURE, reads=("timeWindow", "autoDeleteAutoCreatedReservations"))
def future_reservation_ends(held: Resource, world: World) -> Iterator[Outcome]:
    """What is reserved ahead is for a time, and gone after it."""
    window = (held.first("timeWindow.endTime"), held.first("timeWindow.duration"))
    found = next((each for each in window if each.value is not MISSING), window[0])
    yield judged(found, given, world.settings)
    yield judged(held.first("autoDeleteAutoCreatedReservations"), true, world.settings)


GKE = [each for each in HOLDERS if {*each.types} <= {NODES, CLUSTER}]
OTHER_POOLS = [each for each in HOLDERS if each not in GKE]
RUNNING = [each for each in HOLDERS if RUN in each.types]
STATIONS = [each for each in HOLDERS if each.types == (STATION,)]
NOTEBOOKS = [each for each in HOLDERS if each.types == (WORKBENCH,)]
INSTANCES = [each for each in HOLDERS if each.types == (INSTANCE,)]

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "GPU-01": asked(HOLDERS, EVERYWHERE, allowed),
    "GPU-02": (
        *asked(HOLDERS, STARTED, bounded),
        new_pools_are_bounded,
    ),
    "GPU-03": asked(HOLDERS, ("pool", "machine", "endpoint", "pattern"), falls_back),
    "GPU-04": (
        *asked(GKE, ("pool",), rests),
        *asked(OTHER_POOLS, ("pool",), scales_to_zero),
        *asked(RUNNING, ("endpoint",), scales_to_zero),
    ),
    "GPU-05": (
        *asked(NOTEBOOKS, ("notebook",), within('metadata["idle-timeout-seconds"]', idle)),
        notebook_stops_when_idle,
        *asked(STATIONS, ("notebook",), station_stops_when_idle),
    ),
    "GPU-06": asked(GKE, ("pool",), tainted),
    "GPU-08": (*asked(GKE, ("pool",), ends), *asked(INSTANCES, ("machine",), instance_ends)),
    "GPU-09": (reservation_ends, future_reservation_ends),
    "GPU-10": asked(GKE, ("pool",), whole_or_cut),
}

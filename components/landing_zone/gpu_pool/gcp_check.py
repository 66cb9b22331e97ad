"""What Google Cloud refuses of a pool, said before anything is declared."""

from collections.abc import Iterator

from landing_zone.core import LandingZoneError, NameRule, Names, UnsupportedError
from landing_zone.gpu_pool.capacity import RungKind
from landing_zone.gpu_pool.gcp_pool import (
    GENERAL,
    MOST_ZONES,
    RACK_NODES,
    RESERVATION,
    is_close,
    is_in_racks,
    zone_of,
)
from landing_zone.gpu_pool.resolution import Choice, resolve
from landing_zone.gpu_pool.spec import Driver, Fabric, GpuPoolSpec
from landing_zone.network.gcp_zones import zone_names

POOL = NameRule("node pool", 40 - len("-1234567"), begins_with=("component",))
"""A name of 40 characters, of which Pulumi adds the last 8.

Source: https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters.nodePools
"""

LONGEST_RUN_HOURS = 120 * 24
"""Source: https://cloud.google.com/compute/docs/instances/limit-vm-runtime"""

BARE_METAL = "a4x-maxgpu-4g-metal"
"""A machine whose fabric GKE gives to pods by resource claims, and by no network of Kubernetes.

Source: https://cloud.google.com/ai-hypercomputer/docs/create/gke-ai-hypercompute-custom-a4x-max
"""


def faults(names: Names, spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
    """Yield every mistake, each under the field to mend."""
    choice = resolve(names.env.cloud, names.env.region, spec)
    yield from _rungs(spec, choice)
    yield from _first_nodes(spec)
    yield from _fabric(spec, choice)
    yield from _zones(names.env.region, spec, choice)
    yield from _rack(spec, choice)
    yield from _run(spec)
    yield from _too_long(names, spec)


def _rungs(spec: GpuPoolSpec, choice: Choice) -> Iterator[LandingZoneError]:
    for index, rung in enumerate(spec.capacity):
        path = f"capacity.{index}"
        if rung.max_usd_hour is not None:
            instead = "leave it out: a spot price changes once in 30 days at most, and only falls"
            yield UnsupportedError(f"{path}.max_usd_hour: a price cap", "gcp", instead=instead)
        if rung.id is not None and not RESERVATION.fullmatch(rung.id):
            allowed = "a reservation such as h100 or projects/other/zones/ZONE/reservations/h100"
            yield LandingZoneError(f"{path}.id: {allowed}, got {rung.id!r}")
        if rung.nodes is not None:
            yield from _reserving(f"{path}.nodes", spec, choice)
        if rung.queued:
            yield from _queued(f"{path}.queued", spec)


def _reserving(path: str, spec: GpuPoolSpec, choice: Choice) -> Iterator[LandingZoneError]:
    """Yield what cannot be reserved from one day to the next.

    Sources: https://cloud.google.com/compute/docs/instances/reservations-overview#restrictions,
    https://cloud.google.com/ai-hypercomputer/docs/consumption-models
    """
    machine = choice.machine
    if not machine.on_demand:
        instead = f"reserve {machine.name} ahead, and give the reservation's id"
        yield UnsupportedError(f"{path}: reserving {machine.name} at once", "gcp", instead=instead)
    elif spec.fabric is not Fabric.NONE:
        instead = "reserve ahead, which keeps machines together, and give the reservation's id"
        yield UnsupportedError(f"{path}: reserving at once for a fabric", "gcp", instead=instead)


def _queued(path: str, spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
    """Yield what a compute class would do, which has no say where jobs ask for their nodes.

    Source: https://cloud.google.com/kubernetes-engine/docs/concepts/about-custom-compute-classes
    """
    if len(spec.capacity) > 1:
        alone = "the only rung, as jobs ask for these machines and no compute class orders them"
        yield LandingZoneError(f"{path}: {alone}, got {len(spec.capacity)} rungs")
    if spec.idle_shutdown_minutes is not None:
        allowed = "left out with queued, as it is a compute class that keeps idle nodes longer"
        got = spec.idle_shutdown_minutes
        yield LandingZoneError(f"idle_shutdown_minutes: {allowed}, got {got}")


def _first_nodes(spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
    first = spec.capacity[0]
    if spec.min_nodes and first.kind in (RungKind.FLEX, RungKind.BLOCK):
        allowed = f"0 while capacity begins with {first.kind}, whose machines come in their time"
        yield LandingZoneError(f"min_nodes: {allowed}, got {spec.min_nodes}")
    if first.nodes is not None and spec.min_nodes > first.nodes:
        allowed = f"at most {first.nodes}, as capacity.0 reserves no more"
        yield LandingZoneError(f"min_nodes: {allowed}, got {spec.min_nodes}")


def _fabric(spec: GpuPoolSpec, choice: Choice) -> Iterator[LandingZoneError]:
    if spec.fabric is Fabric.NONE:
        return
    if choice.accelerator.vendor == "google":
        instead = "use none: a slice of one machine has its own links, larger ones are not offered"
        yield UnsupportedError(f"fabric: {spec.fabric} for TPUs", "gcp", instead=instead)
        return
    if choice.machine.name.startswith(GENERAL):
        instead = "take another accelerator, as no placement keeps such machines close together"
        yield UnsupportedError(
            f"fabric: {spec.fabric} on {choice.machine.name}", "gcp", instead=instead
        )
    if spec.fabric is Fabric.RDMA and spec.driver is Driver.OPERATOR:
        instead = "use driver cloud: Google's plugin for the fabric goes with the driver of GKE"
        yield UnsupportedError("fabric: rdma with driver operator", "gcp", instead=instead)
    if spec.fabric is Fabric.RDMA and choice.machine.name == BARE_METAL:
        instead = "take gb200 or b200, whose networks Kubernetes knows"
        yield UnsupportedError(f"fabric: rdma on {BARE_METAL}", "gcp", instead=instead)


def _zones(region: str, spec: GpuPoolSpec, choice: Choice) -> Iterator[LandingZoneError]:
    having, machine = choice.offer.zones, choice.machine.name
    names = zone_names(region, MOST_ZONES)
    where = f"as {region} has {machine} there alone"
    for index, number in enumerate(spec.zones or ()):
        if having and names[number - 1] not in having:
            others = [str(n) for n, name in enumerate(names, 1) if name in having]
            allowed = f"one of {', '.join(others)}" if others else "left out"
            yield LandingZoneError(f"zones.{index}: {allowed}, {where}, got {number}")
    yield from _reserved_zones(region, spec, choice, [*having] or names)


def _reserved_zones(
    region: str, spec: GpuPoolSpec, choice: Choice, having: list[str]
) -> Iterator[LandingZoneError]:
    named = {index: zone for index, each in enumerate(spec.capacity) if (zone := zone_of(each))}
    chosen = [zone_names(region, MOST_ZONES)[number - 1] for number in spec.zones or ()]
    allowed = [zone for zone in having if zone in chosen] if chosen else having
    for index, zone in named.items():
        if zone not in allowed:
            fitting = f"a reservation in {' or '.join(allowed)}"
            yield LandingZoneError(f"capacity.{index}.id: {fitting}, got one in {zone}")
    if is_close(spec, choice) and len(set(named.values())) > 1:
        got = " and ".join(dict.fromkeys(named.values()))
        one = "reservations in one zone, as nodes are close together"
        yield LandingZoneError(f"capacity: {one}, got {got}")


def _rack(spec: GpuPoolSpec, choice: Choice) -> Iterator[LandingZoneError]:
    if is_in_racks(choice) and spec.max_nodes > RACK_NODES:
        allowed = f"at most {RACK_NODES}, the {choice.machine.name} of a rack; add another pool"
        yield LandingZoneError(f"max_nodes: {allowed}, got {spec.max_nodes}")


def _run(spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
    hours = spec.max_run_hours
    if hours is not None and hours > LONGEST_RUN_HOURS:
        allowed = f"at most {LONGEST_RUN_HOURS} on gcp"
        yield LandingZoneError(f"max_run_hours: {allowed}, got {hours}")


def _too_long(names: Names, spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
    longest = max(spec.rungs(), key=len)
    yield from names.check("capacity", POOL, longest)

"""What Azure refuses of what holds machines: reservations and placement groups."""

from __future__ import annotations

import re
from collections.abc import Iterator

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object, World

from .arm import at, inside, last, location
from .parents import parent

RESERVATION = "azure-native:compute:CapacityReservation"

UNRESERVED = re.compile(
    r"Standard_(H[BC]|N(?!C\d+r?s_v3|C\d+as_T4_v3|C\d+ads_A10_v4|C\d+ads_A100_v4|V\d+adm?s_A10_v5)).+"
)
"""Source: https://learn.microsoft.com/azure/virtual-machines/capacity-reservation-overview#limitations-and-restrictions"""


def zones_without_sizes(request: Request) -> Iterator[str]:
    """Refuse a placement group that names a zone and no sizes, or several zones.

    Source: https://learn.microsoft.com/azure/virtual-machines/linux/proximity-placement-groups
    """
    made = request.object
    zones = made.all("zones[]")
    if zones and not made.all("intent.vmSizes[]"):
        yield _bad("Availability zone can be provided only when intent with VM sizes is provided.")
    if len(zones) > 1:
        yield _bad("A proximity placement group can be in one availability zone only.")


def cannot_be_reserved(request: Request) -> Iterator[str]:
    """Refuse to reserve a size that Azure reserves none of, elsewhere than its group, or twice.

    Source: https://learn.microsoft.com/azure/virtual-machines/capacity-reservation-overview
    """
    made, world = request.object, request.world
    size, zones = str(made.get("sku.name")), made.all("zones[]")
    group = parent(world, made)
    if UNRESERVED.fullmatch(size):
        yield _bad(f"Capacity reservations are not supported for VM size {size}.")
    if group is None:
        return
    if location(made) != location(group):
        yield _bad(f"The location of {last(made.id)} must be that of its group, {location(group)}.")
    if len(zones) > 1 or not set(zones) <= set(group.all("zones[]")):
        yield _bad(f"The zone of {last(made.id)} must be one of those of its group.")
    for other in inside(world, group):
        alike = (other.get("sku.name"), other.all("zones[]")) == (size, zones)
        if alike and other.kind == RESERVATION and other.id != made.id:
            yield _bad(f"The group has a reservation of {size} there already: {last(other.id)}.")


def group_holds_reservations(request: Request) -> Iterator[str]:
    """Refuse to delete a group that still has reservations.

    Source: https://learn.microsoft.com/azure/virtual-machines/capacity-reservation-modify
    """
    left = [each for each in inside(request.world, request.object) if each.kind == RESERVATION]
    if left:
        yield (
            'Code="OperationNotAllowed" Message="Capacity reservation group'
            f" {last(request.object.id)} cannot be deleted because it contains capacity"
            f' reservations: {last(left[0].id)}."'
        )


def reservation_does_not_fit(request: Request) -> Iterator[str]:
    """Refuse a pool that the group of reservations it names holds no machine for.

    Sources: https://learn.microsoft.com/azure/aks/use-capacity-reservation-groups,
    https://learn.microsoft.com/azure/virtual-machines/capacity-reservation-overview
    """
    pool, world = request.object, request.world
    group = _named(world, pool, "capacityReservationGroupID")
    if group is None:
        return
    if pool.get("proximityPlacementGroupID"):
        yield _bad(
            "A capacity reservation cannot be used together with a proximity placement group."
        )
    yield from _elsewhere(world, pool, group)
    wanted, size = set(pool.all("availabilityZones[]")), str(pool.get("vmSize"))
    held = [
        set(each.all("zones[]"))
        for each in inside(world, group)
        if each.kind == RESERVATION and each.get("sku.name") == size
    ]
    fits = wanted <= set[str]().union(*held) if wanted else set[str]() in held
    if not fits:
        where = f"in zone {', '.join(sorted(wanted))}" if wanted else "without a zone"
        yield _bad(
            f"The capacity reservation group {last(group.id)} has no reservation of VM size {size}"
            f" {where}."
        )


def placement_does_not_fit(request: Request) -> Iterator[str]:
    """Refuse a pool that its placement group cannot take: elsewhere, of another size, spread out.

    Source: https://learn.microsoft.com/azure/aks/reduce-latency-ppg#limitations
    """
    pool, world = request.object, request.world
    group = _named(world, pool, "proximityPlacementGroupID")
    if group is None:
        return
    yield from _elsewhere(world, pool, group)
    zones, sizes = pool.all("availabilityZones[]"), group.all("intent.vmSizes[]")
    if len(zones) > 1:
        yield _bad("A node pool with a proximity placement group can be in one zone only.")
    if group.all("zones[]") and zones != group.all("zones[]"):
        yield _bad(f"Proximity placement group {last(group.id)} is in another availability zone.")
    if sizes and pool.get("vmSize") not in sizes:
        yield _bad(
            f"VM size {pool.get('vmSize')} is not in the intent of proximity placement group"
            f" {last(group.id)}."
        )


def _elsewhere(world: World, pool: Object, group: Object) -> Iterator[str]:
    cluster = parent(world, pool)
    if cluster is not None and location(cluster) != location(group):
        yield _bad(f"{last(group.id)} must be in the region of the cluster, {location(cluster)}.")


def _named(world: World, pool: Object, name: str) -> Object | None:
    return at(world, str(pool.get(name))) if pool.get(name) else None


def _bad(words: str) -> str:
    return f'Code="BadRequest" Message="{words}"'

"""Node pools that do not get their machines the way they say, and reservations in use.

Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/consuming-reservations,
https://cloud.google.com/kubernetes-engine/docs/how-to/provisioningrequest
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object

from .clusters import NODE_POOL
from .nodes import BAD
from .places import named, zones_of

RESERVATION = "gcp:compute:Reservation"

RESERVATION_KEY = "compute.googleapis.com/reservation-name"

ADDED_DISKS = ("n1-", "g2-", "g4-", "a2-highgpu-", "a2-megagpu-")
ADDED_ACCELERATORS = ("n1-",)
"""Machines that have local disks, or accelerators, only if they are asked for.

Source: https://cloud.google.com/compute/docs/instances/reservations-overview#requirements
"""


def takes_what_it_may(request: Request) -> Iterator[str]:
    """Refuse a reservation beside spot or flex, one of other machines, and one of other zones.

    A reservation that nobody declared here was bought: only its name is known.
    """
    made = request.object
    affinity = made.get("nodeConfig.reservationAffinity.consumeReservationType")
    names = made.all("nodeConfig.reservationAffinity.values[]")
    flex, spot = made.get("nodeConfig.flexStart"), made.get("nodeConfig.spot")
    reserves = affinity not in (None, "NO_RESERVATION", "UNSPECIFIED")
    if reserves and (flex or spot):
        kind = "Spot VMs" if spot else "Flex-start"
        yield _bad("{kind} cannot be used with reservation affinity.", kind=kind)
    if flex and made.get("management.autoRepair"):
        yield _bad("Auto-repair must be disabled for node pools with flex-start.")
    yield from _unqueued(made)
    if affinity != "SPECIFIC_RESERVATION":
        return
    if made.get("nodeConfig.reservationAffinity.key") != RESERVATION_KEY or not names:
        reason = 'Specific reservation affinity requires key "{key}" and a value.'
        yield _bad(reason, key=RESERVATION_KEY)
    for name in names:
        held = named(request.world, RESERVATION, str(name).rpartition("/")[2])
        yield from _differs(made, held) if held else ()


def is_not_consumed(request: Request) -> Iterator[str]:
    """Refuse to delete a reservation while there are nodes on its machines.

    Source: https://cloud.google.com/compute/docs/instances/reservations-delete
    """
    gone = request.object
    for pool in request.world.of(NODE_POOL):
        names = [str(each) for each in pool.all("nodeConfig.reservationAffinity.values[]")]
        least = pool.get("autoscaling.totalMinNodeCount") or pool.get("autoscaling.minNodeCount")
        if least and gone.get("name") in {each.rpartition("/")[2] for each in names}:
            yield (
                f"googleapi: Error 400: The reservation resource '{gone.id}' is already being used"
                f" by '{pool.id}', resourceInUseByAnotherResource"
            )


def _differs(pool: Object, held: Object) -> Iterator[str]:
    machine = held.get("specificReservation.instanceProperties.machineType")
    if machine != pool.get("nodeConfig.machineType"):
        yield _bad(
            'Reservation "{name}" is for machine type "{theirs}", not for "{own}".',
            name=held.get("name"),
            theirs=machine,
            own=pool.get("nodeConfig.machineType"),
        )
    if held.get("zone") not in zones_of(pool):
        yield _bad(
            'Reservation "{name}" does not exist in any of the zones {zones}.',
            name=held.get("name"),
            zones=", ".join(zones_of(pool)),
        )

    own, theirs = _added(pool), _reserved(held)
    if own[0] != theirs[0]:
        reason = 'Reservation "{name}" has accelerators "{theirs}", and not "{own}".'
        yield _bad(reason, name=held.get("name"), theirs=theirs[0], own=own[0])
    if own[1] != theirs[1]:
        reason = 'Reservation "{name}" has {theirs} local SSDs, and not {own}.'
        yield _bad(reason, name=held.get("name"), theirs=theirs[1], own=own[1])


def _unqueued(pool: Object) -> Iterator[str]:
    """Yield what keeps a pool from having its nodes by requests alone.

    Source: https://github.com/GoogleCloudPlatform/cluster-toolkit/pull/3582
    """
    if not pool.get("queuedProvisioning.enabled"):
        return
    sizes = ("minNodeCount", "totalMinNodeCount")
    if any(pool.get(f"autoscaling.{each}") for each in sizes) or pool.get("initialNodeCount"):
        yield _bad("Node pools with queued provisioning must have no nodes to begin with.")
    affinity = pool.get("nodeConfig.reservationAffinity.consumeReservationType")
    if affinity != "NO_RESERVATION":
        yield _bad("Queued provisioning requires reservation affinity NO_RESERVATION.")
    if pool.get("placementPolicy.type") == "COMPACT":
        yield _bad("Compact placement cannot be used with queued provisioning.")


def _added(pool: Object) -> tuple[str, int]:
    """Return the accelerators and disks that a pool adds to its machines."""
    machine = str(pool.get("nodeConfig.machineType"))
    types = pool.all("nodeConfig.guestAccelerators[].type")
    uses = ("ephemeralStorageLocalSsdConfig", "localNvmeSsdBlockConfig")
    disks = sum(int(pool.get(f"nodeConfig.{use}.localSsdCount") or 0) for use in uses)
    accelerators = str(types[0]) if types and machine.startswith(ADDED_ACCELERATORS) else "none"
    return accelerators, disks if machine.startswith(ADDED_DISKS) else 0


def _reserved(held: Object) -> tuple[str, int]:
    """Return the accelerators and disks that a reservation adds to its machines."""
    properties = "specificReservation.instanceProperties"
    types = held.all(f"{properties}.guestAccelerators[].acceleratorType")
    return str(types[0]) if types else "none", len(held.all(f"{properties}.localSsds[]"))


def _bad(reason: str, **values: Any) -> str:
    return BAD.format(reason=reason.format(**values))

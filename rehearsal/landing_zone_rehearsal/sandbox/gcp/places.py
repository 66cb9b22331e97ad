"""Node pools that are not where their machines, networks and reservations are.

Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/compact-placement,
https://cloud.google.com/kubernetes-engine/docs/how-to/consuming-reservations,
https://cloud.google.com/kubernetes-engine/docs/how-to/setup-multinetwork-support-for-pods
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import IPv4Network
from itertools import combinations
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object, World

from .clusters import NODE_POOL, subnetwork_of
from .nodes import BAD, cluster_of

NETWORK = "gcp:compute:Network"
SUBNETWORK = "gcp:compute:Subnetwork"
POLICY = "gcp:compute:ResourcePolicy"
RESERVATION = "gcp:compute:Reservation"

RESERVATION_KEY = "compute.googleapis.com/reservation-name"

PROFILE = re.compile(r".*networkProfiles/(?P<zone>[a-z]+-[a-z]+\d+-[a-z])-vpc-(roce|falcon)(-\w+)*")
"""Source: https://cloud.google.com/vpc/docs/rdma-network-profiles"""

UNPLACED = ("n1-", "e2-")
"""Machines that no placement policy applies to.

Source: https://github.com/dstackai/dstack/issues/2591
"""

PLACED_FLEX = ("a3-ultragpu-", "a4-", "h4d-")
"""Machines that can be placed when they come by flex-start.

Source: https://github.com/GoogleCloudPlatform/cluster-toolkit/pull/5737
"""

ADDED_DISKS = ("n1-", "g2-", "a2-highgpu-", "a2-megagpu-")
ADDED_ACCELERATORS = ("n1-",)
"""Machines that have local disks, or accelerators, only if they are asked for.

Source: https://cloud.google.com/compute/docs/instances/reservations-overview#requirements
"""


def is_in_its_region(request: Request) -> Iterator[str]:
    """Refuse zones of another region, and several where nodes are to be close together."""
    made = request.object
    region, zones = _region(str(made.get("location"))), zones_of(made)
    for zone in zones:
        if _region(zone) != region:
            yield _bad('Zone "{zone}" is not in region "{region}".', zone=zone, region=region)
    if made.get("placementPolicy.type") == "COMPACT" and len(zones) > 1:
        yield _bad("Compact placement is not supported for node pools in multiple zones.")
    yield from _unplaced(made)
    policy = _named(request.world, POLICY, made.get("placementPolicy.policyName"))
    if policy and not policy.get("groupPlacementPolicy") and not policy.get("workloadPolicy"):
        reason = 'Resource policy "{name}" is not a placement policy.'
        yield _bad(reason, name=policy.get("name"))


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
    if affinity != "SPECIFIC_RESERVATION":
        return
    if made.get("nodeConfig.reservationAffinity.key") != RESERVATION_KEY or not names:
        reason = 'Specific reservation affinity requires key "{key}" and a value.'
        yield _bad(reason, key=RESERVATION_KEY)
    for name in names:
        held = _named(request.world, RESERVATION, str(name).rpartition("/")[2])
        yield from _differs(made, held) if held else ()


def has_networks_apart(request: Request) -> Iterator[str]:
    """Refuse network cards in one range, in a network that is not theirs, or in another zone."""
    made, world = request.object, request.world
    cluster = cluster_of(world, made)
    cards = list(_cards(world, made))
    if cards and cluster and not cluster.get("enableMultiNetworking"):
        yield _bad("Additional node networks require multi-networking to be enabled.")
    for network, subnetwork in cards:
        if str(subnetwork.get("network")).rpartition("/")[2] != network.get("name"):
            yield _bad(
                'Subnetwork "{subnetwork}" is not in network "{network}".',
                subnetwork=subnetwork.get("name"),
                network=network.get("name"),
            )
        profile = PROFILE.fullmatch(str(network.get("networkProfile")))
        for zone in zones_of(made):
            if profile and profile["zone"] != zone:
                reason = 'Network "{name}" is for zone "{there}", not for "{zone}".'
                yield _bad(reason, name=network.get("name"), there=profile["zone"], zone=zone)
    own = subnetwork_of(world, cluster) if cluster else None
    each = [*([own] if own else []), *(subnetwork for _, subnetwork in cards)]
    for one, other in combinations(each, 2):
        if _range(one).overlaps(_range(other)):
            reason = 'The IP ranges of subnetworks "{one}" and "{other}" overlap.'
            yield _bad(reason, one=one.get("name"), other=other.get("name"))
            return


def is_one_for_its_zone(request: Request) -> Iterator[str]:
    """Refuse a network profile that is none."""
    profile = request.object.get("networkProfile")
    if profile and not PROFILE.fullmatch(str(profile)):
        yield (f"googleapi: Error 404: The resource '{profile}' was not found, notFound")


def suits_its_network(request: Request) -> Iterator[str]:
    """Refuse an ordinary firewall policy for a network that a profile made for RDMA.

    Source: https://cloud.google.com/firewall/docs/firewall-for-roce
    """
    target = request.object.get("attachmentTarget")
    found = request.world.find((NETWORK,), ("id", "selfLink"), target)
    if any(each.get("networkProfile") for each in found):
        yield (
            "googleapi: Error 400: Invalid value for field 'resource.attachmentTarget':"
            f" '{target}'. The policy type VPC_POLICY does not match that of the network., invalid"
        )


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


def zones_of(pool: Object) -> list[str]:
    """Return the zones that a pool's nodes are in."""
    return [str(each) for each in pool.all("nodeLocations[]")]


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


def _unplaced(pool: Object) -> Iterator[str]:
    machine = str(pool.get("nodeConfig.machineType") or "e2-medium")
    if pool.get("placementPolicy.type") != "COMPACT":
        return
    if machine.startswith(UNPLACED):
        reason = "Placement policy is not applicable to machine type {machine}."
        yield _bad(reason, machine=machine)
    if pool.get("nodeConfig.flexStart") and not machine.startswith(PLACED_FLEX):
        reason = "Compact placement with flex-start is not supported for machine type {machine}."
        yield _bad(reason, machine=machine)


def _cards(world: World, pool: Object) -> Iterator[tuple[Object, Object]]:
    path = "networkConfig.additionalNodeNetworkConfigs[]"
    pairs = zip(pool.all(f"{path}.network"), pool.all(f"{path}.subnetwork"), strict=False)
    for network, subnetwork in pairs:
        found = _named(world, NETWORK, network), _named(world, SUBNETWORK, subnetwork)
        if found[0] and found[1]:
            yield found[0], found[1]


def _named(world: World, type: str, name: Any) -> Object | None:
    return next(world.find((type,), ("name", "id", "selfLink"), name), None) if name else None


def _region(place: str) -> str:
    return re.sub(r"-[a-z]$", "", place)


def _range(subnetwork: Object) -> IPv4Network:
    return IPv4Network(str(subnetwork.get("ipCidrRange")), strict=False)


def _bad(reason: str, **values: Any) -> str:
    return BAD.format(reason=reason.format(**values))

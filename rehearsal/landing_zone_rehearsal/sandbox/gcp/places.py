"""Node pools that are not where their machines and networks are.

Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/compact-placement,
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

from .clusters import subnetwork_of
from .nodes import BAD, cluster_of

NETWORK = "gcp:compute:Network"
SUBNETWORK = "gcp:compute:Subnetwork"
POLICY = "gcp:compute:ResourcePolicy"


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
    policy = named(request.world, POLICY, made.get("placementPolicy.policyName"))
    grouped = policy and policy.get("groupPlacementPolicy")
    if policy and not grouped and not policy.get("workloadPolicy"):
        reason = 'Resource policy "{name}" is not a placement policy.'
        yield _bad(reason, name=policy.get("name"))
    if grouped and made.get("nodeConfig.flexStart"):
        yield _bad(
            "Group placement policies cannot be used with flex-start; use a workload policy."
        )


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


def zones_of(pool: Object) -> list[str]:
    """Return the zones that a pool's nodes are in."""
    return [str(each) for each in pool.all("nodeLocations[]")]


def named(world: World, type: str, name: Any) -> Object | None:
    """Find what has a name, an ID or a link of its own."""
    return next(world.find((type,), ("name", "id", "selfLink"), name), None) if name else None


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
        found = named(world, NETWORK, network), named(world, SUBNETWORK, subnetwork)
        if found[0] and found[1]:
            yield found[0], found[1]


def _region(place: str) -> str:
    return re.sub(r"-[a-z]$", "", place)


def _range(subnetwork: Object) -> IPv4Network:
    return IPv4Network(str(subnetwork.get("ipCidrRange")), strict=False)


def _bad(reason: str, **values: Any) -> str:
    return BAD.format(reason=reason.format(**values))

"""What AWS refuses of where machines are launched, from what, and how they are connected.

Error codes: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Request

from .launch import Launch, launch_of
from .network import vpc_of
from .nodes import NODES

GROUP = "aws:ec2:SecurityGroup"
PLACEMENT = "aws:ec2:PlacementGroup"
RESERVATION = "aws:ec2:CapacityReservation"


def reservation_differs(launch: Launch) -> Iterator[str]:
    """Yield that a reservation is for other machines, for another zone, or for too few.

    One that is in no simulated account was made elsewhere.
    """
    held = launch.world.get(RESERVATION, str(launch.target), launch.nodes.place)
    if held is None:
        return
    if held.get("instanceType") not in launch.kinds:
        yield (
            f"InvalidParameterValue: The Capacity Reservation {held.id} is for"
            f" {held.get('instanceType')}, not for {', '.join(launch.kinds)}"
        )
    elsewhere = launch.zones - {held.get("availabilityZone")}
    if elsewhere:
        yield (
            f"InvalidParameterValue: The Capacity Reservation {held.id} is in"
            f" {held.get('availabilityZone')}, not in {', '.join(sorted(map(str, elsewhere)))}"
        )
    group = held.get("placementGroupArn")
    if group and group != _arn_of_placement(launch):
        yield (
            f"InvalidParameterValue: The Capacity Reservation {held.id} is in the placement group"
            f" {group}, and instances must be launched into it"
        )


def is_placed_apart(launch: Launch) -> Iterator[str]:
    """Yield that a placement group is not there, or would span zones.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/placement-strategies.html
    """
    name = launch.template.get("placement.groupName")
    if not name:
        return
    group = launch.world.get(PLACEMENT, str(name), launch.nodes.place)
    if group is None:
        yield f"InvalidPlacementGroup.Unknown: The Placement Group '{name}' is unknown."
    elif group.get("strategy") == "cluster" and len(launch.zones) > 1:
        yield (
            f"InvalidParameterException: The cluster placement group '{name}' cannot span multiple"
            " Availability Zones"
        )


def interfaces_clash(launch: Launch) -> Iterator[str]:
    """Yield that interfaces cannot be as they are asked for.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-acc-inst-types.html
    """
    interfaces = launch.interfaces
    if interfaces and launch.template.get("vpcSecurityGroupIds"):
        yield (
            "InvalidParameterCombination: Network interfaces and an instance-level security groups"
            " may not be specified on the same request"
        )
    slots = Counter(_slot(each) for each in interfaces)
    for (card, device), count in slots.items():
        if count > 1:
            yield (
                "InvalidParameterValue: Each network interface requires a unique device index:"
                f" card {card}, device {device}"
            )
    if interfaces and (0, 0) not in slots:
        yield "InvalidParameterValue: The primary network interface must be device 0 of card 0"
    if any(_slot(each) == (0, 0) and _type(each) == "efa-only" for each in interfaces):
        yield "InvalidParameterValue: The primary network interface cannot be EFA-only"
    efas = Counter(_slot(each)[0] for each in interfaces if _type(each).startswith("efa"))
    for card in (card for card, count in efas.items() if count > 1):
        yield f"InvalidParameterValue: Network card {card} takes one Elastic Fabric Adapter"
    if len(interfaces) > 1 and any(each.get("associatePublicIpAddress") for each in interfaces):
        yield (
            "InvalidParameterCombination: The associatePublicIPAddress parameter cannot be"
            " specified when launching with multiple network interfaces."
        )


def group_is_elsewhere(launch: Launch) -> Iterator[str]:
    """Yield that a machine's security group is not there, or in another network."""
    network = vpc_of(launch.world, next(iter(launch.nodes.all("subnetIds[]")), None))
    for id in dict.fromkeys(launch.groups()):
        group = launch.world.get(GROUP, id, launch.nodes.place)
        if group is None and not _is_of_a_cluster(launch, id):
            yield f"InvalidGroup.NotFound: The security group '{id}' does not exist"
        elif group and network and group.get("vpcId") != network:
            yield (
                f"InvalidParameterException: Security group {id} and the subnets belong to"
                " different networks"
            )


def reserved_for_ever_until(request: Request) -> Iterator[str]:
    """Yield that a reservation is to end at a time and never, or at no time."""
    limited = request.object.get("endDateType") == "limited"
    if limited != bool(request.object.get("endDate")):
        yield (
            "InvalidParameterCombination: EndDate must be specified if, and only if, EndDateType is"
            " limited"
        )


def reserved_apart(request: Request) -> Iterator[str]:
    """Yield that machines are reserved in a zone that is none, or in a group of another kind.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/cr-cpg.html
    """
    held = request.object
    zone = str(held.get("availabilityZone"))
    if not zone.startswith(held.region) or zone == held.region:
        yield f"InvalidParameterValue: Invalid availability zone: [{zone}]"
    arn = held.get("placementGroupArn")
    group = next(request.world.find((PLACEMENT,), ("arn",), arn), None) if arn else None
    if group and group.get("strategy") != "cluster":
        yield (
            "InvalidParameterValue: Capacity Reservations can be created in placement groups of"
            " strategy cluster alone"
        )


def is_in_use(request: Request) -> Iterator[str]:
    """Yield that machines run in a placement group that is to go."""
    group = request.object
    for nodes in request.world.of(NODES):
        launch = launch_of(request.world, nodes)
        runs = float(nodes.get("scalingConfig.desiredSize") or 0) > 0
        if launch and runs and launch.template.get("placement.groupName") == group.get("name"):
            yield (
                f"InvalidPlacementGroup.InUse: The placement group '{group.get('name')}' is in use"
                " and may not be deleted."
            )
            return


def _is_of_a_cluster(launch: Launch, id: str) -> bool:
    clusters = launch.world.of("aws:eks:Cluster")
    return any(id == each.get("vpcConfig.clusterSecurityGroupId") for each in clusters)


def _arn_of_placement(launch: Launch) -> Any:
    name = launch.template.get("placement.groupName")
    group = launch.world.get(PLACEMENT, str(name), launch.nodes.place)
    return group.get("arn") if group else None


def _slot(interface: Mapping[str, Any]) -> tuple[int, int]:
    return (
        int(float(interface.get("networkCardIndex") or 0)),
        int(float(interface.get("deviceIndex") or 0)),
    )


def _type(interface: Mapping[str, Any]) -> str:
    return str(interface.get("interfaceType") or "interface")

"""What AWS refuses of networks: ranges that do not fit, and parts that do not belong together.

Sources: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html,
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Request, Rule
from landing_zone_rehearsal.sandbox.objects import Object, World

VPC = "aws:ec2:Vpc"
SUBNET = "aws:ec2:Subnet"
TABLE = "aws:ec2:RouteTable"
GATEWAY = "aws:ec2:InternetGateway"

LONGEST, SHORTEST = 28, 16
"""How long the prefix of a VPC's or subnet's range may be."""

DIRECTIONS = {"southeast": "se", "northeast": "ne", "southwest": "sw", "northwest": "nw"}


def vpc_size(request: Request) -> Iterator[str]:
    """Yield that a VPC is too large or too small."""
    cidr = request.object.get("cidrBlock")
    if cidr and not _fits_in_size(cidr):
        yield f"InvalidVpc.Range: The CIDR '{cidr}' is invalid."


def outside_of_its_vpc(request: Request) -> Iterator[str]:
    """Yield that a subnet does not lie within a range of its VPC, or is too large or small."""
    subnet = request.object
    cidr = subnet.get("cidrBlock")
    if cidr is None:
        return
    held = _ranges(request.world, str(subnet.get("vpcId")))
    if not _fits_in_size(cidr) or not any(_contains(each, cidr) for each in held):
        yield f"InvalidSubnet.Range: The CIDR '{cidr}' is invalid."


def overlaps_another(request: Request) -> Iterator[str]:
    """Yield that a subnet takes addresses of another one."""
    subnet = request.object
    for other in request.world.find((SUBNET,), ("vpcId",), subnet.get("vpcId")):
        if other.id != subnet.id and _overlap(other.get("cidrBlock"), subnet.get("cidrBlock")):
            yield (
                f"InvalidSubnet.Conflict: The CIDR '{subnet.get('cidrBlock')}' conflicts with"
                " another subnet"
            )
            return


def second_range_taken(request: Request) -> Iterator[str]:
    """Yield that a VPC has a range already that a further one overlaps."""
    cidr, vpc = request.object.get("cidrBlock"), str(request.object.get("vpcId"))
    if not _fits_in_size(cidr):
        yield f"InvalidVpc.Range: The CIDR '{cidr}' is invalid."
    if request.act == "create" and any(
        _overlap(each, cidr) for each in _ranges(request.world, vpc)
    ):
        yield f"InvalidVpc.Range: The CIDR '{cidr}' conflicts with another block of {vpc}"


def in_no_zone(request: Request) -> Iterator[str]:
    """Yield that a zone does not lie in the region.

    Source: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
    """
    subnet = request.object
    zones = {
        "availabilityZone": rf"{re.escape(subnet.region)}(?:[a-f]|-[a-z]+-\d[a-z])",
        "availabilityZoneId": rf"{zone_prefix(subnet.region)}-(?:[a-z]+\d-)?az\d",
    }
    for name, pattern in zones.items():
        given = subnet.get(name)
        if given and not re.fullmatch(pattern, str(given)):
            yield (
                f"InvalidParameterValue: Value ({given}) for parameter {name} is invalid."
                f" Subnets can currently only be created in zones of {subnet.region}."
            )


def zone_prefix(region: str) -> str:
    """Return what the IDs of a region's zones begin with: `euw1` for `eu-west-1`."""
    *area, direction, number = region.split("-")
    short = DIRECTIONS.get(direction, direction[:1])
    return f"{'usg' if area[-1] == 'gov' else area[0]}{short}{number}"


def of_another_network(request: Request) -> Iterator[str]:
    """Yield that a route table is to serve a subnet or a gateway of another VPC."""
    made = request.object
    table = vpc_of(request.world, made.get("routeTableId"))
    for name, word in (("subnetId", "subnet"), ("gatewayId", "network gateway")):
        given = made.get(name)
        other = vpc_of(request.world, given)
        if table and other and table != other:
            yield (
                f"InvalidParameterValue: route table {made.get('routeTableId')} and {word} {given}"
                " belong to different networks"
            )


def through_another_network(request: Request) -> Iterator[str]:
    """Yield that a route leads to a NAT gateway or an endpoint of another VPC."""
    route = request.object
    table = vpc_of(request.world, route.get("routeTableId"))
    nat = request.world.get("aws:ec2:NatGateway", str(route.get("natGatewayId")))
    target = vpc_of(request.world, nat.get("subnetId")) if nat else None
    if nat and table and target and table != target:
        yield (
            f"InvalidParameterValue: route table {route.get('routeTableId')} and interface"
            f" {nat.get('networkInterfaceId')} belong to different networks"
        )


def no_way_out(request: Request) -> Iterator[str]:
    """Yield that the VPC of a public NAT gateway has no internet gateway, or the NAT no address.

    Source: https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
    """
    nat = request.object
    if nat.get("connectivityType") != "public":
        return
    vpc = vpc_of(request.world, nat.get("subnetId"))
    if not nat.get("allocationId"):
        yield "MissingParameter: The request must include the AllocationId parameter."
    if vpc and not any(request.world.find((GATEWAY,), ("vpcId",), vpc)):
        yield f"Gateway.NotAttached: Network {vpc} has no Internet gateway attached"


def addresses_are_mapped(request: Request) -> Iterator[str]:
    """Yield that an internet gateway is still needed by public addresses of its VPC."""
    vpc = request.object.get("vpcId")
    for nat in request.world.of("aws:ec2:NatGateway"):
        public = nat.get("connectivityType") == "public"
        if public and vpc_of(request.world, nat.get("subnetId")) == vpc:
            yield (
                f"DependencyViolation: Network {vpc} has some mapped public address(es). Please"
                " unmap those public address(es) before detaching the gateway."
            )
            return


def vpc_of(world: World, id: Any) -> str | None:
    """Find the VPC that a subnet, route table or gateway belongs to."""
    for kind in (SUBNET, TABLE, GATEWAY):
        found = world.get(kind, str(id))
        if found:
            return str(found.get("vpcId"))
    main = next(world.find((VPC,), ("mainRouteTableId",), id), None)
    return main.id if main else None


CHANGING: Mapping[str, Sequence[Rule]] = {
    VPC: (vpc_size,),
    "aws:ec2:VpcIpv4CidrBlockAssociation": (second_range_taken,),
    SUBNET: (outside_of_its_vpc, overlaps_another, in_no_zone),
    "aws:ec2:RouteTableAssociation": (of_another_network,),
    "aws:ec2:Route": (of_another_network, through_another_network),
    "aws:ec2:NatGateway": (no_way_out,),
}
DELETING: Mapping[str, Sequence[Rule]] = {GATEWAY: (addresses_are_mapped,)}

SWEPT: Mapping[str, tuple[tuple[str, str], ...]] = {
    VPC: (
        ("aws:ec2:DefaultSecurityGroup", "vpcId"),
        ("aws:ec2:FlowLog", "vpcId"),
        ("aws:ec2:VpcIpv4CidrBlockAssociation", "vpcId"),
    ),
    SUBNET: (("aws:ec2:RouteTableAssociation", "subnetId"), ("aws:ec2:FlowLog", "subnetId")),
    TABLE: (("aws:ec2:Route", "routeTableId"),),
    "aws:ec2:SecurityGroup": (
        ("aws:vpc:SecurityGroupIngressRule", "securityGroupId"),
        ("aws:vpc:SecurityGroupEgressRule", "securityGroupId"),
    ),
}
"""What goes with what it is part of, and how it names that."""


def default_table_of(world: World, vpc: Object) -> Iterator[Object]:
    """Yield the route table that a VPC came with, and its routes."""
    table = vpc.get("defaultRouteTableId")
    yield from world.find(("aws:ec2:DefaultRouteTable",), ("defaultRouteTableId",), table)
    yield from world.find(("aws:ec2:Route",), ("routeTableId",), table)


def _ranges(world: World, vpc: str) -> list[Any]:
    own = [each.get("cidrBlock") for each in world.find((VPC,), ("id",), vpc)]
    further = world.find(("aws:ec2:VpcIpv4CidrBlockAssociation",), ("vpcId",), vpc)
    return [each for each in (*own, *(it.get("cidrBlock") for it in further)) if each]


def _fits_in_size(cidr: Any) -> bool:
    return SHORTEST <= ipaddress.ip_network(str(cidr)).prefixlen <= LONGEST


def _contains(outer: Any, inner: Any) -> bool:
    inside, outside = ipaddress.IPv4Network(str(inner)), ipaddress.IPv4Network(str(outer))
    return inside.subnet_of(outside)


def _overlap(one: Any, other: Any) -> bool:
    if not one or not other:
        return False
    return ipaddress.IPv4Network(str(one)).overlaps(ipaddress.IPv4Network(str(other)))

"""Subnets, one for each zone, and the routes they follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

import pulumi_aws as aws

from landing_zone.core import Scope
from landing_zone.network.aws_zones import Zone


@dataclass(frozen=True)
class Subnet:
    """A subnet with where it lies."""

    resource: aws.ec2.Subnet
    zone: Zone
    cidr: IPv4Network
    part: str
    """Its part of the logical name, such as `node-a`."""


def subnets(
    scope: Scope,
    vpc: aws.ec2.Vpc,
    part: str,
    places: Sequence[tuple[Zone, IPv4Network]],
    tags: Mapping[str, str] | None = None,
) -> list[Subnet]:
    """Declare a subnet in each place; nothing in it gets a public address by default."""

    def subnet(zone: Zone, cidr: IPv4Network) -> Subnet:
        name = f"{part}-{zone.letter}"
        resource = aws.ec2.Subnet(
            scope.child(name),
            vpc_id=vpc.id,
            availability_zone_id=zone.id,
            cidr_block=str(cidr),
            map_public_ip_on_launch=False,
            tags={**scope.tags, **(tags or {})},
            opts=scope.opts(),
        )
        return Subnet(resource, zone, cidr, name)

    return [subnet(zone, cidr) for zone, cidr in places]


def associate(
    scope: Scope, subnet: Subnet, table: aws.ec2.RouteTable
) -> aws.ec2.RouteTableAssociation:
    """Make a subnet follow a route table."""
    return aws.ec2.RouteTableAssociation(
        scope.child(f"{subnet.part}-routed"),
        subnet_id=subnet.resource.id,
        route_table_id=table.id,
        opts=scope.opts(),
    )

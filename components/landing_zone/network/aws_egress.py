"""The ways out of a VPC: NAT gateways, behind a firewall where domain names are restricted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

import pulumi
import pulumi_aws as aws

from landing_zone.core import Scope
from landing_zone.keys.spec import KeysOutputs
from landing_zone.network.addresses import per_zone, plan
from landing_zone.network.aws_firewall import firewall
from landing_zone.network.aws_subnets import Subnet, associate, subnets
from landing_zone.network.aws_zones import Zone
from landing_zone.network.spec import Nat, NetworkSpec


class Target(TypedDict, total=False):
    """Where a route leads: one of the two."""

    nat_gateway_id: pulumi.Input[str]
    vpc_endpoint_id: pulumi.Input[str]


@dataclass(frozen=True)
class Exit:
    """The NAT gateway of one zone, with the subnet and the routes it stands in."""

    zone: Zone
    address: aws.ec2.Eip
    gateway: aws.ec2.NatGateway
    table: aws.ec2.RouteTable


@dataclass(frozen=True)
class Egress:
    """How each zone leaves the network."""

    exits: Sequence[Exit] = ()
    firewalls: Mapping[Zone, pulumi.Output[str]] = field(
        default_factory=dict[Zone, pulumi.Output[str]]
    )
    """The firewall's endpoint in the zone of each exit; none where all domains are allowed."""
    resources: Sequence[pulumi.Resource] = ()
    """What must be there before anything leaves."""

    @property
    def addresses(self) -> list[pulumi.Output[str]]:
        """The public addresses that traffic leaves from."""
        return [each.address.public_ip for each in self.exits]

    def target(self, zone: Zone) -> Target:
        """Return where a zone's traffic goes first: to its exit, or to the firewall before it."""
        exit_ = exit_of(self.exits, zone)
        if self.firewalls:
            return {"vpc_endpoint_id": self.firewalls[exit_.zone]}
        return {"nat_gateway_id": exit_.gateway.id}


def exit_of(exits: Sequence[Exit], zone: Zone) -> Exit:
    """Return a zone's own exit, or the one that all zones share."""
    return next((each for each in exits if each.zone == zone), exits[0])


def egress(
    scope: Scope,
    spec: NetworkSpec,
    vpc: aws.ec2.Vpc,
    zones: Sequence[Zone],
    leaving: Sequence[Subnet],
    *,
    keys: KeysOutputs,
) -> Egress:
    """Declare the exits that the spec asks for; with none, the network has no public subnet.

    With `egress_allow`, traffic takes the same way out and back, as the firewall must see both
    directions of a connection: subnet, firewall endpoint, NAT gateway, and in reverse. Firewall
    endpoints stand only in zones that have an exit.

    Source: https://docs.aws.amazon.com/network-firewall/latest/developerguide/arch-igw-ngw.html
    """
    places = {Nat.NONE: zones[:0], Nat.SINGLE: zones[:1], Nat.PER_ZONE: zones}[spec.nat]
    if not places:
        return Egress()
    internet = aws.ec2.InternetGateway(
        scope.child("internet"), vpc_id=vpc.id, tags=scope.tags, opts=scope.opts()
    )
    ranges = per_zone(plan(spec.cidr).gateways, len(places))
    public = subnets(scope, vpc, "gateway", list(zip(places, ranges, strict=True)))
    exits = [_exit(scope, vpc, internet, subnet) for subnet in public]
    if not spec.egress_allow:
        return Egress(exits, resources=[each.gateway for each in exits])
    guarded = firewall(scope, spec, vpc, places, keys=keys)
    onward = [
        _route(
            scope,
            f"firewall-{each.zone.letter}-out",
            guarded.tables[each.zone],
            "0.0.0.0/0",
            {"nat_gateway_id": each.gateway.id},
        )
        for each in exits
    ]
    back = [
        _route(
            scope,
            f"{subnet.part}-back",
            each.table,
            str(subnet.cidr),
            {"vpc_endpoint_id": guarded.endpoints[each.zone]},
        )
        for subnet in leaving
        for each in [exit_of(exits, subnet.zone)]
    ]
    return Egress(exits, guarded.endpoints, [*onward, *back, *guarded.resources])


def _exit(
    scope: Scope, vpc: aws.ec2.Vpc, internet: aws.ec2.InternetGateway, subnet: Subnet
) -> Exit:
    letter = subnet.zone.letter
    table = aws.ec2.RouteTable(
        scope.child(f"gateway-{letter}-routes"),
        vpc_id=vpc.id,
        tags=scope.tags,
        opts=scope.opts(),
    )
    out = aws.ec2.Route(
        scope.child(f"gateway-{letter}-out"),
        route_table_id=table.id,
        destination_cidr_block="0.0.0.0/0",
        gateway_id=internet.id,
        opts=scope.opts(),
    )
    routed = associate(scope, subnet, table)
    address = aws.ec2.Eip(
        scope.child(f"nat-{letter}-address"),
        domain="vpc",
        tags=scope.tags,
        opts=scope.opts(depends_on=[internet]),
    )
    gateway = aws.ec2.NatGateway(
        scope.child(f"nat-{letter}"),
        subnet_id=subnet.resource.id,
        allocation_id=address.id,
        tags=scope.tags,
        opts=scope.opts(depends_on=[out, routed], delete_before_replace=True),  # one address
    )
    return Exit(subnet.zone, address, gateway, table)


def _route(
    scope: Scope, part: str, table: aws.ec2.RouteTable, destination: str, target: Target
) -> aws.ec2.Route:
    return aws.ec2.Route(
        scope.child(part),
        route_table_id=table.id,
        destination_cidr_block=destination,
        opts=scope.opts(),
        **target,
    )

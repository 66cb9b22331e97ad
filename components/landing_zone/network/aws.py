"""A VPC whose subnets are private but for those of its NAT gateways."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

import pulumi
import pulumi_aws as aws

from landing_zone.baseline import aws_roles
from landing_zone.core import LandingZoneError, Names, Scope, after
from landing_zone.keys.spec import KeysOutputs
from landing_zone.network import aws_zones
from landing_zone.network.addresses import Addresses, per_zone, plan
from landing_zone.network.aws_egress import Egress, egress
from landing_zone.network.aws_endpoints import WORDS, endpoints
from landing_zone.network.aws_firewall import DELIVERY
from landing_zone.network.aws_firewall_rules import CAPACITY
from landing_zone.network.aws_logs import FLOW_LOGS, record_traffic
from landing_zone.network.aws_subnets import Subnet, associate, subnets
from landing_zone.network.aws_zones import Zone
from landing_zone.network.spec import NetworkOutputs, NetworkSpec, by_service

CNI = {"kubernetes.io/role/cni": "1"}
"""Makes the VPC CNI give pods addresses from a subnet.

Source: https://docs.aws.amazon.com/eks/latest/best-practices/subnet-discovery.html
"""


def check(names: Names, spec: NetworkSpec) -> Iterator[LandingZoneError]:
    """Yield what AWS refuses: unknown zones, names that are too long, too many domains."""
    yield from aws_zones.unknown_region(names.env.region)
    yield from aws_roles.too_long(names, "flow_log_days", f"{FLOW_LOGS}-role")
    if spec.egress_allow:
        yield from names.check("egress_allow", DELIVERY, "firewall")
    if (count := len(spec.egress_allow)) > CAPACITY:
        limit = f"at most {CAPACITY} domains, as the firewall has no room for more rules"
        yield LandingZoneError(f"egress_allow: {limit}, got {count}")


def build(scope: Scope, spec: NetworkSpec, *, keys: KeysOutputs) -> NetworkOutputs:
    """Declare the network.

    Nodes and pods of a zone leave through that zone's exit. Endpoints and databases have no way
    out at all. Network ACLs stay as AWS makes them: they know no connections, so that answers
    from the internet would have to be let in by port; security groups decide instead.
    """
    addresses = plan(spec.cidr)
    zones = aws_zones.zones_of(scope.env.region, spec.zones)
    vpc = _vpc(scope, spec)
    private = _private(scope, vpc, addresses, zones)
    tables = {zone: _table(scope, vpc, f"zone-{zone.letter}") for zone in zones}
    closed = _table(scope, vpc, "closed")
    associations = [
        *(associate(scope, each, tables[each.zone]) for each in private.leaving),
        *(associate(scope, each, closed) for each in private.staying),
    ]
    out = egress(scope, spec, vpc, zones, private.leaving, keys=keys)
    routes = _ways_out(scope, tables, out)
    working = [*associations, *routes, *out.resources]
    flow_log = record_traffic(scope, spec, vpc, keys, ready=working)
    services = endpoints(scope, spec, vpc, private.endpoint, [closed, *tables.values()])

    works = after(vpc.id, flow_log)
    return NetworkOutputs.existing(
        id=works,
        node_subnets=_ids(private.node, works),
        pod_subnets=_ids(private.pod, works),
        endpoint_subnets=_ids(private.endpoint, works),
        database_subnets=_ids(private.database, works),
        cidrs=_cidrs(addresses),
        private_services=by_service(spec.private_services, WORDS, services),
        egress_ips=after(pulumi.Output.all(*out.addresses), works),
        egress=after(spec.egress.value, works),
    )


@dataclass(frozen=True)
class _Private:
    """The subnets without a public address, by what they are for."""

    node: list[Subnet]
    pod: list[Subnet]
    endpoint: list[Subnet]
    database: list[Subnet]

    @property
    def leaving(self) -> list[Subnet]:
        return [*self.node, *self.pod]

    @property
    def staying(self) -> list[Subnet]:
        return [*self.endpoint, *self.database]


def _vpc(scope: Scope, spec: NetworkSpec) -> aws.ec2.Vpc:
    """Declare a VPC whose defaults admit nothing: no rule and no route is there by accident."""
    vpc = aws.ec2.Vpc(
        scope.child("vpc"),
        cidr_block=str(spec.cidr),
        enable_dns_support=True,
        enable_dns_hostnames=True,
        tags=scope.tags,
        opts=scope.opts(),
    )
    aws.ec2.DefaultSecurityGroup(
        scope.child("default-group"),
        vpc_id=vpc.id,
        ingress=[],
        egress=[],
        tags=scope.tags,
        opts=scope.opts(),
    )
    aws.ec2.DefaultRouteTable(
        scope.child("default-routes"),
        default_route_table_id=vpc.default_route_table_id,
        routes=[],
        tags=scope.tags,
        opts=scope.opts(),
    )
    return vpc


def _private(
    scope: Scope, vpc: aws.ec2.Vpc, addresses: Addresses, zones: Sequence[Zone]
) -> _Private:
    def each(part: str, range_: IPv4Network, tags: Mapping[str, str] | None = None) -> list[Subnet]:
        ranges = per_zone(range_, len(zones))
        return subnets(scope, vpc, part, list(zip(zones, ranges, strict=True)), tags)

    return _Private(
        node=each("node", addresses.nodes),
        pod=each("pod", addresses.pods, CNI),
        endpoint=each("endpoint", addresses.endpoints),
        database=each("database", addresses.databases),
    )


def _table(scope: Scope, vpc: aws.ec2.Vpc, part: str) -> aws.ec2.RouteTable:
    return aws.ec2.RouteTable(
        scope.child(f"{part}-routes"), vpc_id=vpc.id, tags=scope.tags, opts=scope.opts()
    )


def _ways_out(
    scope: Scope, tables: Mapping[Zone, aws.ec2.RouteTable], out: Egress
) -> list[pulumi.Resource]:
    return [
        aws.ec2.Route(
            scope.child(f"zone-{zone.letter}-out"),
            route_table_id=table.id,
            destination_cidr_block="0.0.0.0/0",
            opts=scope.opts(),
            **out.target(zone),
        )
        for zone, table in tables.items()
        if out.exits
    ]


def _ids(those: Sequence[Subnet], works: pulumi.Output[str]) -> pulumi.Output[list[str]]:
    return after(pulumi.Output.all(*(each.resource.id for each in those)), works)


def _cidrs(addresses: Addresses) -> dict[str, str]:
    parts = ("network", "nodes", "pods", "services", "endpoints", "databases")
    return {part: str(getattr(addresses, part)) for part in parts}

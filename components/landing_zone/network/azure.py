"""A network on Azure: one regional network, closed by default, with one way out."""

from collections.abc import Iterator

import pulumi
from pulumi_azure_native import network, resources

from landing_zone.baseline.azure import refusals, resource_group
from landing_zone.core import (
    Environment,
    LandingZoneError,
    Names,
    Profile,
    Scope,
    UnsupportedError,
    after,
)
from landing_zone.keys.spec import KeysOutputs
from landing_zone.network.addresses import Addresses, plan
from landing_zone.network.azure_egress import Exit, firewall_exit, nat_exit, no_exit
from landing_zone.network.azure_logs import record_traffic
from landing_zone.network.azure_private import WORDS, private_paths, private_zones
from landing_zone.network.azure_subnets import Place, subnet
from landing_zone.network.spec import (
    Egress,
    Nat,
    NetworkOutputs,
    NetworkSpec,
    PrivateService,
    by_service,
)

ONLY_ZONAL_NAT = frozenset(
    (
        "canadaeast",
        "indonesiacentral",
        "israelnorthwest",
        "qatarcentral",
        "swedensouth",
        "westindia",
    )
)
"""Regions without the zone-redundant NAT gateway.

Source: https://learn.microsoft.com/azure/nat-gateway/nat-sku#known-limitations (2026-07-27)
"""


def check(names: Names, spec: NetworkSpec) -> Iterator[LandingZoneError]:
    """Yield what Azure refuses of a settled spec."""
    yield from refusals(names)
    region = names.env.region
    if spec.nat is Nat.PER_ZONE and not spec.egress_allow and region in ONLY_ZONAL_NAT:
        what = f"nat: 'per_zone' in region {region}"
        yield UnsupportedError(what, "azure", instead="use 'single', or list egress_allow")


def build(scope: Scope, spec: NetworkSpec, *, keys: KeysOutputs) -> NetworkOutputs:
    """Declare the network, its subnets one after another, the way out and the private paths.

    Azure refuses a change of a network while another is under way, so each subnet waits for the
    one before, the firewall for the last of those, and everything else for the nodes' subnet.

    Source: https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-another-operation-in-progress
    """
    group = resource_group(scope, stateful=True)
    addresses = plan(spec.cidr)
    vnet = _network(scope, group, addresses, encrypts=_encrypts(scope.env, spec))
    place = Place(scope, group, vnet, spec.nat is not Nat.NONE)

    endpoints = subnet(place, "endpoints", addresses.endpoints)
    databases = subnet(place, "databases", addresses.databases, after=endpoints)
    way_out = _way_out(place, spec, addresses, after=databases)
    nodes = subnet(
        place,
        "nodes",
        addresses.nodes,
        after=way_out.last,
        nat_gateway=way_out.nat_gateway,
        route_table=way_out.route_table,
    )

    zones = private_zones(scope, group, spec.private_services, vnet, after=nodes)
    paths = private_paths(
        scope, group, spec.private_services, subnet=endpoints, zones=zones, keys=keys, after=nodes
    )
    logged = record_traffic(
        scope,
        group,
        vnet,
        days=spec.flow_log_days,
        keys=keys,
        subnet=endpoints,
        zones=zones,
        firewall=way_out.firewall,
        after=paths.last,
    )

    cidrs = ("network", "nodes", "pods", "services", "endpoints", "databases")
    return NetworkOutputs(
        id=after(vnet.id, nodes),
        node_subnets=after(_listed(nodes.id), nodes),
        pod_subnets=pulumi.Output.from_input(list[str]()),
        endpoint_subnets=after(_listed(endpoints.id), nodes, logged),
        database_subnets=after(_listed(databases.id), nodes),
        cidrs={name: pulumi.Output.from_input(str(getattr(addresses, name))) for name in cidrs},
        private_services=by_service(spec.private_services, WORDS, {**zones, **paths.scopes}),
        egress_ips=after(pulumi.Output.all(*way_out.addresses), nodes),
        egress=after(spec.egress.value, nodes),
    )


def _network(
    scope: Scope, group: resources.ResourceGroup, addresses: Addresses, *, encrypts: bool
) -> network.VirtualNetwork:
    """Declare the network without the ranges of pods and services, which an overlay routes.

    The service offers no setting that drops traffic which is not encrypted.

    Source: https://learn.microsoft.com/azure/aks/azure-cni-overlay
    """
    ranges = (addresses.nodes, addresses.endpoints, addresses.databases, addresses.edge)
    return network.VirtualNetwork(
        scope.child("vnet"),
        resource_group_name=group.name,
        location=scope.env.region,
        address_space={"address_prefixes": [str(each) for each in ranges]},
        encryption={"enabled": encrypts, "enforcement": "AllowUnencrypted"},
        tags=scope.tags,
        opts=scope.opts(),
    )


def _encrypts(env: Environment, spec: NetworkSpec) -> bool:
    """Whether traffic between machines that can is encrypted: from `regulated` up.

    AKS runs in no such network while its control plane lies in it, and Azure Firewall in none.

    Sources: https://learn.microsoft.com/azure/aks/api-server-vnet-integration#limitations,
    https://github.com/Azure/AKS/issues/5334,
    https://learn.microsoft.com/azure/virtual-network/virtual-network-encryption-overview
    """
    kept_out = PrivateService.CLUSTER in spec.private_services or spec.egress is Egress.FIREWALL
    return env.profile.at_least(Profile.REGULATED) and not kept_out


def _way_out(place: Place, spec: NetworkSpec, addresses: Addresses, after: pulumi.Resource) -> Exit:
    if spec.nat is Nat.NONE:
        return no_exit(after)
    if spec.egress_allow:
        return firewall_exit(place, spec, addresses, after)
    return nat_exit(place, spec, after)


def _listed(value: pulumi.Output[str]) -> pulumi.Output[list[str]]:
    return value.apply(lambda one: [one])

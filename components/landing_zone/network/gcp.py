"""A network on Google Cloud: a VPC with one regional subnetwork."""

import pulumi
from pulumi_gcp import compute

from landing_zone.baseline.gcp import enable
from landing_zone.baseline.gcp_logs import LogStore, log_store
from landing_zone.core import Scope, after
from landing_zone.keys.spec import KeysOutputs
from landing_zone.network.addresses import Addresses, plan
from landing_zone.network.gcp_database import database_access
from landing_zone.network.gcp_dns import ZONES, google_route, private_zones
from landing_zone.network.gcp_firewall import firewall
from landing_zone.network.gcp_nat import egress_addresses, gateway
from landing_zone.network.spec import (
    Nat,
    NetworkOutputs,
    NetworkSpec,
    PrivateService,
    by_service,
)

Apis = list[pulumi.Resource]


def build(scope: Scope, spec: NetworkSpec, *, keys: KeysOutputs) -> NetworkOutputs:
    """Declare a network whose one subnetwork spans all zones of the region."""
    ranges = plan(spec.cidr)
    apis = enable(scope, "compute", "dns", "logging", "servicenetworking")
    network = _network(scope, spec, apis)
    subnetwork = _subnetwork(scope, network, ranges)
    flows = _flow_log(scope, spec, subnetwork, keys, apis)
    route = google_route(scope, network)
    addresses = egress_addresses(scope, spec, apis)
    nat = gateway(scope, network, subnetwork, addresses)
    rules = firewall(scope, spec, network, ranges)
    zones = private_zones(scope, spec, network, route)
    databases = (
        database_access(scope, network, ranges, apis)
        if PrivateService.DATABASE in spec.private_services
        else None
    )
    ready = [route, flows.sink, *nat, *rules]
    return NetworkOutputs(
        id=after(network.self_link, *ready),
        node_subnets=_one(after(subnetwork.id, *ready)),
        pod_subnets=_one(after("pods", subnetwork, *ready)),
        endpoint_subnets=_one(after(subnetwork.id, *ready)),
        database_subnets=_one(after(network.self_link, databases)) if databases else _none(),
        cidrs={
            part: after(str(getattr(ranges, part)), subnetwork)
            for part in ("network", "nodes", "pods", "services", "endpoints", "databases")
        },
        private_services=by_service(
            spec.private_services,
            {**ZONES, PrivateService.DATABASE: (DATABASES,)},
            {**zones, **({DATABASES: databases.id} if databases else {})},
        ),
        egress_ips=after(pulumi.Output.all(*(each.address for each in addresses)), *nat),
        egress=after(spec.egress.value, *nat, *rules),
    )


DATABASES = "servicenetworking.googleapis.com"
"""The cloud's own word for what makes managed databases private."""


def _network(scope: Scope, spec: NetworkSpec, apis: Apis) -> compute.Network:
    """Declare the network, without a way out where there is no NAT.

    Firewall rules of the VPC come before the network's policy, as Google Kubernetes Engine makes
    such rules for its own needs; a policy before them would have to know them all.

    Source: https://cloud.google.com/firewall/docs/firewall-policies-overview#rule-evaluation
    """
    return compute.Network(
        scope.child("vpc"),
        project=scope.env.account,
        auto_create_subnetworks=False,
        routing_mode="REGIONAL",
        delete_default_routes_on_create=spec.nat is Nat.NONE,
        network_firewall_policy_enforcement_order="AFTER_CLASSIC_FIREWALL",
        opts=scope.opts(depends_on=apis),
    )


def _subnetwork(scope: Scope, network: compute.Network, ranges: Addresses) -> compute.Subnetwork:
    """Declare the subnetwork of nodes, pods and services; every flow of it is recorded.

    Sources: https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips,
    https://cloud.google.com/vpc/docs/using-flow-logs
    """
    return compute.Subnetwork(
        scope.child("nodes"),
        project=scope.env.account,
        region=scope.env.region,
        network=network.id,
        ip_cidr_range=str(ranges.nodes),
        secondary_ip_ranges=[
            {"range_name": "pods", "ip_cidr_range": str(ranges.pods)},
            {"range_name": "services", "ip_cidr_range": str(ranges.services)},
        ],
        stack_type="IPV4_ONLY",
        private_ip_google_access=True,
        log_config={
            "aggregation_interval": "INTERVAL_5_SEC",
            "flow_sampling": 1.0,
            "metadata": "INCLUDE_ALL_METADATA",
        },
        opts=scope.opts(),
    )


def _flow_log(
    scope: Scope,
    spec: NetworkSpec,
    subnetwork: compute.Subnetwork,
    keys: KeysOutputs,
    apis: Apis,
) -> LogStore:
    """Keep the subnetwork's flows and what its firewall said, in a log bucket of their own.

    Source: https://cloud.google.com/vpc/docs/access-flow-logs
    """
    flows = subnetwork.name.apply(
        lambda name: (
            '(log_id("compute.googleapis.com/vpc_flows")'
            ' OR log_id("compute.googleapis.com/firewall"))'
            f' AND resource.labels.subnetwork_name="{name}"'
        )
    )
    return log_store(scope, "flows", flows, retention_days=spec.flow_log_days, keys=keys, apis=apis)


def _one(value: pulumi.Output[str]) -> pulumi.Output[list[str]]:
    return value.apply(lambda each: [each])


def _none() -> pulumi.Output[list[str]]:
    return pulumi.Output.from_input([])

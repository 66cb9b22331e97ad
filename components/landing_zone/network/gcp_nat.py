"""The one way out of a network: a regional gateway with addresses of its own."""

import pulumi
from pulumi_gcp import compute

from landing_zone.core import Scope
from landing_zone.network.spec import Nat, NetworkSpec


def egress_addresses(
    scope: Scope, spec: NetworkSpec, apis: list[pulumi.Resource]
) -> list[compute.Address]:
    """Reserve the addresses that traffic leaves from, so that others can allow them.

    A gateway is regional already. An address for each zone gives it more ports, not more safety:
    64,512 of them for each address.

    Source: https://cloud.google.com/nat/docs/ports-and-addresses
    """
    count = {Nat.NONE: 0, Nat.SINGLE: 1, Nat.PER_ZONE: spec.zones}[spec.nat]
    return [
        compute.Address(
            scope.child(f"nat-{n}"),
            project=scope.env.account,
            region=scope.env.region,
            address_type="EXTERNAL",
            network_tier="PREMIUM",
            labels=scope.tags,
            opts=scope.opts(depends_on=apis),
        )
        for n in range(count)
    ]


def gateway(
    scope: Scope,
    network: compute.Network,
    subnetwork: compute.Subnetwork,
    addresses: list[compute.Address],
) -> list[compute.RouterNat]:
    """Let the subnetwork out through the addresses, if there are any.

    Ports are given to machines as they need them, which rules out endpoint-independent mapping.

    Source: https://cloud.google.com/nat/docs/ports-and-addresses#dynamic-port
    """
    if not addresses:
        return []
    router = compute.Router(
        scope.child("router"),
        project=scope.env.account,
        region=scope.env.region,
        network=network.id,
        opts=scope.opts(),
    )
    nat = compute.RouterNat(
        scope.child("nat"),
        project=scope.env.account,
        region=scope.env.region,
        router=router.name,
        nat_ip_allocate_option="MANUAL_ONLY",
        nat_ips=[each.self_link for each in addresses],
        source_subnetwork_ip_ranges_to_nat="LIST_OF_SUBNETWORKS",
        subnetworks=[{"name": subnetwork.id, "source_ip_ranges_to_nats": ["ALL_IP_RANGES"]}],
        enable_dynamic_port_allocation=True,
        enable_endpoint_independent_mapping=False,
        min_ports_per_vm=64,
        log_config={"enable": True, "filter": "ERRORS_ONLY"},
        opts=scope.opts(),
    )
    return [nat]

"""The plan of addresses: room for everything, nothing twice, nothing ever moved."""

from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landing_zone.network.addresses import LARGEST, SMALLEST, faults_of, per_zone, plan

networks = st.builds(
    lambda base, length: IPv4Network((base, length), strict=False),
    st.integers(0x0A000000, 0x0AFFFFFF),
    st.integers(LARGEST, SMALLEST),
)


def parts_of(network):
    addresses = plan(network)
    return [
        addresses.nodes,
        addresses.pods,
        addresses.services,
        addresses.endpoints,
        addresses.databases,
        addresses.gateways,
        addresses.firewall,
        addresses.firewall_management,
        addresses.control_plane,
    ]


@given(networks)
def test_parts_lie_inside_the_network_and_apart(network):
    parts = parts_of(network)

    assert all(part.subnet_of(network) for part in parts)
    assert not [pair for pair in combinations(parts, 2) if pair[0].overlaps(pair[1])]


@given(networks)
def test_every_part_is_large_enough_for_the_pickiest_cloud(network):
    addresses = plan(network)

    assert addresses.firewall.prefixlen <= 26, "AzureFirewallSubnet needs a /26"
    assert addresses.databases.prefixlen <= 24, "private services access needs a /24"
    assert addresses.services.prefixlen <= 27, "GKE needs a /27 for services"
    assert addresses.control_plane.prefixlen <= 28, "a GKE control plane needs a /28"
    zones = per_zone(addresses.gateways, 3)
    assert all(zone.prefixlen <= 28 for zone in zones), "an AWS subnet is a /28 at least"


@given(networks)
def test_a_third_zone_moves_no_other(network):
    nodes = plan(network).nodes

    assert per_zone(nodes, 3)[:2] == per_zone(nodes, 2)


@pytest.mark.parametrize(
    ("cidr", "says"),
    [
        ("10.0.0.0/21", "a /20 or larger: nodes, pods, services need 4096 addresses"),
        ("10.0.0.0/15", "a /16 or smaller: an AWS VPC has no more addresses"),
        ("11.0.0.0/16", "within 10.0.0.0/8"),
        ("172.17.16.0/20", "apart from 172.17.0.0/16: Docker"),
        ("172.31.0.0/16", "apart from 172.30.0.0/15: AKS"),
    ],
)
def test_refuses_a_network_that_cannot_serve(cidr, says):
    assert any(fault.allowed.startswith(says) for fault in faults_of(IPv4Network(cidr)))


@pytest.mark.parametrize("cidr", ["10.0.0.0/16", "10.9.0.0/20", "192.168.0.0/18", "100.64.0.0/16"])
def test_accepts_a_private_network_with_room(cidr):
    assert not list(faults_of(IPv4Network(cidr)))

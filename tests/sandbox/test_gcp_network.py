"""What Google Cloud refuses in networks."""

from typing import Any

import pytest

from tests.sandbox.gcp_project import REGION, Project


@pytest.fixture
def project() -> Project:
    return Project()


def test_a_network_goes_after_what_lies_in_it(project: Project) -> None:
    network = project.network()
    subnetwork = project.subnetwork(network, "nodes", "10.0.0.0/24")
    with project.refuses(r"The network resource '.*/vpc' is already being used by '.*/nodes'"):
        project.delete(network)
    project.delete(subnetwork)
    project.delete(network)
    assert not project.sandbox.objects("gcp:compute:Network")


@pytest.mark.parametrize("cidr", ["10.0.0.0/16", "10.0.0.128/25", "10.1.0.0/20", "10.9.0.0/20"])
def test_no_two_subnetworks_of_a_network_overlap(project: Project, cidr: str) -> None:
    network = project.network()
    pods = [{"rangeName": "pods", "ipCidrRange": "10.1.0.0/16"}]
    project.subnetwork(network, "nodes", "10.0.0.0/24", secondaryIpRanges=pods)
    reserve(project, network, "10.9.0.0", 16)
    with project.refuses(rf"Invalid IPCidrRange: {cidr} conflicts with existing"):
        project.subnetwork(network, "more", cidr)


def test_two_networks_may_use_the_same_addresses(project: Project) -> None:
    project.subnetwork(project.network(), "nodes", "10.0.0.0/24")
    project.subnetwork(project.network("other"), "others", "10.0.0.0/24")


def test_a_range_for_managed_services_must_be_free(project: Project) -> None:
    network = project.network()
    project.subnetwork(network, "nodes", "10.0.0.0/24")
    with project.refuses("conflicts with existing subnetwork 'nodes' in region 'europe-west4'"):
        reserve(project, network, "10.0.0.0", 16)
    reserve(project, network, "10.9.0.0", 16)
    with project.refuses("conflicts with existing allocated range 'databases'"):
        reserve(project, network, "10.9.128.0", 17, "more")


@pytest.mark.parametrize(
    ("cidr", "words"),
    [
        ("10.0.0.0/30", "The range must be between /4 and /29"),
        ("127.1.0.0/16", "127.1.0.0/16 is not allowed"),
        ("199.36.153.0/24", "199.36.153.0/24 is not allowed"),
    ],
)
def test_not_every_range_is_one_for_a_subnetwork(project: Project, cidr: str, words: str) -> None:
    with project.refuses(words):
        project.subnetwork(project.network(), "nodes", cidr)


def test_a_range_may_grow_in_place_but_not_over_another(project: Project) -> None:
    network = project.network()
    nodes = project.subnetwork(network, "nodes", "10.0.0.0/24")
    project.subnetwork(network, "more", "10.0.2.0/24")
    assert project.change(nodes, ipCidrRange="10.0.0.0/23").get("ipCidrRange") == "10.0.0.0/23"
    with project.refuses("conflicts with existing subnetwork 'more'"):
        project.change(nodes, ipCidrRange="10.0.0.0/22")


def test_host_bits_make_no_range(project: Project) -> None:
    faults = project.faults("compute/Subnetwork", "nodes", network="vpc", ipCidrRange="10.0.0.1/24")
    assert any("ipCidrRange: not an address range" in each for each in faults)


def test_no_route_leads_around_a_subnetwork(project: Project) -> None:
    network = project.network()
    project.subnetwork(network, "nodes", "10.0.0.0/24")
    out = {"network": network.id, "nextHopGateway": "default-internet-gateway"}
    with project.refuses("The destination range hides the address space of"):
        project.make("compute/Route", "around", name="around", destRange="10.0.0.0/25", **out)
    assert project.make("compute/Route", "all", name="all", destRange="0.0.0.0/0", **out).id


def test_a_gateway_and_what_it_serves_lie_in_one_region(project: Project) -> None:
    network = project.network()
    away = project.subnetwork(network, "away", "10.0.0.0/24", region="us-east1")
    with project.refuses("Cross region referencing is not allowed"):
        gateway(project, network.id, away.id)


def test_a_gateway_and_what_it_serves_lie_in_one_network(project: Project) -> None:
    other = project.subnetwork(project.network("other"), "away", "10.0.0.0/24")
    with project.refuses("The subnetwork is not in the network of the router"):
        gateway(project, project.network().id, other.id)


def test_a_subnetwork_has_one_gateway(project: Project) -> None:
    network = project.network()
    nodes = project.subnetwork(network, "nodes", "10.0.0.0/24")
    first = gateway(project, network.id, nodes.id)
    with project.refuses("already served by the NAT 'nat'"):
        project.make("compute/RouterNat", "two", **{**first.inputs, "name": "two"})
    with project.refuses(r"The subnetwork resource .* is already being used by"):
        project.delete(nodes)


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"natIpAllocateOption": "MANUAL_ONLY"}, "MANUAL_ONLY requires addresses"),
        ({"subnetworks": []}, "if and only if LIST_OF_SUBNETWORKS"),
        (
            {"enableDynamicPortAllocation": True, "enableEndpointIndependentMapping": True},
            "not supported with endpoint independent mapping",
        ),
    ],
)
def test_a_gateway_has_a_way_out(project: Project, inputs: dict[str, Any], words: str) -> None:
    network = project.network()
    nodes = project.subnetwork(network, "nodes", "10.0.0.0/24")
    with project.refuses(words):
        gateway(project, network.id, nodes.id, **inputs)


def test_a_subnetwork_has_a_range(project: Project) -> None:
    network = project.network()
    with project.refuses("Required field 'resource.ipCidrRange' not specified"):
        project.make("compute/Subnetwork", "nodes", name="nodes", network=network.id)


def test_a_network_is_peered_with_what_was_reserved_in_it(project: Project) -> None:
    network, other = project.network(), project.network("other")
    reserve(project, other, "10.9.0.0", 16)
    given = {"service": "servicenetworking.googleapis.com", "reservedPeeringRanges": ["databases"]}
    with project.refuses("The IP range 'databases' is not an allocated range of network"):
        project.make("servicenetworking/Connection", "peering", network=network.id, **given)


def test_what_is_peered_stays_reserved(project: Project) -> None:
    network = project.network()
    reserved = reserve(project, network, "10.9.0.0", 16)
    given = {"service": "servicenetworking.googleapis.com", "reservedPeeringRanges": ["databases"]}
    peering = project.make("servicenetworking/Connection", "one", network=network.id, **given)
    with project.refuses("The address resource .* is already being used by"):
        project.delete(reserved)
    with project.refuses("Cannot modify allocated ranges in CreateConnection"):
        project.make("servicenetworking/Connection", "two", network=network.id, **given)
    project.delete(peering)
    project.delete(reserved)


def test_a_network_has_one_firewall_policy(project: Project) -> None:
    network = project.network()
    policies = [
        project.make("compute/NetworkFirewallPolicy", name, name=name) for name in ("one", "two")
    ]
    kind, target = "compute/NetworkFirewallPolicyAssociation", {"attachmentTarget": network.id}
    project.make(kind, "on", name="on", firewallPolicy=policies[0].id, **target)
    with project.refuses("It is already associated with a firewall policy"):
        project.make(kind, "also", name="also", firewallPolicy=policies[1].id, **target)
    with project.refuses("The firewall_policy resource .* is already being used by"):
        project.delete(policies[0])


def test_no_two_rules_of_a_policy_have_one_priority(project: Project) -> None:
    policy = project.make("compute/NetworkFirewallPolicy", "fw", name="fw")
    rule = {
        "firewallPolicy": policy.id,
        "priority": 1000,
        "action": "allow",
        "direction": "INGRESS",
        "match": {"layer4Configs": [{"ipProtocol": "all"}], "srcIpRanges": ["10.0.0.0/8"]},
    }
    project.make("compute/NetworkFirewallPolicyRule", "one", **rule)
    with project.refuses("Cannot have rules with the same priorities"):
        project.make("compute/NetworkFirewallPolicyRule", "two", **rule)
    project.delete(policy)
    assert not project.sandbox.objects("gcp:compute:NetworkFirewallPolicyRule")


def reserve(
    project: Project, network: Any, address: str, length: int, name: str = "databases"
) -> Any:
    given = {"purpose": "VPC_PEERING", "addressType": "INTERNAL", "network": network.id}
    given |= {"name": name, "address": address, "prefixLength": length}
    return project.make("compute/GlobalAddress", name, **given)


def gateway(project: Project, network: str, subnetwork: str, **inputs: Any) -> Any:
    project.make("compute/Router", "router", name="router", region=REGION, network=network)
    given = {
        "router": "router",
        "region": REGION,
        "sourceSubnetworkIpRangesToNat": "LIST_OF_SUBNETWORKS",
        "subnetworks": [{"name": subnetwork, "sourceIpRangesToNats": ["ALL_IP_RANGES"]}],
        **inputs,
    }
    return project.make("compute/RouterNat", "nat", name="nat", **given)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("Subnetwork", {"ipCidrRange": "10.0.0.0/24", "region": REGION}),
        ("Route", {"destRange": "0.0.0.0/0", "nextHopGateway": "default-internet-gateway"}),
        ("Router", {"region": REGION}),
        ("GlobalAddress", {"purpose": "VPC_PEERING", "prefixLength": 16}),
    ],
)
def test_what_is_part_of_a_network_is_in_its_project(
    project: Project, kind: str, given: dict[str, Any]
) -> None:
    network = project.network()
    type = f"gcp:compute/{kind[0].lower()}{kind[1:]}:{kind}"
    elsewhere = {"project": "acme-dev", "region": REGION}
    project.sandbox.create(
        "gcp:projects/service:Service",
        "api",
        "urn::api",
        {"service": "compute.googleapis.com"},
        elsewhere,
    )
    for name in (network.id, "vpc"):
        with project.refuses(r"'resource\.network'.*Cross project referencing is not allowed"):
            project.sandbox.create(
                type, "it", "urn::it", {"name": "it", "network": name, **given}, elsewhere
            )
    project.make(f"compute/{kind}", "it", name="it", network="vpc", **given)


def test_networks_of_one_name_in_two_projects_are_two(project: Project) -> None:
    there = {"project": "acme-dev", "region": REGION}
    make = project.sandbox.create
    api = {"service": "compute.googleapis.com"}
    make("gcp:projects/service:Service", "api", "urn::api", api, there)
    project.subnetwork(project.network(), "nodes", "10.0.0.0/24")
    make("gcp:compute/network:Network", "vpc", "urn::vpc", {"name": "vpc"}, there)
    given = {"network": "vpc", "ipCidrRange": "10.0.0.0/24", "region": REGION}
    type = "gcp:compute/subnetwork:Subnetwork"
    make(type, "nodes", "urn::nodes", {"name": "nodes", **given}, there)
    with project.refuses("conflicts with existing subnetwork 'nodes'"):
        make(type, "more", "urn::more", {"name": "more", **given}, there)


def test_a_range_for_managed_services_is_one_of_a_network(project: Project) -> None:
    given = {"name": "range", "purpose": "VPC_PEERING", "prefixLength": 16}
    with project.refuses("A network is required for VPC_PEERING"):
        project.make("compute/GlobalAddress", "range", **given)

"""One plan of addresses for every cloud, cut from a network's CIDR."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network

from landing_zone.core.model import Fault

MOST_ZONES = 3
"""Zones that addresses are planned for, whether used or not."""

LARGEST, SMALLEST = 16, 20
"""Prefix lengths. An AWS VPC is a /16 at most; below a /20 the firewall's part is under the /26
that Azure Firewall needs.

Sources: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html,
https://learn.microsoft.com/azure/firewall/firewall-faq
"""

PRIVATE = tuple(
    IPv4Network(each) for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
)
"""The ranges of RFC 1918 and RFC 6598, which all three clouds route inside a network."""

TAKEN = {
    "172.17.0.0/16": "Docker's bridge uses it on every node",
    "172.30.0.0/15": "AKS reserves it",
}
"""Ranges that something inside a cluster uses already.

Sources: https://docs.docker.com/engine/network/drivers/bridge/,
https://learn.microsoft.com/azure/aks/azure-cni-overlay
"""


@dataclass(frozen=True)
class Addresses:
    """Which part of a network serves what. The parts never move when a zone is added."""

    network: IPv4Network
    nodes: IPv4Network
    """A quarter: machines."""
    endpoints: IPv4Network
    """A sixteenth: private endpoints."""
    databases: IPv4Network
    """A sixteenth: managed databases."""
    edge: IPv4Network
    """A sixteenth: what faces the outside: NAT gateways and firewalls."""
    services: IPv4Network
    """A sixteenth: Kubernetes services."""
    pods: IPv4Network
    """A half: Kubernetes pods."""

    @property
    def gateways(self) -> IPv4Network:
        """A quarter of the edge: the subnets of NAT gateways."""
        return _part(self.edge, 2, 0)

    @property
    def firewall(self) -> IPv4Network:
        """A quarter of the edge, a /26 at least: the firewall."""
        return _part(self.edge, 2, 1)

    @property
    def firewall_management(self) -> IPv4Network:
        """A quarter of the edge, for a firewall that is managed through a subnet of its own."""
        return _part(self.edge, 2, 2)

    @property
    def control_plane(self) -> IPv4Network:
        """A quarter of the edge, for a cluster's control plane."""
        return _part(self.edge, 2, 3)


def plan(network: IPv4Network) -> Addresses:
    """Cut a network into the parts that a landing zone needs."""
    return Addresses(
        network=network,
        nodes=_part(network, 2, 0),
        endpoints=_part(network, 4, 4),
        databases=_part(network, 4, 5),
        edge=_part(network, 4, 6),
        services=_part(network, 4, 7),
        pods=_part(network, 1, 1),
    )


def per_zone(part: IPv4Network, zones: int) -> list[IPv4Network]:
    """Cut a part into one range for each zone; a fourth is kept free."""
    return list(part.subnets(prefixlen_diff=2))[:zones]


def faults_of(network: IPv4Network) -> Iterator[Fault]:
    """Yield what is wrong with a network's CIDR, if anything."""
    given = str(network)
    if network.prefixlen > SMALLEST:
        smallest = IPv4Network((network.network_address, SMALLEST), strict=False)
        room = f"{smallest.num_addresses} addresses (such as {smallest})"
        yield Fault((), f"a /{SMALLEST} or larger: nodes, pods, services need {room}", given)
    if network.prefixlen < LARGEST:
        yield Fault((), f"a /{LARGEST} or smaller: an AWS VPC has no more addresses", given)
    if not any(network.subnet_of(private) for private in PRIVATE):
        yield Fault((), f"within {', '.join(map(str, PRIVATE))}", given)
    for taken, reason in TAKEN.items():
        if network.overlaps(IPv4Network(taken)):
            yield Fault((), f"apart from {taken}: {reason}", given)


def _part(whole: IPv4Network, bits: int, index: int) -> IPv4Network:
    return list(whole.subnets(prefixlen_diff=bits))[index]

"""The networks that accelerators of several machines reach each other by, past the kernel."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv4Network

import pulumi
from pulumi_gcp import compute, container

from landing_zone.core import Scope, after
from landing_zone.gpu_pool.gke import HOST, Interface, interfaces
from landing_zone.gpu_pool.resolution import Choice
from landing_zone.gpu_pool.spec import GpuPoolSpec
from landing_zone.network.gcp_firewall import ANYWHERE, Match, Rule
from landing_zone.network.spec import NetworkOutputs

HOMES = (IPv4Network("100.64.0.0/10"), IPv4Network("10.0.0.0/8"))
"""Where the fabric's addresses come from: the first that the zone's own network is not in, as no
two network cards of a machine may have ranges that overlap.

Source: https://cloud.google.com/vpc/docs/create-use-multiple-interfaces#requirements
"""

OWN, EACH = 16, 20
"""Prefix lengths: of a pool's part of the home, and of each network card's range in it."""

GPUDIRECT_MTU, MTU = 8244, 8896
"""Bytes in a packet: what GPUDirect-TCPX and TCPXO are made for, and the most, which machines with
RDMA have on all their cards.

Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/gpu-bandwidth-gpudirect-tcpx,
https://cloud.google.com/compute/docs/gpus/gpu-network-bandwidth#mtu-gpu
"""

PROFILE = "projects/{project}/global/networkProfiles/{zone}-vpc-roce"
"""What makes a network one for RDMA, in one zone, with neither firewall rules nor routes of its
own: nothing but the accelerators' cards can be in it.

Source: https://cloud.google.com/vpc/docs/rdma-network-profiles
"""

ALL: Match = {"layer4_configs": [{"ip_protocol": "all"}]}


@dataclass(frozen=True)
class Card:
    """One more network card of each node, and what it is in."""

    interface: Interface
    network: pulumi.Output[str]
    subnetwork: pulumi.Output[str]

    @property
    def config(self) -> container.NodePoolNetworkConfigAdditionalNodeNetworkConfigArgsDict:
        """What a node pool is told of it."""
        return {"network": self.network, "subnetwork": self.subnetwork}

    @property
    def place(self) -> pulumi.Output[str]:
        """Where it is, as `NETWORK/SUBNETWORK`."""
        return pulumi.Output.concat(self.network, "/", self.subnetwork)


def fabric(
    scope: Scope,
    spec: GpuPoolSpec,
    choice: Choice,
    zone: str,
    *,
    network: NetworkOutputs,
    apis: list[pulumi.Resource],
) -> list[Card]:
    """Declare the networks of a pool's fabric, and return what each node's further cards are in.

    They lead nowhere but to the pool's other nodes: they have no route to the internet, no peering
    and no NAT. Only accelerators speak there, and too much: of their flows a sample is recorded.
    """
    cards = interfaces(spec, choice)
    if not cards:
        return []
    ranges = network.cidrs["network"].apply(
        lambda taken: addresses(taken, scope.names.component, len(cards))
    )
    first = {card.network: card for card in reversed(cards)}
    networks = {part: _network(scope, card, zone, apis) for part, card in first.items()}
    subnetworks = {
        card.part: _subnetwork(scope, card, networks[card.network], ranges[n])
        for n, card in enumerate(cards)
    }
    open_ = {card.network: networks[card.network] for card in cards if card.mode == "NetDevice"}
    guards = _firewall(scope, open_, ranges)
    return [_card(card, networks, subnetworks, guards) for card in cards]


def _card(
    card: Interface,
    networks: Mapping[str, compute.Network],
    subnetworks: Mapping[str, compute.Subnetwork],
    guards: Mapping[str, pulumi.Resource],
) -> Card:
    """Return what a card is in, available once it is guarded."""
    guard = [guards[card.network]] if card.network in guards else []
    return Card(card, networks[card.network].name, after(subnetworks[card.part].name, *guard))


def addresses(taken: str, component: str, cards: int) -> list[str]:
    """Return a range for each network card, apart from the zone's own and from other pools'.

    Which part of its home a pool has is drawn from its name, so that it never moves.
    """
    home = next(each for each in HOMES if not each.overlaps(IPv4Network(taken)))
    parts = list(home.subnets(new_prefix=OWN))
    drawn = int(sha256(component.encode()).hexdigest(), 16) % len(parts)
    return [str(each) for each in parts[drawn].subnets(new_prefix=EACH)][:cards]


def _network(
    scope: Scope, card: Interface, zone: str, apis: list[pulumi.Resource]
) -> compute.Network:
    if card.mode == "RDMA":
        return compute.Network(
            scope.child(card.network),
            project=scope.env.account,
            auto_create_subnetworks=False,
            mtu=MTU,
            network_profile=PROFILE.format(project=scope.env.account, zone=zone),
            opts=scope.opts(depends_on=apis),
        )
    return compute.Network(
        scope.child(card.network),
        project=scope.env.account,
        auto_create_subnetworks=False,
        delete_default_routes_on_create=True,
        mtu=MTU if card.part == HOST else GPUDIRECT_MTU,
        network_firewall_policy_enforcement_order="AFTER_CLASSIC_FIREWALL",
        opts=scope.opts(depends_on=apis),
    )


def _subnetwork(
    scope: Scope, card: Interface, network: compute.Network, range_: pulumi.Output[str]
) -> compute.Subnetwork:
    return compute.Subnetwork(
        scope.child(f"{card.part}-nodes"),
        project=scope.env.account,
        region=scope.env.region,
        network=network.id,
        ip_cidr_range=range_,
        stack_type="IPV4_ONLY",
        log_config={
            "aggregation_interval": "INTERVAL_15_MIN",
            "flow_sampling": 0.01,
            "metadata": "EXCLUDE_ALL_METADATA",
        },
        opts=scope.opts(),
    )


def _firewall(
    scope: Scope, networks: Mapping[str, compute.Network], ranges: pulumi.Output[list[str]]
) -> Mapping[str, pulumi.Resource]:
    """Let the pool's nodes speak with each other there, and with nobody else.

    Returns what puts the rules in force, by the network's part.

    Source: https://cloud.google.com/firewall/docs/network-firewall-policies
    """
    policy = compute.NetworkFirewallPolicy(
        scope.child("fabric"),
        project=scope.env.account,
        description=f"Traffic between the accelerators of {scope.names.component}.",
        opts=scope.opts(depends_on=[*networks.values()]),
    )
    rules = [_rule(scope, policy, each) for each in _rules(ranges)]
    return {
        part: compute.NetworkFirewallPolicyAssociation(
            scope.child(f"fabric-on-{n}"),
            project=scope.env.account,
            firewall_policy=policy.id,
            attachment_target=network.id,
            opts=scope.opts(depends_on=rules),
        )
        for n, (part, network) in enumerate(networks.items())
    }


def _rules(ranges: pulumi.Output[list[str]]) -> list[Rule]:
    return [
        Rule("in-own", 1000, "INGRESS", "allow", {**ALL, "src_ip_ranges": ranges}),
        Rule("out-own", 2000, "EGRESS", "allow", {**ALL, "dest_ip_ranges": ranges}),
        Rule("in-rest", 65000, "INGRESS", "deny", {**ALL, "src_ip_ranges": [ANYWHERE]}),
        Rule("out-rest", 65001, "EGRESS", "deny", {**ALL, "dest_ip_ranges": [ANYWHERE]}),
    ]


def _rule(
    scope: Scope, policy: compute.NetworkFirewallPolicy, rule: Rule
) -> compute.NetworkFirewallPolicyRule:
    return compute.NetworkFirewallPolicyRule(
        scope.child(f"fabric-{rule.name}"),
        project=scope.env.account,
        firewall_policy=policy.id,
        rule_name=rule.name,
        priority=rule.priority,
        direction=rule.direction,
        action=rule.action,
        match=rule.match,
        enable_logging=rule.logs,
        opts=scope.opts(),
    )

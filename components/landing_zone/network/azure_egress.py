"""The ways out of a network on Azure: none, a NAT gateway, or a firewall that knows the names."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_azure_native import network

from landing_zone.network.addresses import Addresses
from landing_zone.network.azure_subnets import Place, subnet
from landing_zone.network.spec import Nat, NetworkSpec, PrivateService

ZONES = ("1", "2", "3")
"""A public address lies in one zone or in all of them.

Source: https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses
"""

FIREWALL_SUBNET = "AzureFirewallSubnet"
"""The name that a firewall's subnet must have; it takes no network security group.

Source: https://learn.microsoft.com/azure/firewall/firewall-faq
"""

KUBERNETES = "AzureKubernetesService"
"""Azure's own list of the names that AKS nodes start from and are kept up by, wildcards included.

Source: https://learn.microsoft.com/azure/firewall/fqdn-tags
"""


@dataclass(frozen=True, kw_only=True)
class Exit:
    """How traffic leaves the nodes' subnet."""

    last: pulumi.Resource
    """What the next change of the network waits for."""
    addresses: tuple[pulumi.Output[str], ...] = ()
    """The public addresses that it leaves from."""
    nat_gateway: pulumi.Output[str] | None = None
    route_table: pulumi.Output[str] | None = None
    firewall: network.AzureFirewall | None = None


def no_exit(after: pulumi.Resource) -> Exit:
    """Return the exit of a network that nothing leaves."""
    return Exit(last=after)


def nat_exit(place: Place, spec: NetworkSpec, after: pulumi.Resource) -> Exit:
    """Declare a NAT gateway: in one zone, or in all of them for `per_zone`.

    A subnet has one gateway, so gateways zone by zone would need subnets zone by zone; the
    StandardV2 gateway lives in every zone at the same price. The SDK's lists do not name that tier
    yet; the service takes it from API version 2024-03-01 on, and azure-native speaks 2024-05-01.

    Sources: https://learn.microsoft.com/azure/nat-gateway/nat-sku,
    https://github.com/Azure/azure-cli/issues/31245
    """
    scope = place.scope
    redundant = spec.nat is Nat.PER_ZONE
    tier = "StandardV2" if redundant else "Standard"
    zones = ZONES if redundant else ZONES[:1]
    address = _public_address(place, "nat-ip", tier, zones=zones)
    gateway = network.NatGateway(
        scope.child("nat"),
        resource_group_name=place.group.name,
        location=scope.env.region,
        sku={"name": tier},
        zones=list(zones),
        public_ip_addresses=[{"id": address.id}],
        idle_timeout_in_minutes=4,
        tags=scope.tags,
        opts=scope.opts(),
    )
    return Exit(last=after, nat_gateway=gateway.id, addresses=(_address_of(address),))


def firewall_exit(
    place: Place, spec: NetworkSpec, addresses: Addresses, after: pulumi.Resource
) -> Exit:
    """Declare a firewall that lets the named domains pass, and the route that leads to it.

    There is no private path to what AKS nodes start from, such as images and Azure's own interface.
    Where `private_services` has the cluster, those names pass too. None of the ports that AKS's
    guide lists is needed besides: the control plane lies in the network, clocks follow the host.

    It looks at the name in the request itself, so machines keep asking Azure's DNS and resolve the
    private zones; no proxy is needed. It replaces the NAT gateway: a route to it takes precedence.

    Sources: https://learn.microsoft.com/azure/firewall/features,
    https://learn.microsoft.com/azure/nat-gateway/nat-overview,
    https://learn.microsoft.com/azure/aks/outbound-rules-control-egress
    """
    scope = place.scope
    home = subnet(place, "firewall-subnet", addresses.firewall, name=FIREWALL_SUBNET, after=after)
    address = _public_address(place, "firewall-ip", "Standard", zones=ZONES)
    policy, rules = _policy(place, spec, addresses)
    firewall = network.AzureFirewall(
        scope.child("firewall"),
        resource_group_name=place.group.name,
        location=scope.env.region,
        sku={"name": "AZFW_VNet", "tier": "Standard"},
        zones=list(ZONES[: spec.zones]),
        firewall_policy={"id": policy.id},
        ip_configurations=[
            {
                "name": "egress",
                "subnet": {"id": home.id},
                "public_ip_address": {"id": address.id},
            }
        ],
        tags=scope.tags,
        opts=scope.opts(depends_on=[rules]),
    )
    routes = _routes(place, firewall)
    return Exit(
        last=firewall,
        route_table=routes.id,
        addresses=(_address_of(address),),
        firewall=firewall,
    )


def _policy(
    place: Place, spec: NetworkSpec, addresses: Addresses
) -> tuple[network.FirewallPolicy, network.FirewallPolicyRuleCollectionGroup]:
    scope = place.scope
    policy = network.FirewallPolicy(
        scope.child("firewall-policy"),
        resource_group_name=place.group.name,
        location=scope.env.region,
        sku={"tier": "Standard"},
        threat_intel_mode="Deny",
        tags=scope.tags,
        opts=scope.opts(),
    )
    rules = network.FirewallPolicyRuleCollectionGroup(
        scope.child("firewall-rules"),
        resource_group_name=place.group.name,
        firewall_policy_name=policy.name,
        priority=100,
        rule_collections=[_allowed(spec, addresses)],
        opts=scope.opts(),
    )
    return policy, rules


def _allowed(
    spec: NetworkSpec, addresses: Addresses
) -> network.FirewallPolicyFilterRuleCollectionArgs:
    """Return what may be reached from the nodes' subnet, in the SDK's own classes.

    A list of several kinds is the one place where a dictionary's keys are sent as they are
    written, and the service would find no rule in it.
    """
    rules = [_https("allowed-domains", addresses, names=spec.egress_allow)]
    if PrivateService.CLUSTER in spec.private_services:
        rules.append(_https("kubernetes", addresses, tags=(KUBERNETES,)))
    return network.FirewallPolicyFilterRuleCollectionArgs(
        rule_collection_type="FirewallPolicyFilterRuleCollection",
        name="egress",
        priority=100,
        action=network.FirewallPolicyFilterRuleCollectionActionArgs(type="Allow"),
        rules=rules,
    )


def _https(
    name: str, addresses: Addresses, *, names: Sequence[str] = (), tags: Sequence[str] = ()
) -> network.ApplicationRuleArgs:
    """Let the nodes reach names, or Azure's lists of names; a pod leaves as its node does.

    Source: https://learn.microsoft.com/azure/aks/azure-cni-overlay
    """
    https = network.FirewallPolicyRuleApplicationProtocolArgs(protocol_type="Https", port=443)
    return network.ApplicationRuleArgs(
        rule_type="ApplicationRule",
        name=name,
        source_addresses=[str(addresses.nodes)],
        target_fqdns=names or None,
        fqdn_tags=tags or None,
        protocols=[https],
    )


def _routes(place: Place, firewall: network.AzureFirewall) -> network.RouteTable:
    scope = place.scope
    return network.RouteTable(
        scope.child("routes"),
        resource_group_name=place.group.name,
        location=scope.env.region,
        disable_bgp_route_propagation=True,
        routes=[
            {
                "name": "internet",
                "address_prefix": "0.0.0.0/0",
                "next_hop_type": "VirtualAppliance",
                "next_hop_ip_address": firewall.ip_configurations.apply(
                    lambda configurations: str((configurations or [])[0].private_ip_address)
                ),
            }
        ],
        tags=scope.tags,
        opts=scope.opts(),
    )


def _public_address(
    place: Place, part: str, tier: str, *, zones: tuple[str, ...]
) -> network.PublicIPAddress:
    scope = place.scope
    return network.PublicIPAddress(
        scope.child(part),
        resource_group_name=place.group.name,
        location=scope.env.region,
        sku={"name": tier, "tier": "Regional"},
        public_ip_allocation_method="Static",
        public_ip_address_version="IPv4",
        zones=list(zones),
        tags=scope.tags,
        opts=scope.opts(),
    )


def _address_of(address: network.PublicIPAddress) -> pulumi.Output[str]:
    return address.ip_address.apply(str)

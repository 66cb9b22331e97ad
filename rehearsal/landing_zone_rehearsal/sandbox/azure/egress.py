"""Whether nodes on AKS reach what they start from: images, packages and Azure's own interface.

Where no page or issue shows a message, its words are the sandbox's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object, World

from .arm import at, inside, last

FIREWALL = "azure-native:network:AzureFirewall"
RULES = "azure-native:network:FirewallPolicyRuleCollectionGroup"

ROUTED = "userDefinedRouting"
OWN = (ROUTED, "userAssignedNATGateway")
"""The outbound types of clusters that take the way out of their subnet.

Source: https://learn.microsoft.com/azure/aks/egress-outboundtype
"""

CLOSED = ("none", "block")
"""Those of clusters that need no way out, as they take all images from a registry of their own.

Source: https://learn.microsoft.com/azure/aks/concepts-network-isolated
"""

HOPS = ("VirtualAppliance", "VirtualNetworkGateway")
"""Source: https://learn.microsoft.com/azure/aks/egress-udr"""

EVERYWHERE = "0.0.0.0/0"

KUBERNETES = "AzureKubernetesService"
"""The list of names that nodes need, as a firewall knows it.

Source: https://learn.microsoft.com/azure/firewall/fqdn-tags
"""


def way_out_is_not_taken(request: Request) -> Iterator[str]:
    """Refuse no way out without a registry of its own, and routes that AKS does not take for one.

    Sources: https://github.com/hashicorp/terraform-provider-azurerm/pull/29808,
    https://github.com/hashicorp/terraform-provider-azurerm/issues/8609
    """
    made, world = request.object, request.world
    way = made.get("networkProfile.outboundType")
    if way in CLOSED and made.get("bootstrapProfile.artifactSource") != "Cache":
        yield (
            'Code="InvalidNetworkIsolatedClusterConfiguration" Message="When outbound type is none'
            " or block, bootstrapProfile.artifactSource must be 'Cache'\""
        )
    if way != ROUTED:
        return
    for table in _tables(world, made):
        hops = [
            each.get("nextHopType")
            for each in table.all("routes[]")
            if each.get("addressPrefix") == EVERYWHERE
        ]
        if not hops:
            yield (
                'Code="RouteTableMissingDefaultRouteError" Message="Route table'
                f' {last(table.id)} has no default route {EVERYWHERE}."'
            )
        if hops and hops[0] not in HOPS:
            yield (
                f'Code="RouteTableInvalidNextHop" Message="Default route {EVERYWHERE} has a next'
                f" hop of {hops[0]} but only next hops of VirtualAppliance or VirtualNetworkGateway"
                ' are allowed."'
            )


def nodes_cannot_start(request: Request) -> Iterator[str]:
    """Refuse a cluster whose nodes reach nothing that they start from.

    Sources: https://learn.microsoft.com/azure/aks/outbound-rules-control-egress,
    https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/create-upgrade-delete/error-code-outboundconnfailvmextensionerror
    """
    made, world = request.object, request.world
    if made.get("networkProfile.outboundType") not in OWN:
        return
    for id in made.all("agentPoolProfiles[].vnetSubnetID"):
        subnet = at(world, str(id))
        reason = _why_cut_off(world, subnet) if subnet else None
        if reason:
            yield (
                'Code="VMExtensionProvisioningError" Message="CSE failed with'
                " 'VMExtensionError_OutboundConnFail'. Agents are unable to establish outbound"
                " connectivity, please see https://aka.ms/aks-required-ports-and-addresses for more"
                f' information." [{reason}]'
            )


def _why_cut_off(world: World, subnet: Object) -> str | None:
    """Return what keeps machines of a subnet from the names that nodes need, if anything does."""
    table = at(world, str(subnet.get("routeTable.id")))
    routes: list[Any] = table.all("routes[]") if table else []
    for route in routes:
        if route.get("addressPrefix") == EVERYWHERE:
            return _why_not_by(world, route, subnet)
    return None


def _tables(world: World, cluster: Object) -> Iterator[Object]:
    """Yield the route tables of the subnets that nodes lie in."""
    for id in cluster.all("agentPoolProfiles[].vnetSubnetID"):
        subnet = at(world, str(id))
        table = at(world, str(subnet.get("routeTable.id"))) if subnet else None
        if table:
            yield table


def _why_not_by(world: World, route: Any, subnet: Object) -> str | None:
    """Return what stops a request on its way by a route; what is not Azure's own, nobody knows."""
    if route.get("nextHopType") == "None":
        return f"route {route.get('name')} of subnet {last(subnet.id)} leads nowhere"
    for firewall in world.of(FIREWALL):
        if route.get("nextHopIpAddress") in firewall.all("ipConfigurations[].privateIPAddress"):
            if any(_lets(rule, subnet) for rule in _rules(world, firewall)):
                return None
            return f"firewall {last(firewall.id)} lets no {KUBERNETES} through"
    return None


def _rules(world: World, firewall: Object) -> Iterator[Any]:
    policy = at(world, str(firewall.get("firewallPolicy.id")))
    for group in inside(world, policy) if policy else ():
        for rules in group.all("ruleCollections[]") if group.kind == RULES else ():
            if rules.get("action", {}).get("type") == "Allow":
                yield from rules.get("rules") or ()


def _lets(rule: Any, subnet: Object) -> bool:
    """Whether a rule lets a subnet's machines reach, by HTTPS, what nodes need."""
    machines = ip_network(str(subnet.get("addressPrefix")))
    sources = [str(each) for each in rule.get("sourceAddresses") or ()]
    secure = any(each.get("protocolType") == "Https" for each in rule.get("protocols") or ())
    named = KUBERNETES in (rule.get("fqdnTags") or ()) or "*" in (rule.get("targetFqdns") or ())
    known = any(each == "*" or machines.subnet_of(ip_network(each)) for each in sources)  # pyright: ignore[reportArgumentType]
    return secure and named and known

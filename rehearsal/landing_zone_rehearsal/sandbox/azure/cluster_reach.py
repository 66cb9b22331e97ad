"""What AKS refuses of where a cluster lies, and of who reaches it.

Where no page or issue shows a message, its words are the sandbox's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address, ip_network
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object, World

from .arm import at, last, location
from .parents import parent

SUBNET = "azure-native:network:Subnet"
DELEGATED_TO = "Microsoft.ContainerService/managedClusters"
API = "apiServerAccessProfile."
SMALLEST_PREFIX = 28
"""Source: https://learn.microsoft.com/azure/aks/api-server-vnet-integration"""

WAYS_OUT = {"userDefinedRouting": "routeTable.id", "userAssignedNATGateway": "natGateway.id"}
"""What the nodes' subnet must have for an outbound type.

Source: https://learn.microsoft.com/azure/aks/egress-outboundtype
"""


def control_plane_lies_wrong(request: Request) -> Iterator[str]:
    """Refuse a control plane in a subnet that is not handed over to it, too small, or elsewhere.

    Source: https://learn.microsoft.com/azure/aks/api-server-vnet-integration
    """
    made, world = request.object, request.world
    id = made.get(f"{API}subnetId")
    nodes = made.all("agentPoolProfiles[].vnetSubnetID")
    if made.get(f"{API}enableVnetIntegration") and nodes and not id:
        yield _invalid("apiServerAccessProfile.subnetId", "the API server needs a subnet.")
    subnet = at(world, str(id)) if id else None
    if subnet is None:
        return
    services = [str(each) for each in subnet.all("delegations[].serviceName")]
    if DELEGATED_TO not in services:
        words = f"subnet {last(id)} must be delegated to {DELEGATED_TO}."
        yield _invalid("apiServerAccessProfile.subnetId", words)
    prefix = ip_network(str(subnet.get("addressPrefix")))
    if prefix.prefixlen > SMALLEST_PREFIX:
        words = f"subnet {last(id)} of {prefix} is smaller than /{SMALLEST_PREFIX}."
        yield _invalid("apiServerAccessProfile.subnetId", words)
    if any(_network_of(each) != _network_of(id) for each in nodes):
        words = f"subnet {last(id)} is not in the virtual network of the nodes."
        yield _invalid("apiServerAccessProfile.subnetId", words)


def nodes_lie_wrong(request: Request) -> Iterator[str]:
    """Refuse nodes in a subnet that was handed over, or without the way out that was said.

    Source: https://learn.microsoft.com/azure/aks/egress-outboundtype
    """
    made = request.object
    way = str(made.get("networkProfile.outboundType"))
    for subnet in _node_subnets(request.world, made):
        if subnet.all("delegations[]"):
            yield (
                f'Code="SubnetIsDelegated" Message="Subnet {subnet.id} cannot be used as it is'
                f' delegated to a service."'
            )
        if way in WAYS_OUT and not subnet.get(WAYS_OUT[way]):
            what = "RouteTable" if way == "userDefinedRouting" else "NatGateway"
            yield (
                f'Code="Existing{what}NotAssociatedWithSubnet" Message="An existing {what} has not'
                f' been associated with subnet {subnet.id}."'
            )


def network_is_encrypted(request: Request) -> Iterator[str]:
    """Refuse a control plane and nodes in a network that encrypts traffic between machines.

    Sources: https://learn.microsoft.com/azure/aks/api-server-vnet-integration#limitations,
    https://github.com/Azure/AKS/issues/5334
    """
    made, world = request.object, request.world
    if not made.get(f"{API}enableVnetIntegration"):
        return
    for subnet in _node_subnets(world, made):
        network = parent(world, subnet)
        if network and network.get("encryption.enabled"):
            words = f"API Server VNet Integration does not support encryption of {last(network.id)}"
            yield _invalid("apiServerAccessProfile.enableVnetIntegration", f"{words}.")


def ranges_collide(request: Request) -> Iterator[str]:
    """Refuse ranges of pods and services that overlap each other or the network's.

    Source: https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/create-upgrade-delete/error-code-servicecidroverlapexistingsubnetscidr
    """
    made, world = request.object, request.world
    given = made.get("networkProfile.serviceCidr"), made.get("networkProfile.podCidr")
    services, pods = (ip_network(str(each)) if each else None for each in given)
    dns = made.get("networkProfile.dnsServiceIP")
    if services and dns and ip_address(str(dns)) not in services:
        words = f"dnsServiceIP {dns} is not within serviceCidr {services}."
        yield _invalid("networkProfile.dnsServiceIP", words)
    if services and pods and services.overlaps(pods):
        words = f"podCidr {pods} and serviceCidr {services} overlap."
        yield _invalid("networkProfile.podCidr", words)
    for subnet in _siblings(world, made):
        taken = ip_network(str(subnet.get("addressPrefix")))
        if services and services.overlaps(taken):
            yield (
                'Code="ServiceCidrOverlapExistingSubnetsCidr" Message="The specified service CIDR'
                f' {services} is conflicted with an existing subnet CIDR {taken}"'
            )
        if pods and pods.overlaps(taken):
            words = f"podCidr {pods} is conflicted with an existing subnet CIDR {taken}."
            yield _invalid("networkProfile.podCidr", words)


def reach_contradicts(request: Request) -> Iterator[str]:
    """Refuse a private control plane with public ranges, and what is said of private ones alone.

    Sources: https://learn.microsoft.com/azure/aks/private-clusters#limitations,
    https://learn.microsoft.com/azure/aks/api-server-vnet-integration
    """
    made, old = request.object, request.old
    private, zone = made.get(f"{API}enablePrivateCluster"), made.get(f"{API}privateDNSZone")
    if private and made.get(f"{API}authorizedIPRanges"):
        words = "authorized IP ranges cannot be set on a private cluster."
        yield _invalid("apiServerAccessProfile.authorizedIPRanges", words)
    if zone and not private:
        words = "a private DNS zone can only be set on a private cluster."
        yield _invalid("apiServerAccessProfile.privateDNSZone", words)
    public_name = made.get(f"{API}enablePrivateClusterPublicFQDN") is not False
    if private and str(zone).lower() == "none" and not public_name:
        words = "a cluster without a private DNS zone needs a public FQDN."
        yield _invalid("apiServerAccessProfile.enablePrivateClusterPublicFQDN", words)
    if old is None:
        return
    switched = bool(old.get(f"{API}enablePrivateCluster")) != bool(private)
    if switched and not old.get(f"{API}enableVnetIntegration"):
        yield _fixed("apiServerAccessProfile.enablePrivateCluster")
    before = old.get(f"{API}privateDNSZone")
    if before and zone and str(before).lower() != str(zone).lower():
        yield _fixed("apiServerAccessProfile.privateDNSZone")


def zone_has_another_name(request: Request) -> Iterator[str]:
    """Refuse a private DNS zone whose name AKS does not write to.

    Source: https://learn.microsoft.com/azure/aks/private-clusters#configuration-options-for-private-dns
    """
    made = request.object
    id = str(made.get(f"{API}privateDNSZone") or "")
    if "/" not in id:
        return
    kinds = "private|privatelink" if made.get(f"{API}enableVnetIntegration") else "privatelink"
    form = rf"([a-z0-9-]{{1,32}}\.)?({kinds})\.{location(made)}\.azmk8s\.io"
    if not re.fullmatch(form, last(id)):
        yield (
            f'Code="CustomPrivateDNSZoneInvalidName" Message="The private DNS zone {last(id)} must'
            f' be named (subzone.)private(link).{location(made)}.azmk8s.io."'
        )


def _node_subnets(world: World, cluster: Object) -> Iterator[Object]:
    for id in cluster.all("agentPoolProfiles[].vnetSubnetID"):
        found = at(world, str(id))
        if found:
            yield found


def _siblings(world: World, cluster: Object) -> Iterator[Object]:
    """Yield every subnet of the network that the nodes lie in."""
    networks = {
        network.id for each in _node_subnets(world, cluster) if (network := parent(world, each))
    }
    for subnet in world.of(SUBNET):
        network = parent(world, subnet)
        if network and network.id in networks and subnet.get("addressPrefix"):
            yield subnet


def _network_of(subnet: Any) -> str:
    return str(subnet).lower().partition("/subnets/")[0]


def _fixed(name: str) -> str:
    return f'Code="PropertyChangeNotAllowed" Message="Changing property \'{name}\' is not allowed."'


def _invalid(target: str, words: str) -> str:
    return f'Code="InvalidParameter" Message="{words}" Target="{target}"'

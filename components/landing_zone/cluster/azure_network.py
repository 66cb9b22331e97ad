"""Where a control plane on Azure lies in its network, and the names that lead to it."""

from ipaddress import IPv4Network

import pulumi
from pulumi_azure_native import network as networks
from pulumi_azure_native import privatedns, resources

from landing_zone.cluster.spec import ClusterSpec
from landing_zone.core import NameRule, Scope, after
from landing_zone.network.addresses import plan
from landing_zone.network.spec import NetworkOutputs

DELEGATED_TO = "Microsoft.ContainerService/managedClusters"
"""Source: https://learn.microsoft.com/azure/aks/api-server-vnet-integration"""

NAMES = NameRule(kind="private DNS subzone", max_length=32, begins_with=("component",))
"""The part before `private.REGION.azmk8s.io`: two clusters of one network need zones of their own.

Source: https://learn.microsoft.com/azure/aks/private-clusters#configuration-options-for-private-dns
"""

API_PORTS = ("443", "4443")
PROBE_PORT = "9988"
"""What nodes and the load balancer reach the control plane by.

Source: https://learn.microsoft.com/azure/aks/api-server-vnet-integration#nsg-security-rules
"""


def control_plane_subnet(
    scope: Scope, group: resources.ResourceGroup, spec: ClusterSpec, network: NetworkOutputs
) -> networks.Subnet:
    """Declare the subnet that the control plane alone lies in, of the network's planned range.

    A network takes one change at a time, so it waits for the paths of the network's own.

    Sources: https://learn.microsoft.com/azure/aks/api-server-vnet-integration,
    https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access
    """
    whole = after(network.id, network.endpoint_subnets)
    return networks.Subnet(
        scope.child("control-plane"),
        resource_group_name=whole.apply(lambda id: id.split("/")[4]),
        virtual_network_name=whole.apply(lambda id: id.rpartition("/")[2]),
        address_prefix=network.cidrs["network"].apply(_control_plane),
        default_outbound_access=False,
        private_endpoint_network_policies="NetworkSecurityGroupEnabled",
        network_security_group={"id": _rules(scope, group, spec).id},
        delegations=[{"name": "control-plane", "service_name": DELEGATED_TO}],
        opts=scope.opts(),
    )


def private_names(
    scope: Scope, group: resources.ResourceGroup, network: NetworkOutputs
) -> pulumi.Output[str]:
    """Declare the zone that AKS writes the control plane's address to, and return its ID.

    Source: https://learn.microsoft.com/azure/aks/private-clusters#configuration-options-for-private-dns
    """
    zone = privatedns.PrivateZone(
        scope.child("names"),
        resource_group_name=group.name,
        private_zone_name=f"{scope.physical(NAMES)}.private.{scope.env.region}.azmk8s.io",
        location="Global",
        tags=scope.tags,
        opts=scope.opts(),
    )
    link = privatedns.VirtualNetworkLink(
        scope.child("names-link"),
        resource_group_name=group.name,
        private_zone_name=zone.name,
        location="Global",
        virtual_network={"id": network.id},
        registration_enabled=False,
        tags=scope.tags,
        opts=scope.opts(),
    )
    return after(zone.id, link)


def _rules(
    scope: Scope, group: resources.ResourceGroup, spec: ClusterSpec
) -> networks.NetworkSecurityGroup:
    rules: list[networks.SecurityRuleArgsDict] = [
        {**_rule("allow-api-in", 100, API_PORTS), "source_address_prefix": "VirtualNetwork"},
        {
            **_rule("allow-probes-in", 110, (PROBE_PORT,)),
            "source_address_prefix": "AzureLoadBalancer",
        },
        {
            **_rule("deny-internet-in", 4000, ("*",), access="Deny"),
            "source_address_prefix": "Internet",
        },
    ]
    if spec.endpoint != "private":
        people = [str(cidr) for cidr in spec.endpoint]
        rules.append({**_rule("allow-people-in", 120, ("443",)), "source_address_prefixes": people})
    return networks.NetworkSecurityGroup(
        scope.child("control-plane-rules"),
        resource_group_name=group.name,
        location=scope.env.region,
        security_rules=rules,
        tags=scope.tags,
        opts=scope.opts(),
    )


def _rule(
    name: str, priority: int, ports: tuple[str, ...], *, access: str = "Allow"
) -> networks.SecurityRuleArgsDict:
    return {
        "name": name,
        "direction": "Inbound",
        "access": access,
        "priority": priority,
        "protocol": "*" if access == "Deny" else "Tcp",
        "source_port_range": "*",
        "destination_address_prefix": "*",
        "destination_port_ranges": list(ports),
    }


def _control_plane(cidr: str) -> str:
    return str(plan(IPv4Network(cidr)).control_plane)

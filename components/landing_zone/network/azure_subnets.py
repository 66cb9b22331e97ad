"""Subnets on Azure, each with its own list of what may pass."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Literal, NamedTuple

import pulumi
from pulumi_azure_native import network, resources

from landing_zone.core import Scope


@dataclass(frozen=True)
class Place:
    """The network that subnets are cut from."""

    scope: Scope
    group: resources.ResourceGroup
    network: network.VirtualNetwork
    reaches_internet: bool
    """Whether anything may leave the network at all."""


class Rule(NamedTuple):
    """One line of a network security group."""

    name: str
    direction: Literal["Inbound", "Outbound"]
    access: Literal["Allow", "Deny"]
    priority: int
    source: str
    destination: str
    ports: tuple[str, ...] = ("*",)


ANY_PORT = ("0-65535",)

NO_ENTRY = Rule("deny-internet-in", "Inbound", "Deny", 4000, "Internet", "*")
NO_EXIT = Rule("deny-internet-out", "Outbound", "Deny", 4000, "*", "Internet")
NOTHING_ELSE = Rule("deny-other-in", "Inbound", "Deny", 4096, "*", "*")

RULES: Mapping[str, tuple[Rule, ...]] = {
    "nodes": (NO_ENTRY,),
    "endpoints": (
        Rule("allow-https-in", "Inbound", "Allow", 100, "VirtualNetwork", "*", ("443",)),
        NO_ENTRY,
        NOTHING_ELSE,
        NO_EXIT,
    ),
    "databases": (
        Rule("allow-postgres-in", "Inbound", "Allow", 100, "VirtualNetwork", "*", ("5432", "6432")),
        NO_ENTRY,
        NOTHING_ELSE,
        Rule("allow-storage-out", "Outbound", "Allow", 100, "*", "Storage", ("443",)),
        Rule("allow-keys-out", "Outbound", "Allow", 110, "*", "AzureKeyVault", ("443",)),
        Rule("allow-login-out", "Outbound", "Allow", 120, "*", "AzureActiveDirectory", ("443",)),
        NO_EXIT,
    ),
}
"""What may pass, by subnet; Azure's own default rules come after. A managed PostgreSQL server
archives its log to storage, uses its key and looks up who logs in.

Sources: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview,
https://learn.microsoft.com/azure/postgresql/flexible-server/concepts-networking-private
"""

DELEGATIONS = {"databases": "Microsoft.DBforPostgreSQL/flexibleServers"}
"""The service that a subnet is handed over to.

Source: https://learn.microsoft.com/azure/virtual-network/subnet-delegation-overview
"""


def subnet(
    place: Place,
    part: str,
    addresses: IPv4Network,
    *,
    after: pulumi.Resource | None = None,
    name: str | None = None,
    nat_gateway: pulumi.Input[str] | None = None,
    route_table: pulumi.Input[str] | None = None,
) -> network.Subnet:
    """Declare a subnet whose machines reach the internet in no way that is not declared.

    Everything that belongs to a subnet is said in it, as another resource that changes it would
    collide. Its security group also guards the private endpoints in it, which Azure leaves out
    unless told.

    Args:
        place: the network.
        part: its part of the logical name, and which rules hold in it.
        addresses: its range.
        after: what must be there before, as a network takes one change at a time.
        name: the name that Azure demands; a subnet of that kind takes no security group.
        nat_gateway: the way out, by ID.
        route_table: the routes, by ID.

    Sources: https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access,
    https://learn.microsoft.com/azure/private-link/disable-private-endpoint-network-policy
    """
    scope = place.scope
    rules = None if name else _security_group(place, part)
    delegated = DELEGATIONS.get(part)
    return network.Subnet(
        scope.child(part),
        resource_group_name=place.group.name,
        virtual_network_name=place.network.name,
        subnet_name=name,
        address_prefix=str(addresses),
        default_outbound_access=False,
        private_endpoint_network_policies="NetworkSecurityGroupEnabled",
        network_security_group={"id": rules.id} if rules else None,
        delegations=[{"name": part, "service_name": delegated}] if delegated else None,
        nat_gateway={"id": nat_gateway} if nat_gateway is not None else None,
        route_table={"id": route_table} if route_table is not None else None,
        opts=scope.opts(depends_on=[after] if after else None),
    )


def _security_group(place: Place, part: str) -> network.NetworkSecurityGroup:
    scope, rules = place.scope, RULES[part]
    if not place.reaches_internet and NO_EXIT not in rules:
        rules = (*rules, NO_EXIT)
    return network.NetworkSecurityGroup(
        scope.child(f"{part}-rules"),
        resource_group_name=place.group.name,
        location=scope.env.region,
        security_rules=[_written(rule) for rule in rules],
        tags=scope.tags,
        opts=scope.opts(),
    )


def _written(rule: Rule) -> network.SecurityRuleArgsDict:
    return {
        "name": rule.name,
        "direction": rule.direction,
        "access": rule.access,
        "priority": rule.priority,
        "protocol": "*" if rule.access == "Deny" else "Tcp",
        "source_address_prefix": rule.source,
        "source_port_range": "*",
        "destination_address_prefix": rule.destination,
        "destination_port_ranges": list(rule.ports),
    }

"""What AWS refuses of the private paths to its services, and of firewalls.

Sources: https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html,
https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html,
https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_CreateFirewall.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from landing_zone_rehearsal.sandbox.behaviour import Request, Rule
from landing_zone_rehearsal.sandbox.objects import Object

from .network import SUBNET, VPC, vpc_of

ENDPOINT = "aws:ec2:VpcEndpoint"
FIREWALL = "aws:networkfirewall:Firewall"

GATEWAYS = frozenset({"s3", "dynamodb"})
"""Services with a gateway endpoint; they have interfaces, too.

Source: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
"""

DEFAULT_ORDER = "DEFAULT_ACTION_ORDER"
"""How rules are evaluated unless another order is asked for."""

NAME = re.compile(r"com\.amazonaws\.(?P<region>[a-z]{2}(?:-[a-z]+)+-\d)\.(?P<service>.+)")


def serves_elsewhere(request: Request) -> Iterator[str]:
    """Yield that a service does not exist here, or has no endpoint of that type."""
    endpoint = request.object
    name = str(endpoint.get("serviceName"))
    parts = NAME.fullmatch(name)
    if not parts:
        return
    if parts["region"] != (endpoint.get("serviceRegion") or endpoint.region):
        yield f"InvalidServiceName: The Vpc Endpoint Service '{name}' does not exist"
    kind = endpoint.get("vpcEndpointType")
    if kind == "Gateway" and parts["service"] not in GATEWAYS:
        yield (
            f"InvalidParameter: Endpoint type ({kind}) does not match available service types"
            " ([Interface])."
        )


def stands_wrongly(request: Request) -> Iterator[str]:
    """Yield that subnets belong to another VPC, or that two are in one zone."""
    endpoint = request.object
    zones: set[str] = set()
    for id in endpoint.all("subnetIds[]"):
        subnet = request.world.get(SUBNET, str(id))
        if subnet is None:
            continue
        if subnet.get("vpcId") != endpoint.get("vpcId"):
            yield (
                f"InvalidParameter: The subnet {id} and the VPC {endpoint.get('vpcId')} belong to"
                " different networks"
            )
        zone = _zone(subnet)
        if zone in zones:
            yield (
                "DuplicateSubnetsInSameZone: Found another VPC endpoint subnet in the availability"
                f" zone of {id}. VPC endpoint subnets should be in different availability zones"
                " supported by the VPC endpoint service."
            )
        zones.add(zone)


def uses_others(request: Request) -> Iterator[str]:
    """Yield that security groups or route tables belong to another VPC."""
    endpoint = request.object
    vpc = endpoint.get("vpcId")
    for id in endpoint.all("securityGroupIds[]"):
        group = request.world.get("aws:ec2:SecurityGroup", str(id))
        if group and group.get("vpcId") != vpc:
            yield f"InvalidGroup.NotFound: The security group '{id}' does not exist in VPC '{vpc}'"
    for id in endpoint.all("routeTableIds[]"):
        if vpc_of(request.world, id) not in {vpc, None}:
            yield f"InvalidRouteTableId.NotFound: The routeTable ID '{id}' does not exist in {vpc}"


def leads_there_already(request: Request) -> Iterator[str]:
    """Yield that a route table has a route to the service already, by another gateway endpoint.

    Source: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html#gateway-endpoint-routing
    """
    endpoint = request.object
    tables = set(endpoint.all("routeTableIds[]"))
    for other in request.world.find((ENDPOINT,), ("serviceName",), endpoint.get("serviceName")):
        shared = tables & set(other.all("routeTableIds[]"))
        if other.id != endpoint.id and shared:
            yield (
                f"RouteAlreadyExists: route table {min(shared)} already has a route with"
                f" destination-prefix-list-id {other.get('prefixListId')}"
            )
            return


def names_clash(request: Request) -> Iterator[str]:
    """Yield that a VPC cannot hold the private names of an endpoint.

    Source: https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html
    """
    endpoint = request.object
    if not endpoint.get("privateDnsEnabled"):
        return
    id = str(endpoint.get("vpcId"))
    vpc = request.world.get(VPC, id)
    if vpc and not (vpc.get("enableDnsSupport") and vpc.get("enableDnsHostnames")):
        yield (
            "InvalidParameter: Enabling private DNS requires both enableDnsSupport and"
            f" enableDnsHostnames VPC attributes set to true for {id}"
        )
    for other in request.world.find((ENDPOINT,), ("serviceName",), endpoint.get("serviceName")):
        if other.id != endpoint.id and other.get("vpcId") == id and other.get("privateDnsEnabled"):
            domain = _domain(str(endpoint.get("serviceName")))
            yield (
                "InvalidParameter: private-dns-enabled cannot be set because there is already a"
                f" conflicting DNS domain for {domain} in the VPC {id}"
            )
            return


def firewall_stands_wrongly(request: Request) -> Iterator[str]:
    """Yield that a firewall's subnets belong to another VPC, or that two are in one zone."""
    firewall = request.object
    ids = [str(each) for each in firewall.all("subnetMappings[].subnetId")]
    found = [subnet for id in ids if (subnet := request.world.get(SUBNET, id))]
    if any(subnet.get("vpcId") != firewall.get("vpcId") for subnet in found):
        yield "InvalidRequestException: subnet mapping is invalid: subnet is not in the VPC"
    if len({_zone(subnet) for subnet in found}) < len(found):
        yield (
            "InvalidRequestException: subnet mapping is invalid: only one subnet per availability"
            " zone is allowed"
        )


def order_differs(request: Request) -> Iterator[str]:
    """Yield that a policy evaluates rules in another order than its groups.

    Source: https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html
    """
    policy = request.object
    order = policy.get("firewallPolicy.statefulEngineOptions.ruleOrder") or DEFAULT_ORDER
    for arn in policy.all("firewallPolicy.statefulRuleGroupReferences[].resourceArn"):
        for group in request.world.find(("aws:networkfirewall:RuleGroup",), ("arn",), arn):
            own = group.get("ruleGroup.statefulRuleOptions.ruleOrder") or DEFAULT_ORDER
            if own != order:
                yield (
                    "InvalidRequestException: StatefulRuleGroupReferences: rule order of"
                    f" {arn} is {own}, the policy's is {order}"
                )


def changes_what_is_protected(request: Request) -> Iterator[str]:
    """Yield that a firewall is to change in what it protects, while it still protects it.

    Source: https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_UpdateSubnetChangeProtection.html
    """
    old, new = request.old, request.object
    if old is None:
        return
    for flag, path, word in (
        ("subnetChangeProtection", "subnetMappings[].subnetId", "subnet"),
        ("firewallPolicyChangeProtection", "firewallPolicyArn", "firewall policy"),
    ):
        if new.get(flag) and sorted(map(str, old.all(path))) != sorted(map(str, new.all(path))):
            yield (
                "InvalidOperationException: Unable to fulfill request because the firewall"
                f" {new.get('name')} has {word} change protection enabled"
            )


def protected_or_logging(request: Request) -> Iterator[str]:
    """Yield that a firewall is protected from deletion, or still records what passes.

    Source: https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_DeleteFirewall.html
    """
    firewall = request.object
    if firewall.get("deleteProtection"):
        yield (
            "InvalidOperationException: Unable to delete the firewall"
            f" {firewall.get('name')} because delete protection is enabled"
        )
    logging = ("aws:networkfirewall:LoggingConfiguration",)
    if any(request.world.find(logging, ("firewallArn",), firewall.get("arn"))):
        yield "InvalidRequestException: Cannot delete firewall with a logging configuration"


CHANGING: Mapping[str, Sequence[Rule]] = {
    ENDPOINT: (
        *(serves_elsewhere, stands_wrongly, uses_others),
        *(leads_there_already, names_clash),
    ),
    FIREWALL: (firewall_stands_wrongly, changes_what_is_protected),
    "aws:networkfirewall:FirewallPolicy": (order_differs,),
}
DELETING: Mapping[str, Sequence[Rule]] = {FIREWALL: (protected_or_logging,)}


def _zone(subnet: Object) -> str:
    return str(subnet.get("availabilityZoneId") or subnet.get("availabilityZone") or subnet.id)


def _domain(service: str) -> str:
    parts = NAME.fullmatch(service)
    return f"{parts['service']}.{parts['region']}.amazonaws.com" if parts else service

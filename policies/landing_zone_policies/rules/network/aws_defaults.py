"""What AWS makes of its own accord, and nobody should use: default networks and their groups."""

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, Outcome, Pass
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, either, need
from landing_zone_policies.wanted import absent, given

VPC = "aws:ec2:Vpc"
GROUP = "aws:ec2:DefaultSecurityGroup"
INSTANCE = "aws:ec2:Instance"


@check("aws:ec2:DefaultVpc", "aws:ec2:DefaultSubnet", reads=())
def default_network_is_used(_resource: Resource, _world: World) -> Iterator[Outcome]:
    """Whoever takes over the default network uses it: its subnets are public."""
    yield Fail("", "it is the default network, whose subnets are public")


@check(VPC, reads=(f"{GROUP}.vpcId",), joins=True)
def default_group_is_emptied(vpc: Resource, world: World) -> Iterator[Outcome]:
    """A network's default group, which what names no other is in, lets nothing through.

    Source: https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
    """
    if world.estate.pointing(vpc, "vpcId", GROUP):
        yield Pass()
        return
    yield Fail("", "its default security group lets its members reach one another and the internet")


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "NET-07": (
        default_network_is_used,
        default_group_is_emptied,
        need(GROUP, "ingress", absent),
        need(GROUP, "egress", absent),
        need("aws:ec2:SecurityGroup", "vpcId", given, says="it is in the default VPC: no vpcId"),
        either(
            need(INSTANCE, "subnetId", given, says="it is in the default VPC: no subnetId"),
            need(INSTANCE, "networkInterfaces", given),
            need(INSTANCE, "primaryNetworkInterface", given),
            need(INSTANCE, "launchTemplate", given),
        ),
        either(
            need(INSTANCE, "vpcSecurityGroupIds", given, says="it is in the default group"),
            need(INSTANCE, "networkInterfaces", given),
            need(INSTANCE, "primaryNetworkInterface", given),
            need(INSTANCE, "launchTemplate", given),
            need(INSTANCE, "securityGroups", given),
        ),
    ),
}

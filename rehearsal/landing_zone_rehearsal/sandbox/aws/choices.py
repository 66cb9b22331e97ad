"""Refuses resources that leave out what AWS must choose by, or give it twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from landing_zone_rehearsal.sandbox.behaviour import Request, Rule

SOURCES = ("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId")

ONE_OF: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "aws:ec2:Route": (
        ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"),
        (
            *("carrierGatewayId", "coreNetworkArn", "egressOnlyGatewayId", "gatewayId"),
            *("localGatewayId", "natGatewayId", "networkInterfaceId", "odbNetworkArn"),
            *("transitGatewayId", "vpcEndpointId", "vpcPeeringConnectionId"),
        ),
    ),
    "aws:ec2:RouteTableAssociation": (("subnetId", "gatewayId"),),
    "aws:ec2:Vpc": (("cidrBlock", "ipv4IpamPoolId"),),
    "aws:ec2:FlowLog": (
        (
            *("eniId", "regionalNatGatewayId", "subnetId", "transitGatewayAttachmentId"),
            *("transitGatewayId", "vpcId"),
        ),
    ),
    "aws:vpc:SecurityGroupIngressRule": (SOURCES,),
    "aws:vpc:SecurityGroupEgressRule": (SOURCES,),
}
"""Sets of properties of which exactly one is to be given.

Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs
"""


def not_exactly_one(request: Request) -> Iterator[str]:
    """Yield that none of a set of properties is given, or more than one."""
    for names in ONE_OF[request.object.kind]:
        given = [name for name in names if request.object.inputs.get(name)]
        if not given:
            yield f"Invalid combination of arguments: one of `{','.join(names)}` must be specified"
        if len(given) > 1:
            yield (
                "Invalid combination of arguments: only one of"
                f" `{','.join(names)}` can be specified, but `{','.join(given)}` were specified"
            )


RULES: Mapping[str, Sequence[Rule]] = dict.fromkeys(ONE_OF, (not_exactly_one,))

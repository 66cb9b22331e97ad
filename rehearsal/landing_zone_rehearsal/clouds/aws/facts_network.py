"""What AWS makes of networks: VPCs, subnets, route tables and routes.

What a deletion waits for: https://docs.aws.amazon.com/vpc/latest/userguide/delete-vpc.html
Error codes: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
"""

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts, To, Within

from .conditions import becomes_dedicated
from .facts_regions import regional

VPC = "aws:ec2:Vpc"
SUBNET = "aws:ec2:Subnet"
TABLE = "aws:ec2:RouteTable"
DEFAULT_TABLE = "aws:ec2:DefaultRouteTable"
FIREWALL = "aws:networkfirewall:Firewall"

IN_VPC = To(VPC, holds=True)
"""What stands in a VPC keeps it from being deleted."""

A_TABLE = To((TABLE, DEFAULT_TABLE, VPC), by=("id", "mainRouteTableId"))

RULES = tuple(
    f"{way}[].{each}"
    for way in ("egress", "ingress")
    for each in (
        *("cidrBlocks", "description", "fromPort", "ipv6CidrBlocks", "prefixListIds"),
        *("protocol", "securityGroups", "self", "toPort"),
    )
)
ROUTES = tuple(
    f"routes[].{each}"
    for each in (
        *("carrierGatewayId", "cidrBlock", "coreNetworkArn", "destinationPrefixListId"),
        *("egressOnlyGatewayId", "gatewayId", "ipv6CidrBlock", "localGatewayId"),
        *("natGatewayId", "transitGatewayId", "vpcEndpointId", "vpcPeeringConnectionId"),
    )
)

LOCAL = ("routes[].carrierGatewayId", "routes[].localGatewayId")
"""Ways out that the default route table does not know."""

NETWORK: Mapping[str, Facts] = {
    VPC: regional(
        replaces=("cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength"),
        replaces_when={"instanceTenancy": becomes_dedicated},
        kept=(
            *("cidrBlock", "enableDnsHostnames", "enableNetworkAddressUsageMetrics"),
            *("ipv6CidrBlock", "ipv6CidrBlockNetworkBorderGroup"),
        ),
        values={"instanceTenancy": ("default", "dedicated")},
        bounds={"ipv4NetmaskLength": (16, 28)},
        cidrs=("cidrBlock", "ipv6CidrBlock"),
        tags="tags",
        missing="InvalidVpcID.NotFound: The vpc ID '{value}' does not exist",
        in_use="DependencyViolation: The vpc '{id}' has dependencies and cannot be deleted.",
    ),
    "aws:ec2:VpcIpv4CidrBlockAssociation": regional(
        replaces=("cidrBlock", "ipv4IpamPoolId", "ipv4NetmaskLength", "vpcId"),
        kept=("cidrBlock",),
        cidrs=("cidrBlock",),
        refers={"vpcId": To(VPC)},
    ),
    SUBNET: regional(
        replaces=(
            *("availabilityZone", "availabilityZoneId", "cidrBlock", "ipv6Native"),
            *("outpostArn", "vpcId", "ipv4IpamPoolId", "ipv4NetmaskLength"),
        ),
        kept=("availabilityZone", "availabilityZoneId", "privateDnsHostnameTypeOnLaunch"),
        values={"privateDnsHostnameTypeOnLaunch": ("ip-name", "resource-name")},
        cidrs=("cidrBlock", "ipv6CidrBlock"),
        tags="tags",
        refers={"vpcId": IN_VPC},
        missing="InvalidSubnetID.NotFound: The subnet ID '{value}' does not exist",
        in_use="DependencyViolation: The subnet '{id}' has dependencies and cannot be deleted.",
    ),
    TABLE: regional(
        replaces=("vpcId",),
        kept=("propagatingVgws", "routes", *ROUTES),
        cidrs=("routes[].cidrBlock", "routes[].ipv6CidrBlock"),
        tags="tags",
        refers={
            "vpcId": IN_VPC,
            "routes[].natGatewayId": To("aws:ec2:NatGateway"),
            "routes[].gatewayId": To("aws:ec2:InternetGateway", besides="local|vgw-.+"),
        },
        missing="InvalidRouteTableID.NotFound: The routeTable ID '{value}' does not exist",
        in_use="DependencyViolation: The routeTable '{id}' has dependencies and cannot be deleted.",
    ),
    DEFAULT_TABLE: regional(
        replaces=("defaultRouteTableId",),
        kept=("routes", *(each for each in ROUTES if each not in LOCAL)),
        cidrs=("routes[].cidrBlock", "routes[].ipv6CidrBlock"),
        tags="tags",
        refers={"defaultRouteTableId": To(VPC, by=("defaultRouteTableId",))},
        adopts=True,
        missing="InvalidRouteTableID.NotFound: The routeTable ID '{value}' does not exist",
    ),
    "aws:ec2:Route": regional(
        replaces=(
            *("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId"),
            "routeTableId",
        ),
        kept=("networkInterfaceId",),
        formats={"routeTableId": r"rtb-.+"},
        cidrs=("destinationCidrBlock", "destinationIpv6CidrBlock"),
        refers={
            "routeTableId": A_TABLE,
            "gatewayId": To("aws:ec2:InternetGateway", besides="local|vgw-.+"),
            "natGatewayId": To("aws:ec2:NatGateway"),
            "vpcEndpointId": To(
                ("aws:ec2:VpcEndpoint", FIREWALL),
                by=("id", "firewallStatuses[].syncStates[].attachments[].endpointId"),
                holds=True,
            ),
        },
        conflict="RouteAlreadyExists: The route identified by {destinationCidrBlock}"
        "{destinationIpv6CidrBlock}{destinationPrefixListId} already exists.",
    ),
    "aws:ec2:RouteTableAssociation": regional(
        replaces=("gatewayId", "subnetId"),
        formats={"routeTableId": r"rtb-.+"},
        refers={
            "subnetId": To(SUBNET),
            "gatewayId": To("aws:ec2:InternetGateway", besides="vgw-.+"),
            "routeTableId": To(A_TABLE.types, by=A_TABLE.by, holds=True),
        },
        unique={("subnetId",): Within.REGION, ("gatewayId",): Within.REGION},
        conflict="Resource.AlreadyAssociated: the specified association for route table"
        " {routeTableId} conflicts with an existing association",
    ),
    "aws:ec2:SecurityGroup": regional(
        replaces=("description", "name", "namePrefix", "vpcId"),
        kept=("egress", "ingress", "name", "namePrefix", "vpcId", *RULES),
        formats={
            "name": r"(?!sg-)[\w .:/()#,@\[\]+=&;{}!$*-]{1,255}",
            "description": r"[\w .:/()#,@\[\]+=&;{}!$*-]{1,255}",
        },
        tags="tags",
        refers={"vpcId": IN_VPC},
        unique={("name", "vpcId"): Within.REGION},
        conflict="InvalidGroup.Duplicate: The security group '{name}' already exists for VPC"
        " '{vpcId}'",
        missing="InvalidGroup.NotFound: The security group '{value}' does not exist",
        in_use="DependencyViolation: resource {id} has a dependent object",
    ),
    "aws:ec2:DefaultSecurityGroup": regional(
        replaces=("vpcId",),
        kept=("egress", "ingress", "vpcId", *RULES),
        tags="tags",
        refers={"vpcId": To(VPC)},
        adopts=True,
        missing="InvalidGroup.NotFound: The security group '{value}' does not exist",
    ),
}

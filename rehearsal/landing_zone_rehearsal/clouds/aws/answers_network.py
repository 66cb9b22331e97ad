"""What AWS answers of networks.

Defaults: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnet.html and its
siblings.
"""

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.model import Choice, Each, Kind, Template

from .answers_places import EC2, FIREWALL, HERE, KNOWN, OWNED, REGIONAL
from .answers_zones import name_of

GROUP_OF_VPC = "sg-{_hex:17:_id+=group}"
ROUTES_OF_VPC = "rtb-{_hex:17:_id+=routes}"

ADDRESS = "52.{{_number:2:{id}+=second}}.{{_number:2:{id}+=third}}.{{_number:2:{id}+=fourth}}"
"""A public address, the same for whoever knows the allocation's ID."""

ENDPOINTS = Each(
    "subnetMappings",
    value={
        "attachments": [
            {"endpointId": "vpce-{_hex:17:_item.subnetId}", "subnetId": "{_item.subnetId}"}
        ],
    },
)


def _rule() -> Kind:
    return Kind(
        id="sgr-{_hex:17}",
        outputs={
            **KNOWN,
            "arn": EC2 + ":security-group-rule/{_id}",
            "securityGroupRuleId": "{_id}",
        },
    )


def _firewall(kind: str, **outputs: Template) -> Kind:
    arn = f"{FIREWALL}:{kind}/{{name}}"
    return Kind(
        id=arn,
        name="name",
        outputs={**KNOWN, "arn": arn, "updateToken": "{_guid:=token}", **outputs},
    )


NETWORK: Mapping[str, Kind] = {
    "aws:ec2:Vpc": Kind(
        id="vpc-{_hex:17}",
        outputs={
            **OWNED,
            "arn": HERE + ":vpc/{_id}",
            "assignGeneratedIpv6CidrBlock": False,
            "defaultNetworkAclId": "acl-{_hex:17:_id+=acl}",
            "defaultRouteTableId": ROUTES_OF_VPC,
            "defaultSecurityGroupId": GROUP_OF_VPC,
            "dhcpOptionsId": "dopt-{_hex:17:_account}",
            "enableDnsHostnames": False,
            "enableDnsSupport": True,
            "enableNetworkAddressUsageMetrics": False,
            "instanceTenancy": "default",
            "mainRouteTableId": ROUTES_OF_VPC,
        },
    ),
    "aws:ec2:VpcIpv4CidrBlockAssociation": Kind(id="vpc-cidr-assoc-{_hex:17}", outputs=REGIONAL),
    "aws:ec2:Subnet": Kind(
        id="subnet-{_hex:17}",
        outputs={
            **OWNED,
            "arn": HERE + ":subnet/{_id}",
            "assignIpv6AddressOnCreation": False,
            "availabilityZone": name_of("availabilityZoneId"),
            "enableDns64": False,
            "enableResourceNameDnsARecordOnLaunch": False,
            "enableResourceNameDnsAaaaRecordOnLaunch": False,
            "ipv6Native": False,
            "mapPublicIpOnLaunch": False,
            "privateDnsHostnameTypeOnLaunch": "ip-name",
        },
    ),
    "aws:ec2:RouteTable": Kind(
        id="rtb-{_hex:17}",
        outputs={
            **OWNED,
            "arn": HERE + ":route-table/{_id}",
            "propagatingVgws": [],
            "routes": [],
        },
    ),
    "aws:ec2:DefaultRouteTable": Kind(
        id="{defaultRouteTableId}",
        outputs={**OWNED, "arn": HERE + ":route-table/{defaultRouteTableId}", "routes": []},
    ),
    "aws:ec2:Route": Kind(
        id="r-{routeTableId}{_number:10:_destination}",
        outputs={**REGIONAL, "origin": "CreateRoute", "state": "active"},
    ),
    "aws:ec2:RouteTableAssociation": Kind(id="rtbassoc-{_hex:17}", outputs=REGIONAL),
    "aws:ec2:InternetGateway": Kind(
        id="igw-{_hex:17}", outputs={**OWNED, "arn": HERE + ":internet-gateway/{_id}"}
    ),
    "aws:ec2:Eip": Kind(
        id="eipalloc-{_hex:17}",
        outputs={
            **KNOWN,
            "allocationId": "{_id}",
            "arn": HERE + ":elastic-ip/{_id}",
            "domain": "vpc",
            "publicIp": ADDRESS.format(id="_id"),
            "publicIpv4Pool": "amazon",
            "networkBorderGroup": "{_region}",
        },
    ),
    "aws:ec2:NatGateway": Kind(
        id="nat-{_hex:17}",
        outputs={
            **KNOWN,
            "associationId": "eipassoc-{_hex:17:=association}",
            "availabilityMode": "zonal",
            "connectivityType": "public",
            "networkInterfaceId": "eni-{_hex:17:=interface}",
            "publicIp": ADDRESS.format(id="allocationId"),
        },
    ),
    "aws:ec2:VpcEndpoint": Kind(
        id="vpce-{_hex:17}",
        outputs={
            **OWNED,
            "arn": HERE + ":vpc-endpoint/{_id}",
            "ipAddressType": Choice("vpcEndpointType", {"Interface": "ipv4"}),
            "networkInterfaceIds": Each("subnetIds", value="eni-{_hex:17:_item}"),
            "prefixListId": Choice("vpcEndpointType", {"Gateway": "pl-{_hex:8:serviceName}"}),
            "privateDnsEnabled": False,
            "requesterManaged": False,
            "serviceRegion": "{_region}",
            "state": "available",
            "vpcEndpointType": "Gateway",
        },
    ),
    "aws:ec2:SecurityGroup": Kind(
        id="sg-{_hex:17}",
        name="name",
        outputs={
            **OWNED,
            "arn": HERE + ":security-group/{_id}",
            "description": "Managed by Pulumi",
            "egress": [],
            "ingress": [],
            "revokeRulesOnDelete": False,
        },
    ),
    "aws:ec2:DefaultSecurityGroup": Kind(
        id="sg-{_hex:17:_network+=group}",
        outputs={
            **OWNED,
            "arn": HERE + ":security-group/{_id}",
            "description": "default VPC security group",
            "name": "default",
            "revokeRulesOnDelete": False,
        },
    ),
    "aws:vpc:SecurityGroupIngressRule": _rule(),
    "aws:vpc:SecurityGroupEgressRule": _rule(),
    "aws:networkfirewall:Firewall": _firewall(
        "firewall",
        availabilityZoneChangeProtection=False,
        deleteProtection=False,
        firewallPolicyChangeProtection=False,
        firewallStatuses=[{"syncStates": ENDPOINTS}],
        subnetChangeProtection=False,
    ),
    "aws:networkfirewall:FirewallPolicy": _firewall("firewall-policy"),
    "aws:networkfirewall:RuleGroup": _firewall("stateful-rulegroup"),
    "aws:networkfirewall:LoggingConfiguration": Kind(id="{firewallArn}", outputs=REGIONAL),
}

"""What AWS makes of the ways in and out of a VPC: gateways, endpoints, rules and firewalls."""

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Condition, Facts, To, Within

from .conditions import comes_or_goes, is_another
from .facts_network import FIREWALL, IN_VPC, SUBNET, TABLE, VPC
from .facts_regions import regional

GROUP = To(
    ("aws:ec2:SecurityGroup", "aws:ec2:DefaultSecurityGroup", VPC),
    by=("id", "defaultSecurityGroupId"),
)
USES_GROUP = To(GROUP.types, by=GROUP.by, holds=True)

POLICY = "aws:networkfirewall:FirewallPolicy"
RULE_GROUP = "aws:networkfirewall:RuleGroup"

SOURCES: Mapping[str, Condition] = dict.fromkeys(
    ("cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"), comes_or_goes
)
"""A security group rule keeps the kind of its source or destination."""

FIREWALL_NAME = r"[a-zA-Z0-9-]{1,128}"
"""Source: https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_CreateFirewall.html"""

STILL_IN_USE = (
    "InvalidOperationException: Unable to delete the object because it is still in use."
    " Object: {id}"
)

ENCRYPTION = {"encryptionConfiguration.type": ("AWS_OWNED_KMS_KEY", "CUSTOMER_KMS")}


def _rule() -> Facts:
    return regional(
        replaces=("securityGroupId",),
        replaces_when=SOURCES,
        bounds={"fromPort": (-1, 65535), "toPort": (-1, 65535)},
        formats={"ipProtocol": r"-1|tcp|udp|icmp|icmpv6|\d{1,3}"},
        cidrs=("cidrIpv4", "cidrIpv6"),
        tags="tags",
        refers={"securityGroupId": GROUP, "referencedSecurityGroupId": USES_GROUP},
        unique={
            (
                *("securityGroupId", "ipProtocol", "fromPort", "toPort"),
                source,
            ): Within.REGION
            for source in SOURCES
        },
        conflict='InvalidPermission.Duplicate: the specified rule "peer: '
        "{cidrIpv4}{cidrIpv6}{prefixListId}{referencedSecurityGroupId}, {ipProtocol},"
        ' from port: {fromPort}, to port: {toPort}, ALLOW" already exists',
    )


PATHS: Mapping[str, Facts] = {
    "aws:ec2:InternetGateway": regional(
        kept=("vpcId",),
        tags="tags",
        refers={"vpcId": IN_VPC},
        unique={("vpcId",): Within.REGION},
        conflict="InvalidParameterValue: Network {vpcId} already has an internet gateway attached",
        missing="InvalidGatewayID.NotFound: The gateway ID '{value}' does not exist",
    ),
    "aws:ec2:Eip": regional(
        replaces=("address", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool"),
        kept=(
            *("domain", "instance", "ipamPoolId", "networkBorderGroup", "networkInterface"),
            "publicIpv4Pool",
        ),
        values={"domain": ("standard", "vpc")},
        tags="tags",
        missing="InvalidAllocationID.NotFound: The allocation ID '{value}' does not exist",
        in_use="InvalidIPAddress.InUse: Address {publicIp} is in use.",
    ),
    "aws:ec2:NatGateway": regional(
        replaces=(
            *("allocationId", "availabilityMode", "connectivityType", "privateIp", "vpcId"),
            *("secondaryPrivateIpAddressCount", "subnetId"),
        ),
        kept=("privateIp", "secondaryPrivateIpAddressCount", "secondaryPrivateIpAddresses"),
        values={"connectivityType": ("private", "public")},
        tags="tags",
        refers={
            "allocationId": To("aws:ec2:Eip", by=("allocationId",), holds=True),
            "secondaryAllocationIds[]": To("aws:ec2:Eip", by=("allocationId",), holds=True),
            "subnetId": To(SUBNET, holds=True),
            "vpcId": IN_VPC,
        },
        unique={("allocationId",): Within.REGION},
        conflict="Resource.AlreadyAssociated: Elastic IP address [{allocationId}] is already"
        " associated",
        missing="InvalidNatGatewayID.NotFound: The natGateway ID '{value}' does not exist",
    ),
    "aws:ec2:VpcEndpoint": regional(
        replaces=(
            *("resourceConfigurationArn", "serviceName", "serviceNetworkArn", "serviceRegion"),
            *("vpcEndpointType", "vpcId"),
        ),
        kept=(
            *("dnsOptions.dnsRecordIpType", "ipAddressType", "policy", "privateDnsEnabled"),
            *("routeTableIds", "securityGroupIds", "serviceRegion", "subnetIds"),
        ),
        values={
            "dnsOptions.dnsRecordIpType": ("dualstack", "ipv4", "ipv6", "service-defined"),
            "ipAddressType": ("dualstack", "ipv4", "ipv6"),
            "vpcEndpointType": (
                *("Gateway", "GatewayLoadBalancer", "Interface", "Resource", "ServiceNetwork"),
            ),
        },
        tags="tags",
        refers={
            "vpcId": IN_VPC,
            "subnetIds[]": To(SUBNET, holds=True),
            "securityGroupIds[]": USES_GROUP,
            "routeTableIds[]": To(
                (TABLE, "aws:ec2:DefaultRouteTable", VPC), by=("id", "mainRouteTableId")
            ),
        },
        missing="InvalidVpcEndpointId.NotFound: The Vpc Endpoint Id '{value}' does not exist",
        in_use="InvalidParameter: Endpoint must be removed from route table before deletion",
    ),
    "aws:vpc:SecurityGroupIngressRule": _rule(),
    "aws:vpc:SecurityGroupEgressRule": _rule(),
    FIREWALL: regional(
        replaces=("name", "transitGatewayId", "vpcId"),
        kept=("subnetMappings[].ipAddressType",),
        required=("firewallPolicyArn",),
        values={**ENCRYPTION, "enabledAnalysisTypes[]": ("HTTP_HOST", "TLS_SNI")},
        formats={"name": FIREWALL_NAME},
        tags="tags",
        refers={
            "vpcId": IN_VPC,
            "subnetMappings[].subnetId": To(SUBNET, holds=True),
            "firewallPolicyArn": To(POLICY, by=("arn",), holds=True),
        },
        stateful=True,
        conflict="InvalidRequestException: Firewall with name {name} already exists",
        missing="ResourceNotFoundException: Firewall {value} not found",
        in_use="InvalidRequestException: Unable to fulfill request because the following related"
        " VPC endpoint(s) still exist in route table(s)",
    ),
    POLICY: regional(
        replaces=("firewallPolicy.statelessCustomActions.**", "name"),
        replaces_when={"firewallPolicy.statefulEngineOptions.ruleOrder": is_another},
        values={
            **ENCRYPTION,
            "firewallPolicy.statefulEngineOptions.ruleOrder": (
                *("DEFAULT_ACTION_ORDER", "STRICT_ORDER"),
            ),
            "firewallPolicy.statefulEngineOptions.streamExceptionPolicy": (
                *("CONTINUE", "DROP", "REJECT"),
            ),
        },
        bounds={
            "firewallPolicy.statefulEngineOptions.flowTimeouts.tcpIdleTimeoutSeconds": (60, 6000),
            "firewallPolicy.statefulRuleGroupReferences[].priority": (1, 65535),
            "firewallPolicy.statelessRuleGroupReferences[].priority": (1, 65535),
        },
        formats={"name": FIREWALL_NAME},
        tags="tags",
        refers={
            f"firewallPolicy.{kind}RuleGroupReferences[].resourceArn": To(
                RULE_GROUP,
                by=("arn",),
                besides=r"arn:[\w-]+:network-firewall:.+:aws-managed:.+",
                holds=True,
            )
            for kind in ("stateful", "stateless")
        },
        conflict="InvalidRequestException: FirewallPolicy with name {name} already exists",
        missing="InvalidRequestException: FirewallPolicy {value} does not exist",
        in_use=STILL_IN_USE,
    ),
    RULE_GROUP: regional(
        replaces=(
            *("capacity", "name", "ruleGroup.statefulRuleOptions.ruleOrder"),
            "ruleGroup.rulesSource.statelessRulesAndCustomActions.customActions.**",
        ),
        fixed=("type",),
        values={
            **ENCRYPTION,
            "ruleGroup.rulesSource.rulesSourceList.generatedRulesType": (
                *("ALERTLIST", "ALLOWLIST", "DENYLIST", "REJECTLIST"),
            ),
            "ruleGroup.rulesSource.rulesSourceList.targetTypes[]": ("HTTP_HOST", "TLS_SNI"),
            "ruleGroup.rulesSource.statefulRules[].action": ("ALERT", "DROP", "PASS", "REJECT"),
            "ruleGroup.rulesSource.statefulRules[].header.direction": ("ANY", "FORWARD"),
            "ruleGroup.statefulRuleOptions.ruleOrder": ("DEFAULT_ACTION_ORDER", "STRICT_ORDER"),
            "type": ("STATEFUL", "STATELESS"),
        },
        bounds={"capacity": (1, 30_000)},
        formats={"name": FIREWALL_NAME},
        tags="tags",
        conflict="InvalidRequestException: RuleGroup with name {name} already exists",
        missing="InvalidRequestException: RuleGroup {value} does not exist",
        in_use=STILL_IN_USE,
    ),
    "aws:networkfirewall:LoggingConfiguration": regional(
        replaces=("firewallArn",),
        values={
            "loggingConfiguration.logDestinationConfigs[].logDestinationType": (
                *("CloudWatchLogs", "KinesisDataFirehose", "S3"),
            ),
            "loggingConfiguration.logDestinationConfigs[].logType": ("ALERT", "FLOW", "TLS"),
        },
        refers={
            "firewallArn": To(FIREWALL, by=("arn",)),
            "loggingConfiguration.logDestinationConfigs[].logDestination.logGroup": To(
                "aws:cloudwatch:LogGroup", by=("name",)
            ),
            "loggingConfiguration.logDestinationConfigs[].logDestination.bucketName": To(
                "aws:s3:Bucket", by=("bucket",)
            ),
        },
        adopts=True,
    ),
}

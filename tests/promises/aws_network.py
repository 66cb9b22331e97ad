"""How the network on AWS is closed: endpoints, routes and the firewall."""

from tests.promises import aws_policies as policies
from tests.promises.documents import allows_only
from tests.promises.table import (
    Expected,
    has,
    is_key_for,
    is_missing,
    per,
    says,
    says_all,
)
from tests.zones import FULL

VPC = "aws:ec2/vpc:Vpc"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
ROUTE = "aws:ec2/route:Route"
ROUTED = "aws:ec2/routeTableAssociation:RouteTableAssociation"
DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
DEFAULT_ROUTES = "aws:ec2/defaultRouteTable:DefaultRouteTable"

FIREWALL = "aws:networkfirewall/firewall:Firewall"
FIREWALL_POLICY = "aws:networkfirewall/firewallPolicy:FirewallPolicy"
FIREWALL_LOG = "aws:networkfirewall/loggingConfiguration:LoggingConfiguration"
RULES = "aws:networkfirewall/ruleGroup:RuleGroup"

INTERFACES = (
    "kms",
    "sts",
    "ecr-api",
    "ecr-dkr",
    "logs",
    "monitoring",
    "secretsmanager",
    "ssm",
    "ec2",
    "autoscaling",
    "elasticloadbalancing",
    "eks",
    "eks-auth",
)
ZONES = "abc"
DOMAINS = FULL["network"]["egress_allow"]

OUR_KEY: Expected = {
    "encryptionConfiguration.type": "CUSTOMER_KMS",
    "encryptionConfiguration.keyId": is_key_for("logs"),
}
HOME: Expected = {
    "ruleGroup.ruleVariables.ipSets": has(
        {"HOME_NET": {"ipSet.definitions": says_all("{cidrBlock:ai-network-vpc}")}}, by="key"
    ),
    "ruleGroup.statefulRuleOptions.ruleOrder": "STRICT_ORDER",
    "type": "STATEFUL",
}


def interface(name: str) -> Expected:
    """Expect a private endpoint of a service, behind the endpoints' own group."""
    return {
        "vpcEndpointType": "Interface",
        "serviceName": says(f"com.amazonaws.{{region}}.{name.replace('ecr-', 'ecr.')}"),
        "privateDnsEnabled": True,
        "securityGroupIds": says_all("{id:ai-network-endpoints}"),
        "subnetIds": says_all(*(f"{{id:ai-network-endpoint-{zone}}}" for zone in ZONES)),
        "policy": allows_only(**policies.OWN_PEOPLE),
    }


def drops(sid: str, protocol: str, ports: str = "ANY") -> Expected:
    """Expect a rule that drops what leaves by a protocol for these ports, with this number."""
    return {
        "action": "DROP",
        "header.protocol": protocol,
        "header.direction": "FORWARD",
        "header.source": "$HOME_NET",
        "header.sourcePort": "ANY",
        "header.destination": "ANY",
        "header.destinationPort": ports,
        "ruleOptions": has({"sid": {"settings": [sid]}}, by="keyword"),
    }


def routes() -> dict[str, Expected]:
    """Expect that the way out leads through the firewall, and that nothing else leads out."""
    through: dict[str, Expected] = {}
    for zone in ZONES:
        firewall = f"{{id:ai-network-firewall-{zone}-routes}}"
        table = f"{{id:ai-network-zone-{zone}-routes}}"
        gateway = f"{{id:ai-network-gateway-{zone}-routes}}"
        anywhere: Expected = {"destinationCidrBlock": "0.0.0.0/0"}
        state = f"firewallStatuses.0.syncStates.{ZONES.index(zone)}"
        inspected: Expected = {
            "vpcEndpointId": says(f"{{{state}.attachments.0.endpointId:ai-network-firewall}}")
        }
        through |= {
            f"{ROUTE} ai-network-zone-{zone}-out": {
                **anywhere,
                **inspected,
                "routeTableId": says(table),
            },
            f"{ROUTE} ai-network-firewall-{zone}-out": {
                **anywhere,
                "natGatewayId": says(f"{{id:ai-network-nat-{zone}}}"),
                "routeTableId": says(firewall),
            },
            f"{ROUTE} ai-network-gateway-{zone}-out": {
                **anywhere,
                "gatewayId": says("{id:ai-network-internet}"),
                "routeTableId": says(gateway),
            },
            **{
                f"{ROUTE} ai-network-{part}-{zone}-back": {
                    **inspected,
                    "destinationCidrBlock": says(f"{{cidrBlock:ai-network-{part}-{zone}}}"),
                    "routeTableId": says(gateway),
                }
                for part in ("node", "pod")
            },
            **{
                f"{ROUTED} ai-network-{part}-{zone}-routed": {
                    "subnetId": says(f"{{id:ai-network-{part}-{zone}}}"),
                    "routeTableId": says(its_table),
                }
                for part, its_table in {
                    "node": table,
                    "pod": table,
                    "endpoint": "{id:ai-network-closed-routes}",
                    "database": "{id:ai-network-closed-routes}",
                    "firewall": firewall,
                    "gateway": gateway,
                }.items()
            },
        }
    return through


CLOSED: dict[str, Expected] = {
    "aws:ec2/subnet:Subnet": {"mapPublicIpOnLaunch": False},
    DEFAULT_GROUP: {"ingress": is_missing, "egress": is_missing},
    DEFAULT_ROUTES: {
        "defaultRouteTableId": says("{defaultRouteTableId:ai-network-vpc}"),
        "routes": is_missing,
    },
    "aws:ec2/securityGroup:SecurityGroup": {"ingress": is_missing, "egress": is_missing},
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule ai-network-.*": {
        "securityGroupId": says("{id:ai-network-endpoints}"),
        "cidrIpv4": says("{cidrBlock:ai-network-vpc}"),
        "ipProtocol": "tcp",
        "fromPort": 443,
        "toPort": 443,
    },
    f"{ENDPOINT} ai-network-s3": {
        "vpcEndpointType": "Gateway",
        "serviceName": says("com.amazonaws.{region}.s3"),
        "policy": allows_only(**policies.OWN_BUCKETS),
        "routeTableIds": says_all(
            "{id:ai-network-closed-routes}",
            *(f"{{id:ai-network-zone-{zone}-routes}}" for zone in ZONES),
        ),
    },
    **per(INTERFACES, f"{ENDPOINT} ai-network-{{}}", interface),
    VPC: {"enableDnsSupport": True, "enableDnsHostnames": True},
    **routes(),
    FIREWALL: {
        "firewallPolicyArn": says("{arn:ai-network-firewall-policy}"),
        "subnetMappings": has(
            {f"{{id:ai-network-firewall-{zone}}}": {} for zone in ZONES}, by="subnetId"
        ),
        "deleteProtection": True,
        "firewallPolicyChangeProtection": True,
        "subnetChangeProtection": True,
    },
    FIREWALL_POLICY: {
        "firewallPolicy.statefulEngineOptions.ruleOrder": "STRICT_ORDER",
        "firewallPolicy.statefulEngineOptions.streamExceptionPolicy": "DROP",
        "firewallPolicy.statefulDefaultActions": says_all(
            "aws:drop_established_app_layer_to_server",
            "aws:alert_established_app_layer_to_server",
        ),
        "firewallPolicy.statelessDefaultActions": ["aws:forward_to_sfe"],
        "firewallPolicy.statelessFragmentDefaultActions": ["aws:forward_to_sfe"],
        "firewallPolicy.statefulRuleGroupReferences": has(
            {
                "{arn:ai-network-protocols}": {"priority": 1},
                "{arn:ai-network-domains}": {"priority": 2},
            },
            by="resourceArn",
        ),
    },
    f"{RULES} ai-network-domains": {
        **HOME,
        "ruleGroup.rulesSource.rulesSourceList.generatedRulesType": "ALLOWLIST",
        "ruleGroup.rulesSource.rulesSourceList.targetTypes": ["TLS_SNI"],
        "ruleGroup.rulesSource.rulesSourceList.targets": says_all(*DOMAINS),
    },
    f"{RULES} ai-network-protocols": {
        **HOME,
        "ruleGroup.rulesSource.statefulRules": has(
            {
                "1": drops("1", "UDP"),
                "2": drops("2", "ICMP"),
                "3": drops("3", "TCP", "0:442"),
                "4": drops("4", "TCP", "444:65535"),
            },
            by="ruleOptions.0.settings.0",
        ),
    },
}
"""Everything that keeps the network to itself."""

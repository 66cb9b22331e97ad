"""AWS refuses endpoints, groups, firewalls and flow logs that do not fit into their network."""

import pytest

from tests.sandbox.aws_account import Account, allow, document

VPC, SUBNET, TABLE = "ec2:Vpc", "ec2:Subnet", "ec2:RouteTable"


def endpoint(account, vpc, name="kms", **inputs):
    given = {"vpcEndpointType": "Interface", "serviceName": "com.amazonaws.eu-west-1.kms"}
    return account.make("ec2:VpcEndpoint", name, vpcId=vpc.id, **{**given, **inputs})


def firewall(account, subnet, **inputs):
    group = account.make("networkfirewall:RuleGroup", "group", type="STATEFUL", capacity=1)
    references = [{"resourceArn": group.get("arn"), "priority": 1}]
    policy = account.make(
        "networkfirewall:FirewallPolicy",
        "policy",
        firewallPolicy={"statefulRuleGroupReferences": references},
    )
    wall = account.make(
        "networkfirewall:Firewall",
        "wall",
        vpcId=subnet.get("vpcId"),
        firewallPolicyArn=policy.get("arn"),
        subnetMappings=[{"subnetId": subnet.id}],
        **inputs,
    )
    return wall, policy, group


def test_a_security_group_is_named_once_in_a_vpc_and_stays_while_used():
    account = Account()
    vpc, subnet = account.network()
    group = account.make("ec2:SecurityGroup", "group", vpcId=vpc.id, name="web")
    said = account.refusal(account.make, "ec2:SecurityGroup", "twin", vpcId=vpc.id, name="web")
    assert said.startswith("InvalidGroup.Duplicate: The security group ")
    endpoint(account, vpc, subnetIds=[subnet.id], securityGroupIds=[group.id])
    said = account.refusal(account.delete, group)
    assert said == f"DependencyViolation: resource {group.id} has a dependent object"


def test_a_rule_stands_once_in_its_group():
    account = Account()
    vpc, _ = account.network()
    group = account.make("ec2:SecurityGroup", "group", vpcId=vpc.id)
    rule = {"securityGroupId": group.id, "ipProtocol": "tcp", "fromPort": 443, "toPort": 443}
    kind = "vpc:SecurityGroupIngressRule"
    assert "one of `cidrIpv4" in account.refusal(account.make, kind, "none", **rule)
    account.make(kind, "https", cidrIpv4="10.0.0.0/16", **rule)
    account.make(kind, "others", cidrIpv4="10.1.0.0/16", **rule)
    said = account.refusal(account.make, kind, "again", cidrIpv4="10.0.0.0/16", **rule)
    assert said.startswith("InvalidPermission.Duplicate: the specified rule")


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"serviceName": "com.amazonaws.us-east-1.kms"}, "InvalidServiceName"),
        ({"vpcEndpointType": "Gateway"}, "Endpoint type (Gateway) does not match"),
        ({"privateDnsEnabled": True}, "Enabling private DNS requires both enableDnsSupport"),
        ({"securityGroupIds": ["sg-1"]}, "InvalidGroup.NotFound"),
        ({"routeTableIds": ["rtb-1"]}, "InvalidRouteTableID.NotFound"),
        ({"policy": "{"}, "InvalidPolicyDocument"),
    ],
)
def test_an_endpoint_serves_what_there_is(inputs, words):
    account = Account()
    vpc, _ = account.network()
    assert words in account.refusal(endpoint, account, vpc, **inputs)


def test_an_endpoint_stands_once_in_each_zone_of_its_own_network():
    account = Account()
    vpc = account.make(VPC, "vpc", cidrBlock="10.0.0.0/16")
    other = account.make(VPC, "other", cidrBlock="10.0.0.0/16")
    zone = {"availabilityZoneId": "euw1-az1"}
    first, second = (
        account.make(SUBNET, f"s{n}", vpcId=vpc.id, cidrBlock=f"10.0.{n}.0/24", **zone)
        for n in (1, 2)
    )
    away = account.make(SUBNET, "away", vpcId=other.id, cidrBlock="10.0.0.0/24", **zone)
    said = account.refusal(endpoint, account, vpc, subnetIds=[first.id, second.id])
    assert said.startswith("DuplicateSubnetsInSameZone: ")
    said = account.refusal(endpoint, account, vpc, subnetIds=[away.id])
    assert "belong to different networks" in said
    group = account.make("ec2:SecurityGroup", "group", vpcId=other.id)
    said = account.refusal(endpoint, account, vpc, securityGroupIds=[group.id])
    assert said.endswith(f"does not exist in VPC '{vpc.id}'")
    table = account.make(TABLE, "table", vpcId=other.id)
    said = account.refusal(endpoint, account, vpc, routeTableIds=[table.id])
    assert said.startswith("InvalidRouteTableId.NotFound")
    endpoint(account, vpc, subnetIds=[first.id])


def test_a_subnet_and_its_network_stay_while_an_endpoint_or_a_firewall_stands_there():
    account = Account()
    vpc, subnet = account.network()
    held = [endpoint(account, vpc, subnetIds=[subnet.id]), firewall(account, subnet)[0]]
    for each in held:
        for thing in (subnet, vpc):
            assert "has dependencies and cannot be deleted" in account.refusal(
                account.delete, thing
            )
        account.delete(each)
    account.delete(subnet)
    account.delete(vpc)


def test_a_name_is_private_to_one_endpoint_of_a_vpc():
    account = Account()
    named = {"cidrBlock": "10.0.0.0/16", "enableDnsHostnames": True}
    vpc, other = (account.make(VPC, name, **named) for name in ("vpc", "other"))
    endpoint(account, vpc, "first", privateDnsEnabled=True)
    endpoint(account, other, "elsewhere", privateDnsEnabled=True)
    endpoint(account, vpc, "unnamed")
    said = account.refusal(endpoint, account, vpc, "second", privateDnsEnabled=True)
    assert said.endswith(
        f"conflicting DNS domain for kms.eu-west-1.amazonaws.com in the VPC {vpc.id}"
    )


def test_a_firewall_goes_once_nothing_leads_to_it_and_it_records_nothing():
    account = Account()
    vpc, subnet = account.network()
    wall, policy, group = firewall(account, subnet)
    table = account.make(TABLE, "table", vpcId=vpc.id)
    behind = wall.get("firewallStatuses")[0]["syncStates"][0]["attachments"][0]["endpointId"]
    way = {"destinationCidrBlock": "0.0.0.0/0", "vpcEndpointId": behind}
    route = account.make("ec2:Route", "out", routeTableId=table.id, **way)
    logging = account.make(
        "networkfirewall:LoggingConfiguration", "logging", firewallArn=wall.get("arn")
    )
    assert "still exist in route table(s)" in account.refusal(account.delete, wall)
    account.delete(route)
    said = account.refusal(account.delete, wall)
    assert said == "InvalidRequestException: Cannot delete firewall with a logging configuration"
    account.delete(logging)
    for thing in (policy, group):
        assert "it is still in use" in account.refusal(account.delete, thing)
    for thing in (wall, policy, group):
        account.delete(thing)


def test_a_protected_firewall_stays_as_it_is():
    account = Account()
    vpc, subnet = account.network()
    second = account.make(SUBNET, "b", vpcId=vpc.id, cidrBlock="10.0.1.0/24")
    wall, _, _ = firewall(account, subnet, deleteProtection=True, subnetChangeProtection=True)
    assert "delete protection is enabled" in account.refusal(account.delete, wall)
    moved = {"subnetMappings": [{"subnetId": second.id}]}
    assert "subnet change protection" in account.refusal(account.change, wall, **moved)
    freed = account.change(wall, subnetChangeProtection=False, deleteProtection=False, **moved)
    account.delete(freed)


def test_a_firewall_stands_once_in_each_zone_of_its_own_network():
    account = Account()
    vpc, subnet = account.network()
    other = account.make(VPC, "other", cidrBlock="10.1.0.0/16")
    place = {"vpcId": vpc.id, "availabilityZoneId": "euw1-az1"}
    twins = [account.make(SUBNET, f"t{n}", cidrBlock=f"10.0.{n}.0/24", **place).id for n in (8, 9)]
    wall, _, _ = firewall(account, subnet)
    both = [{"subnetId": id} for id in twins]
    assert "only one subnet per" in account.refusal(account.change, wall, subnetMappings=both)
    away = account.make(SUBNET, "away", vpcId=other.id, cidrBlock="10.1.0.0/24")
    mapping = [{"subnetId": away.id}]
    assert "not in the VPC" in account.refusal(account.change, wall, subnetMappings=mapping)


def test_rules_are_evaluated_in_the_order_of_their_policy():
    account = Account()
    options = {"statefulRuleOptions": {"ruleOrder": "STRICT_ORDER"}}
    given = {"type": "STATEFUL", "capacity": 1, "ruleGroup": options}
    group = account.make("networkfirewall:RuleGroup", "strict", **given)
    references = [{"resourceArn": group.get("arn"), "priority": 1}]
    policy = {"statefulRuleGroupReferences": references}
    kind = "networkfirewall:FirewallPolicy"
    said = account.refusal(account.make, kind, "policy", firewallPolicy=policy)
    assert "rule order" in said
    policy |= {"statefulEngineOptions": {"ruleOrder": "STRICT_ORDER"}}
    account.make(kind, "policy", firewallPolicy=policy)


def test_flow_logs_are_written_once_by_a_role_that_they_may_take():
    account = Account()
    vpc, _ = account.network()
    group = account.make("cloudwatch:LogGroup", "flows", name="flows")
    trust = allow("sts:AssumeRole", None, principal={"Service": "vpc-flow-logs.amazonaws.com"})
    ours = account.role(name="flow-logs", assumeRolePolicy=document(trust))
    theirs = account.role(name="other")
    flow = {"vpcId": vpc.id, "trafficType": "ALL", "logDestination": group.get("arn")}
    kind = "ec2:FlowLog"
    said = account.refusal(account.make, kind, "flow", iamRoleArn=theirs.get("arn"), **flow)
    assert said.startswith(
        f"InvalidParameter: Unable to assume given IAM role: '{theirs.get('arn')}'"
    )
    account.make(kind, "flow", iamRoleArn=ours.get("arn"), **flow)
    said = account.refusal(account.make, kind, "again", iamRoleArn=ours.get("arn"), **flow)
    assert said.startswith("FlowLogAlreadyExists: Error. There is an existing Flow Log")


def test_a_route_table_leads_to_a_service_once():
    account = Account()
    vpc, _ = account.network()
    tables = [account.make(TABLE, name, vpcId=vpc.id).id for name in ("a", "b")]
    given = {"vpcEndpointType": "Gateway", "serviceName": "com.amazonaws.eu-west-1.s3"}
    first = endpoint(account, vpc, "first", **given, routeTableIds=tables[:1])
    said = account.refusal(endpoint, account, vpc, "again", **given, routeTableIds=tables)
    assert said.startswith(f"RouteAlreadyExists: route table {tables[0]} already has a route")
    assert said.endswith(str(first.get("prefixListId")))
    endpoint(account, vpc, "second", **given, routeTableIds=tables[1:])
    account.change(first, tags={"owner": "me"})

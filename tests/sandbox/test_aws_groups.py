"""AWS refuses rules of security groups that say too little, or what another says already."""

import pytest

from tests.sandbox.aws_account import Account

INGRESS, EGRESS = "vpc:SecurityGroupIngressRule", "vpc:SecurityGroupEgressRule"
WITHIN = {"cidrIpv4": "10.0.0.0/16"}


@pytest.fixture
def account() -> Account:
    return Account()


def group(account: Account, name: str = "web") -> str:
    vpc = account.make("ec2:Vpc", f"{name}-vpc", cidrBlock="10.0.0.0/16")
    return account.make("ec2:SecurityGroup", name, vpcId=vpc.id, name=name).id


@pytest.mark.parametrize("ports", [{}, {"fromPort": 443}, {"toPort": 443}])
@pytest.mark.parametrize(
    ("protocol", "called"), [("tcp", "TCP/UDP"), ("udp", "TCP/UDP"), ("icmp", "ICMP")]
)
def test_a_protocol_with_ports_needs_both_ends_of_a_range(account, protocol, called, ports):
    given = {"securityGroupId": group(account), "ipProtocol": protocol, **WITHIN, **ports}
    said = account.refusal(account.make, INGRESS, "rule", **given)
    assert said.endswith(f"'Must specify both from and to ports with {called}.' for portRange.")


def test_a_range_of_ports_does_not_run_backwards(account):
    given = {"securityGroupId": group(account), "ipProtocol": "tcp", **WITHIN}
    said = account.refusal(account.make, EGRESS, "rule", **given, fromPort=500, toPort=400)
    assert said == "InvalidParameterValue: Invalid TCP/UDP port range (500:400)"
    account.make(EGRESS, "rule", **given, fromPort=400, toPort=500)
    account.make(EGRESS, "ping", **{**given, "ipProtocol": "icmp"}, fromPort=8, toPort=-1)


def test_everything_is_let_through_once(account):
    one, other = group(account, "one"), group(account, "other")
    everything = {"ipProtocol": "-1", "cidrIpv4": "0.0.0.0/0"}
    account.make(EGRESS, "all", securityGroupId=one, **everything)
    said = account.refusal(account.make, EGRESS, "twin", securityGroupId=one, **everything)
    assert said.startswith('InvalidPermission.Duplicate: the specified rule "peer: 0.0.0.0/0, -1')
    account.make(EGRESS, "elsewhere", securityGroupId=other, **everything)
    account.make(INGRESS, "back", securityGroupId=one, **everything)
    account.make(EGRESS, "narrow", securityGroupId=one, **{**everything, **WITHIN})

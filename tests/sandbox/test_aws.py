"""A whole zone on AWS: it comes, it changes as AWS lets it, and it goes in the right order."""

import pytest

from landing_zone_rehearsal.clouds.facts import facts
from landing_zone_rehearsal.sandbox import Refused, Sandbox
from landing_zone_rehearsal.sandbox.aws import BEHAVIOUR
from landing_zone_rehearsal.sandbox.aws.network import zone_prefix
from landing_zone_rehearsal.sandbox.aws.tags import tag_faults
from landing_zone_rehearsal.sandbox.difference import difference
from tests.sandbox.aws_account import Account
from tests.sandbox.deployed import deploy
from tests.zones import FULL


def test_a_development_zone_is_deleted_in_the_reverse_of_its_order():
    sandbox = deploy("aws", "dev").sandbox
    for each in reversed(sandbox.objects()):
        sandbox.delete(each.type, each.id)
    assert sandbox.objects() == []
    assert {each.kind for each in sandbox.left_over()} == {"aws:kms:Key"}


def test_a_zone_comes_again_after_it_went():
    sandbox = deploy("aws", "dev").sandbox
    for each in reversed(sandbox.objects()):
        sandbox.delete(each.type, each.id)
    deploy("aws", "dev", sandbox=sandbox)


def test_nothing_that_others_need_can_go_first():
    sandbox = deploy("aws", "dev").sandbox
    refused = set()
    for each in sandbox.objects():
        if each.kind in {"aws:ec2:Vpc", "aws:ec2:Subnet", "aws:ec2:Eip", "aws:iam:Policy"}:
            try:
                sandbox.delete(each.type, each.id)
            except Refused:
                refused.add(each.kind)
    assert refused == {"aws:ec2:Vpc", "aws:ec2:Subnet", "aws:ec2:Eip", "aws:iam:Policy"}


def test_a_protected_zone_keeps_its_records_and_its_firewall():
    sandbox = deploy("aws", "standard").sandbox
    kept = set()
    for each in reversed(sandbox.objects()):
        try:
            sandbox.delete(each.type, each.id)
        except Refused as refused:
            if "protection" in str(refused):
                kept.add(each.kind)
    assert kept == {"aws:cloudwatch:LogGroup", "aws:networkfirewall:Firewall"}


@pytest.mark.parametrize(
    ("type", "old", "new", "replaced"),
    [
        ("ec2:Vpc", {"cidrBlock": "10.0.0.0/16"}, {"cidrBlock": "10.1.0.0/16"}, True),
        ("ec2:Vpc", {"instanceTenancy": "default"}, {"instanceTenancy": "dedicated"}, True),
        ("ec2:Vpc", {"instanceTenancy": "dedicated"}, {"instanceTenancy": "default"}, False),
        ("ec2:Vpc", {"tags": {"a": "b"}}, {"tags": {"a": "c"}}, False),
        ("ec2:Vpc", {"region": "eu-west-1"}, {"region": "us-east-1"}, True),
        ("vpc:SecurityGroupIngressRule", {"cidrIpv4": "a"}, {"cidrIpv4": "b"}, False),
        ("vpc:SecurityGroupIngressRule", {"cidrIpv4": "a"}, {"prefixListId": "b"}, True),
        ("iam:Policy", {"description": "a"}, {"description": "b"}, True),
        ("iam:Role", {"description": "a"}, {"description": "b"}, False),
        ("kms:Key", {"policy": "a"}, {"policy": "b"}, False),
        ("kms:Key", {"multiRegion": False}, {"multiRegion": True}, True),
        ("s3:Bucket", {"forceDestroy": False}, {"forceDestroy": True}, False),
        ("s3:Bucket", {"bucket": "a"}, {"bucket": "b"}, True),
        ("cloudwatch:LogGroup", {"kmsKeyId": "a"}, {"kmsKeyId": "b"}, False),
        ("ec2:FlowLog", {"maxAggregationInterval": 60}, {"maxAggregationInterval": 600}, True),
        (
            "networkfirewall:FirewallPolicy",
            {"firewallPolicy": {"statefulEngineOptions": {"ruleOrder": "STRICT_ORDER"}}},
            {"firewallPolicy": {"statefulEngineOptions": {"ruleOrder": "DEFAULT_ACTION_ORDER"}}},
            True,
        ),
    ],
)
def test_a_change_replaces_what_aws_cannot_change(type, old, new, replaced):
    found = difference(facts(f"aws:{type}"), old, new)
    assert found
    assert any(each.replaces for each in found) is replaced


@pytest.mark.parametrize(
    ("type", "given"),
    [
        ("ec2:Vpc", {"region": "eu-west-1"}),
        ("ec2:Subnet", {"availabilityZoneId": "euw1-az1"}),
        ("kms:Key", {"rotationPeriodInDays": 90}),
    ],
)
def test_what_aws_chose_stays_when_a_program_stops_saying_it(type, given):
    assert difference(facts(f"aws:{type}"), given, {}) == []


def test_the_type_of_a_rule_group_is_planned_as_a_change_and_refused():
    account = Account()
    group = account.make("networkfirewall:RuleGroup", "group", type="STATEFUL")
    assert not difference(
        facts("aws:networkfirewall:RuleGroup"), {"type": "STATEFUL"}, {"type": "STATELESS"}
    )[0].replaces
    said = account.refusal(account.change, group, type="STATELESS")
    assert said == "InvalidParameterValue: type cannot be changed"


@pytest.mark.parametrize(
    ("tags", "words"),
    [
        ({"owner": "ml-platform", "cost:center": "a/b=c+d-e@f"}, None),
        ({"aws:owner": "me"}, "Tag keys starting with 'aws:' are reserved"),
        ({"": "a"}, "The TagKey you have provided is invalid"),
        ({"a" * 129: "a"}, "The TagKey you have provided is invalid"),
        ({"a": "b" * 257}, "The TagValue you have provided is invalid"),
        ({"a": "b#c"}, "The TagValue you have provided is invalid"),
        ({str(number): "a" for number in range(51)}, "at most 50 tags"),
    ],
)
def test_tags_follow_their_grammar(tags, words):
    found = [*tag_faults(tags)]
    assert bool(found) is (words is not None)
    assert words is None or words in found[0]


@pytest.mark.parametrize(
    ("type", "inputs", "path"),
    [
        ("ec2/subnet:Subnet", {"cidrBlock": "10.0.0.1/24"}, "cidrBlock"),
        ("kms/key:Key", {"deletionWindowInDays": 6}, "deletionWindowInDays"),
        ("kms/key:Key", {"rotationPeriodInDays": 89}, "rotationPeriodInDays"),
        ("kms/alias:Alias", {"name": "ours"}, "name"),
        ("kms/alias:Alias", {"name": "alias/aws/ours"}, "name"),
        ("iam/role:Role", {"name": "a" * 65}, "name"),
        ("iam/role:Role", {"maxSessionDuration": 60}, "maxSessionDuration"),
        ("cloudwatch/logGroup:LogGroup", {"retentionInDays": 31}, "retentionInDays"),
        ("cloudwatch/logGroup:LogGroup", {"name": "a b"}, "name"),
        ("ec2/securityGroup:SecurityGroup", {"name": "sg-ours"}, "name"),
        ("networkfirewall/firewall:Firewall", {"name": "a_b"}, "name"),
        (
            "s3/bucketVersioning:BucketVersioning",
            {"versioningConfiguration": {"status": "On"}},
            "versioningConfiguration.status",
        ),
    ],
)
def test_inputs_are_refused_by_themselves(type, inputs, path):
    _, found = Sandbox().check(f"aws:{type}", "it", "urn::it", inputs)
    assert path in {each.path for each in found}


def test_a_name_that_pulumi_makes_has_to_fit_too():
    long = "a" * 60
    _, found = Sandbox().check("aws:iam/role:Role", long, "urn", {"assumeRolePolicy": "{}"})
    assert {each.path for each in found} == {"name"}


@pytest.mark.parametrize(
    ("region", "prefix"),
    [("eu-west-1", "euw1"), ("ap-northeast-3", "apne3"), ("us-gov-west-1", "usgw1")],
)
def test_zones_are_called_after_their_region(region, prefix):
    assert zone_prefix(region) == prefix


def test_every_kind_that_rules_speak_of_is_known():
    spoken = {*BEHAVIOUR.changing, *BEHAVIOUR.deleting}
    assert spoken
    assert not [type for type in spoken if facts(type) is facts("none:such:Type")]


def test_the_full_zone_has_a_firewall():
    """Otherwise the tests above would prove less than they say."""
    assert FULL["network"]["egress_allow"]

"""A plan is arranged as a person reads it."""

from landing_zone_cli.document import UNKNOWN, Plan
from landing_zone_cli.inventory import arrange, capabilities, physical_name
from landing_zone_cli.summary import unknown_properties

LAKE = "landing-zone:index:Lake"
KEYS = "landing-zone:index:Keys"
BUCKET = "aws:s3/bucket:Bucket"


def urn(name):
    return f"urn:pulumi:dev::mine::any::{name}"


def resource(type_, name, *needs, parent=None, inputs=None, depends=None):
    return {
        "urn": urn(name),
        "type": type_,
        "custom": not type_.startswith("landing-zone:"),
        "parent": urn(parent) if parent else urn("mine-dev"),
        "dependencies": [urn(each) for each in needs],
        "inputs": inputs or {},
        "propertyDependencies": depends or {},
    }


def plan(*resources):
    stack = {"urn": urn("mine-dev"), "type": "pulumi:pulumi:Stack", "custom": False}
    return Plan.of({"resources": [stack, *resources]})


def test_a_component_comes_after_those_it_needs():
    branches = arrange(
        plan(
            resource(LAKE, "a-lake"),
            resource(BUCKET, "a-lake-raw", "z-keys-data", parent="a-lake"),
            resource(KEYS, "z-keys"),
            resource("aws:kms/key:Key", "z-keys-data", parent="z-keys"),
        )
    )

    assert [branch.part for branch in branches] == ["z-keys", "a-lake"]
    assert [branch.size for branch in branches] == [1, 1]


def test_components_that_need_each_other_are_shown_all_the_same():
    branches = arrange(
        plan(
            resource(LAKE, "b"),
            resource(BUCKET, "b-1", "a-1", parent="b"),
            resource(BUCKET, "b-2", parent="b"),
            resource(LAKE, "a"),
            resource(BUCKET, "a-1", parent="a"),
            resource(BUCKET, "a-2", "b-2", parent="a"),
        )
    )

    assert [branch.part for branch in branches] == ["a", "b"]


def test_siblings_of_a_kind_stand_together_in_the_order_of_creation():
    (branch,) = arrange(
        plan(
            resource(LAKE, "lake"),
            resource("aws:s3/bucketPolicy:BucketPolicy", "lake-policy", "lake-b10", parent="lake"),
            resource(BUCKET, "lake-b10", parent="lake"),
            resource(BUCKET, "lake-b9", parent="lake"),
        )
    )

    assert [(g.kind, [m.part for m in g.members]) for g in branch.groups] == [
        ("s3.Bucket", ["b9", "b10"]),
        ("s3.BucketPolicy", ["policy"]),
    ]


def test_a_resource_inside_another_is_shown_below_it():
    (account,) = arrange(
        plan(
            resource("azure-native:storage:StorageAccount", "account"),
            resource("azure-native:storage:BlobContainer", "account-raw", parent="account"),
        )
    )

    assert (account.resource.kind, account.size) == ("storage.StorageAccount", 2)
    assert account.groups[0].members[0].part == "raw"


def test_a_name_in_the_cloud_is_one_that_the_program_gives():
    names = [
        physical_name(each)
        for each in plan(
            resource(BUCKET, "1", inputs={"bucket": "acme-raw"}),
            resource(BUCKET, "2", inputs={"bucket": UNKNOWN}),
            resource(BUCKET, "3", inputs={"bucket": "other"}, depends={"bucket": [urn("1")]}),
            resource("azure-native:storage:StorageAccount", "4", inputs={"accountName": "acme"}),
            resource("gcp:serviceaccount/account:Account", "5", inputs={"accountId": "trainer"}),
            resource("aws:ec2/vpc:Vpc", "6", inputs={"cidrBlock": "10.0.0.0/16"}),
        ).resources
    ]

    assert names == ["acme-raw", None, None, "acme", "trainer", None]


def test_resources_are_counted_by_their_innermost_component():
    counted = capabilities(
        plan(
            resource(LAKE, "lake"),
            resource(KEYS, "lake-keys", parent="lake"),
            resource("aws:kms/key:Key", "lake-keys-data", parent="lake-keys"),
            resource(BUCKET, "lake-raw", parent="lake"),
            resource("pulumi:providers:aws", "provider", parent="lake"),
            resource(BUCKET, "alone"),
        )
    )

    assert {name: len(each) for name, each in counted} == {
        "Keys": 1,
        "Lake": 1,
        "outside components": 1,
    }


def test_the_most_telling_unknown_comes_first():
    resources = plan(
        resource(BUCKET, "1", inputs={"vpcId": UNKNOWN, "policy": f"a {UNKNOWN}", "size": 1}),
        resource(BUCKET, "2", inputs={"vpcId": UNKNOWN, "rules": [{"key": UNKNOWN}]}),
    ).resources

    assert unknown_properties(resources) == [("policy", 1), ("rules", 1), ("vpcId", 2)]

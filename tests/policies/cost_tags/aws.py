"""Programs on AWS that the rules about tags admit and deny."""

import pulumi
import pulumi_aws as aws
from pulumi_aws import autoscaling, batch, ec2, ecs, eks, rds, s3

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.foreign import Row, anything, refused

CASES = Cases()
KEYS = ("owner", "cost_center")
COST = Settings(profile="regulated", required_tags=KEYS)
LOOKS = Settings(required_tags=KEYS, tag_patterns={"cost_center": r"cc-\d{4}"})
ACCOUNT = Settings(profile="regulated", required_tags=KEYS, whole_account=True)
TAGS = {"owner": "ml", "cost-center": "cc-1234"}


def given_to_all(name, tags=TAGS):
    provider = aws.Provider(f"{name}-p", region="eu-central-1", default_tags={"tags": tags})
    return pulumi.ResourceOptions(provider=provider)


@CASES.admits("TAG-01", settings=COST)
def bucket_with_its_own_tags(name):
    s3.Bucket(name, tags=TAGS)


@CASES.admits("TAG-01", settings=COST)
def bucket_whose_keys_are_spelled_otherwise(name):
    s3.Bucket(name, tags={"Owner": "ml", "CostCenter": "cc-1234"})


@CASES.admits("TAG-01", "TAG-13", settings=COST)
def bucket_with_its_providers_tags(name):
    s3.Bucket(name, opts=given_to_all(name))


@CASES.admits("TAG-01", settings=COST)
def bucket_with_a_tag_of_each(name):
    s3.Bucket(name, tags={"owner": "ml"}, opts=given_to_all(name, {"CostCenter": "cc-1"}))


@CASES.denies("TAG-01", path="tags", settings=COST)
def bucket_without_tags(name):
    s3.Bucket(name)


@CASES.denies("TAG-01", path="tags", settings=COST)
def bucket_with_an_empty_tag(name):
    s3.Bucket(name, tags={"owner": "", "cost-center": "cc-1234"})


@CASES.denies("TAG-01", path="tags", settings=COST)
def bucket_with_a_blank_tag(name):
    s3.Bucket(name, tags={"owner": " ", "cost-center": "cc-1234"})


@CASES.admits("TAG-01", settings=COST)
def bucket_with_a_number_for_a_tag(name):
    anything("aws:s3/bucket:Bucket", name, tags={"owner": 7, "cost-center": 1234})


@CASES.admits("TAG-01", settings=COST)
def bucket_whose_tag_is_not_known_yet(name):
    group = ec2.SecurityGroup(f"{name}-group", tags=TAGS)
    s3.Bucket(name, tags={"owner": group.id, "cost-center": "cc-1234"})


@CASES.admits("TAG-01", settings=COST)
def native_bucket_with_a_list_of_tags(name):
    tags = [{"key": key, "value": value} for key, value in TAGS.items()]
    anything("aws-native:s3:Bucket", name, tags=tags)


@CASES.denies("TAG-01", settings=COST)
def native_bucket_without_the_cost_center(name):
    anything("aws-native:s3:Bucket", name, tags=[{"key": "owner", "value": "ml"}])


@CASES.admits("TAG-02", settings=LOOKS)
def value_that_looks_right(name):
    s3.Bucket(name, tags=TAGS)


@CASES.denies("TAG-02", path="tags.CostCenter", settings=LOOKS)
def value_that_looks_wrong(name):
    s3.Bucket(name, tags={"CostCenter": "1234"})


@CASES.passes_by("TAG-02", settings=COST)
def value_that_may_look_any_way(name):
    s3.Bucket(name, tags={"CostCenter": "1234"})


@CASES.admits("TAG-04", settings=COST)
def tags_within_the_limits(name):
    s3.Bucket(name, tags=TAGS)


@CASES.denies("TAG-04", settings=COST)
def tag_of_amazons_own(name):
    s3.Bucket(name, tags={"AWS:team": "ml"})


@CASES.denies("TAG-04", path="tags", settings=COST)
def tags_too_many(name):
    s3.Bucket(name, tags={f"key-{each}": "value" for each in range(51)})


def group(name, propagate, **properties):
    return autoscaling.Group(
        name,
        max_size=2,
        min_size=0,
        tags=[
            {"key": key, "value": value, "propagate_at_launch": propagate}
            for key, value in TAGS.items()
        ],
        **properties,
    )


@CASES.admits("TAG-01", "TAG-05", settings=COST)
def group_that_propagates(name):
    group(name, propagate=True)


@CASES.denies("TAG-05", path="tags", settings=COST)
def group_that_keeps_its_tags(name):
    group(name, propagate=False)


@CASES.denies("TAG-01", "TAG-05", settings=COST)
def group_that_relies_on_its_provider(name):
    autoscaling.Group(name, max_size=2, min_size=0, opts=given_to_all(name))


def template(name, *kinds, spot=False):
    return ec2.LaunchTemplate(
        name,
        instance_market_options={"market_type": "spot"} if spot else None,
        tag_specifications=[{"resource_type": kind, "tags": TAGS} for kind in kinds],
    )


@CASES.admits("TAG-05", settings=COST)
def group_whose_template_tags_instances(name):
    made = template(f"{name}-template", "instance", "volume")
    autoscaling.Group(name, max_size=2, min_size=0, launch_template={"id": made.id})


@CASES.admits("TAG-05", settings=COST)
def group_with_tags_beside_it(name):
    made = autoscaling.Group(name, max_size=2, min_size=0)
    for key, value in TAGS.items():
        autoscaling.Tag(
            f"{name}-{key}",
            autoscaling_group_name=made.id,
            tag={"key": key, "value": value, "propagate_at_launch": True},
        )


@CASES.admits("TAG-06", settings=COST)
def template_that_tags_what_it_makes(name):
    template(name, "instance", "volume")


@CASES.denies("TAG-06", path="tagSpecifications", settings=COST)
def template_that_forgets_the_disks(name):
    template(name, "instance")


@CASES.denies("TAG-06", settings=COST)
def template_that_tags_itself_alone(name):
    ec2.LaunchTemplate(name, tags=TAGS)


@CASES.denies("TAG-06", settings=COST)
def template_that_forgets_the_spot_request(name):
    template(name, "instance", "volume", spot=True)


@CASES.admits("TAG-06", settings=COST)
def spot_request_with_tags(name):
    ec2.SpotInstanceRequest(name, tags=TAGS)


@CASES.admits("TAG-06", settings=COST)
def spot_request_with_its_providers_tags(name):
    ec2.SpotInstanceRequest(name, opts=given_to_all(name))


@CASES.denies("TAG-06", path="tags", settings=COST)
def spot_request_without_tags(name):
    ec2.SpotInstanceRequest(name)


def fleet(name, **specification):
    ec2.Fleet(
        name,
        launch_template_configs=[{"launch_template_specification": specification}],
        target_capacity_specification={
            "default_target_capacity_type": "spot",
            "total_target_capacity": 2,
        },
        tags=TAGS,
    )


FLEETS_TEMPLATE = "launchTemplateConfigs[].launchTemplateSpecification"


@CASES.admits("TAG-06", settings=COST)
def fleet_of_a_template_that_tags(name):
    made = template(f"{name}-template", "instance", "volume")
    fleet(name, launch_template_id=made.id, version="1")


@CASES.denies("TAG-06", path=FLEETS_TEMPLATE, settings=COST)
def fleet_of_a_template_that_tags_nothing(name):
    made = ec2.LaunchTemplate(f"{name}-template", name=f"{name}-it", tags=TAGS)
    fleet(name, launch_template_name=made.name, version="1")


@CASES.denies("TAG-06", settings=COST)
def fleet_as_an_older_sdk_spells_it(name):
    made = ec2.LaunchTemplate(f"{name}-template", tags=TAGS)
    config = {"launchTemplateSpecification": {"launchTemplateId": made.id}}
    anything("aws:ec2/fleet:Fleet", name, launchTemplateConfig=config)


@CASES.leaves_open("TAG-06", settings=COST)
def fleet_of_a_template_out_of_sight(name):
    fleet(name, launch_template_id="lt-0123456789abcdef0", version="1")


def nodes(name, **properties):
    eks.NodeGroup(
        name,
        cluster_name="main",
        node_role_arn="arn:aws:iam::123456789012:role/nodes",
        scaling_config={"desired_size": 1, "max_size": 2, "min_size": 0},
        subnet_ids=["subnet-1"],
        tags=TAGS,
        **properties,
    )


@CASES.admits("TAG-07", settings=COST)
def nodes_tagged_by_their_template(name):
    made = template(f"{name}-template", "instance", "volume")
    nodes(name, launch_template={"id": made.id, "version": "1"})


@CASES.denies("TAG-07", path="launchTemplate", settings=COST)
def nodes_without_a_template(name):
    nodes(name)


@CASES.leaves_open("TAG-07", settings=COST)
def nodes_of_a_template_out_of_sight(name):
    nodes(name, launch_template={"id": "lt-0123456789abcdef0", "version": "1"})


def native_nodes(name, *kinds):
    listed = [{"key": key, "value": value} for key, value in TAGS.items()]
    tagged = [{"resourceType": each, "tags": listed} for each in kinds]
    made = anything(
        "aws-native:ec2:LaunchTemplate",
        f"{name}-template",
        launchTemplateData={"tagSpecifications": tagged},
    )
    anything("aws-native:eks:Nodegroup", name, clusterName="main", launchTemplate={"id": made.id})


@CASES.admits("TAG-07", settings=COST)
def native_nodes_tagged_by_their_template(name):
    native_nodes(name, "instance")


@CASES.denies("TAG-07", path="launchTemplate", settings=COST)
def native_nodes_whose_template_tags_volumes(name):
    native_nodes(name, "volume")


@CASES.denies("TAG-07", path="launchTemplate", settings=COST)
def native_nodes_without_a_template(name):
    anything("aws-native:eks:Nodegroup", name, clusterName="main")


@CASES.admits("TAG-08", settings=COST)
def database_whose_snapshots_are_tagged(name):
    rds.Instance(name, instance_class="db.t4g.small", copy_tags_to_snapshot=True)


@CASES.denies("TAG-08", path="copyTagsToSnapshot", settings=COST)
def database_whose_snapshots_are_not(name):
    rds.Instance(name, instance_class="db.t4g.small")


@CASES.admits("TAG-09", settings=COST)
def service_that_tags_its_tasks(name):
    ecs.Service(name, propagate_tags="SERVICE")


@CASES.denies("TAG-09", path="propagateTags", settings=COST)
def service_that_does_not(name):
    ecs.Service(name)


def machines(name, kind, tags):
    batch.ComputeEnvironment(
        name,
        type="MANAGED",
        compute_resources={
            "max_vcpus": 16,
            "subnets": ["subnet-1"],
            "type": kind,
            "tags": tags,
        },
    )


@CASES.admits("TAG-09", settings=COST)
def machines_with_tags(name):
    machines(name, "SPOT", TAGS)


@CASES.denies("TAG-09", path="computeResources.tags", settings=COST)
def machines_without_tags(name):
    machines(name, "EC2", None)


@CASES.passes_by("TAG-09", settings=COST)
def no_machines(name):
    machines(name, "FARGATE", None)


def activated(name, *keys):
    for key in keys:
        aws.costexplorer.CostAllocationTag(f"{name}-{key}", tag_key=key, status="Active")


@CASES.admits("TAG-10", settings=ACCOUNT)
def tags_in_the_bill(name):
    activated(name, "Owner", "cost-center")


@CASES.denies("TAG-10", settings=ACCOUNT)
def tag_that_is_not_in_the_bill(name):
    activated(name, "owner")


def budget(name, **properties):
    aws.budgets.Budget(
        name,
        budget_type="COST",
        limit_amount="1000",
        limit_unit="USD",
        time_unit="MONTHLY",
        **properties,
    )


@CASES.admits("TAG-11", settings=ACCOUNT)
def budget_that_tells_somebody(name):
    told = {
        "comparison_operator": "GREATER_THAN",
        "threshold": 80,
        "threshold_type": "PERCENTAGE",
        "notification_type": "FORECASTED",
        "subscriber_email_addresses": ["ml@acme.example"],
    }
    budget(name, notifications=[told])


@CASES.denies("TAG-11", path="notifications", settings=COST)
def budget_that_tells_nobody(name):
    budget(name)


@CASES.denies("TAG-11", settings=ACCOUNT)
def account_without_a_budget(name):
    s3.Bucket(name)


@CASES.denies("TAG-13", settings=COST)
def provider_without_tags_and_a_bucket_without(name):
    provider = aws.Provider(name, region="eu-central-1")
    s3.Bucket(f"{name}-bucket", opts=pulumi.ResourceOptions(provider=provider))


@CASES.passes_by("TAG-13", settings=COST)
def tags_given_one_by_one(name):
    provider = aws.Provider(name, region="eu-central-1")
    s3.Bucket(f"{name}-bucket", tags=TAGS, opts=pulumi.ResourceOptions(provider=provider))


@CASES.denies("TAG-13", settings=COST)
def bucket_that_contradicts_its_provider(name):
    s3.Bucket(name, tags={"Owner": "web"}, opts=given_to_all(name))


WITHOUT: dict[str, Row] = {
    "native_group_that_keeps_its_tags": (
        "TAG-05",
        "aws-native:autoscaling:AutoScalingGroup",
        {"tags": [{"key": "owner", "value": "ml", "propagateAtLaunch": False}]},
    ),
    "native_template": (
        "TAG-06",
        "aws-native:ec2:LaunchTemplate",
        {"launchTemplateData": {"tagSpecifications": [{"resourceType": "instance"}]}},
    ),
    "spot_fleet": (
        "TAG-06",
        "aws:ec2/spotFleetRequest:SpotFleetRequest",
        {"launchSpecifications": [{"instanceType": "p5.48xlarge"}]},
    ),
    "native_database": ("TAG-08", "aws-native:rds:DbInstance", {"copyTagsToSnapshot": False}),
    "file_system": ("TAG-08", "aws:fsx/lustreFileSystem:LustreFileSystem", {}),
    "scheduled_snapshots": (
        "TAG-08",
        "aws:dlm/lifecyclePolicy:LifecyclePolicy",
        {"policyDetails": {"schedules": [{"name": "daily"}]}},
    ),
    "job": ("TAG-09", "aws:batch/jobDefinition:JobDefinition", {"type": "container"}),
    "studio": ("TAG-09", "aws:sagemaker/domain:Domain", {"tagPropagation": "DISABLED"}),
    "native_budget": ("TAG-11", "aws-native:budgets:Budget", {}),
}
refused(CASES, WITHOUT, COST)

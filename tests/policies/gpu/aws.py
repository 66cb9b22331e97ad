"""Programs on AWS that the rules of accelerators admit and deny."""

import json

from pulumi_aws import appautoscaling, autoscaling, batch, bedrock, ec2, eks, sagemaker

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.gpu import aws_rows

CASES = Cases([*aws_rows.CASES.found])
L4 = Settings(profile="standard", machines=("l4", "p5.*"))
EIGHT = Settings(profile="standard", most_accelerators=8)
ROLE = "arn:aws:iam::210987654321:role/a"
TAINTS = [{"key": "nvidia.com/gpu", "value": "present", "effect": "NO_SCHEDULE"}]
OWNED = {"owner": "ml", "cost-center": "cc-1", "environment": "prod"}


def nodes(name, kind="g6.xlarge", most=4, least=0, **more):
    eks.NodeGroup(
        name,
        cluster_name="ai",
        node_role_arn=ROLE,
        subnet_ids=["subnet-1"],
        instance_types=[kind] if kind else None,
        scaling_config={"min_size": least, "max_size": most, "desired_size": least},
        **more,
    )


def through_template(name, kind, **more):
    template = ec2.LaunchTemplate(f"{name}-template", instance_type=kind)
    wanted = {"id": template.id, "version": "1"}
    nodes(name, None, launch_template=wanted, **more)


@CASES.admits("GPU-01", settings=L4)
def nodes_with_a_listed_accelerator(name):
    nodes(name)


@CASES.admits("GPU-01", settings=L4)
def nodes_of_a_listed_type(name):
    nodes(name, "p5.48xlarge")


@CASES.denies("GPU-01", settings=L4, path="instanceTypes[0]")
def nodes_with_another_accelerator(name):
    nodes(name, "p4d.24xlarge")


@CASES.denies("GPU-01", settings=L4)
def nodes_whose_template_says_another(name):
    through_template(name, "g5.12xlarge")


@CASES.denies("GPU-01", settings=L4, path="instanceType")
def notebook_with_another_accelerator(name):
    sagemaker.NotebookInstance(name, instance_type="ml.p3.2xlarge", role_arn=ROLE)


@CASES.denies("GPU-01", settings=L4, path="productionVariants[0].instanceType")
def endpoint_with_another_accelerator(name):
    variant = {"instance_type": "ml.g5.xlarge", "model_name": "m", "initial_instance_count": 1}
    sagemaker.EndpointConfiguration(name, production_variants=[variant])


@CASES.passes_by("GPU-01", "GPU-02", "GPU-04", "GPU-06", settings=L4)
def nodes_without_accelerators(name):
    nodes(name, "m7i.large", least=2)


@CASES.passes_by("GPU-01")
def any_accelerator_where_none_are_listed(name):
    nodes(name, "p5.48xlarge")


@CASES.leaves_open("GPU-01", settings=L4)
def nodes_whose_template_is_elsewhere(name):
    wanted = {"name": "of-the-platform-team", "version": "1"}
    nodes(name, None, launch_template=wanted, ami_type="AL2023_x86_64_NVIDIA")


@CASES.admits("GPU-02", "GPU-04")
def bounded_nodes(name):
    nodes(name)


@CASES.admits("GPU-02", settings=EIGHT)
def eight_in_all(name):
    nodes(name, "g6.12xlarge", most=2)


@CASES.denies("GPU-02", settings=EIGHT)
def nine_in_all(name):
    nodes(name, "g6.12xlarge", most=2)
    sagemaker.NotebookInstance(f"{name}-more", instance_type="ml.g5.xlarge", role_arn=ROLE)


@CASES.denies("GPU-02", settings=EIGHT)
def sixteen_through_a_template(name):
    through_template(name, "p5.48xlarge", most=2)


@CASES.leaves_open("GPU-02", settings=EIGHT)
def nobody_knows_how_many(name):
    nodes(name, "p9.48xlarge", most=1)


@CASES.denies("GPU-02", settings=EIGHT)
def batch_that_reaches_sixteen(name):
    environment(name, ["g6.xlarge"], max_vcpus=64)


@CASES.denies("GPU-02", path="maxSize")
def group_without_a_number(name):
    template = ec2.LaunchTemplate(f"{name}-template", instance_type="g6.xlarge")
    wanted = {"id": template.id}
    autoscaling.Group(name, min_size=0, max_size="many", launch_template=wanted)


def environment(name, kinds, **more):
    resources = {
        "type": "EC2",
        "instance_types": kinds,
        "max_vcpus": 16,
        "subnets": ["subnet-1"],
        "security_group_ids": ["sg-1"],
        **more,
    }
    batch.ComputeEnvironment(name, type="MANAGED", compute_resources=resources)


@CASES.admits("GPU-03")
def nodes_on_demand(name):
    nodes(name, capacity_type="ON_DEMAND")


@CASES.admits("GPU-03")
def spot_with_others_to_fall_back_on(name):
    nodes(name, capacity_type="SPOT")
    nodes(f"{name}-others", capacity_type="ON_DEMAND")


@CASES.denies("GPU-03", path="capacityType")
def spot_alone(name):
    nodes(name, capacity_type="SPOT")
    nodes(f"{name}-others", "p5.48xlarge", capacity_type="ON_DEMAND")


@CASES.denies("GPU-03", path="instanceMarketOptions.marketType")
def template_for_spot_alone(name):
    ec2.LaunchTemplate(
        name, instance_type="g6.xlarge", instance_market_options={"market_type": "spot"}
    )


@CASES.denies("GPU-03")
def training_on_spot_that_forgets(name):
    job(name, enable_managed_spot_training=True)


@CASES.admits("GPU-03")
def training_on_spot_that_remembers(name):
    kept = {"s3_uri": "s3://models/checkpoints"}
    job(name, enable_managed_spot_training=True, checkpoint_config=kept)


def job(name, **more):
    sagemaker.TrainingJob(
        name,
        training_job_name=name.replace("_", "-"),
        role_arn=ROLE,
        resource_config={"instance_type": "ml.p5.48xlarge", "instance_count": 1},
        **more,
    )


@CASES.denies("GPU-04", path="scalingConfig.minSize")
def nodes_that_stay(name):
    nodes(name, least=1)


@CASES.denies("GPU-04", path="computeResources.minVcpus")
def batch_that_stays(name):
    environment(name, ["g6.xlarge"], min_vcpus=8)


@CASES.denies("GPU-04", path="minCapacity")
def inference_that_stays(name):
    target(name, 1)


@CASES.admits("GPU-04")
def inference_that_rests(name):
    target(name, 0)


def target(name, least):
    appautoscaling.Target(
        name,
        min_capacity=least,
        max_capacity=4,
        resource_id="inference-component/a",
        scalable_dimension="sagemaker:inference-component:DesiredCopyCount",
        service_namespace="sagemaker",
    )


@CASES.admits("GPU-05")
def notebook_that_stops(name):
    sagemaker.NotebookInstance(
        name, instance_type="ml.g5.xlarge", role_arn=ROLE, lifecycle_config_name="stop-idle"
    )


@CASES.denies("GPU-05", path="lifecycleConfigName")
def notebook_that_runs_on(name):
    sagemaker.NotebookInstance(name, instance_type="ml.g5.xlarge", role_arn=ROLE)


@CASES.passes_by("GPU-05")
def notebook_without_accelerators(name):
    sagemaker.NotebookInstance(name, instance_type="ml.t3.medium", role_arn=ROLE)


def domain(name, **idle):
    app = {"app_lifecycle_management": {"idle_settings": idle}} if idle else {}
    sagemaker.Domain(
        name,
        domain_name="a",
        auth_mode="IAM",
        vpc_id="vpc-1",
        subnet_ids=["subnet-1"],
        default_user_settings={"execution_role": ROLE, "jupyter_lab_app_settings": app},
    )


@CASES.admits("GPU-05")
def studio_that_stops(name):
    domain(name, lifecycle_management="ENABLED", idle_timeout_in_minutes=60)


@CASES.denies("GPU-05")
def studio_that_stops_after_a_day(name):
    domain(name, lifecycle_management="ENABLED", idle_timeout_in_minutes=1440)


@CASES.denies("GPU-05")
def studio_that_runs_on(name):
    domain(name)


@CASES.admits("GPU-06")
def tainted_nodes(name):
    nodes(name, taints=TAINTS)


@CASES.denies("GPU-06", path="taints")
def nodes_for_everybody(name):
    nodes(name)


@CASES.denies("GPU-06")
def nodes_that_are_avoided_only(name):
    nodes(name, taints=[{"key": "nvidia.com/gpu", "effect": "PREFER_NO_SCHEDULE"}])


@CASES.admits("GPU-08")
def training_for_a_day(name):
    job(name, stopping_condition={"max_runtime_in_seconds": 86400})


@CASES.denies("GPU-08")
def training_for_ever(name):
    job(name)


@CASES.denies("GPU-08")
def training_for_a_month(name):
    job(name, stopping_condition={"max_runtime_in_seconds": 30 * 86400})


GPU_JOB = json.dumps({"image": "a", "resourceRequirements": [{"type": "GPU", "value": "1"}]})


@CASES.denies("GPU-08", path="timeout")
def batch_job_for_ever(name):
    batch.JobDefinition(name, type="container", container_properties=GPU_JOB)


@CASES.admits("GPU-08")
def batch_job_for_an_hour(name):
    batch.JobDefinition(
        name,
        type="container",
        container_properties=GPU_JOB,
        timeout={"attempt_duration_seconds": 3600},
    )


@CASES.passes_by("GPU-08")
def batch_job_without_accelerators(name):
    batch.JobDefinition(name, type="container", container_properties='{"image": "a"}')


def reservation(name, kind="p5.48xlarge", **more):
    ec2.CapacityReservation(
        name,
        availability_zone="eu-central-1a",
        instance_count=1,
        instance_platform="Linux/UNIX",
        instance_type=kind,
        **more,
    )


@CASES.admits("GPU-09")
def reservation_that_ends(name):
    end = {"end_date_type": "limited", "end_date": "2027-03-31T00:00:00Z"}
    reservation(name, tags=OWNED, **end)


@CASES.denies("GPU-09", path="endDateType")
def reservation_without_end(name):
    reservation(name, tags=OWNED)


@CASES.denies("GPU-09", path="tags")
def nobodys_reservation(name):
    reservation(name, end_date_type="limited", end_date="2027-03-31T00:00:00Z")


@CASES.passes_by("GPU-09")
def reservation_without_accelerators(name):
    reservation(name, "m7i.large")


@CASES.denies("GPU-09", path="tags")
def nobodys_throughput(name):
    bedrock.ProvisionedModelThroughput(
        name, model_arn="arn:aws:bedrock:::m", model_units=1, provisioned_model_name="a"
    )


@CASES.admits("GPU-09")
def somebodys_capacity_block(name):
    ec2.CapacityBlockReservation(
        name, capacity_block_offering_id="cb-1", instance_platform="Linux/UNIX", tags=OWNED
    )

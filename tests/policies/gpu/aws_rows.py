"""Programs on AWS with one property that the rules of accelerators deny, or none."""

from pulumi_aws import autoscaling, batch, ec2, sagemaker

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.weakened import LEFT_OUT, admits, weakened

CASES = Cases()
L4 = Settings(profile="standard", machines=("l4",))
ROLE = "arn:aws:iam::210987654321:role/a"
NAMED = {"launch_template_name": "ours", "version": "1"}
MIXED = {
    "launch_template": {
        "launch_template_specification": NAMED,
        "overrides": [{"instance_type": "g6.xlarge"}],
    },
    "instances_distribution": {"on_demand_percentage_above_base_capacity": 100},
}
SHARE = "instances_distribution.on_demand_percentage_above_base_capacity"
GROUP = {"min_size": 0, "max_size": 4, "mixed_instances_policy": MIXED}
BATCH = {
    "type": "MANAGED",
    "compute_resources": {
        "type": "EC2",
        "instance_types": ["g6.xlarge"],
        "min_vcpus": 0,
        "max_vcpus": 16,
        "subnets": ["subnet-1"],
        "security_group_ids": ["sg-1"],
    },
}
INSTANCE = {"ami": "ami-1", "instance_type": "g6.xlarge"}
FLEET = {
    "launch_template_configs": [
        {"launch_template_specification": NAMED, "overrides": [{"instance_type": "g6.xlarge"}]}
    ],
    "target_capacity_specification": {
        "default_target_capacity_type": "on-demand",
        "total_target_capacity": 2,
    },
}
TEMPLATE = {"instance_type": "g6.xlarge"}
CONFIGURATION = {"image_id": "ami-1", "instance_type": "g6.xlarge"}
NOTEBOOK = {"instance_type": "ml.g6.xlarge", "role_arn": ROLE}
APP = {
    "app_name": "lab",
    "app_type": "JupyterLab",
    "domain_id": "d-1",
    "user_profile_name": "ann",
    "resource_spec": {"instance_type": "ml.g6.xlarge"},
}


def variant(kind: str) -> list[dict[str, object]]:
    return [{"instance_type": kind, "model_name": "m", "initial_instance_count": 1}]


ENDPOINT = {"production_variants": variant("ml.g6.xlarge")}
SHADOW = {
    "production_variants": variant("ml.m6i.large"),
    "shadow_production_variants": variant("ml.g6.xlarge"),
}
ONE = {"instance_type": "ml.g6.xlarge", "instance_count": 1, "volume_size_in_gb": 100}
GROUPED = {
    "instance_groups": [
        {"instance_group_name": "a", "instance_type": "ml.g6.xlarge", "instance_count": 1}
    ],
    "volume_size_in_gb": 100,
}
KEPT = {"checkpoint_config": {"s3_uri": "s3://models/checkpoints"}}
JOB = {"role_arn": ROLE, "training_job_name": "tune", **KEPT}
TRAINING = {**JOB, "resource_config": ONE}
TRAINING_IN_GROUPS = {**JOB, "enable_managed_spot_training": True, "resource_config": GROUPED}
DEFINITION = {
    "role_arn": ROLE,
    "resource_config": ONE,
    "enable_managed_spot_training": True,
    "stopping_condition": {"max_runtime_in_seconds": 3600},
    **KEPT,
}
TUNING = {"config": {"strategy": "Bayesian"}, "training_job_definition": DEFINITION}
TUNINGS = {"config": {"strategy": "Bayesian"}, "training_job_definitions": [DEFINITION]}
TUNER = sagemaker.HyperParameterTuningJob

weakened(
    CASES,
    (
        ("GPU-01", kind, sound, path, another)
        for kind, sound, path, another in (
            (
                autoscaling.Group,
                GROUP,
                "mixed_instances_policy.launch_template.overrides[0].instance_type",
                "p5.48xlarge",
            ),
            (
                batch.ComputeEnvironment,
                BATCH,
                "compute_resources.instance_types[0]",
                "p5.48xlarge",
            ),
            (ec2.Instance, INSTANCE, "instance_type", "g5.xlarge"),
            (
                ec2.Fleet,
                FLEET,
                "launch_template_configs[0].overrides[0].instance_type",
                "p3.2xlarge",
            ),
            (ec2.LaunchTemplate, TEMPLATE, "instance_type", "g5.xlarge"),
            (ec2.LaunchConfiguration, CONFIGURATION, "instance_type", "g5.xlarge"),
            (sagemaker.App, APP, "resource_spec.instance_type", "ml.g5.xlarge"),
            (
                sagemaker.EndpointConfiguration,
                SHADOW,
                "shadow_production_variants[0].instance_type",
                "ml.p4d.24xlarge",
            ),
            (
                sagemaker.TrainingJob,
                TRAINING,
                "resource_config.instance_type",
                "ml.p5.48xlarge",
            ),
            (
                sagemaker.TrainingJob,
                TRAINING_IN_GROUPS,
                "resource_config.instance_groups[0].instance_type",
                "ml.p5.48xlarge",
            ),
            (
                TUNER,
                TUNING,
                "training_job_definition.resource_config.instance_type",
                "ml.p5.48xlarge",
            ),
            (
                TUNER,
                TUNINGS,
                "training_job_definitions[0].resource_config.instance_type",
                "ml.p5.48xlarge",
            ),
        )
    ),
    settings=L4,
)
weakened(
    CASES,
    (
        ("GPU-02", batch.ComputeEnvironment, BATCH, "compute_resources.max_vcpus", LEFT_OUT),
        (
            "GPU-02",
            ec2.Fleet,
            FLEET,
            "target_capacity_specification.total_target_capacity",
            LEFT_OUT,
        ),
        (
            "GPU-03",
            autoscaling.Group,
            GROUP,
            f"mixed_instances_policy.{SHARE}",
            0,
            "mixedInstancesPolicy.instancesDistribution",
        ),
        ("GPU-03", batch.ComputeEnvironment, BATCH, "compute_resources.type", "SPOT"),
        ("GPU-03", ec2.Instance, INSTANCE, "instance_market_options.market_type", "spot"),
        (
            "GPU-03",
            ec2.Fleet,
            FLEET,
            "target_capacity_specification.default_target_capacity_type",
            "spot",
        ),
        ("GPU-03", ec2.LaunchConfiguration, CONFIGURATION, "spot_price", "0.45"),
        ("GPU-03", sagemaker.TrainingJob, TRAINING_IN_GROUPS, "checkpoint_config.s3_uri"),
        ("GPU-03", TUNER, TUNING, "training_job_definition.checkpoint_config.s3_uri"),
        ("GPU-03", TUNER, TUNINGS, "training_job_definitions[0].checkpoint_config.s3_uri"),
        ("GPU-04", autoscaling.Group, GROUP, "min_size", 1),
        (
            "GPU-08",
            TUNER,
            TUNING,
            "training_job_definition.stopping_condition.max_runtime_in_seconds",
        ),
        (
            "GPU-08",
            TUNER,
            TUNINGS,
            "training_job_definitions[0].stopping_condition.max_runtime_in_seconds",
        ),
    ),
)
for kind, sound in (
    (ec2.Instance, INSTANCE),
    (sagemaker.NotebookInstance, NOTEBOOK),
    (sagemaker.App, APP),
    (sagemaker.EndpointConfiguration, ENDPOINT),
    (sagemaker.EndpointConfiguration, SHADOW),
    (sagemaker.TrainingJob, TRAINING),
    (sagemaker.TrainingJob, TRAINING_IN_GROUPS),
    (TUNER, TUNING),
    (TUNER, TUNINGS),
):
    admits(CASES, "GPU-02", kind, sound)

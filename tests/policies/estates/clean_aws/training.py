"""Training and serving: Studio, jobs and a cluster with GPUs."""

import json

from pulumi_aws import batch, ec2, efs, eks, sagemaker

from tests.policies.estates.clean_aws.assistant import assistant
from tests.policies.estates.clean_aws.names import ACCOUNT, IMAGE, TAGS, worker_role
from tests.policies.estates.clean_aws.stores import log_group


def training(made, lake):
    group = ec2.SecurityGroup(
        "training", vpc_id=made.vpc.id, description="Training jobs", opts=made.opts
    )
    checkpoints = efs.FileSystem(
        "checkpoints", encrypted=True, kms_key_id=made.key.arn, opts=made.kept
    )
    efs.BackupPolicy(
        "checkpoints",
        file_system_id=checkpoints.id,
        backup_policy={"status": "ENABLED"},
        opts=made.opts,
    )
    studio(made, group)
    jobs(made, group)
    cluster(made)
    assistant(made, lake)


def studio(made, group):
    role = worker_role("studio", "sagemaker.amazonaws.com", made.opts)
    domain = sagemaker.Domain(
        "studio",
        domain_name="studio",
        auth_mode="SSO",
        vpc_id=made.vpc.id,
        subnet_ids=[each.id for each in made.subnets],
        app_network_access_type="VpcOnly",
        kms_key_id=made.key.arn,
        tag_propagation="ENABLED",
        default_user_settings={
            "execution_role": role.arn,
            "security_groups": [group.id],
            "jupyter_lab_app_settings": {
                "app_lifecycle_management": {
                    "idle_settings": {
                        "lifecycle_management": "ENABLED",
                        "idle_timeout_in_minutes": 60,
                        "max_idle_timeout_in_minutes": 120,
                        "min_idle_timeout_in_minutes": 60,
                    }
                }
            },
        },
        opts=made.kept,
    )
    sagemaker.UserProfile(
        "analyst", domain_id=domain.id, user_profile_name="analyst", opts=made.opts
    )
    model = sagemaker.Model(
        "ranking",
        execution_role_arn=role.arn,
        enable_network_isolation=True,
        primary_container={"image": IMAGE},
        vpc_config={
            "subnets": [each.id for each in made.subnets],
            "security_group_ids": [group.id],
        },
        opts=made.opts,
    )
    config = sagemaker.EndpointConfiguration(
        "ranking",
        kms_key_arn=made.key.arn,
        production_variants=[
            {
                "variant_name": "main",
                "model_name": model.name,
                "initial_instance_count": 2,
                "instance_type": "ml.m7i.large",
            }
        ],
        opts=made.opts,
    )
    sagemaker.Endpoint("ranking", endpoint_config_name=config.name, opts=made.opts)


def jobs(made, group):
    template = launch_template("training", made, 500)
    environment = batch.ComputeEnvironment(
        "training",
        type="MANAGED",
        compute_resources={
            "type": "EC2",
            "allocation_strategy": "BEST_FIT_PROGRESSIVE",
            "instance_role": f"arn:aws:iam::{ACCOUNT}:instance-profile/batch",
            "instance_types": ["g6.12xlarge"],
            "launch_template": {"launch_template_id": template.id, "version": "$Latest"},
            "min_vcpus": 0,
            "max_vcpus": 192,
            "security_group_ids": [group.id],
            "subnets": [each.id for each in made.subnets],
            "tags": TAGS,
        },
        opts=made.opts,
    )
    batch.JobQueue(
        "training",
        priority=1,
        state="ENABLED",
        compute_environment_orders=[{"order": 1, "compute_environment": environment.arn}],
        opts=made.opts,
    )
    role = worker_role("training", "ecs-tasks.amazonaws.com", made.opts)
    batch.JobDefinition(
        "training",
        type="container",
        platform_capabilities=["EC2"],
        propagate_tags=True,
        timeout={"attempt_duration_seconds": 86400},
        retry_strategy={"attempts": 2},
        container_properties=role.arn.apply(
            lambda arn: json.dumps(
                {
                    "image": IMAGE,
                    "command": ["python", "-m", "train"],
                    "jobRoleArn": arn,
                    "readonlyRootFilesystem": True,
                    "user": "1000",
                    "resourceRequirements": [
                        {"type": "GPU", "value": "4"},
                        {"type": "VCPU", "value": "48"},
                        {"type": "MEMORY", "value": "180000"},
                    ],
                }
            )
        ),
        opts=made.opts,
    )


def launch_template(name, made, gib):
    return ec2.LaunchTemplate(
        name,
        metadata_options={
            "http_endpoint": "enabled",
            "http_tokens": "required",
            "http_put_response_hop_limit": 1,
        },
        block_device_mappings=[
            {
                "device_name": "/dev/xvda",
                "ebs": {
                    "volume_size": gib,
                    "volume_type": "gp3",
                    "encrypted": "true",
                    "kms_key_id": made.key.arn,
                },
            }
        ],
        tag_specifications=[
            {"resource_type": kind, "tags": TAGS}
            for kind in ("instance", "volume", "network-interface")
        ],
        opts=made.opts,
    )


def cluster(made):
    log_group("eks", made)
    made_cluster = eks.Cluster(
        "models",
        version="1.34",
        upgrade_policy={"support_type": "STANDARD"},
        role_arn=worker_role("eks", "eks.amazonaws.com", made.opts).arn,
        access_config={"authentication_mode": "API"},
        enabled_cluster_log_types=[
            "api",
            "audit",
            "authenticator",
            "controllerManager",
            "scheduler",
        ],
        encryption_config={"provider": {"key_arn": made.key.arn}, "resources": ["secrets"]},
        vpc_config={
            "subnet_ids": [each.id for each in made.subnets],
            "endpoint_private_access": True,
            "endpoint_public_access": False,
        },
        deletion_protection=True,
        opts=made.kept,
    )
    for name, addon, values in (
        ("identity", "eks-pod-identity-agent", None),
        ("network", "vpc-cni", json.dumps({"enableNetworkPolicy": "true"})),
    ):
        eks.Addon(
            name,
            cluster_name=made_cluster.name,
            addon_name=addon,
            configuration_values=values,
            opts=made.opts,
        )
    nodes = worker_role("nodes", "ec2.amazonaws.com", made.opts)
    sizes = {
        "system": ("m7i.large", 2, 6, []),
        "gpu": (
            "g6.2xlarge",
            0,
            4,
            [{"key": "nvidia.com/gpu", "value": "true", "effect": "NO_SCHEDULE"}],
        ),
    }
    for name, (machine, least, most, taints) in sizes.items():
        template = launch_template(f"{name}-nodes", made, 100)
        eks.NodeGroup(
            name,
            cluster_name=made_cluster.name,
            node_role_arn=nodes.arn,
            subnet_ids=[each.id for each in made.subnets],
            instance_types=[machine],
            capacity_type="ON_DEMAND",
            scaling_config={"desired_size": least, "min_size": least, "max_size": most},
            launch_template={"id": template.id, "version": "1"},
            taints=taints,
            opts=made.opts,
        )

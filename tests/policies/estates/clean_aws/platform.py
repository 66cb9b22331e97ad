"""The data platform and the training: lake, warehouse, streams, Studio, GPUs, Bedrock."""

import json

import pulumi
from pulumi_aws import (
    athena,
    batch,
    bedrock,
    bedrockmodel,
    dynamodb,
    ec2,
    efs,
    eks,
    glue,
    kinesis,
    opensearch,
    redshift,
    sagemaker,
)

from tests.policies.estates.clean_aws.base import ACCOUNT, TAGS, log_group, private_bucket
from tests.policies.estates.clean_aws.shop import IMAGE, worker_role

COMPANY_GUARDRAIL = "gr4k2mz8q1xy"
MODEL = "anthropic.claude-3-5-sonnet-20240620-v1:0"


def data(made):
    lake = private_bucket("lake", made)
    glue.CatalogDatabase("lake", name="lake", opts=made.opts)
    athena.Workgroup(
        "analysts",
        configuration={
            "enforce_workgroup_configuration": True,
            "result_configuration": {
                "output_location": lake.bucket.apply(lambda name: f"s3://{name}/athena/"),
                "encryption_configuration": {
                    "encryption_option": "SSE_KMS",
                    "kms_key_arn": made.key.arn,
                },
            },
        },
        opts=made.opts,
    )
    kinesis.Stream(
        "clicks",
        stream_mode_details={"stream_mode": "ON_DEMAND"},
        encryption_type="KMS",
        kms_key_id=made.key.arn,
        retention_period=168,
        opts=made.opts,
    )
    dynamodb.Table(
        "carts",
        attributes=[{"name": "id", "type": "S"}],
        hash_key="id",
        billing_mode="PAY_PER_REQUEST",
        server_side_encryption={"enabled": True, "kms_key_arn": made.key.arn},
        point_in_time_recovery={"enabled": True},
        deletion_protection_enabled=True,
        opts=made.kept,
    )
    warehouse(made)
    search(made)
    return lake


def warehouse(made):
    parameters = redshift.ParameterGroup(
        "warehouse",
        family="redshift-2.0",
        parameters=[
            {"name": "require_ssl", "value": "true"},
            {"name": "enable_user_activity_logging", "value": "true"},
        ],
        opts=made.opts,
    )
    subnets = redshift.SubnetGroup(
        "warehouse", subnet_ids=[each.id for each in made.subnets], opts=made.opts
    )
    cluster = redshift.Cluster(
        "warehouse",
        cluster_identifier="warehouse",
        node_type="ra3.large",
        number_of_nodes=2,
        multi_az=True,
        database_name="shop",
        master_username="owner",
        manage_master_password=True,
        master_password_secret_kms_key_id=made.key.arn,
        encrypted="true",
        kms_key_id=made.key.arn,
        publicly_accessible=False,
        enhanced_vpc_routing=True,
        cluster_subnet_group_name=subnets.name,
        cluster_parameter_group_name=parameters.name,
        automated_snapshot_retention_period=35,
        final_snapshot_identifier="warehouse-final",
        opts=made.kept,
    )
    redshift.Logging(
        "warehouse",
        cluster_identifier=cluster.cluster_identifier,
        log_destination_type="cloudwatch",
        log_exports=["connectionlog", "userlog", "useractivitylog"],
        opts=made.opts,
    )


def search(made):
    group = ec2.SecurityGroup(
        "search", vpc_id=made.vpc.id, description="Search from inside", opts=made.opts
    )
    logs = log_group("search", made)
    opensearch.Domain(
        "search",
        domain_name="search",
        engine_version="OpenSearch_2.17",
        cluster_config={
            "instance_type": "m7g.large.search",
            "instance_count": 3,
            "zone_awareness_enabled": True,
            "zone_awareness_config": {"availability_zone_count": 3},
        },
        ebs_options={"ebs_enabled": True, "volume_size": 100, "volume_type": "gp3"},
        encrypt_at_rest={"enabled": True, "kms_key_id": made.key.arn},
        node_to_node_encryption={"enabled": True},
        domain_endpoint_options={
            "enforce_https": True,
            "tls_security_policy": "Policy-Min-TLS-1-2-PFS-2023-10",
        },
        vpc_options={
            "subnet_ids": [each.id for each in made.subnets],
            "security_group_ids": [group.id],
        },
        log_publishing_options=[
            {"log_type": kind, "cloudwatch_log_group_arn": logs.arn}
            for kind in ("AUDIT_LOGS", "ES_APPLICATION_LOGS", "INDEX_SLOW_LOGS")
        ],
        advanced_security_options={
            "enabled": True,
            "master_user_options": {"master_user_arn": f"arn:aws:iam::{ACCOUNT}:role/search"},
        },
        opts=made.kept,
    )


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


def assistant(made, lake):
    logs = log_group("bedrock", made)
    bedrockmodel.InvocationLoggingConfiguration(
        "invocations",
        logging_config={
            "text_data_delivery_enabled": True,
            "image_data_delivery_enabled": True,
            "embedding_data_delivery_enabled": True,
            "cloudwatch_config": {
                "log_group_name": logs.name,
                "role_arn": f"arn:aws:iam::{ACCOUNT}:role/bedrock-logs",
            },
            "s3_config": {"bucket_name": lake.bucket, "key_prefix": "bedrock"},
        },
        opts=made.opts,
    )
    guardrail = bedrock.Guardrail(
        "polite",
        name="polite",
        blocked_input_messaging="I cannot answer that.",
        blocked_outputs_messaging="I cannot answer that.",
        kms_key_arn=made.key.arn,
        content_policy_config={
            "filters_configs": [
                {"type": kind, "input_strength": "HIGH", "output_strength": "HIGH"}
                for kind in ("HATE", "INSULTS", "SEXUAL", "VIOLENCE", "MISCONDUCT")
            ]
            + [{"type": "PROMPT_ATTACK", "input_strength": "HIGH", "output_strength": "NONE"}]
        },
        sensitive_information_policy_config={
            "pii_entities_configs": [
                {"type": kind, "action": "ANONYMIZE"} for kind in ("EMAIL", "PHONE", "NAME")
            ]
        },
        opts=made.opts,
    )
    bedrock.AgentAgent(
        "orders",
        agent_name="orders",
        agent_resource_role_arn=worker_role("agent", "bedrock.amazonaws.com", made.opts).arn,
        foundation_model=MODEL,
        instruction="Answer questions of customers about the state of their own orders, politely.",
        customer_encryption_key_arn=made.key.arn,
        guardrail_configurations=[
            {"guardrail_identifier": COMPANY_GUARDRAIL, "guardrail_version": "3"}
        ],
        opts=made.opts,
    )
    pulumi.export("guardrail", guardrail.guardrail_arn)

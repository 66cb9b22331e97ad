"""The web shop: containers behind a load balancer, a database, a cache, queues."""

import json

import pulumi
from pulumi_aws import (
    appautoscaling,
    backup,
    cloudwatch,
    ec2,
    ecr,
    ecs,
    elasticache,
    iam,
    lambda_,
    lb,
    rds,
    s3,
    secretsmanager,
    sns,
    sqs,
)

from tests.policies.estates.clean_aws.base import ACCOUNT, REGION, guarded, log_group

IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/shop@sha256:" + "4f" * 32


def shop(made):
    inside = ec2.SecurityGroup(
        "shop", vpc_id=made.vpc.id, description="Tasks of the shop", opts=made.opts
    )
    balancer, targets = entrance(made, inside)
    database = databases(made, inside)
    topic, queue = messages(made)
    service(made, inside, targets, database, queue)
    thumbnails(made, topic)
    backups(made, database)
    return balancer


def entrance(made, inside):
    group = ec2.SecurityGroup(
        "entrance",
        vpc_id=made.vpc.id,
        description="HTTPS from the internet",
        ingress=[
            {
                "protocol": "tcp",
                "from_port": 443,
                "to_port": 443,
                "cidr_blocks": ["0.0.0.0/0"],
                "description": "Customers",
            }
        ],
        opts=made.opts,
    )
    ec2.SecurityGroupRule(
        "shop-from-entrance",
        type="ingress",
        protocol="tcp",
        from_port=8443,
        to_port=8443,
        security_group_id=inside.id,
        source_security_group_id=group.id,
        opts=made.opts,
    )
    logs = s3.Bucket("entrance-logs", opts=made.kept)
    s3.BucketServerSideEncryptionConfiguration(
        "entrance-logs",
        bucket=logs.id,
        rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
        opts=made.opts,
    )
    guarded("entrance-logs", logs, made.opts)
    balancer = lb.LoadBalancer(
        "entrance",
        load_balancer_type="application",
        subnets=[each.id for each in made.edge],
        security_groups=[group.id],
        enable_deletion_protection=True,
        drop_invalid_header_fields=True,
        access_logs={"bucket": logs.bucket, "enabled": True},
        opts=made.kept,
    )
    targets = lb.TargetGroup(
        "shop",
        port=8443,
        protocol="HTTPS",
        target_type="ip",
        vpc_id=made.vpc.id,
        health_check={"path": "/healthz", "protocol": "HTTPS"},
        opts=made.opts,
    )
    lb.Listener(
        "https",
        load_balancer_arn=balancer.arn,
        port=443,
        protocol="HTTPS",
        ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06",
        certificate_arn=f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/shop",
        default_actions=[{"type": "forward", "target_group_arn": targets.arn}],
        opts=made.opts,
    )
    return balancer, targets


def databases(made, inside):
    group = ec2.SecurityGroup(
        "database",
        vpc_id=made.vpc.id,
        description="PostgreSQL from the shop",
        ingress=[
            {"protocol": "tcp", "from_port": 5432, "to_port": 5432, "security_groups": [inside.id]}
        ],
        opts=made.opts,
    )
    subnets = rds.SubnetGroup("shop", subnet_ids=[each.id for each in made.subnets], opts=made.opts)
    parameters = rds.ParameterGroup(
        "shop",
        family="postgres16",
        parameters=[
            {"name": "rds.force_ssl", "value": "1"},
            {"name": "log_connections", "value": "1"},
        ],
        opts=made.opts,
    )
    database = rds.Instance(
        "shop",
        engine="postgres",
        engine_version="16",
        instance_class="db.m7g.large",
        allocated_storage=100,
        storage_encrypted=True,
        kms_key_id=made.key.arn,
        username="shop",
        manage_master_user_password=True,
        master_user_secret_kms_key_id=made.key.arn,
        iam_database_authentication_enabled=True,
        multi_az=True,
        publicly_accessible=False,
        db_subnet_group_name=subnets.name,
        vpc_security_group_ids=[group.id],
        parameter_group_name=parameters.name,
        backup_retention_period=35,
        copy_tags_to_snapshot=True,
        deletion_protection=True,
        final_snapshot_identifier="shop-final",
        enabled_cloudwatch_logs_exports=["postgresql", "upgrade"],
        performance_insights_enabled=True,
        performance_insights_kms_key_id=made.key.arn,
        ca_cert_identifier="rds-ca-rsa2048-g1",
        opts=made.kept,
    )
    places = elasticache.SubnetGroup(
        "sessions", subnet_ids=[each.id for each in made.subnets], opts=made.opts
    )
    elasticache.ReplicationGroup(
        "sessions",
        description="Sessions of the shop",
        engine="valkey",
        node_type="cache.m7g.large",
        num_cache_clusters=2,
        automatic_failover_enabled=True,
        multi_az_enabled=True,
        at_rest_encryption_enabled=True,
        kms_key_id=made.key.arn,
        transit_encryption_enabled=True,
        user_group_ids=["shop"],
        snapshot_retention_limit=35,
        subnet_group_name=places.name,
        security_group_ids=[inside.id],
        opts=made.kept,
    )
    return database


def messages(made):
    dead = sqs.Queue("orders-dead", kms_master_key_id=made.key.arn, opts=made.opts)
    queue = sqs.Queue(
        "orders",
        kms_master_key_id=made.key.arn,
        redrive_policy=dead.arn.apply(
            lambda arn: json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5})
        ),
        opts=made.opts,
    )
    topic = sns.Topic("uploads", kms_master_key_id=made.key.arn, opts=made.opts)
    sns.TopicSubscription(
        "uploads", topic=topic.arn, protocol="sqs", endpoint=queue.arn, opts=made.opts
    )
    return topic, queue


def service(made, inside, targets, database, queue):
    ecr.Repository(
        "shop",
        image_tag_mutability="IMMUTABLE",
        image_scanning_configuration={"scan_on_push": True},
        encryption_configurations=[{"encryption_type": "KMS", "kms_key": made.key.arn}],
        opts=made.kept,
    )
    secret = secretsmanager.Secret(
        "payment", kms_key_id=made.key.arn, recovery_window_in_days=30, opts=made.opts
    )
    role = worker_role("shop", "ecs-tasks.amazonaws.com", made.opts)
    iam.RolePolicy(
        "shop",
        role=role.id,
        policy=pulumi.Output.all(queue=queue.arn, secret=secret.arn).apply(
            lambda arns: json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Action": ["sqs:SendMessage", "sqs:ReceiveMessage"],
                            "Resource": arns["queue"],
                        },
                        {
                            "Effect": "Allow",
                            "Action": "secretsmanager:GetSecretValue",
                            "Resource": arns["secret"],
                        },
                    ],
                }
            )
        ),
        opts=made.opts,
    )
    cluster = ecs.Cluster(
        "shop",
        settings=[{"name": "containerInsights", "value": "enabled"}],
        opts=made.opts,
    )
    logs = log_group("shop", made)
    task = ecs.TaskDefinition(
        "shop",
        family="shop",
        cpu="1024",
        memory="2048",
        network_mode="awsvpc",
        requires_compatibilities=["FARGATE"],
        execution_role_arn=f"arn:aws:iam::{ACCOUNT}:role/ecs-execution",
        task_role_arn=role.arn,
        container_definitions=pulumi.Output.json_dumps(
            [
                {
                    "name": "shop",
                    "image": IMAGE,
                    "essential": True,
                    "readonlyRootFilesystem": True,
                    "user": "1000",
                    "portMappings": [{"containerPort": 8443}],
                    "environment": [{"name": "DATABASE_HOST", "value": database.address}],
                    "secrets": [{"name": "PAYMENT_TOKEN", "valueFrom": secret.arn}],
                    "logConfiguration": {
                        "logDriver": "awslogs",
                        "options": {"awslogs-group": logs.name, "awslogs-region": REGION},
                    },
                }
            ]
        ),
        opts=made.opts,
    )
    ecs.Service(
        "shop",
        cluster=cluster.arn,
        task_definition=task.arn,
        desired_count=3,
        launch_type="FARGATE",
        propagate_tags="SERVICE",
        enable_ecs_managed_tags=True,
        network_configuration={
            "assign_public_ip": False,
            "subnets": [each.id for each in made.subnets],
            "security_groups": [inside.id],
        },
        load_balancers=[
            {"target_group_arn": targets.arn, "container_name": "shop", "container_port": 8443}
        ],
        opts=made.opts,
    )
    appautoscaling.Target(
        "shop",
        min_capacity=3,
        max_capacity=12,
        resource_id="service/shop/shop",
        scalable_dimension="ecs:service:DesiredCount",
        service_namespace="ecs",
        opts=made.opts,
    )


def thumbnails(made, topic):
    role = worker_role("thumbnails", "lambda.amazonaws.com", made.opts)
    function = lambda_.Function(
        "thumbnails",
        package_type="Image",
        image_uri=IMAGE,
        role=role.arn,
        kms_key_arn=made.key.arn,
        environment={"variables": {"TOPIC": topic.arn}},
        vpc_config={
            "subnet_ids": [each.id for each in made.subnets],
            "security_group_ids": [],
        },
        tracing_config={"mode": "Active"},
        opts=made.opts,
    )
    lambda_.Permission(
        "thumbnails",
        action="lambda:InvokeFunction",
        function=function.name,
        principal="sns.amazonaws.com",
        source_arn=topic.arn,
        opts=made.opts,
    )
    cloudwatch.MetricAlarm(
        "thumbnails",
        comparison_operator="GreaterThanThreshold",
        evaluation_periods=1,
        metric_name="Errors",
        namespace="AWS/Lambda",
        period=300,
        statistic="Sum",
        threshold=5,
        alarm_actions=[topic.arn],
        opts=made.opts,
    )


def backups(made, database):
    copy_key = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/0f1e2d3c-4b5a-4678-9abc-def012345678"
    copies = backup.Vault("copies", kms_key_arn=copy_key, opts=made.abroad)
    vault = backup.Vault("shop", kms_key_arn=made.key.arn, opts=made.kept)
    for name, held, opts in (("shop", vault, made.opts), ("copies", copies, made.abroad)):
        backup.VaultLockConfiguration(
            name,
            backup_vault_name=held.name,
            min_retention_days=35,
            max_retention_days=400,
            changeable_for_days=3,
            opts=opts,
        )
    plan = backup.Plan(
        "shop",
        rules=[
            {
                "rule_name": "nightly",
                "target_vault_name": vault.name,
                "schedule": "cron(0 3 * * ? *)",
                "lifecycle": {"delete_after": 90},
                "copy_actions": [
                    {"destination_vault_arn": copies.arn, "lifecycle": {"delete_after": 90}}
                ],
            }
        ],
        opts=made.opts,
    )
    backup.Selection(
        "shop",
        plan_id=plan.id,
        iam_role_arn=f"arn:aws:iam::{ACCOUNT}:role/backup",
        resources=[database.arn],
        selection_tags=[{"type": "STRINGEQUALS", "key": "environment", "value": "prod"}],
        opts=made.opts,
    )


def worker_role(name, service, opts):
    return iam.Role(
        name,
        assume_role_policy=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": service},
                        "Action": "sts:AssumeRole",
                    }
                ],
            }
        ),
        opts=opts,
    )

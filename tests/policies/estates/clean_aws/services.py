"""What runs in the shop, and how it is backed up."""

import json

import pulumi
from pulumi_aws import appautoscaling, backup, cloudwatch, ecr, ecs, iam, lambda_, secretsmanager

from tests.policies.estates.clean_aws.names import ACCOUNT, IMAGE, REGION, worker_role
from tests.policies.estates.clean_aws.stores import log_group


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

"""Containers, trails and pipelines, straight from the getting-started guides."""

import json

from pulumi_aws import (
    appautoscaling,
    apprunner,
    athena,
    cloudformation,
    cloudtrail,
    cloudwatch,
    codebuild,
    ecs,
    elasticbeanstalk,
    glue,
    guardduty,
    sfn,
    transfer,
)

ROLE = "arn:aws:iam::111122223333:role/lambda"

EXPECTED = {
    "app-cluster": "untagged abroad",
    "app-task": "password privileged untagged",
    "app-service": "public unpropagated untagged abroad",
    "efs-task": "cleartext untagged",
    "beanstalk-env": "password untagged abroad",
    "runner": "public unkeyed password untagged abroad",
    "builder": "privileged password untagged abroad",
    "trail": "trail untagged unkeyed",
    "app-logs": "short-logs unkeyed untagged abroad",
    "forever-logs": "unkeyed untagged abroad",
    "detector": "undetected",
    "workflow": "unlogged untagged abroad",
    "queries": "unkeyed untagged abroad",
    "catalog-settings": "unencrypted",
    "etl": "untagged abroad unencrypted",
    "file-drop": "public unlogged untagged abroad",
    "template-stack": "untagged abroad",
}


def containers():
    """https://www.pulumi.com/templates/container-service/aws/"""
    cluster = ecs.Cluster("app-cluster")
    task = ecs.TaskDefinition(
        "app-task",
        family="app",
        container_definitions=json.dumps(
            [
                {
                    "name": "app",
                    "image": "nginx:latest",
                    "privileged": True,
                    "essential": True,
                    "environment": [
                        {"name": "DATABASE_URL", "value": "mysql://root:t00r-s3cret@db/shop"}
                    ],
                }
            ]
        ),
    )
    ecs.Service(
        "app-service",
        cluster=cluster.arn,
        task_definition=task.arn,
        desired_count=3,
        launch_type="FARGATE",
        network_configuration={"assign_public_ip": True, "subnets": ["subnet-0a1b2c3d"]},
    )
    appautoscaling.Target(
        "app-scaling",
        max_capacity=100,
        min_capacity=1,
        resource_id="service/app-cluster/app",
        scalable_dimension="ecs:service:DesiredCount",
        service_namespace="ecs",
    )
    ecs.TaskDefinition(
        "efs-task",
        family="efs",
        container_definitions=json.dumps([{"name": "web", "image": "httpd"}]),
        volumes=[
            {
                "name": "shared",
                "efs_volume_configuration": {
                    "file_system_id": "fs-0a1b2c3d",
                    "transit_encryption": "DISABLED",
                },
            }
        ],
    )
    app = elasticbeanstalk.Application("beanstalk-app")
    elasticbeanstalk.Environment(
        "beanstalk-env",
        application=app.name,
        solution_stack_name="64bit Amazon Linux 2 v3.5.0 running Python 3.8",
        settings=[
            {
                "namespace": "aws:elasticbeanstalk:application:environment",
                "name": "SECONDARY_SECRET_KEY",
                "value": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            }
        ],
    )
    apprunner.Service(
        "runner",
        service_name="hello",
        source_configuration={
            "image_repository": {
                "image_identifier": "public.ecr.aws/aws-containers/hello-app-runner:latest",
                "image_repository_type": "ECR_PUBLIC",
                "image_configuration": {
                    "port": "8000",
                    "runtime_environment_variables": {"API_KEY": "sk-proj-9vT2kLmQ8xR4wZ7a"},
                },
            }
        },
    )
    codebuild.Project(
        "builder",
        service_role=ROLE,
        artifacts={"type": "NO_ARTIFACTS"},
        environment={
            "compute_type": "BUILD_GENERAL1_SMALL",
            "image": "aws/codebuild/standard:5.0",
            "type": "LINUX_CONTAINER",
            "privileged_mode": True,
            "environment_variables": [{"name": "DOCKER_PASSWORD", "value": "hunter2-Hunter2"}],
        },
        source={"type": "GITHUB", "location": "https://github.com/example/app.git"},
    )


def records():
    """https://github.com/nccgroup/sadcloud/blob/master/modules/aws/cloudtrail/main.tf"""
    cloudtrail.Trail(
        "trail",
        s3_bucket_name="acme-trail",
        include_global_service_events=False,
        is_multi_region_trail=False,
        enable_log_file_validation=False,
        enable_logging=False,
    )
    cloudwatch.LogGroup("app-logs", retention_in_days=7)
    cloudwatch.LogGroup("forever-logs")
    guardduty.Detector("detector", enable=False)


def pipelines():
    """https://docs.aws.amazon.com/step-functions/latest/dg/getting-started.html"""
    sfn.StateMachine("workflow", role_arn=ROLE, definition='{"StartAt":"A","States":{}}')
    athena.Workgroup("queries", configuration={"enforce_workgroup_configuration": False})
    glue.DataCatalogEncryptionSettings(
        "catalog-settings",
        data_catalog_encryption_settings={
            "connection_password_encryption": {"return_connection_password_encrypted": False},
            "encryption_at_rest": {"catalog_encryption_mode": "DISABLED"},
        },
    )
    glue.Job("etl", role_arn=ROLE, command={"script_location": "s3://acme-etl/job.py"})
    transfer.Server("file-drop", endpoint_type="PUBLIC", protocols=["FTPS"])
    cloudformation.Stack("template-stack", template_body="{}")


PROGRAM = (
    containers,
    records,
    pipelines,
)

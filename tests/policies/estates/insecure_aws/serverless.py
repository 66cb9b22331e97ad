"""Functions, containers, queues and their logs, straight from the getting-started guides."""

import json

import pulumi
from pulumi_aws import apigateway, apigatewayv2, appsync, lambda_, sns, sqs

ROLE = "arn:aws:iam::111122223333:role/lambda"
CODE = pulumi.AssetArchive({"index.py": pulumi.StringAsset("def handler(event, context): ...")})

EXPECTED = {
    "api-handler": "password untagged abroad",
    "image-resizer": "untagged abroad",
    "image-resizer-url": "public",
    "api-permission": "anyone",
    "mail-handler": "password",
    "rest-api": "public untagged abroad",
    "rest-stage": "unlogged untagged abroad",
    "rest-settings": "unlogged",
    "rest-domain": "cleartext untagged",
    "http-api": "untagged abroad",
    "http-stage": "unlogged untagged abroad",
    "graphql": "unlogged untagged abroad",
    "jobs-queue": "unencrypted untagged abroad",
    "jobs-policy": "anyone",
    "dead-letters": "unencrypted untagged abroad",
    "alerts": "unencrypted untagged abroad",
    "alerts-policy": "anyone",
    "events-topic": "anyone unencrypted",
}


def functions():
    """https://www.pulumi.com/registry/packages/aws/api-docs/lambda/function/"""
    handler = lambda_.Function(
        "api-handler",
        role=ROLE,
        runtime="python3.9",
        handler="index.handler",
        code=CODE,
        environment={"variables": {"DB_PASSWORD": "hunter2-Hunter2", "STAGE": "prod"}},
    )
    resizer = lambda_.Function(
        "image-resizer", role=ROLE, runtime="nodejs16.x", handler="index.handler", code=CODE
    )
    lambda_.FunctionUrl("image-resizer-url", function_name=resizer.name, authorization_type="NONE")
    lambda_.Permission(
        "api-permission", action="lambda:InvokeFunction", function=handler.name, principal="*"
    )
    lambda_.Function(
        "mail-handler",
        role=ROLE,
        runtime="python3.11",
        handler="index.handler",
        code=CODE,
        environment={
            "variables": {
                "access_key": "AKIAIOSFODNN7EXAMPLE",
                "secret_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            }
        },
    )


def interfaces():
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started.html"""
    rest = apigateway.RestApi("rest-api", endpoint_configuration={"types": "EDGE"})
    stage = apigateway.Stage("rest-stage", rest_api=rest.id, deployment="d1", stage_name="prod")
    apigateway.MethodSettings(
        "rest-settings",
        rest_api=rest.id,
        stage_name=stage.stage_name,
        method_path="*/*",
        settings={"metrics_enabled": False, "logging_level": "OFF"},
    )
    apigateway.DomainName(
        "rest-domain",
        domain_name="api.example.com",
        security_policy="TLS_1_0",
        regional_certificate_arn="arn:aws:acm:us-east-1:111122223333:certificate/1",
    )
    http = apigatewayv2.Api(
        "http-api", protocol_type="HTTP", cors_configuration={"allow_origins": ["*"]}
    )
    apigatewayv2.Stage("http-stage", api_id=http.id, name="$default", auto_deploy=True)
    appsync.GraphQLApi("graphql", authentication_type="API_KEY")


def messages():
    """https://github.com/nccgroup/sadcloud/blob/master/modules/aws/sqs/main.tf"""
    queue = sqs.Queue("jobs-queue", sqs_managed_sse_enabled=False)
    sqs.QueuePolicy("jobs-policy", queue_url=queue.id, policy=allowing("sqs:*", {"AWS": "*"}))
    sqs.Queue("dead-letters")
    topic = sns.Topic("alerts")
    sns.TopicPolicy("alerts-policy", arn=topic.arn, policy=allowing("sns:Publish", "*"))
    sns.Topic("events-topic", policy=allowing(["sns:Subscribe", "sns:Receive"], {"AWS": "*"}))


def allowing(action, principal):
    statement = {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


PROGRAM = (
    functions,
    interfaces,
    messages,
)

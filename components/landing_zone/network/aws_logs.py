"""Encrypted log groups, and the record of a network's traffic."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from landing_zone.baseline.aws import allow, arn
from landing_zone.baseline.aws_roles import service_role
from landing_zone.core import Scope
from landing_zone.keys.spec import KeysOutputs, Purpose
from landing_zone.network.spec import NetworkSpec

FLOW_LOGS = "flow-logs"

DELIVERY = (
    "logs:CreateLogStream",
    "logs:DescribeLogGroups",
    "logs:DescribeLogStreams",
    "logs:PutLogEvents",
)
"""What flow logs need; the log group exists, so creating one is not among it.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
"""


def log_group(
    scope: Scope, spec: NetworkSpec, part: str, keys: KeysOutputs
) -> aws.cloudwatch.LogGroup:
    """Declare a log group under the key for logs, kept as long as the network's records are."""
    return aws.cloudwatch.LogGroup(
        scope.child(part),
        kms_key_id=keys.ids[Purpose.LOGS],
        retention_in_days=spec.flow_log_days,
        deletion_protection_enabled=scope.env.protects_data,
        tags=scope.tags,
        opts=scope.opts(stateful=True),
    )


def record_traffic(
    scope: Scope,
    spec: NetworkSpec,
    vpc: aws.ec2.Vpc,
    keys: KeysOutputs,
    *,
    ready: Sequence[pulumi.Resource],
) -> aws.ec2.FlowLog:
    """Record accepted and refused traffic, minute by minute, once it has its ways.

    Whoever waits for this record has waited for the network.
    """
    group = log_group(scope, spec, FLOW_LOGS, keys)
    streams = group.arn.apply(lambda name: [name, f"{name}:*"])
    role = service_role(
        scope,
        FLOW_LOGS,
        service="vpc-flow-logs.amazonaws.com",
        source=arn(scope.env, "ec2", "vpc-flow-log/*"),
        statements=[allow("Deliver", DELIVERY, streams)],
    )
    return aws.ec2.FlowLog(
        scope.child("flow-log"),
        vpc_id=vpc.id,
        traffic_type="ALL",
        log_destination_type="cloud-watch-logs",
        log_destination=group.arn,
        iam_role_arn=role,
        max_aggregation_interval=60,
        tags=scope.tags,
        opts=scope.opts(depends_on=list(ready)),
    )

"""The weekly hours in which nodes are patched: EKS does that when it is asked, so a clock asks."""

import json

import pulumi
import pulumi_aws as aws

from landing_zone.baseline.aws import allow, arn, partition
from landing_zone.baseline.aws_roles import service_role
from landing_zone.cluster.spec import ClusterSpec
from landing_zone.core import Scope

UPKEEP = "upkeep"

HOUR_SECONDS = 3600


def patch_weekly(
    scope: Scope, spec: ClusterSpec, cluster: aws.eks.Cluster, nodes: aws.eks.NodeGroup
) -> aws.scheduler.Schedule:
    """Replace the nodes one by one with those of the latest image, in the maintenance window.

    A request without a version is one for the latest image of the version that runs. As long as
    the window is open it is tried again. The control plane is patched by EKS, whenever it likes.

    Sources: https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupVersion.html,
    https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html,
    https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html,
    https://docs.aws.amazon.com/eks/latest/userguide/platform-versions.html
    """
    window = spec.maintenance
    role = service_role(
        scope,
        UPKEEP,
        service="scheduler.amazonaws.com",
        source=arn(scope.env, "scheduler", "schedule-group/default"),
        statements=[allow("Patch", ["eks:UpdateNodegroupVersion"], nodes.arn)],
    )
    what = pulumi.Output.all(ClusterName=cluster.name, NodegroupName=nodes.node_group_name)
    return aws.scheduler.Schedule(
        scope.child(UPKEEP),
        schedule_expression=f"cron(0 {window.hour} ? * {window.day.value[:3].upper()} *)",
        schedule_expression_timezone=window.timezone,
        flexible_time_window={"mode": "OFF"},
        target={
            "arn": f"arn:{partition(scope.env)}:scheduler:::aws-sdk:eks:updateNodegroupVersion",
            "role_arn": role,
            "input": what.apply(json.dumps),
            "retry_policy": {
                "maximum_event_age_in_seconds": window.duration_hours * HOUR_SECONDS,
                "maximum_retry_attempts": window.duration_hours,
            },
        },
        opts=scope.opts(),
    )

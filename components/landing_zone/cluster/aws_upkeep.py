"""The weekly hours in which nodes are patched: EKS does that when it is asked, so a clock asks."""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from landing_zone.baseline.aws import Statement, allow, arn, partition
from landing_zone.baseline.aws_roles import service_role
from landing_zone.cluster.spec import ClusterSpec
from landing_zone.core import Environment, Scope

UPKEEP = "upkeep"

PLACE = ("upkeep_role_arn", "upkeep_cron", "upkeep_timezone", "upkeep_hours")
"""What a node group takes from the cluster to be patched in its window: as whom, when it begins,
on which clock, and for how long.
"""

TAGGED = ("instance", "volume", "network-interface")
"""What a launch template of a node group here gives tags to."""

HOUR_SECONDS = 3600


def window(
    scope: Scope, spec: ClusterSpec, cluster: aws.eks.Cluster
) -> Mapping[str, pulumi.Input[str]]:
    """Declare who may patch the nodes of this cluster, and return that and when, as in `PLACE`.

    Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    """
    role = service_role(
        scope,
        UPKEEP,
        service="scheduler.amazonaws.com",
        source=arn(scope.env, "scheduler", "schedule-group/default"),
        statements=patching(scope.env, cluster.name),
    )
    when = spec.maintenance
    cron = f"cron(0 {when.hour} ? * {when.day.value[:3].upper()} *)"
    return dict(zip(PLACE, (role, cron, when.timezone, str(when.duration_hours)), strict=True))


def patching(env: Environment, cluster: pulumi.Output[str]) -> list[Statement]:
    """Return what EKS asks of whoever has nodes patched: that they could launch such nodes too.

    In the caller's name it reads the group's launch template and tries a launch from it, of which
    its reference says nothing. So a launch is allowed from a template alone, and gives a machine
    no role, as there is no `iam:PassRole`.

    Sources: https://repost.aws/questions/QUCe-6r8biRj-GJQdakFnSXw/automation-error-for-updateeksmanagednodegroup,
    https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html
    """
    groups = cluster.apply(lambda name: arn(env, "eks", f"nodegroup/{name}/*/*"))
    images = f"arn:{partition(env)}:ec2:{env.region}::*"
    parts = [images, arn(env, "ec2", "*"), arn(env, "resource-groups", "group/*")]
    here = {"StringEquals": {"aws:RequestedRegion": env.region}}
    by_template = {"ArnLike": {"ec2:LaunchTemplate": arn(env, "ec2", "launch-template/*")}}
    at_launch = {"StringEquals": {"ec2:CreateAction": "RunInstances"}}
    return [
        allow("Patch", ["eks:UpdateNodegroupVersion"], groups),
        allow("Look", ["ec2:DescribeLaunchTemplateVersions"], "*", when=here),
        allow("Launch", ["ec2:RunInstances"], parts, when=by_template),
        allow(
            "Tag",
            ["ec2:CreateTags"],
            [arn(env, "ec2", f"{each}/*") for each in TAGGED],
            when=at_launch,
        ),
    ]


def patch_weekly(
    scope: Scope,
    part: str,
    nodes: aws.eks.NodeGroup,
    place: Mapping[str, pulumi.Input[str]],
    *,
    ready: Sequence[pulumi.Resource],
) -> aws.scheduler.Schedule:
    """Replace a group's nodes one by one with those of the latest image, in the window.

    That begins when all is ready that the nodes are for: whoever waits for it waits for that too.

    A request without a version is one for the latest image of the version that runs. As long as
    the window is open it is tried again. The control plane is patched by EKS, whenever it likes.

    Sources: https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupVersion.html,
    https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html,
    https://docs.aws.amazon.com/eks/latest/userguide/platform-versions.html
    """
    what = {"ClusterName": nodes.cluster_name, "NodegroupName": nodes.node_group_name}
    hours = pulumi.Output.from_input(place["upkeep_hours"]).apply(int)
    return aws.scheduler.Schedule(
        scope.child(part),
        schedule_expression=place["upkeep_cron"],
        schedule_expression_timezone=place["upkeep_timezone"],
        flexible_time_window={"mode": "OFF"},
        target={
            "arn": f"arn:{partition(scope.env)}:scheduler:::aws-sdk:eks:updateNodegroupVersion",
            "role_arn": place["upkeep_role_arn"],
            "input": pulumi.Output.json_dumps(what),
            "retry_policy": {
                "maximum_event_age_in_seconds": hours.apply(lambda each: each * HOUR_SECONDS),
                "maximum_retry_attempts": hours,
            },
        },
        opts=scope.opts(depends_on=list(ready)),
    )

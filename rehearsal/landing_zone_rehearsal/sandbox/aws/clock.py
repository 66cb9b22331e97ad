"""What AWS refuses of a clock that has something done: it acts as the role that it is given.

EventBridge Scheduler takes a schedule whatever its role may do, and fails when its hour comes; it
is refused here with the schedule.

Sources: https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html,
https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Request, Rule
from landing_zone_rehearsal.sandbox.objects import Object, World
from landing_zone_rehearsal.values import is_dict

from .cluster import may
from .deployed import role_of
from .launch import launch_of
from .pods import NODES
from .statements import statements
from .trust import service_assumes

SCHEDULE = "aws:scheduler:Schedule"
CLOCK = "scheduler.amazonaws.com"

PATCH = ":aws-sdk:eks:updateNodegroupVersion"
"""How the name of the target ends that has the nodes of a group replaced."""


def is_not_trusted(request: Request) -> Iterator[str]:
    """Yield that the scheduler may not take on the role that it is to act with."""
    role = role_of(request.world, str(request.object.get("target.roleArn")))
    if role is None:
        return
    trust = statements(role.get("assumeRolePolicy"), role.name)
    if not service_assumes(role, trust, CLOCK):
        yield (
            "ValidationException: The execution role you provide must allow AWS EventBridge"
            " Scheduler to assume the role."
        )


def may_not_patch(request: Request) -> Iterator[str]:
    """Yield that nodes are never patched: there is no such group, or the role may not have it done.

    Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupVersion.html
    """
    schedule = request.object
    if not str(schedule.get("target.arn")).endswith(PATCH):
        return
    said = _read(schedule.get("target.input"))
    id = f"{said.get('ClusterName')}:{said.get('NodegroupName')}"
    nodes = request.world.get(NODES, id, schedule.place)
    if nodes is None:
        name = said.get("NodegroupName")
        yield f"ResourceNotFoundException: No node group found for name: {name}."
        return
    role = role_of(request.world, str(schedule.get("target.roleArn")))
    for action, resource, context in _asked(request.world, nodes) if role else ():
        if role and not may(request.world, role, action, resource, context):
            yield (
                f"AccessDeniedException: User: {role.get('arn')} is not authorized to perform:"
                f" {action} on resource: {resource}"
            )


def _asked(world: World, nodes: Object) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield what EKS does in the name of who asks for new nodes.

    Source: https://repost.aws/questions/QUCe-6r8biRj-GJQdakFnSXw/automation-error-for-updateeksmanagednodegroup
    """
    yield "eks:UpdateNodegroupVersion", str(nodes.get("arn")), {}
    launch = launch_of(world, nodes)
    if launch is None:
        return
    template = str(launch.template.get("arn"))
    own = template.partition("launch-template/")[0]
    yield "ec2:DescribeLaunchTemplateVersions", "*", {}
    yield "ec2:RunInstances", template, {"ec2:launchtemplate": template}
    for kind in launch.template.all("tagSpecifications[].resourceType"):
        yield "ec2:CreateTags", f"{own}{kind}/*", {"ec2:createaction": "RunInstances"}


def _read(text: Any) -> Mapping[str, Any]:
    try:
        said: Any = json.loads(str(text or "{}"))
    except ValueError:
        return {}
    return said if is_dict(said) else {}


CHANGING: Mapping[str, Sequence[Rule]] = {SCHEDULE: (is_not_trusted, may_not_patch)}

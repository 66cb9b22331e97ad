"""What AWS refuses of what is in an EKS cluster: add-ons, bindings, nodes that cannot start.

Where EKS takes a setting and fails at its first use, it is refused here with the setting.

Sources: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAddon.html,
https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from landing_zone_rehearsal.sandbox.behaviour import Request, Rule
from landing_zone_rehearsal.sandbox.objects import Object, World
from landing_zone_rehearsal.values import is_dict

from .cluster import SKEW, may, minor_of
from .deployed import role_of
from .pods import ADDON, ASSOCIATION, CLUSTER, NODES, POD_ACTIONS, PODS, bound_by
from .statements import statements
from .trust import service_assumes

ON_NODES = (
    *("coredns", "metrics-server", "aws-ebs-csi-driver", "aws-efs-csi-driver"),
    "aws-mountpoint-s3-csi-driver",
)
"""Add-ons with a controller, which is not there until there are nodes."""

PROXY = "kube-proxy"
CNI = "vpc-cni"

NODE_NEEDS = ("eks:DescribeCluster", "ecr:GetAuthorizationToken", "ecr:BatchGetImage")
"""What a machine does before it is a node."""


def has_no_nodes(request: Request) -> Iterator[str]:
    """Yield that an add-on's controller would find no node to run on."""
    addon = request.object
    name = addon.get("addonName")
    if name in ON_NODES and not any(_beside(request.world, NODES, addon)):
        yield (
            f"waiting for EKS Add-On ({addon.id}) create: unexpected state 'DEGRADED', wanted"
            " target 'ACTIVE'. last error: InsufficientNumberOfReplicas: The add-on is unhealthy"
            " because it doesn't have the desired number of replicas."
        )


def does_not_fit(request: Request) -> Iterator[str]:
    """Yield that a proxy is not of the cluster's version, or too far behind."""
    addon = request.object
    cluster = request.world.get(CLUSTER, str(addon.get("clusterName")), addon.place)
    if cluster is None or addon.get("addonName") != PROXY:
        return
    behind = minor_of(cluster.get("version")) - minor_of(addon.inputs.get("addonVersion"))
    if addon.inputs.get("addonVersion") and not 0 <= behind <= SKEW:
        yield "InvalidParameterException: Addon version specified is not supported"


def cannot_be_read(request: Request) -> Iterator[str]:
    """Yield that an add-on's settings are no JSON."""
    text = request.object.inputs.get("configurationValues")
    if text and not _is_an_object(str(text)):
        yield (
            "InvalidParameterException: ConfigurationValue provided in request is not supported:"
            " Json schema validation failed"
        )


def is_not_trusted(request: Request) -> Iterator[str]:
    """Yield that the pods of a service account could not take on the role that is bound to it."""
    for each in bound_by(request.world, request.object):
        role = role_of(request.world, each.role)
        trust = statements(role.get("assumeRolePolicy"), role.name) if role else []
        decision = role and service_assumes(role, trust, PODS, each.said, POD_ACTIONS)
        if role and not decision:
            because = decision.because if decision else ""
            yield (
                f"AccessDeniedException: Unauthorized Exception! EKS does not have permissions to"
                f" assume the associated role {each.role} ({because})"
            )


def cannot_join(request: Request) -> Iterator[str]:
    """Yield that the machines of a node group never become nodes.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html#worker-node-fail
    """
    nodes = request.object
    role = role_of(request.world, str(nodes.get("nodeRoleArn")))
    if role is None:
        return
    trust = statements(role.get("assumeRolePolicy"), role.name)
    if not service_assumes(role, trust, "ec2.amazonaws.com"):
        yield (
            "InvalidParameterException: Following required service principals [ec2.amazonaws.com]"
            f" were not found in the trust relationships of nodeRole {nodes.get('nodeRoleArn')}"
        )
    elif not all(may(request.world, role, each) for each in NODE_NEEDS):
        yield (
            "NodeCreationFailure: Instances failed to join the kubernetes cluster (the role"
            f" {nodes.get('nodeRoleArn')} may not {' or '.join(NODE_NEEDS)})"
        )
    elif not _has_network(request.world, nodes):
        yield (
            "NodeCreationFailure: Unhealthy nodes in the kubernetes cluster (container runtime"
            " network not ready: cni plugin not initialized)"
        )


def _is_an_object(text: str) -> bool:
    try:
        return is_dict(json.loads(text))
    except ValueError:
        return False


def _has_network(world: World, nodes: Object) -> bool:
    cluster = world.get(CLUSTER, str(nodes.get("clusterName")), nodes.place)
    if cluster is None or cluster.get("bootstrapSelfManagedAddons") is not False:
        return True
    return any(each.get("addonName") == CNI for each in _beside(world, ADDON, nodes))


def _beside(world: World, kind: str, made: Object) -> Iterator[Object]:
    for each in world.find((kind,), ("clusterName",), made.get("clusterName")):
        if each.place == made.place:
            yield each


CHANGING: Mapping[str, Sequence[Rule]] = {
    ADDON: (cannot_be_read, does_not_fit, is_not_trusted, has_no_nodes),
    ASSOCIATION: (is_not_trusted,),
    NODES: (cannot_join,),
}

"""Which roles EKS hands to the pods of a service account, in the clusters that there are.

Sources: https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html,
https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from landing_zone_rehearsal.sandbox.objects import Object, World

CLUSTER = "aws:eks:Cluster"
NODES = "aws:eks:NodeGroup"
ADDON = "aws:eks:Addon"
ASSOCIATION = "aws:eks:PodIdentityAssociation"

SERVICE_ACCOUNT = re.compile(r"system:serviceaccount:(?P<namespace>[^:]+):(?P<name>[^:]+)")
PODS = "pods.eks.amazonaws.com"
POD_ACTIONS = ("sts:AssumeRole", "sts:TagSession")
"""What EKS Pod Identity does in turn: it takes the role on and tags the session."""

AGENT = "eks-pod-identity-agent"
NAMESPACE = "kube-system"
"""Where EKS's own add-ons run."""


@dataclass(frozen=True, slots=True)
class Binding:
    """A service account that EKS hands a role to."""

    cluster: Object
    namespace: str
    account: str
    role: str
    """The role's ARN."""

    @property
    def said(self) -> Mapping[str, Any]:
        """What EKS says of the pod when it takes the role on."""
        return {
            "aws:sourcearn": str(self.cluster.get("arn")),
            "aws:requesttag/eks-cluster-name": self.cluster.id,
            "aws:requesttag/eks-cluster-arn": str(self.cluster.get("arn")),
            "aws:requesttag/kubernetes-namespace": self.namespace,
            "aws:requesttag/kubernetes-service-account": self.account,
        }


def bindings(world: World, subject: str) -> Iterator[Binding]:
    """Yield every role that is bound to `system:serviceaccount:NAMESPACE:NAME`."""
    asked = SERVICE_ACCOUNT.fullmatch(subject)
    for made in world.of(ASSOCIATION, ADDON) if asked else ():
        for each in bound_by(world, made):
            if asked and (each.namespace, each.account) == (asked["namespace"], asked["name"]):
                yield each


def bound_by(world: World, made: Object) -> Iterator[Binding]:
    """Yield what an association, or an add-on with associations, binds."""
    cluster = world.get(CLUSTER, str(made.get("clusterName")), made.place)
    if cluster is None:
        return
    if made.kind == ASSOCIATION:
        namespace, account = str(made.get("namespace")), str(made.get("serviceAccount"))
        yield Binding(cluster, namespace, account, str(made.get("roleArn")))
    for each in made.all("podIdentityAssociations[]"):
        account, role = str(each.get("serviceAccount")), str(each.get("roleArn"))
        yield Binding(cluster, NAMESPACE, account, role)


def tags_of(world: World, arn: str) -> dict[str, str]:
    """Return what EKS tags the scaling group of a node group with, as a request says it.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
    """
    name = arn.partition(":autoScalingGroupName/")[2]
    path = "resources[].autoscalingGroups[].name"
    nodes = next(world.find((NODES,), (path,), name), None) if name else None
    if nodes is None:
        return {}
    prefix = "aws:resourcetag/k8s.io/cluster-autoscaler"
    return {f"{prefix}/enabled": "true", f"{prefix}/{nodes.get('clusterName')}": "owned"}


def has_agent(world: World, cluster: Object) -> bool:
    """Whether what hands roles to pods runs in a cluster."""
    return any(
        each.get("addonName") == AGENT and each.place == cluster.place
        for each in world.find((ADDON,), ("clusterName",), cluster.id)
    )

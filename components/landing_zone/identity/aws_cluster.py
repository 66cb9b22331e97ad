"""Binds roles to a cluster: those of workloads to their pods, that of administrators to its API."""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from landing_zone.baseline.aws import partition
from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.core import Scope, after
from landing_zone.identity.spec import Workload

ADMINISTRATION = "AmazonEKSClusterAdminPolicy"
"""Source: https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html"""


def bind(
    scope: Scope,
    workloads: Sequence[Workload],
    roles: Mapping[str, pulumi.Output[str]],
    cluster: ClusterOutputs,
) -> dict[str, pulumi.Output[str]]:
    """Give each workload's service account its role, and return the roles, available once bound.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html
    """
    return {
        workload.name: after(
            roles[workload.name],
            aws.eks.PodIdentityAssociation(
                scope.child(f"pod-{workload.name}-bound"),
                cluster_name=cluster.name,
                namespace=workload.namespace,
                service_account=workload.service_account,
                role_arn=roles[workload.name],
                tags=scope.tags,
                opts=scope.opts(),
            ),
        )
        for workload in workloads
    }


def administer(scope: Scope, role: pulumi.Output[str], cluster: ClusterOutputs) -> None:
    """Let who takes the administrators' role on administer the cluster, by entries of its own.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
    """
    entry = aws.eks.AccessEntry(
        scope.child("admin-entry"),
        cluster_name=cluster.name,
        principal_arn=role,
        type="STANDARD",
        tags=scope.tags,
        opts=scope.opts(),
    )
    aws.eks.AccessPolicyAssociation(
        scope.child("admin-access"),
        cluster_name=cluster.name,
        principal_arn=after(entry.principal_arn, entry),
        policy_arn=f"arn:{partition(scope.env)}:eks::aws:cluster-access-policy/{ADMINISTRATION}",
        access_scope={"type": "cluster"},
        opts=scope.opts(),
    )

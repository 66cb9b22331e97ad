"""The control plane: its role, its logs, and how it is reached."""

import pulumi
import pulumi_aws as aws

from landing_zone.baseline.aws import allow
from landing_zone.cluster import aws_roles
from landing_zone.cluster.aws_groups import Groups
from landing_zone.cluster.aws_roles import Role
from landing_zone.cluster.kubeconfig import kubeconfig
from landing_zone.cluster.spec import ClusterSpec, UpgradeChannel
from landing_zone.core import NameRule, Scope
from landing_zone.keys.spec import KeysOutputs, Purpose
from landing_zone.network.spec import NetworkOutputs

NAME = NameRule("cluster", max_length=100)
"""Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html"""

ROLE = "control"

LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")
"""Everything that a control plane can record.

Source: https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
"""

SUPPORT = {UpgradeChannel.STANDARD: "STANDARD", UpgradeChannel.EXTENDED: "EXTENDED"}
"""Source: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html"""


def control_plane(
    scope: Scope, spec: ClusterSpec, groups: Groups, *, network: NetworkOutputs, keys: KeysOutputs
) -> aws.eks.Cluster:
    """Declare the control plane.

    Who creates it administers it, by an access entry that EKS makes: without one, nothing could be
    put into a new cluster. The addresses of services are EKS's choice of two ranges, as they may
    not lie in the VPC.

    Sources: https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html,
    https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html
    """
    name = scope.physical(NAME)
    role = aws_roles.declare(scope, _role())
    key = keys.grant(scope, Purpose.CLUSTER, role, name=f"{ROLE}-key")
    public = [str(each) for each in spec.endpoint] if spec.endpoint != "private" else None
    log = _log(scope, spec, name, keys)
    return aws.eks.Cluster(
        scope.child("cluster"),
        name=name,
        version=spec.version,
        role_arn=role,
        upgrade_policy={"support_type": SUPPORT[spec.upgrade_channel]},
        access_config={
            "authentication_mode": "API",
            "bootstrap_cluster_creator_admin_permissions": True,
        },
        vpc_config={
            "subnet_ids": network.node_subnets,
            "security_group_ids": [groups.control],
            "endpoint_private_access": True,
            "endpoint_public_access": public is not None,
            "public_access_cidrs": public,
        },
        encryption_config={"provider": {"key_arn": key}, "resources": ["secrets"]},
        enabled_cluster_log_types=list(LOGS),
        bootstrap_self_managed_addons=False,
        deletion_protection=scope.env.protects_data,
        tags=scope.tags,
        opts=scope.opts(stateful=True, depends_on=[log]),
    )


def authority_of(cluster: aws.eks.Cluster) -> pulumi.Output[str]:
    """Return the certificate of the API's authority."""
    return cluster.certificate_authority.apply(lambda each: each.data or "")


def issuer_of(cluster: aws.eks.Cluster) -> pulumi.Output[str]:
    """Return who issues the tokens of service accounts."""
    return cluster.identities.apply(lambda each: ((each[0].oidcs or [])[0].issuer) or "")


def access_to(scope: Scope, cluster: aws.eks.Cluster) -> pulumi.Output[str]:
    """Return a kubeconfig for whoever AWS's own command line knows.

    Source: https://docs.aws.amazon.com/cli/latest/reference/eks/get-token.html
    """
    where = ("--region", scope.env.region, "--output", "json")
    return kubeconfig(
        name=cluster.name,
        server=cluster.endpoint,
        authority=authority_of(cluster),
        command="aws",
        arguments=("eks", "get-token", "--cluster-name", cluster.name, *where),
    )


def _role() -> Role:
    """Let EKS run the control plane.

    Its trust knows no condition: EKS takes the role on before the cluster exists.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html
    """
    service = {"Service": "eks.amazonaws.com"}
    trust = allow("ControlPlane", ["sts:AssumeRole"], principal=service)
    return Role(ROLE, trust, managed=["AmazonEKSClusterPolicy"])


def _log(scope: Scope, spec: ClusterSpec, name: str, keys: KeysOutputs) -> aws.cloudwatch.LogGroup:
    """Declare the log group that EKS writes to, before it makes one that nobody encrypts."""
    return aws.cloudwatch.LogGroup(
        scope.child("logs"),
        name=f"/aws/eks/{name}/cluster",
        kms_key_id=keys.ids[Purpose.LOGS],
        retention_in_days=spec.log_days,
        deletion_protection_enabled=scope.env.protects_data,
        tags=scope.tags,
        opts=scope.opts(stateful=True),
    )

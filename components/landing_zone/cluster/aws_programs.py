"""The roles of the programs in a cluster that call AWS, each for the pods of one account alone."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from landing_zone.baseline.aws import Statement, allow, arn, deny
from landing_zone.baseline.aws_pods import of_pods
from landing_zone.cluster import aws_roles
from landing_zone.cluster.aws_roles import Role
from landing_zone.core import Environment, Scope, after
from landing_zone.keys.aws_policy import within
from landing_zone.keys.spec import Purpose

NAMESPACE = "kube-system"

DISK_KEY_USE = (
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)
"""What making an encrypted volume needs of a key, besides granting it on to EC2.

Source: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
"""

LOOKING = (
    "autoscaling:DescribeAutoScalingGroups",
    "autoscaling:DescribeAutoScalingInstances",
    "autoscaling:DescribeLaunchConfigurations",
    "autoscaling:DescribeScalingActivities",
    "autoscaling:DescribeTags",
    "ec2:DescribeImages",
    "ec2:DescribeInstanceTypes",
    "ec2:DescribeLaunchTemplateVersions",
    "ec2:GetInstanceTypesFromInstanceRequirements",
)
SCALING = ("autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup")
"""What the cluster autoscaler does. Looking knows no resources in IAM, scaling does.

Sources:
https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md,
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2autoscaling.html
"""


@dataclass(frozen=True)
class Program:
    """A program with a role of its own."""

    part: str
    """Its role's part of the logical name."""
    account: str
    """Its service account, in `kube-system`."""
    managed: tuple[str, ...] = ()
    """AWS's own policies for it."""


NETWORK = Program("cni", "aws-node", ("AmazonEKS_CNI_Policy",))
DISKS = Program("ebs", "ebs-csi-controller-sa", ("service-role/AmazonEBSCSIDriverPolicy",))
FILES = Program("efs", "efs-csi-controller-sa", ("service-role/AmazonEFSCSIDriverPolicy",))
AUTOSCALER = Program("autoscaler", "cluster-autoscaler")
"""Source: https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html"""

PROGRAMS = (NETWORK, DISKS, FILES, AUTOSCALER)


def role_of(
    scope: Scope, program: Program, cluster: aws.eks.Cluster, disk_key: pulumi.Output[str]
) -> pulumi.Output[str]:
    """Declare the role of a program, and return its ARN, available once it may do its work."""
    own = {
        DISKS: lambda: encrypting(scope.env, disk_key),
        AUTOSCALER: lambda: scaling(scope.env, cluster.name),
    }
    trust = of_pods(scope.env, NAMESPACE, program.account, cluster=cluster.arn)
    statements = own[program]() if program in own else None
    return aws_roles.declare(scope, Role(program.part, trust, program.managed, statements))


def let_scale(scope: Scope, role: pulumi.Output[str], cluster: aws.eks.Cluster) -> pulumi.Resource:
    """Bind the autoscaler's role to its service account; what installs it names no role."""
    return aws.eks.PodIdentityAssociation(
        scope.child(f"{AUTOSCALER.part}-bound"),
        cluster_name=cluster.name,
        namespace=NAMESPACE,
        service_account=AUTOSCALER.account,
        role_arn=after(role, cluster),
        tags=scope.tags,
        opts=scope.opts(),
    )


def encrypting(env: Environment, key: pulumi.Output[str]) -> list[Statement]:
    """Return what keeps volumes encrypted: the use of our key, and no volume without one."""
    services = within(env, Purpose.CLUSTER)
    for_ec2 = {**services, "Bool": {"kms:GrantIsForAWSResource": "true"}}
    return [
        allow("UseKey", DISK_KEY_USE, key, when=services),
        allow("GrantKey", ["kms:CreateGrant"], key, when=for_ec2),
        deny("Plain", ["ec2:CreateVolume"], "*", when={"Bool": {"ec2:Encrypted": "false"}}),
    ]


def scaling(env: Environment, cluster: pulumi.Output[str]) -> list[Statement]:
    """Return what the autoscaler may do: look, and scale this cluster's groups alone."""
    owned = cluster.apply(
        lambda name: {
            "StringEquals": {f"aws:ResourceTag/k8s.io/cluster-autoscaler/{name}": "owned"}
        }
    )
    groups = arn(env, "autoscaling", "autoScalingGroup:*:autoScalingGroupName/*")
    nodes = cluster.apply(lambda name: arn(env, "eks", f"nodegroup/{name}/*/*"))
    here = {"StringEquals": {"aws:RequestedRegion": env.region}}
    return [
        allow("Look", LOOKING, "*", when=here),
        allow("LookAtNodes", ["eks:DescribeNodegroup"], nodes),
        {**allow("Scale", SCALING, groups), "Condition": owned},
    ]

"""What AWS's own policies allow, as far as something here is given them.

The list of each is its purpose in the account's own region, not every read of its document.

Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .statements import Statement

BY_AWS = re.compile(r"arn:[\w-]+:iam::aws:policy/(?:service-role/)?(?P<name>\w+)")

NODE_READS = (
    *("ec2:DescribeInstanceTypes", "ec2:DescribeInstances", "ec2:DescribeRouteTables"),
    *("ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVolumes"),
    *("ec2:DescribeVolumesModifications", "ec2:DescribeVpcs"),
)

POLICIES: Mapping[str, tuple[str, ...]] = {
    "AmazonEKSClusterPolicy": (
        *("ec2:AuthorizeSecurityGroupIngress", "ec2:CreateSecurityGroup", "ec2:CreateTags"),
        *("ec2:DeleteSecurityGroup", "ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces"),
        *("ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"),
        *("elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:DeleteLoadBalancer"),
        "kms:DescribeKey",
    ),
    "AmazonEKSWorkerNodePolicy": (
        *NODE_READS,
        *("eks:DescribeCluster", "eks-auth:AssumeRoleForPodIdentity"),
    ),
    "AmazonEKSWorkerNodeMinimalPolicy": ("eks-auth:AssumeRoleForPodIdentity",),
    "AmazonEC2ContainerRegistryPullOnly": (
        *("ecr:BatchGetImage", "ecr:BatchImportUpstreamImage", "ecr:GetAuthorizationToken"),
        "ecr:GetDownloadUrlForLayer",
    ),
    "AmazonEKS_CNI_Policy": (
        *("ec2:AssignPrivateIpAddresses", "ec2:AttachNetworkInterface"),
        *("ec2:CreateNetworkInterface", "ec2:CreateTags", "ec2:DeleteNetworkInterface"),
        *("ec2:DescribeInstanceTypes", "ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces"),
        *("ec2:DescribeSubnets", "ec2:DescribeTags", "ec2:DetachNetworkInterface"),
        *("ec2:ModifyNetworkInterfaceAttribute", "ec2:UnassignPrivateIpAddresses"),
    ),
    "AmazonEBSCSIDriverPolicy": (
        *("ec2:AttachVolume", "ec2:CreateSnapshot", "ec2:CreateTags", "ec2:CreateVolume"),
        *("ec2:DeleteSnapshot", "ec2:DeleteVolume", "ec2:DescribeAvailabilityZones"),
        *("ec2:DescribeInstances", "ec2:DescribeSnapshots", "ec2:DescribeVolumes"),
        *("ec2:DetachVolume", "ec2:ModifyVolume"),
    ),
    "AmazonEFSCSIDriverPolicy": (
        *("ec2:DescribeAvailabilityZones", "elasticfilesystem:CreateAccessPoint"),
        *("elasticfilesystem:DeleteAccessPoint", "elasticfilesystem:DescribeAccessPoints"),
        *("elasticfilesystem:DescribeFileSystems", "elasticfilesystem:DescribeMountTargets"),
        "elasticfilesystem:TagResource",
    ),
}


def managed(arn: object) -> Iterator[Statement]:
    """Yield what one of AWS's policies allows; nothing of one that is not known here."""
    found = BY_AWS.fullmatch(str(arn))
    actions = POLICIES.get(found["name"]) if found else None
    if found and actions:
        said = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
        yield Statement(said, f"AWS's policy {found['name']}")

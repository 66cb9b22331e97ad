"""What runs in every cluster, kept by EKS: which add-ons, in which versions, set how."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pulumi_aws as aws

from landing_zone.cluster import aws_programs
from landing_zone.cluster.aws_programs import DISKS, FILES, NETWORK, Program
from landing_zone.core import Scope, after

AGENT = "eks-pod-identity-agent"
PROXY = "kube-proxy"

EVERYWHERE = {
    "vpc-cni": "v1.22.3-eksbuild.1",
    AGENT: "v1.3.10-eksbuild.3",
    "coredns": "v1.13.2-eksbuild.4",
    "aws-ebs-csi-driver": "v1.57.1-eksbuild.1",
    "aws-efs-csi-driver": "v3.3.0-eksbuild.1",
    "aws-mountpoint-s3-csi-driver": "v2.5.0-eksbuild.1",
    "eks-node-monitoring-agent": "v1.6.2-eksbuild.1",
    "metrics-server": "v0.8.1-eksbuild.11",
}
VERSIONS: Mapping[str, Mapping[str, str]] = {
    "1.33": {**EVERYWHERE, PROXY: "v1.33.10-eksbuild.13"},
    "1.34": {**EVERYWHERE, PROXY: "v1.34.6-eksbuild.13"},
    "1.35": {**EVERYWHERE, PROXY: "v1.35.3-eksbuild.13"},
}
"""The version of each add-on, by the cluster's minor version, read 2026-11.

`aws eks describe-addon-versions --kubernetes-version 1.35` lists what there is.

Sources: https://docs.aws.amazon.com/eks/latest/userguide/managing-kube-proxy.html,
https://docs.aws.amazon.com/eks/latest/userguide/managing-coredns.html, and clusters of others at
1.33 to 1.35:
https://github.com/ministryofjustice/modernisation-platform-environments/pull/18214 (2026-08),
https://github.com/ministryofjustice/cloud-platform-infrastructure/pull/4678 (2026-07)
"""


@dataclass(frozen=True)
class Addon:
    """One add-on."""

    name: str
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """As the add-on's schema wants them: `aws eks describe-addon-configuration`."""
    program: Program | None = None
    """Which of its programs calls AWS, with a role of its own."""


BEFORE_NODES = (
    Addon(
        "vpc-cni",
        {
            "enableNetworkPolicy": "true",
            "env": {"ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1"},
        },
        NETWORK,
    ),
    Addon(PROXY),
    Addon(AGENT),
    Addon("eks-node-monitoring-agent"),
)
"""What a node needs in order to become ready, and what watches it; one pod on each.

Network policies are enforced by the network plugin; addresses come in blocks of 16, so that a
node has room for its pods.

Sources: https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html,
https://docs.aws.amazon.com/eks/latest/userguide/cni-increase-ip-addresses-procedure.html
"""

ON_NODES = (
    Addon("coredns", {"autoScaling": {"enabled": True, "minReplicas": 2, "maxReplicas": 10}}),
    Addon("metrics-server"),
    Addon("aws-ebs-csi-driver", program=DISKS),
    Addon("aws-efs-csi-driver", program=FILES),
    Addon("aws-mountpoint-s3-csi-driver"),
)
"""What needs nodes to run on. The driver for S3 has no role: it reads with that of the pod whose
volume says `authenticationSource: pod`.

Source: https://github.com/awslabs/mountpoint-s3-csi-driver/blob/main/docs/CONFIGURATION.md
"""


def addons(
    scope: Scope,
    those: Sequence[Addon],
    cluster: aws.eks.Cluster,
    *,
    version: str,
    disk_key: pulumi.Output[str],
    ready: Sequence[pulumi.Resource] = (),
) -> list[pulumi.Resource]:
    """Declare add-ons at the versions for the cluster's, each once its role may be taken.

    Their versions change after the cluster's. What people set by hand does not last.
    """
    name = after(cluster.name, cluster, *ready)
    return [
        aws.eks.Addon(
            scope.child(each.name),
            cluster_name=name,
            addon_name=each.name,
            addon_version=VERSIONS[version][each.name],
            configuration_values=json.dumps(each.settings) if each.settings else None,
            pod_identity_associations=_bound(scope, each, cluster, disk_key),
            resolve_conflicts_on_create="OVERWRITE",
            resolve_conflicts_on_update="OVERWRITE",
            tags=scope.tags,
            opts=scope.opts(),
        )
        for each in those
    ]


def _bound(
    scope: Scope, addon: Addon, cluster: aws.eks.Cluster, disk_key: pulumi.Output[str]
) -> Any:
    if addon.program is None:
        return None
    role = aws_programs.role_of(scope, addon.program, cluster, disk_key)
    return [{"role_arn": role, "service_account": addon.program.account}]

"""The values of the charts for fabrics, and for what adds nodes, by the cloud and the pools."""

from collections.abc import Mapping
from typing import Any

from landing_zone.gpu_runtime.demand import EVERYWHERE, Demand
from landing_zone.gpu_runtime.spec import GpuRuntimeSpec

ADDON_ACCOUNTS: Mapping[str, str] = {
    "af-south-1": "877085696533",
    "ap-east-1": "800184023465",
    "ap-southeast-3": "296578399912",
    "eu-south-1": "590381155156",
    "me-central-1": "759879836304",
    "me-south-1": "558608220178",
}
"""Whose registry has the images of EKS, where it is not `ADDON_ACCOUNT`'s.

Source: https://docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html
"""

ADDON_ACCOUNT = "602401143452"

AUTOSCALERS: Mapping[str, str] = {"1.33": "v1.33.0", "1.34": "v1.34.0", "1.35": "v1.35.0"}
"""The autoscaler's image for a minor version of Kubernetes, which it has to match.

Source: https://github.com/kubernetes/autoscaler/tree/master/cluster-autoscaler#releases
"""

AUTOSCALER = "cluster-autoscaler"
"""The service account in `kube-system` that the cluster gave a role to."""


def network_operator(demand: Demand, spec: GpuRuntimeSpec) -> dict[str, Any]:
    """Return the operator of InfiniBand's driver; which driver that is, its policy says."""
    del demand, spec
    return {
        "nfd": {"enabled": False, "deployNodeFeatureRules": True},
        "upgradeCRDs": True,
        "sriovNetworkOperator": {"enabled": False},
        "maintenanceOperator": {"enabled": False},
    }


def efa(demand: Demand, spec: GpuRuntimeSpec) -> dict[str, Any]:
    """Return the device plugin of EFA: on the pools' machine types, from the region's registry.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/node-efa.html
    """
    account = ADDON_ACCOUNTS.get(demand.region, ADDON_ACCOUNT)
    registry = spec.mirror or f"{account}.dkr.ecr.{demand.region}.amazonaws.com"
    machines = {each.choice.machine.name for each in demand.by(fabric="efa")}
    return {
        "image": {"repository": f"{registry}/eks/aws-efa-k8s-device-plugin"},
        "supportedInstanceLabels": {"values": sorted(machines)},
        "tolerations": [*EVERYWHERE],
        "resources": {"limits": {"cpu": "100m", "memory": "64Mi"}},
    }


def autoscaler(
    demand: Demand, spec: GpuRuntimeSpec, *, cluster: Any, image_tag: Any, idle: Any, ladder: Any
) -> dict[str, Any]:
    """Return what adds and removes nodes on EKS, a rung at a time.

    It asks no price list, which a private network does not reach. A node that only runs
    the cluster's own pods, or pods with scratch data, may go.

    Source: https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md

    Args:
        demand: the pools.
        spec: the runtime.
        cluster: the cluster's name, by which node groups are found.
        image_tag: one of `AUTOSCALERS`.
        idle: after how long an idle node goes, such as `10m`.
        ladder: which node groups come first.
    """
    return {
        "cloudProvider": "aws",
        "awsRegion": demand.region,
        "autoDiscovery": {"clusterName": cluster},
        "fullnameOverride": AUTOSCALER,
        "image": {"tag": image_tag},
        "rbac": {"serviceAccount": {"create": True, "name": AUTOSCALER}},
        "expanderPriorities": ladder,
        "extraArgs": {
            "expander": "priority",
            "aws-use-static-instance-list": True,
            "scale-down-unneeded-time": idle,
            "skip-nodes-with-local-storage": False,
            "skip-nodes-with-system-pods": False,
        },
        "replicaCount": 2,
        "resources": {
            "requests": {"cpu": "100m", "memory": "600Mi"},
            "limits": {"memory": "600Mi"},
        },
        "securityContext": {
            "runAsNonRoot": True,
            "runAsUser": 65534,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "containerSecurityContext": {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
            "readOnlyRootFilesystem": True,
        },
        "serviceMonitor": {"enabled": spec.service_monitors, "namespace": "kube-system"},
    }

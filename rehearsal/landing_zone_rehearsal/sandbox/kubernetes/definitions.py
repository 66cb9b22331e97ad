"""Which kinds an API server knows: those that a chart or a definition brought before.

https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object

RELEASE = "kubernetes:helm.sh:Release"
DEFINITION = "kubernetes:apiextensions.k8s.io:CustomResourceDefinition"

BROUGHT_BY: Mapping[str, tuple[str, ...]] = {
    "nvidia.com": ("gpu-operator",),
    "mellanox.com": ("network-operator",),
    "k8s.cni.cncf.io": ("network-operator",),
    "nfd.k8s-sigs.io": ("node-feature-discovery", "gpu-operator", "network-operator"),
    "resource.nvidia.com": ("dra-driver-nvidia-gpu", "gpu-operator"),
    "monitoring.coreos.com": ("kube-prometheus-stack",),
    "kueue.x-k8s.io": ("kueue",),
    "jobset.x-k8s.io": ("jobset",),
    "ray.io": ("kuberay-operator",),
    "cert-manager.io": ("cert-manager",),
}
"""The charts that bring the definitions of an API group; of other groups nothing is known."""

WANTS_MONITORS: Mapping[str, bool] = {"dcgm-exporter": True, "cluster-autoscaler": False}
"""Charts that fail where metrics are to be announced and nobody defined how, and whether they
announce them unless told otherwise.

https://github.com/NVIDIA/dcgm-exporter/blob/main/deployment/values.yaml
"""


def defined_nowhere(request: Request) -> Iterator[str]:
    """Yield that no chart or definition has brought the kind of an object yet."""
    _, group, kind = request.object.kind.split(":")
    if group in BROUGHT_BY and not _is_defined(request, group):
        yield (
            f'resource mapping not found for name: "{request.object.get("metadata.name")}": no'
            f' matches for kind "{kind}" in group "{group}"; ensure CRDs are installed first'
        )


def announced_to_nobody(request: Request) -> Iterator[str]:
    """Yield that a release announces its metrics in a way that the cluster does not know."""
    release = request.object
    default = WANTS_MONITORS.get(_chart(release), False)
    said = release.get("values.serviceMonitor.enabled")
    announces = default if said is None else bool(said)
    if announces and not _is_defined(request, "monitoring.coreos.com"):
        yield (
            "unable to build kubernetes objects from release manifest: resource mapping not found:"
            ' no matches for kind "ServiceMonitor" in version "monitoring.coreos.com/v1"; ensure'
            " CRDs are installed first"
        )


def _is_defined(request: Request, group: str) -> bool:
    account = request.object.account
    charts = {_chart(each) for each in request.world.of(RELEASE) if each.account == account}
    groups = {
        each.get("spec.group") for each in request.world.of(DEFINITION) if each.account == account
    }
    return bool(charts & set(BROUGHT_BY[group])) or group in groups


def _chart(release: Object) -> str:
    return str(release.get("chart") or "").rstrip("/").rpartition("/")[2]

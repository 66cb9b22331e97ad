"""Declares plain manifests as resources, named after what they are."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes

from landing_zone.core import Scope
from landing_zone.gpu_runtime.objects import Manifest

KINDS: Mapping[str, Any] = {
    "Namespace": kubernetes.core.v1.Namespace,
    "ConfigMap": kubernetes.core.v1.ConfigMap,
    "Service": kubernetes.core.v1.Service,
    "ServiceAccount": kubernetes.core.v1.ServiceAccount,
    "ResourceQuota": kubernetes.core.v1.ResourceQuota,
    "NetworkPolicy": kubernetes.networking.v1.NetworkPolicy,
    "DaemonSet": kubernetes.apps.v1.DaemonSet,
    "CronJob": kubernetes.batch.v1.CronJob,
    "PodDisruptionBudget": kubernetes.policy.v1.PodDisruptionBudget,
    "PriorityClass": kubernetes.scheduling.v1.PriorityClass,
    "StorageClass": kubernetes.storage.v1.StorageClass,
    "ClusterRole": kubernetes.rbac.v1.ClusterRole,
    "ClusterRoleBinding": kubernetes.rbac.v1.ClusterRoleBinding,
    "ValidatingAdmissionPolicy": kubernetes.admissionregistration.v1.ValidatingAdmissionPolicy,
    "ValidatingAdmissionPolicyBinding": (
        kubernetes.admissionregistration.v1.ValidatingAdmissionPolicyBinding
    ),
}
"""The SDK's class for a kind; any other is a custom resource."""


WORKLOADS = ("DaemonSet", "CronJob")


def declare(
    scope: Scope, manifests: Iterable[Manifest], awaited: Sequence[pulumi.Resource] = ()
) -> list[pulumi.Resource]:
    """Declare objects, each after its namespace, and workloads after what they are given to read.

    The last object comes after all others and is returned, so that whoever waits for it alone has
    waited for them all.

    Args:
        scope: whose children they are.
        manifests: the objects, namespaces before what is in them.
        awaited: what all of them come after.
    """
    spaces = dict[str, pulumi.Resource]()
    read, declared = list[pulumi.Resource](), list[pulumi.Resource]()
    objects = list(manifests)
    for manifest in objects:
        kind, metadata = manifest["kind"], manifest["metadata"]
        space = spaces.get(metadata.get("namespace", ""))
        own = [*([space] if space else []), *(read if kind in WORKLOADS else [])]
        first = [*awaited, *(declared if manifest is objects[-1] else own)]
        name = scope.child(_part(manifest))
        resource = _declared(name, manifest, scope.opts(depends_on=first))
        if kind == "Namespace":
            spaces[metadata["name"]] = resource
        elif kind not in WORKLOADS:
            read.append(resource)
        declared.append(resource)
    return declared[-1:]


def _declared(name: str, manifest: Manifest, opts: pulumi.ResourceOptions) -> pulumi.Resource:
    kind = KINDS.get(manifest["kind"])
    rest = {key: each for key, each in manifest.items() if key not in ("apiVersion", "kind")}
    if kind is not None:
        return kind(name, opts=opts, **{_snake(key): each for key, each in rest.items()})
    return kubernetes.apiextensions.CustomResource(
        name,
        api_version=manifest["apiVersion"],
        kind=manifest["kind"],
        opts=opts,
        **rest,
    )


def _part(manifest: Manifest) -> str:
    metadata = manifest["metadata"]
    kind = _snake(manifest["kind"]).replace("_", "-")
    return "-".join(filter(None, (kind, metadata.get("namespace"), metadata["name"])))


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()

"""The Kubernetes objects of the runtime, as plain manifests that any API server takes."""

from typing import Any, TypeAlias

Manifest: TypeAlias = dict[str, Any]
"""`apiVersion`, `kind`, `metadata` and the rest, in Kubernetes' own words."""

RUNTIME = "gpu-runtime"
"""The namespace of what works on nodes: its pods are privileged."""

UPKEEP = "gpu-upkeep"
"""The namespace of what only talks to the API: its pods are restricted."""

SYSTEM = "kube-system"

MANAGED = {"app.kubernetes.io/managed-by": "landing-zone"}


def manifest(api: str, kind: str, name: str, namespace: str | None = None, **rest: Any) -> Manifest:
    """Return an object; labels and annotations may be given among the rest."""
    labels = {**MANAGED, **rest.pop("labels", {})}
    metadata: dict[str, Any] = {"name": name, "labels": labels}
    if annotations := rest.pop("annotations", None):
        metadata["annotations"] = annotations
    if namespace:
        metadata["namespace"] = namespace
    return {"apiVersion": api, "kind": kind, "metadata": metadata, **rest}


def config_map(name: str, data: dict[str, Any], namespace: str = RUNTIME) -> Manifest:
    """Return files for pods to read."""
    return manifest("v1", "ConfigMap", name, namespace, data=data)

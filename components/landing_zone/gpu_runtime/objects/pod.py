"""What the runtime's own pods have in common."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from landing_zone.gpu_runtime.demand import EVERYWHERE, Served, on_nodes_of
from landing_zone.gpu_runtime.objects import RUNTIME, Manifest, manifest

READ = "landing-zone/read"
"""The digest of what a daemon reads when it starts."""

PRIVILEGED = {"privileged": True}

UNPRIVILEGED = {
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "readOnlyRootFilesystem": True,
}

FILTERED_POD = {"seccompProfile": {"type": "RuntimeDefault"}}
"""Fewer calls of the kernel, for what has to be root besides; privileged containers have all."""

RESTRICTED_POD = {
    **FILTERED_POD,
    "runAsNonRoot": True,
    "runAsUser": 65534,
    "runAsGroup": 65534,
}
"""Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted"""


def resources(cpu: str, memory: str, **more: str) -> dict[str, Any]:
    """Return requests and limits; the processor is not limited."""
    return {
        "requests": {"cpu": cpu, "memory": memory, **more},
        "limits": {"memory": memory, **more},
    }


def host_volume(name: str, path: str) -> dict[str, Any]:
    """Return a directory of the node as a volume."""
    return {"name": name, "hostPath": {"path": path}}


def daemon(name: str, pools: Iterable[Served], pod: Mapping[str, Any], read: str = "") -> Manifest:
    """Return a pod on every node of some pools, in spite of any taint.

    Args:
        name: what it is called.
        pools: on whose nodes it runs.
        pod: what is special about it.
        read: what it reads when it starts: another text starts it again.
    """
    labels = {"app.kubernetes.io/name": name}
    metadata: dict[str, Any] = {"labels": labels}
    if read:
        metadata["annotations"] = {READ: sha256(read.encode()).hexdigest()[:16]}
    spec = {
        "automountServiceAccountToken": "serviceAccountName" in pod,
        "securityContext": FILTERED_POD,
        "priorityClassName": "system-node-critical",
        "tolerations": [*EVERYWHERE],
        "affinity": {"nodeAffinity": on_nodes_of(pools)},
        **pod,
    }
    return manifest(
        "apps/v1",
        "DaemonSet",
        name,
        RUNTIME,
        spec={
            "selector": {"matchLabels": labels},
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "10%"}},
            "template": {"metadata": metadata, "spec": spec},
        },
    )


def waiting(image: str) -> dict[str, Any]:
    """Return a container that does nothing, after others have prepared a node."""
    return {
        "name": "pause",
        "image": image,
        "resources": resources("1m", "8Mi"),
        "securityContext": UNPRIVILEGED,
    }

"""What the runtime's own pods have in common."""

from collections.abc import Iterable, Mapping
from typing import Any

from landing_zone.gpu_runtime.demand import EVERYWHERE, Served, on_nodes_of
from landing_zone.gpu_runtime.objects import RUNTIME, Manifest, manifest

PRIVILEGED = {"privileged": True}

CONFINED = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}

UNPRIVILEGED = {**CONFINED, "readOnlyRootFilesystem": True}

RESTRICTED_POD = {
    "runAsNonRoot": True,
    "runAsUser": 65534,
    "runAsGroup": 65534,
    "seccompProfile": {"type": "RuntimeDefault"},
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


def daemon(name: str, pools: Iterable[Served], pod: Mapping[str, Any]) -> Manifest:
    """Return a pod on every node of some pools, in spite of any taint."""
    labels = {"app.kubernetes.io/name": name}
    spec = {
        "automountServiceAccountToken": "serviceAccountName" in pod,
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
            "template": {"metadata": {"labels": labels}, "spec": spec},
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

"""What is done once on a node itself, by a script that runs in the node's own namespaces."""

from collections.abc import Iterable
from typing import Any

from landing_zone.gpu_runtime.demand import Served
from landing_zone.gpu_runtime.images import image
from landing_zone.gpu_runtime.objects import Manifest
from landing_zone.gpu_runtime.objects.pod import PRIVILEGED, daemon, resources, waiting
from landing_zone.gpu_runtime.spec import GpuRuntimeSpec


def prepared(name: str, pools: Iterable[Served], script: str, spec: GpuRuntimeSpec) -> Manifest:
    """Return what runs a script on every node of some pools, when it is there."""
    pod = {
        "hostPID": True,
        "initContainers": [on_the_node(script, spec)],
        "containers": [waiting(image("pause", spec.mirror))],
    }
    return daemon(name, pools, pod)


def on_the_node(script: str, spec: GpuRuntimeSpec) -> dict[str, Any]:
    """Return a container that runs a script by the node's shell, among the node's files."""
    return {
        "name": "prepare",
        "image": image("python", spec.mirror),
        "command": ["nsenter", "--target=1", "--mount", "--net", "--", "sh", "-c", script],
        "resources": resources("10m", "64Mi"),
        "securityContext": PRIVILEGED,
    }

"""What keeps nodes sound: a detector of broken accelerators, and what drains nodes that are due."""

import json
from collections.abc import Iterator

from landing_zone.core import Cloud
from landing_zone.gpu_runtime.demand import Demand, Served
from landing_zone.gpu_runtime.faults import REPAIRS_ITSELF, conditions, detector_config
from landing_zone.gpu_runtime.images import image
from landing_zone.gpu_runtime.objects import RUNTIME, UPKEEP, Manifest, config_map, manifest
from landing_zone.gpu_runtime.objects.pod import (
    PRIVILEGED,
    RESTRICTED_POD,
    UNPRIVILEGED,
    daemon,
    host_volume,
    resources,
)
from landing_zone.gpu_runtime.programs import source
from landing_zone.gpu_runtime.spec import GpuRuntimeSpec

DETECTOR, PROGRAM = "accelerator-monitor", "node-upkeep"

EVERY_TEN_MINUTES = "*/10 * * * *"

ENDS_RUNS_ITSELF = (Cloud.GCP,)
"""Where the node pool has a longest run of its own.

Source: https://cloud.google.com/compute/docs/instances/limit-vm-runtime
"""


def watched(demand: Demand, spec: GpuRuntimeSpec) -> tuple[Served, ...]:
    """Return the pools whose nodes are looked at by us, as the cloud does not."""
    return demand.by("nvidia") if spec.repair and demand.cloud not in REPAIRS_ITSELF else ()


def longest_runs(demand: Demand) -> dict[str, int]:
    """Return the pools whose nodes we drain after some hours."""
    if demand.cloud in ENDS_RUNS_ITSELF:
        return {}
    runs = {each.name: each.spec.max_run_hours for each in demand.pools}
    return {name: hours for name, hours in runs.items() if hours is not None}


def detector(demand: Demand, spec: GpuRuntimeSpec) -> Iterator[Manifest]:
    """Yield what reads the kernel's log on every node, and says so on the node.

    It may write nothing but conditions of nodes and events.

    Source: https://github.com/kubernetes/node-problem-detector/tree/master/deployment
    """
    pools = watched(demand, spec)
    if not pools:
        return
    config = detector_config()
    yield config_map(DETECTOR, {"xid.json": config})
    yield from _identity(
        DETECTOR,
        RUNTIME,
        [
            {"apiGroups": [""], "resources": ["nodes"], "verbs": ["get"]},
            {"apiGroups": [""], "resources": ["nodes/status"], "verbs": ["patch"]},
            {"apiGroups": [""], "resources": ["events"], "verbs": ["create", "patch", "update"]},
        ],
    )
    name = {"name": "NODE_NAME", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}}
    container = {
        "name": "detector",
        "image": image("node-problem-detector", spec.mirror),
        "command": ["/node-problem-detector"],
        "args": ["--logtostderr", "--config.system-log-monitor=/config/xid.json"],
        "env": [name],
        "resources": resources("10m", "80Mi"),
        "securityContext": PRIVILEGED,
        "volumeMounts": [
            {"name": "log", "mountPath": "/dev/kmsg", "readOnly": True},
            {"name": "config", "mountPath": "/config", "readOnly": True},
        ],
    }
    volumes = [host_volume("log", "/dev/kmsg"), {"name": "config", "configMap": {"name": DETECTOR}}]
    pod = {"serviceAccountName": DETECTOR, "containers": [container], "volumes": volumes}
    yield daemon(DETECTOR, pools, pod, read=config)


def drainer(demand: Demand, spec: GpuRuntimeSpec) -> Iterator[Manifest]:
    """Yield what drains broken nodes and those that have run long enough, where the cloud won't.

    It may look at nodes and pods, mark nodes and ask for evictions, and nothing else.
    """
    runs, broken = longest_runs(demand), watched(demand, spec)
    if not runs and not broken:
        return
    rules = {
        "conditions": list(conditions(demand.cloud)) if broken else [],
        "max_run_hours": runs,
    }
    files = {"upkeep.py": source("upkeep"), "rules.json": json.dumps(rules)}
    yield config_map(PROGRAM, files, UPKEEP)
    yield from _identity(
        PROGRAM,
        UPKEEP,
        [
            {"apiGroups": [""], "resources": ["nodes"], "verbs": ["list", "patch"]},
            {"apiGroups": [""], "resources": ["pods"], "verbs": ["list"]},
            {"apiGroups": [""], "resources": ["pods/eviction"], "verbs": ["create"]},
        ],
    )
    container = {
        "name": "upkeep",
        "image": image("python", spec.mirror),
        "command": ["python", "/program/upkeep.py", "/program/rules.json"],
        "resources": resources("10m", "64Mi"),
        "securityContext": UNPRIVILEGED,
        "volumeMounts": [{"name": "program", "mountPath": "/program", "readOnly": True}],
    }
    pod = {
        "serviceAccountName": PROGRAM,
        "restartPolicy": "Never",
        "securityContext": RESTRICTED_POD,
        "containers": [container],
        "volumes": [{"name": "program", "configMap": {"name": PROGRAM}}],
    }
    job = {
        "backoffLimit": 0,
        "activeDeadlineSeconds": 540,
        "ttlSecondsAfterFinished": 86400,
        "template": {"metadata": {"labels": {"app.kubernetes.io/name": PROGRAM}}, "spec": pod},
    }
    yield manifest(
        "batch/v1",
        "CronJob",
        PROGRAM,
        UPKEEP,
        spec={
            "schedule": EVERY_TEN_MINUTES,
            "concurrencyPolicy": "Forbid",
            "successfulJobsHistoryLimit": 1,
            "failedJobsHistoryLimit": 3,
            "jobTemplate": {"spec": job},
        },
    )


def _identity(name: str, namespace: str, rules: list[dict[str, list[str]]]) -> Iterator[Manifest]:
    api, group = "rbac.authorization.k8s.io/v1", "rbac.authorization.k8s.io"
    full = f"landing-zone-{name}"
    yield manifest("v1", "ServiceAccount", name, namespace)
    yield manifest(api, "ClusterRole", full, rules=rules)
    yield manifest(
        api,
        "ClusterRoleBinding",
        full,
        roleRef={"apiGroup": group, "kind": "ClusterRole", "name": full},
        subjects=[{"kind": "ServiceAccount", "name": name, "namespace": namespace}],
    )

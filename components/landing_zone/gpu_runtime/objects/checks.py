"""A check of each pool that can be run at will: the driver answers, and the fabric is fast.

`kubectl -n gpu-runtime create job --from=cronjob/check-train check-now` runs it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from landing_zone.gpu_pool.sharing import Sharing
from landing_zone.gpu_pool.spec import Fabric
from landing_zone.gpu_runtime.bandwidth import floor_gigabytes_s
from landing_zone.gpu_runtime.demand import Demand, Served
from landing_zone.gpu_runtime.images import ImageName, image
from landing_zone.gpu_runtime.objects import (
    RUNTIME,
    Manifest,
    attachment,
    config_map,
    manifest,
)
from landing_zone.gpu_runtime.objects.pod import FILTERED_POD, UNPRIVILEGED, host_volume, resources
from landing_zone.gpu_runtime.objects.tenancy import priority_name
from landing_zone.gpu_runtime.programs import source
from landing_zone.gpu_runtime.spec import GpuRuntimeSpec

HOME = "/tmp"  # noqa: S108 (the pod's own)
"""The one directory that a check writes to."""

PROGRAM = "check-programs"

NEVER_DUE = "0 0 1 1 *"
"""A schedule is demanded of a `CronJob`; this one is suspended."""

PORT = 29400

MESSAGE_GIB = 16
"""How much is reduced at once, as when the floors were measured; less does not fill a fabric.

Source: https://github.com/NVIDIA/aicr/blob/main/recipes/overlays/h100-aks-training.yaml
"""

ASKS: Mapping[str, str] = {
    "nvidia": "PATH=$PATH:/usr/local/nvidia/bin"
    " LD_LIBRARY_PATH=$LD_LIBRARY_PATH:/usr/local/nvidia/lib64 nvidia-smi",
    "aws": "test -e /dev/neuron0",
    "google": "ls /dev/accel* /dev/vfio/* 2>/dev/null | grep -q .",
    "amd": "test -e /dev/kfd",
}
"""Whether the accelerator's driver answers, as a command; GKE mounts NVIDIA's off the search path.

Source: https://cloud.google.com/kubernetes-engine/docs/how-to/gpus#cuda
"""

ASKED_WITH: Mapping[str, ImageName] = {"nvidia": "cuda"}
"""The image that has the command, where it is not the one with a shell."""


def name(pool: Served) -> str:
    """Return the name of a pool's check."""
    return f"check-{pool.name}"


def program() -> Manifest:
    """Return what the checks run."""
    return config_map(PROGRAM, {"all_reduce.py": source("all_reduce")})


def check(pool: Served, spec: GpuRuntimeSpec, scheduling: Mapping[str, Any]) -> Iterator[Manifest]:
    """Yield the check of a pool.

    Args:
        pool: the pool.
        spec: the runtime.
        scheduling: what pods say to run on the pool, `nodeSelector` and `tolerations`.
    """
    nodes = _nodes(pool)
    labels = {"app.kubernetes.io/name": name(pool)}
    template: dict[str, Any] = {
        "metadata": {
            "labels": labels,
            "annotations": attachment.annotations(pool) if nodes > 1 else {},
        },
        "spec": {
            **scheduling,
            "automountServiceAccountToken": False,
            "securityContext": FILTERED_POD,
            "restartPolicy": "Never",
            "priorityClassName": priority_name(pool.spec.purpose),
            **_containers(pool, spec, nodes),
        },
    }
    if nodes > 1:
        apart = {"labelSelector": {"matchLabels": labels}, "topologyKey": "kubernetes.io/hostname"}
        template["spec"]["subdomain"] = name(pool)
        template["spec"]["affinity"] = {
            "podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [apart]}
        }
        yield _rendezvous(pool, labels)
    job = {
        "completions": nodes,
        "parallelism": nodes,
        "completionMode": "Indexed",
        "backoffLimit": 0,
        "activeDeadlineSeconds": 3600,
        "ttlSecondsAfterFinished": 86400,
        "template": template,
    }
    yield manifest(
        "batch/v1",
        "CronJob",
        name(pool),
        RUNTIME,
        spec={"schedule": NEVER_DUE, "suspend": True, "jobTemplate": {"spec": job}},
    )


def quota(demand: Demand) -> Iterator[Manifest]:
    """Yield that the checks may have what they take, all at once, and nothing else there any."""
    taken = Counter[str]()
    for pool in demand.pools:
        taken[pool.resource] += _asked(pool) * _nodes(pool)
    if taken:
        hard = {f"requests.{resource}": str(number) for resource, number in taken.items()}
        yield manifest("v1", "ResourceQuota", "accelerators", RUNTIME, spec={"hard": hard})


def across(pool: Served) -> bool:
    """Whether the check measures the way between two nodes."""
    apart = pool.spec.fabric is not Fabric.NONE and pool.spec.max_nodes > 1
    return apart and pool.vendor == "nvidia"


def _rendezvous(pool: Served, labels: Mapping[str, str]) -> Manifest:
    spec = {"clusterIP": "None", "selector": dict(labels), "publishNotReadyAddresses": True}
    return manifest("v1", "Service", name(pool), RUNTIME, spec=spec)


def _containers(pool: Served, spec: GpuRuntimeSpec, nodes: int) -> dict[str, Any]:
    """Return the containers: the driver is asked first, then the fabric is measured."""
    all_of_it = {pool.resource: str(_asked(pool))}
    ask = {
        "name": "driver",
        "image": image(ASKED_WITH.get(pool.vendor, "python"), spec.mirror),
        "command": ["sh", "-c", ASKS[pool.vendor]],
        "resources": resources("100m", "128Mi", **all_of_it),
        "securityContext": UNPRIVILEGED,
    }
    if nodes == 1:
        return {"containers": [ask]}
    mounts, volumes = _shared(pool)
    measure: dict[str, Any] = {
        "name": "all-reduce",
        "image": image(attachment.TORCH.get(pool.fabric, "pytorch"), spec.mirror),
        "command": ["bash", "-c", attachment.PRELUDES[pool.fabric] + _launch(pool, nodes)],
        "env": _environment(pool),
        "resources": resources("4", "32Gi", **all_of_it, **attachment.asks(pool)),
        "volumeMounts": mounts,
        "securityContext": attachment.PRIVILEGES.get(pool.fabric, UNPRIVILEGED),
    }
    return {
        "initContainers": [ask, *attachment.receiver(pool, spec)],
        "containers": [measure],
        "volumes": volumes,
    }


def _nodes(pool: Served) -> int:
    return 2 if across(pool) else 1


def _asked(pool: Served) -> int:
    """Return how many accelerators the check takes: all, or one where several pods share them."""
    return pool.advertised if pool.spec.sharing == Sharing() else 1


def _launch(pool: Served, nodes: int) -> str:
    return (
        f"exec torchrun --nnodes={nodes} --nproc-per-node={pool.advertised} --node-rank=$INDEX"
        f" --master-addr=$JOB-0.{name(pool)} --master-port={PORT} /program/all_reduce.py"
    )


def _environment(pool: Served) -> list[dict[str, Any]]:
    fields = {
        "JOB": "metadata.labels['batch.kubernetes.io/job-name']",
        "INDEX": "metadata.annotations['batch.kubernetes.io/job-completion-index']",
    }
    least = floor_gigabytes_s(pool.choice.machine, past_kernel=bool(pool.fabric))
    fits = int(pool.choice.accelerator.memory_gib) // 4
    said = [
        {"name": "HOME", "value": HOME},
        {"name": "FLOOR_GIGABYTES_S", "value": str(least)},
        {"name": "MESSAGE_GIB", "value": str(min(MESSAGE_GIB, fits))},
    ]
    own = [
        {"name": variable, "valueFrom": {"fieldRef": {"fieldPath": path}}}
        for variable, path in fields.items()
    ]
    return [*own, *said]


def _shared(pool: Served) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the mounts and volumes: the program, memory, and what GKE installed on the node."""
    mounts = [
        {"name": "program", "mountPath": "/program", "readOnly": True},
        {"name": "memory", "mountPath": "/dev/shm"},  # noqa: S108 (the pod's own)
        {"name": "files", "mountPath": HOME},
    ]
    volumes = [
        {"name": "program", "configMap": {"name": PROGRAM}},
        {"name": "memory", "emptyDir": {"medium": "Memory", "sizeLimit": "16Gi"}},
        {"name": "files", "emptyDir": {"sizeLimit": "1Gi"}},
    ]
    for volume, path, where in attachment.ON_THE_NODE.get(pool.fabric, ()):
        mounts.append({"name": volume, "mountPath": where})
        volumes.append(host_volume(volume, path) if path else {"name": volume, "emptyDir": {}})
    return mounts, volumes

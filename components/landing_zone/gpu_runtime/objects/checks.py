"""A check of each pool that can be run at will: the driver answers, and the fabric is fast.

`kubectl -n gpu-runtime create job --from=cronjob/check-train check-now` runs it.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from landing_zone.gpu_pool import gke
from landing_zone.gpu_pool.spec import Fabric
from landing_zone.gpu_runtime.bandwidth import floor_gigabytes_s
from landing_zone.gpu_runtime.demand import Served
from landing_zone.gpu_runtime.images import ImageName, image
from landing_zone.gpu_runtime.objects import RUNTIME, Manifest, config_map, manifest
from landing_zone.gpu_runtime.objects.fabric import INFINIBAND
from landing_zone.gpu_runtime.objects.pod import PRIVILEGED, host_volume, resources
from landing_zone.gpu_runtime.objects.tenancy import priority_name
from landing_zone.gpu_runtime.programs import source
from landing_zone.gpu_runtime.spec import GpuRuntimeSpec

PROGRAM = "check-programs"

NEVER_DUE = "0 0 1 1 *"
"""A schedule is demanded of a `CronJob`; this one is suspended."""

PORT = 29400

ASKS: Mapping[str, str] = {
    "nvidia": "nvidia-smi",
    "aws": "test -e /dev/neuron0",
    "google": "ls /dev/accel* /dev/vfio/* 2>/dev/null | grep -q .",
    "amd": "test -e /dev/kfd",
}
"""Whether the accelerator's driver answers, as a command."""

ASKED_WITH: Mapping[str, ImageName] = {"nvidia": "cuda"}
"""The image that has the command, where it is not the one with a shell."""

PRELUDES: Mapping[str, str] = {
    "": "",
    "efa": "export FI_PROVIDER=efa LD_LIBRARY_PATH="
    "/opt/amazon/aws-ofi-nccl/lib:/opt/amazon/efa/lib:$LD_LIBRARY_PATH; ",
    "tcpx": "export LD_LIBRARY_PATH=/usr/local/nvidia/lib64:$LD_LIBRARY_PATH"
    " NCCL_SOCKET_IFNAME=eth0 NCCL_GPUDIRECTTCPX_CTRL_DEV=eth0"
    " NCCL_GPUDIRECTTCPX_SOCKET_IFNAME=eth1,eth2,eth3,eth4 NCCL_ALGO=Ring NCCL_PROTO=Simple"
    " NCCL_CROSS_NIC=0 NCCL_NET_GDR_LEVEL=PIX NCCL_P2P_PXN_LEVEL=0"
    " NCCL_GPUDIRECTTCPX_UNIX_CLIENT_PREFIX=/run/tcpx; ",
    "tcpxo": "export NCCL_LIB_DIR=/usr/local/nvidia/lib64"
    " NCCL_FASTRAK_LLCM_DEVICE_DIRECTORY=/dev/aperture_devices"
    " LD_LIBRARY_PATH=/usr/local/nvidia/lib64:$LD_LIBRARY_PATH;"
    " . /usr/local/nvidia/lib64/nccl-env-profile.sh; ",
    "roce": "export LD_LIBRARY_PATH=/usr/local/nvidia/lib64:$LD_LIBRARY_PATH;"
    " . /usr/local/gib/scripts/set_nccl_env.sh; ",
    "infiniband": "export NCCL_IB_PCI_RELAXED_ORDERING=1; ",
}
"""What NCCL is told before it starts, by fabric.

Sources: https://docs.aws.amazon.com/eks/latest/userguide/node-efa.html,
https://cloud.google.com/kubernetes-engine/docs/how-to/gpu-bandwidth-gpudirect-tcpx,
https://cloud.google.com/ai-hypercomputer/docs/create/gke-ai-hypercompute-custom
"""


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
    nodes = 2 if across(pool) else 1
    labels = {"app.kubernetes.io/name": name(pool)}
    template: dict[str, Any] = {
        "metadata": {"labels": labels, "annotations": _annotations(pool)},
        "spec": {
            **scheduling,
            "automountServiceAccountToken": False,
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


def across(pool: Served) -> bool:
    """Whether the check measures the way between two nodes."""
    apart = pool.spec.fabric is not Fabric.NONE and pool.spec.max_nodes > 1
    return apart and pool.vendor == "nvidia"


def _rendezvous(pool: Served, labels: Mapping[str, str]) -> Manifest:
    spec = {"clusterIP": "None", "selector": dict(labels), "publishNotReadyAddresses": True}
    return manifest("v1", "Service", name(pool), RUNTIME, spec=spec)


def _containers(pool: Served, spec: GpuRuntimeSpec, nodes: int) -> dict[str, Any]:
    """Return the containers: the driver is asked first, then the fabric is measured."""
    all_of_it = {pool.resource: str(pool.advertised)}
    ask = {
        "name": "driver",
        "image": image(ASKED_WITH.get(pool.vendor, "python"), spec.mirror),
        "command": ["sh", "-c", ASKS[pool.vendor]],
        "resources": resources("100m", "128Mi", **all_of_it),
    }
    if nodes == 1:
        return {"containers": [ask]}
    mounts, volumes = _shared(pool)
    measure: dict[str, Any] = {
        "name": "all-reduce",
        "image": image("pytorch", spec.mirror),
        "command": ["bash", "-c", PRELUDES[pool.fabric] + _launch(pool, nodes)],
        "env": _environment(pool),
        "resources": resources("4", "32Gi", **all_of_it, **_interfaces(pool)),
        "volumeMounts": mounts,
    }
    if pool.fabric == "infiniband":
        measure["securityContext"] = {"capabilities": {"add": ["IPC_LOCK"]}}
    if pool.fabric in ("tcpx", "tcpxo", "roce"):
        measure["securityContext"] = PRIVILEGED
    return {
        "initContainers": [ask, *_receiver(pool, spec)],
        "containers": [measure],
        "volumes": volumes,
    }


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
    floor = {"name": "FLOOR_GIGABYTES_S", "value": str(floor_gigabytes_s(pool.choice.machine))}
    own = [
        {"name": variable, "valueFrom": {"fieldRef": {"fieldPath": path}}}
        for variable, path in fields.items()
    ]
    return [*own, floor]


def _interfaces(pool: Served) -> dict[str, str]:
    """Return what else a container asks for, to use the fabric."""
    if pool.fabric == "efa":
        cards = str(pool.choice.machine.interfaces)
        return {"vpc.amazonaws.com/efa": cards, "hugepages-2Mi": "5120Mi"}
    return {INFINIBAND: "1"} if pool.fabric == "infiniband" else {}


def _annotations(pool: Served) -> dict[str, str]:
    """Return how GKE connects a pod to the accelerators' networks; nothing elsewhere."""
    cards = gke.interfaces(pool.spec, pool.choice) if pool.choice.machine.cloud == "gcp" else []
    if not cards or not across(pool):
        return {}
    listed = [{"interfaceName": "eth0", "network": "default"}]
    for n, card in enumerate(cards, 1):
        listed.append({"interfaceName": f"eth{n}", "network": card.object(pool.name)})
    return {
        "networking.gke.io/default-interface": "eth0",
        "networking.gke.io/interfaces": json.dumps(listed),
    }


def _shared(pool: Served) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the mounts and volumes: the program, memory, and what GKE installed on the node."""
    mounts = [
        {"name": "program", "mountPath": "/program", "readOnly": True},
        {"name": "memory", "mountPath": "/dev/shm"},  # noqa: S108 (the pod's own)
    ]
    volumes = [
        {"name": "program", "configMap": {"name": PROGRAM}},
        {"name": "memory", "emptyDir": {"medium": "Memory", "sizeLimit": "16Gi"}},
    ]
    for volume, path, where in ON_THE_NODE.get(pool.fabric, ()):
        mounts.append({"name": volume, "mountPath": where})
        volumes.append(host_volume(volume, path) if path else {"name": volume, "emptyDir": {}})
    return mounts, volumes


ON_THE_NODE: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "tcpx": (
        ("driver", "/home/kubernetes/bin/nvidia", "/usr/local/nvidia"),
        ("socket", "", "/run/tcpx"),
    ),
    "tcpxo": (
        ("driver", "/home/kubernetes/bin/nvidia", "/usr/local/nvidia"),
        ("apertures", "/dev/aperture_devices", "/dev/aperture_devices"),
        ("sys", "/sys", "/hostsysfs"),
        ("proc-sys", "/proc/sys", "/hostprocsysfs"),
    ),
    "roce": (
        ("driver", "/home/kubernetes/bin/nvidia", "/usr/local/nvidia"),
        ("gib", "/home/kubernetes/bin/gib", "/usr/local/gib"),
    ),
}
"""What a pod mounts to use a fabric of GKE: name, the node's path, the pod's."""

RECEIVERS: Mapping[str, tuple[ImageName, str]] = {
    "tcpx": (
        "tcpx-receiver",
        "/tcpgpudmarxd/build/app/tcpgpudmarxd --gpu_nic_preset a3vm --gpu_shmem_type fd"
        " --uds_path /run/tcpx --setup_param '--verbose 128 2 0'",
    ),
    "tcpxo": (
        "tcpxo-receiver",
        "chmod 755 /fts/entrypoint_rxdm_container.sh;"
        " /fts/entrypoint_rxdm_container.sh --num_hops=2 --num_nics=8 --uid= --alsologtostderr",
    ),
}
"""What receives beside the program on GKE, and ends with it."""


def _receiver(pool: Served, spec: GpuRuntimeSpec) -> list[dict[str, Any]]:
    if pool.fabric not in RECEIVERS:
        return []
    of, command = RECEIVERS[pool.fabric]
    mounts = [{"name": volume, "mountPath": where} for volume, _, where in ON_THE_NODE[pool.fabric]]
    return [
        {
            "name": "receiver",
            "image": image(of, spec.mirror),
            "restartPolicy": "Always",
            "command": ["sh", "-c", command],
            "env": [{"name": "LD_LIBRARY_PATH", "value": "/usr/local/nvidia/lib64"}],
            "resources": resources("1", "1Gi"),
            "securityContext": PRIVILEGED,
            "volumeMounts": mounts,
        }
    ]

"""What each node of a pool is on Google Cloud: machine, accelerators, disks and identity."""

from typing import Any

from pulumi_gcp import container

from landing_zone.gpu_pool import nodes
from landing_zone.gpu_pool.gcp_capacity import Terms
from landing_zone.gpu_pool.gcp_pool import HYPERDISK, Pool, local_disk_count
from landing_zone.gpu_pool.gke import class_labels, class_taints
from landing_zone.gpu_pool.sharing import Sharing
from landing_zone.gpu_pool.spec import Driver, Fabric, NvmeUse, Taint

Config = container.NodePoolNodeConfigArgsDict

IMAGES = {Driver.CLOUD: "COS_CONTAINERD", Driver.OPERATOR: "UBUNTU_CONTAINERD"}
"""NVIDIA's operator installs drivers on Ubuntu alone.

Source: https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/google-gke.html
"""

DRIVERS = {Driver.CLOUD: "DEFAULT", Driver.OPERATOR: "INSTALLATION_DISABLED"}
"""Source: https://cloud.google.com/kubernetes-engine/docs/how-to/gpus"""

OPERATOR_LABELS = {"gke-no-default-nvidia-gpu-device-plugin": "true"}
"""What keeps GKE's own device plugin off nodes that have NVIDIA's.

Source: https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/google-gke.html
"""

EFFECTS = {
    "NoSchedule": "NO_SCHEDULE",
    "PreferNoSchedule": "PREFER_NO_SCHEDULE",
    "NoExecute": "NO_EXECUTE",
}


def node_config(pool: Pool, code: str, terms: Terms) -> Config:
    """Return what GKE makes a rung's nodes of.

    They act as the cluster's nodes do, which may read no data. Pods see GKE's metadata server
    alone. Secure Boot is off where NVIDIA's operator builds a driver, which nobody signs.

    Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster,
    https://cloud.google.com/kubernetes-engine/docs/how-to/shielded-gke-nodes
    """
    spec, machine, place = pool.spec, pool.choice.machine, pool.cluster.place
    config: dict[str, Any] = {
        "machine_type": machine.name,
        "image_type": IMAGES[spec.driver],
        "disk_type": "hyperdisk-balanced" if machine.name.startswith(HYPERDISK) else "pd-balanced",
        "disk_size_gb": spec.disk_gib,
        "boot_disk_kms_key": place["disk_key"],
        "service_account": place["node_account"],
        "oauth_scopes": ["https://www.googleapis.com/auth/cloud-platform"],
        "metadata": {"disable-legacy-endpoints": "true"},
        "workload_metadata_config": {"mode": "GKE_METADATA"},
        "shielded_instance_config": {
            "enable_secure_boot": spec.driver is Driver.CLOUD,
            "enable_integrity_monitoring": True,
        },
        "kubelet_config": {"insecure_kubelet_readonly_port_enabled": "FALSE"},
        "guest_accelerators": accelerators(pool),
        "reservation_affinity": terms.affinity,
        "labels": labels(pool, code),
        "taints": [taint(each) for each in taints(pool)],
        "resource_labels": pool.scope.tags,
        **terms.market,
        **local_disks(pool),
        **speed(pool),
    }
    return Config(**{name: value for name, value in config.items() if value is not None})


def accelerators(pool: Pool) -> list[dict[str, Any]] | None:
    """Return the GPUs of a node, shared as the spec says; a TPU goes without saying."""
    spec, choice = pool.spec, pool.choice
    if choice.accelerator.vendor != "nvidia":
        return None
    own = spec.driver is Driver.CLOUD
    return [
        {
            "type": choice.machine.words["accelerator"],
            "count": int(choice.machine.count),
            "gpu_driver_installation_config": {"gpu_driver_version": DRIVERS[spec.driver]},
            **(_shared(spec.sharing) if own else {}),
        }
    ]


def labels(pool: Pool, code: str) -> dict[str, str]:
    """Return the labels of a rung's nodes.

    GKE's own device plugin shares accelerators by the pool's fields; what NVIDIA's operator reads
    instead is there only where it has a say.
    """
    own = nodes.labels(pool.name, code, pool.spec, pool.choice)
    said = {**own, **class_labels(pool.name, pool.spec)}
    if pool.spec.driver is Driver.OPERATOR:
        return {**said, **OPERATOR_LABELS}
    theirs = nodes.sharing_labels(pool.spec.sharing)
    return {key: value for key, value in said.items() if key not in theirs}


def taints(pool: Pool) -> list[Taint]:
    """Return the taints of every rung's nodes."""
    return [*nodes.taints(pool.spec, pool.choice), *class_taints(pool.name, pool.spec)]


def taint(each: Taint) -> dict[str, str]:
    """Return a taint in GKE's words."""
    return {"key": each.key, "value": each.value, "effect": EFFECTS[each.effect]}


def local_disks(pool: Pool) -> dict[str, Any]:
    """Return what the machine's own disks are for.

    As a cache GKE makes one of them, for images and ephemeral storage. As scratch space they are
    left alone, and the runtime makes one of them at `/mnt/scratch`.

    Source: https://cloud.google.com/kubernetes-engine/docs/concepts/local-ssd
    """
    if pool.spec.local_nvme is None:
        return {}
    count = {"local_ssd_count": local_disk_count(pool.choice.machine)}
    if pool.spec.local_nvme is NvmeUse.CACHE:
        return {"ephemeral_storage_local_ssd_config": count}
    return {"local_nvme_ssd_block_config": count}


def speed(pool: Pool) -> dict[str, Any]:
    """Return what GKE makes faster on its own image.

    NCCL's own sockets are for a fabric that is the network of every machine, and go with no
    machine made for RDMA.

    Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/using-gvnic,
    https://cloud.google.com/kubernetes-engine/docs/how-to/image-streaming,
    https://cloud.google.com/kubernetes-engine/docs/how-to/nccl-fast-socket,
    https://cloud.google.com/ai-hypercomputer/docs/create/gke-ai-hypercompute-custom
    """
    spec, choice = pool.spec, pool.choice
    if spec.driver is not Driver.CLOUD:
        return {}
    plain = choice.accelerator.vendor == "nvidia" and choice.machine.fabric != "roce"
    sockets = spec.fabric is Fabric.STANDARD and plain
    return {
        "gvnic": {"enabled": True},
        "gcfs_config": {"enabled": True},
        **({"fast_socket": {"enabled": True}} if sockets else {}),
    }


def _shared(sharing: Sharing) -> dict[str, Any]:
    if sharing.mig:
        return {"gpu_partition_size": sharing.mig.profile}
    way = sharing.time_slicing or sharing.mps
    if way is None:
        return {}
    strategy = "MPS" if sharing.mps else "TIME_SHARING"
    return {
        "gpu_sharing_config": {
            "gpu_sharing_strategy": strategy,
            "max_shared_clients_per_gpu": way.clients,
        }
    }

"""How a pod is attached to a fabric: what it asks for, mounts, and runs beside itself."""

import json
from collections.abc import Mapping
from typing import Any

from landing_zone.core import Cloud
from landing_zone.gpu_pool import gke
from landing_zone.gpu_runtime.demand import Served
from landing_zone.gpu_runtime.images import ImageName, image
from landing_zone.gpu_runtime.objects.pod import PRIVILEGED, UNPRIVILEGED, resources
from landing_zone.gpu_runtime.spec import GpuRuntimeSpec

INFINIBAND = "rdma/ib"
"""What a container asks for to use InfiniBand, besides the capability `IPC_LOCK`."""

PRELUDES: Mapping[str, str] = {
    "": "",
    "efa": "export FI_PROVIDER=efa LD_LIBRARY_PATH="
    "/opt/amazon/aws-ofi-nccl/lib:/opt/amazon/efa/lib:$LD_LIBRARY_PATH; ",
    "tcpx": "export LD_LIBRARY_PATH=/usr/local/nvidia/lib64:$LD_LIBRARY_PATH"
    " NCCL_SOCKET_IFNAME=eth0 NCCL_GPUDIRECTTCPX_CTRL_DEV=eth0"
    " NCCL_GPUDIRECTTCPX_SOCKET_IFNAME=eth1,eth2,eth3,eth4 NCCL_ALGO=Ring,Tree NCCL_PROTO=Simple"
    " NCCL_CROSS_NIC=0 NCCL_NET_GDR_LEVEL=PIX NCCL_P2P_PXN_LEVEL=0"
    " NCCL_NSOCKS_PERTHREAD=4 NCCL_SOCKET_NTHREADS=1 NCCL_BUFFSIZE=4194304"
    " NCCL_DYNAMIC_CHUNK_SIZE=524288 NCCL_P2P_NET_CHUNKSIZE=524288"
    " NCCL_P2P_PCI_CHUNKSIZE=524288 NCCL_P2P_NVL_CHUNKSIZE=1048576"
    " NCCL_GPUDIRECTTCPX_TX_BINDINGS="
    "'eth1:8-21,112-125;eth2:8-21,112-125;eth3:60-73,164-177;eth4:60-73,164-177'"
    " NCCL_GPUDIRECTTCPX_RX_BINDINGS="
    "'eth1:22-35,126-139;eth2:22-35,126-139;eth3:74-87,178-191;eth4:74-87,178-191'"
    " NCCL_GPUDIRECTTCPX_PROGRAM_FLOW_STEERING_WAIT_MICROS=500000"
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
https://github.com/GoogleCloudPlatform/container-engine-accelerators/tree/master/gpudirect-tcpx,
https://cloud.google.com/ai-hypercomputer/docs/create/gke-ai-hypercompute-custom
"""

ON_THE_NODE: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "tcpx": (
        ("driver", "/home/kubernetes/bin/nvidia", "/usr/local/nvidia"),
        ("socket", "", "/run/tcpx"),
        ("sys", "/sys", "/hostsysfs"),
        ("proc-sys", "/proc/sys", "/hostprocsysfs"),
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
        (
            "exec /tcpgpudmarxd/build/app/tcpgpudmarxd --gpu_nic_preset a3vm --gpu_shmem_type fd"
            " --uds_path /run/tcpx --setup_param '--verbose 128 2 0'"
        ),
    ),
    "tcpxo": (
        "tcpxo-receiver",
        (
            "chmod 755 /fts/entrypoint_rxdm_container.sh;"
            " exec /fts/entrypoint_rxdm_container.sh --num_hops=2 --num_nics=8"
        ),
    ),
}
"""What receives beside the program on GKE, and ends with it."""

TORCH: Mapping[str, ImageName] = {
    "tcpx": "pytorch-nccl-2.19",
    "tcpxo": "pytorch-nccl-2.27",
    "roce": "pytorch-nccl-2.27",
}
"""The image that can use the NCCL which comes with a fabric's plugin, where one does.

Source: https://github.com/GoogleCloudPlatform/container-engine-accelerators/blob/master/gpudirect-tcpx/README.md
"""

PRIVILEGES: Mapping[str, Mapping[str, Any]] = {
    "infiniband": {**UNPRIVILEGED, "capabilities": {"drop": ["ALL"], "add": ["IPC_LOCK"]}},
    "tcpx": PRIVILEGED,
    "tcpxo": PRIVILEGED,
    "roce": PRIVILEGED,
}
"""What a fabric's pods may, beyond others: lock memory, or see the cards' devices."""


def asks(pool: Served) -> dict[str, str]:
    """Return what else a container asks for, to use the fabric."""
    if pool.fabric == "efa":
        cards = str(pool.choice.machine.interfaces)
        return {"vpc.amazonaws.com/efa": cards, "hugepages-2Mi": "5120Mi"}
    return {INFINIBAND: "1"} if pool.fabric == "infiniband" else {}


def annotations(pool: Served) -> dict[str, str]:
    """Return how GKE connects a pod to the accelerators' networks; nothing elsewhere."""
    cards = gke.interfaces(pool.spec, pool.choice) if pool.choice.machine.cloud is Cloud.GCP else []
    if not cards:
        return {}
    listed = [{"interfaceName": "eth0", "network": "default"}]
    for n, card in enumerate(cards, 1):
        listed.append({"interfaceName": f"eth{n}", "network": card.object(pool.name)})
    return {
        "networking.gke.io/default-interface": "eth0",
        "networking.gke.io/interfaces": json.dumps(listed),
    }


def receiver(pool: Served, spec: GpuRuntimeSpec) -> list[dict[str, Any]]:
    """Return what receives beside the program; nothing for most fabrics."""
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

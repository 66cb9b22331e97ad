"""What nodes of GKE need before their accelerators reach each other by GPUDirect."""

from collections.abc import Iterator, Mapping
from typing import Any

import pulumi

from landing_zone.core import Cloud
from landing_zone.gpu_pool import gke
from landing_zone.gpu_runtime.demand import Demand, Served
from landing_zone.gpu_runtime.images import ImageName, image
from landing_zone.gpu_runtime.objects import Manifest, manifest
from landing_zone.gpu_runtime.objects.node import on_the_node
from landing_zone.gpu_runtime.objects.pod import (
    PRIVILEGED,
    daemon,
    host_volume,
    resources,
    waiting,
)
from landing_zone.gpu_runtime.spec import GpuRuntimeSpec

INSTALLS: Mapping[str, str] = {
    "tcpx": """set -e
/scripts/container_entry.sh install --install-nccl
mkdir -p /usr/local/nvidia/lib64
cp -r /var/lib/tcpx/lib64/. /usr/local/nvidia/lib64
""",
    "tcpxo": """set -e
chmod 755 /scripts/container_entry.sh
/scripts/container_entry.sh install --install-nccl
mkdir -p /usr/local/nvidia/lib64
cp -r /var/lib/tcpxo/lib64/. /usr/local/nvidia/lib64
""",
    "roce": """set -e
/scripts/container_entry.sh install --install-nccl
mkdir -p /usr/local/nvidia/lib64 /usr/local/gib
cp -r /var/lib/gib/lib64/. /usr/local/nvidia/lib64
cp -r /var/lib/gib/. /usr/local/gib
""",
}
"""How Google's images put NCCL's plugin where pods find it, `/home/kubernetes/bin` on the node.

Source: https://github.com/GoogleCloudPlatform/container-engine-accelerators
"""

PREPARES: Mapping[str, str] = {
    "tcpxo": """set -e
iptables -C INPUT -p tcp -m tcp -j ACCEPT 2>/dev/null || iptables -I INPUT -p tcp -m tcp -j ACCEPT
modprobe import-helper
for address in $(lspci -nn -D | awk '/1ae0:0084/ {print $1}'); do
  window=/dev/aperture_devices/$address
  mkdir -p "$window"
  mountpoint -q "$window" || mount --bind "$(readlink -f /sys/bus/pci/devices/$address)" "$window"
  chmod a+rw "$window"/resource*
done
chmod -R a+rX /dev/aperture_devices
""",
    "roce": """for file in /proc/sys/net/ipv4/conf/gpu*rdma*/log_martians; do
  echo 0 > "$file"
done
""",
}
"""What is done on the node itself first: the windows of the network cards are opened to pods, and
packets that come in by another card than expected are not logged one by one."""


def installers(demand: Demand, spec: GpuRuntimeSpec) -> Iterator[Manifest]:
    """Yield what puts GKE's plugins for NCCL on nodes, and lets pods see the cards' devices."""
    for kind, script in INSTALLS.items():
        pools = [each for each in demand.pools if each.fabric == kind]
        for arch in sorted({each.choice.machine.arch for each in pools}):
            alike = [each for each in pools if each.choice.machine.arch == arch]
            yield _installer(kind, arch, alike, script, spec)
    receiving = [each for each in demand.pools if each.fabric in ("tcpx", "tcpxo")]
    if receiving:
        yield _injector(receiving, spec)


def networks(demand: Demand, names: Mapping[str, Mapping[str, Any]]) -> Iterator[Manifest]:
    """Yield the networks of the accelerators, as pods name them in an annotation.

    Source: https://cloud.google.com/kubernetes-engine/docs/how-to/setup-multinetwork-support-for-pods

    Args:
        demand: the pools.
        names: by pool and by object, the network and the subnetwork, as `NETWORK/SUBNETWORK`.
    """
    if demand.cloud is not Cloud.GCP:
        return
    for pool in demand.pools:
        for card in gke.interfaces(pool.spec, pool.choice):
            name = card.object(pool.name)
            both = pulumi.Output.from_input(names[pool.name][name]).apply(
                lambda each: each.split("/")
            )
            yield manifest(
                "networking.gke.io/v1",
                "GKENetworkParamSet",
                name,
                spec={"vpc": both[0], "vpcSubnet": both[1], "deviceMode": card.mode},
            )
            yield manifest(
                "networking.gke.io/v1",
                "Network",
                name,
                spec={
                    "type": "Device",
                    "parametersRef": {
                        "group": "networking.gke.io",
                        "kind": "GKENetworkParamSet",
                        "name": name,
                    },
                },
            )


def _installer(
    kind: str, arch: str, pools: list[Served], script: str, spec: GpuRuntimeSpec
) -> Manifest:
    plugins: dict[tuple[str, str], ImageName] = {
        ("tcpx", "x86_64"): "tcpx",
        ("tcpxo", "x86_64"): "tcpxo",
        ("roce", "x86_64"): "gib",
        ("roce", "arm64"): "gib-arm64",
    }
    install = {
        "name": "install",
        "image": image(plugins[kind, arch], spec.mirror),
        "command": ["/bin/sh", "-c", script],
        "resources": resources("150m", "256Mi"),
        "securityContext": PRIVILEGED,
        "volumeMounts": [
            {"name": "library", "mountPath": "/var/lib"},
            {"name": "binaries", "mountPath": "/usr/local"},
        ],
    }
    pod: dict[str, Any] = {
        "hostNetwork": True,
        "hostPID": True,
        "initContainers": [install],
        "containers": [waiting(image("pause", spec.mirror))],
        "volumes": [
            {"name": "library", "emptyDir": {}}
            if kind == "roce"
            else host_volume("library", "/var/lib"),
            host_volume("binaries", "/home/kubernetes/bin"),
        ],
    }
    if kind in PREPARES:
        pod["initContainers"].insert(0, on_the_node(PREPARES[kind], spec))
    return daemon(f"nccl-{kind}-{arch.replace('_', '-')}", pools, pod)


def _injector(pools: list[Served], spec: GpuRuntimeSpec) -> Manifest:
    """Return what gives a pod the devices that its annotations name, so it needs no privileges.

    Source: https://cloud.google.com/kubernetes-engine/docs/how-to/gpu-bandwidth-gpudirect-tcpx
    """
    container = {
        "name": "injector",
        "image": image("nri-device-injector", spec.mirror),
        "resources": resources("50m", "64Mi"),
        "securityContext": PRIVILEGED,
        "volumeMounts": [
            {"name": "devices", "mountPath": "/dev"},
            {"name": "nri", "mountPath": "/var/run/nri"},
        ],
    }
    volumes = [host_volume("devices", "/dev"), host_volume("nri", "/var/run/nri")]
    return daemon("device-injector", pools, {"containers": [container], "volumes": volumes})

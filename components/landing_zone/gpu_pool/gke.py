"""What Google's own Kubernetes objects say of a pool: its compute class and its networks."""

from dataclasses import dataclass
from typing import Literal

from landing_zone.gpu_pool.resolution import Choice
from landing_zone.gpu_pool.spec import Fabric, GpuPoolSpec, Taint

CLASS_LABEL = "cloud.google.com/compute-class"
"""On the nodes of a pool and in what its pods select: the `ComputeClass` that orders its rungs.

Source: https://cloud.google.com/kubernetes-engine/docs/concepts/about-custom-compute-classes
"""

QUEUED_TAINT = Taint(key="cloud.google.com/gke-queued", value="true")
"""What GKE puts by itself on nodes that come for queued jobs.

Source: https://cloud.google.com/kubernetes-engine/docs/how-to/provisioningrequest
"""

HOST = "host"
"""The second network card of a machine whose accelerators have cards for RDMA."""

RDMA = "rdma"
"""The network that the accelerators' cards for RDMA share."""

Mode = Literal["NetDevice", "RDMA"]


@dataclass(frozen=True, slots=True)
class Interface:
    """One more network card of a pool's nodes, and how Kubernetes knows it."""

    part: str
    """What it is called in the pool: `gpu0`, `host` or `rdma0`."""
    network: str
    """The part of the network that it is in; several cards for RDMA are in one."""
    mode: Mode
    """What `GKENetworkParamSet` calls `deviceMode`."""

    def object(self, pool: str) -> str:
        """Return the name of the card's `Network`, and of its `GKENetworkParamSet`."""
        return f"{pool}-{self.part}"


def is_queued(spec: GpuPoolSpec) -> bool:
    """Whether nodes come for queued jobs alone, which no compute class has a say in.

    Source: https://cloud.google.com/kubernetes-engine/docs/concepts/about-custom-compute-classes
    """
    return any(rung.queued for rung in spec.capacity)


def class_taints(pool: str, spec: GpuPoolSpec) -> tuple[Taint, ...]:
    """Return what a pool's compute class needs on its nodes; nothing where it has none."""
    return () if is_queued(spec) else (class_taint(pool),)


def class_labels(pool: str, spec: GpuPoolSpec) -> dict[str, str]:
    """Return what nodes and pods say of a pool's compute class; nothing where it has none."""
    return {} if is_queued(spec) else {CLASS_LABEL: compute_class(pool)}


def compute_class(pool: str) -> str:
    """Return the name of the `ComputeClass` whose priorities are a pool's rungs."""
    return pool


def class_taint(pool: str) -> Taint:
    """Return what keeps pods without the pool's class off its nodes, as GKE demands of a class."""
    return Taint(key=CLASS_LABEL, value=compute_class(pool))


def interfaces(spec: GpuPoolSpec, choice: Choice) -> list[Interface]:
    """Return the network cards that carry a pool's fabric, in the order that nodes have them.

    Each accelerator of GPUDirect-TCPX or TCPXO has a network of its own. Those of RDMA share one
    and have a subnetwork each, behind the second of the machine's own cards.

    Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/gpu-bandwidth-gpudirect-tcpx,
    https://cloud.google.com/ai-hypercomputer/docs/create/gke-ai-hypercompute-custom
    """
    machine = choice.machine
    if spec.fabric is not Fabric.RDMA:
        return []
    cards = range(machine.interfaces)
    if machine.fabric == "roce":
        host = Interface(HOST, HOST, "NetDevice")
        return [host, *(Interface(f"{RDMA}{n}", RDMA, "RDMA") for n in cards)]
    return [Interface(f"gpu{n}", f"gpu{n}", "NetDevice") for n in cards]

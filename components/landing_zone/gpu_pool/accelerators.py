"""The accelerators that a pool may ask for: what each is, whatever the machine it sits in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Vendor = Literal["nvidia", "amd", "aws", "google"]

RESOURCES: Mapping[Vendor, str] = {
    "nvidia": "nvidia.com/gpu",
    "amd": "amd.com/gpu",
    "aws": "aws.amazon.com/neuron",
    "google": "google.com/tpu",
}
"""What a container asks for, and the key of the taint that keeps other pods away.

Sources: https://github.com/NVIDIA/k8s-device-plugin, https://github.com/ROCm/k8s-device-plugin,
https://docs.aws.amazon.com/eks/latest/userguide/eks-neuron.html,
https://cloud.google.com/kubernetes-engine/docs/how-to/tpus
"""


@dataclass(frozen=True, slots=True)
class Accelerator:
    """One model of accelerator."""

    name: str
    """How specs call it."""
    vendor: Vendor
    model: str
    """How its vendor calls it."""
    memory_gib: float
    """Memory of one, in GiB."""
    mig: tuple[str, ...] = ()
    """The parts that it can be cut into evenly, smallest first; none if it cannot."""

    @property
    def resource(self) -> str:
        """What a container asks for."""
        return RESOURCES[self.vendor]


ACCELERATORS: Mapping[str, Accelerator] = {
    each.name: each
    for each in (
        Accelerator("t4", "nvidia", "T4", 16),
        Accelerator("l4", "nvidia", "L4", 24),
        Accelerator("h100", "nvidia", "H100", 80, ("1g.10gb", "1g.20gb", "2g.20gb", "3g.40gb")),
    )
}

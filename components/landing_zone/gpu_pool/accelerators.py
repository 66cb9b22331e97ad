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
    """Memory of one as its vendor sells it, in GiB; software finds up to a tenth less."""
    mig: tuple[str, ...] = ()
    """The parts that it can be cut into evenly, smallest first; none if it cannot."""

    @property
    def resource(self) -> str:
        """What a container asks for."""
        return RESOURCES[self.vendor]


ACCELERATORS: Mapping[str, Accelerator] = {
    each.name: each
    for each in (
        Accelerator("a10", "nvidia", "A10", 24),
        Accelerator("a10g", "nvidia", "A10G", 24),
        Accelerator(
            "a100-40", "nvidia", "A100 40GB", 40, ("1g.5gb", "1g.10gb", "2g.10gb", "3g.20gb")
        ),
        Accelerator(
            "a100-80", "nvidia", "A100 80GB", 80, ("1g.10gb", "1g.20gb", "2g.20gb", "3g.40gb")
        ),
        Accelerator("b200", "nvidia", "B200", 180, ("1g.23gb", "1g.45gb", "2g.45gb", "3g.90gb")),
        Accelerator("b300", "nvidia", "B300", 268, ("1g.34gb", "1g.67gb", "2g.67gb", "3g.135gb")),
        Accelerator("gb200", "nvidia", "GB200", 186, ("1g.23gb", "1g.47gb", "2g.47gb", "3g.93gb")),
        Accelerator("gb300", "nvidia", "GB300", 278, ("1g.35gb", "1g.70gb", "2g.70gb", "3g.139gb")),
        Accelerator("h100", "nvidia", "H100", 80, ("1g.10gb", "1g.20gb", "2g.20gb", "3g.40gb")),
        Accelerator(
            "h100-nvl", "nvidia", "H100 NVL", 94, ("1g.12gb", "1g.24gb", "2g.24gb", "3g.47gb")
        ),
        Accelerator("h200", "nvidia", "H200", 141, ("1g.18gb", "1g.35gb", "2g.35gb", "3g.71gb")),
        Accelerator("inferentia", "aws", "Inferentia", 8),
        Accelerator("inferentia2", "aws", "Inferentia2", 32),
        Accelerator("l4", "nvidia", "L4", 24),
        Accelerator("l40s", "nvidia", "L40S", 48),
        Accelerator("mi300x", "amd", "Instinct MI300X", 192),
        Accelerator("rtx-pro-4500", "nvidia", "RTX PRO 4500 Blackwell", 32),
        Accelerator("rtx-pro-6000", "nvidia", "RTX PRO 6000 Blackwell", 96, ("1g.24gb", "2g.48gb")),
        Accelerator("t4", "nvidia", "T4", 16),
        Accelerator("t4g", "nvidia", "T4G", 16),
        Accelerator("tpu-v5e", "google", "TPU v5e", 16),
        Accelerator("tpu-v5p", "google", "TPU v5p", 95),
        Accelerator("tpu-v6e", "google", "TPU v6e (Trillium)", 32),
        Accelerator("tpu-v7x", "google", "TPU7x (Ironwood)", 192),
        Accelerator("trainium", "aws", "Trainium", 32),
        Accelerator("trainium2", "aws", "Trainium2", 96),
        Accelerator("v100", "nvidia", "V100 16GB", 16),
        Accelerator("v100-32", "nvidia", "V100 32GB", 32),
    )
}
"""What specs may ask for, by name.

Parts are those of NVIDIA's table of profiles that more than one of fits on an accelerator:
https://docs.nvidia.com/datacenter/tesla/mig-user-guide/supported-mig-profiles.html
"""

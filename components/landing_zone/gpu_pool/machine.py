"""What a machine type with accelerators is, and what a region asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from landing_zone.core import Cloud
from landing_zone.gpu_pool.accelerators import ACCELERATORS, Accelerator

FabricKind = Literal["", "efa", "tcpx", "tcpxo", "roce", "infiniband", "ici"]
"""How accelerators of several machines reach each other past the kernel."""

Confidence = Literal["read", "listed", "estimated", "rough"]
"""How sure a fact is: an interface's answer, a price list, derived from one, or likely."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts were read."""

    code: str
    date: str
    """When, as year, month and perhaps day."""
    confidence: Confidence
    url: str
    what: str
    """What was read, and by way of what."""


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine type of one cloud."""

    cloud: Cloud
    name: str
    accelerator: str
    """A key of `ACCELERATORS`."""
    count: float
    """Accelerators in it; less than one where it has a part of one."""
    vcpus: int
    memory_gib: float
    arch: Literal["x86_64", "arm64"]
    nvme_gib: int
    """Its own disks together, in GiB; 0 if it has none."""
    nvme_disks: int
    """How many disks that is, where the cloud has to be told; otherwise 0."""
    fabric: FabricKind
    fabric_gbps: int
    interfaces: int
    """EFA network cards, or networks for the accelerators, besides the machine's own."""
    rdma: bool
    """Whether `fabric: rdma` can be kept on it. GPUDirect-TCPX and TCPXO count: they reach
    accelerators past the kernel, though not by RDMA's own verbs.

    Source: https://cloud.google.com/kubernetes-engine/docs/how-to/gpu-bandwidth-gpudirect-tcpx
    """
    mig: bool
    """Whether its accelerators can be cut up on it."""
    profiles: tuple[str, ...]
    """The parts that they can be cut into there: Google Cloud and Azure name fewer than NVIDIA.

    Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/gpus-multi,
    https://learn.microsoft.com/azure/aks/gpu-multi-instance
    """
    spot: bool
    on_demand: bool
    reservation: bool
    """Whether it can be reserved. Azure, of all it has with InfiniBand, reserves none.

    Source: https://learn.microsoft.com/azure/virtual-machines/capacity-reservation-overview
    """
    block: bool
    flex: bool
    cloud_driver: bool
    """Whether the node's image or the cloud can install the driver."""
    operator_driver: bool
    """Whether the vendor's operator can."""
    retired: bool
    """Whether the cloud gives it up: it is listed, and never chosen."""
    family: str
    """The name of its quota, in the cloud's words."""
    words: Mapping[str, str]
    """What the cloud must be told besides its name: `ami_type` (AWS), `accelerator` and
    `topology` (Google Cloud), `driver` (Azure), …"""
    source: str
    date: str
    """When the source was read, as year and month."""

    @property
    def accelerator_memory_gib(self) -> float:
        """The memory of all its accelerators, or of the part that it has."""
        return ACCELERATORS[self.accelerator].memory_gib * self.count


@dataclass(frozen=True, slots=True)
class Offer:
    """A machine type in a region."""

    machine: Machine
    region: str
    zones: tuple[str, ...]
    """Where in the region, in the cloud's words (zone IDs on AWS); empty: not known."""
    without: tuple[str, ...]
    """The ways to have the machine that the region lacks: flex-start of TPUs is only in a few.

    Source: https://cloud.google.com/kubernetes-engine/docs/concepts/dws
    """
    usd_hour: Decimal | None
    """List price in US dollars for an hour; None: not known."""
    spot_usd_hour: Decimal | None
    """Spot price at the date, in US dollars for an hour; None: not known."""
    date: str
    """When the price was read; where there is none, when the machine was seen there."""
    source: Source | None
    """Where the list price was read."""
    spot_source: Source | None
    """Where the spot price was read."""

    @property
    def accelerator(self) -> Accelerator:
        """What the machine has."""
        return ACCELERATORS[self.machine.accelerator]

    def can_be_had_by(self, way: str) -> bool:
        """Say whether there is a way to have the machine here, as a ladder's rung is called."""
        return bool(getattr(self.machine, way)) and way not in self.without

"""The machine types that carry accelerators, and where each can be had, at what price."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from landing_zone.core import Cloud

FabricKind = Literal["", "efa", "tcpx", "tcpxo", "roce", "infiniband", "ici"]
"""How accelerators of several machines reach each other past the kernel."""


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
    """Whether `fabric: rdma` can be kept on it."""
    mig: bool
    """Whether its accelerators can be cut up on it."""
    spot: bool
    on_demand: bool
    reservation: bool
    block: bool
    flex: bool
    family: str
    """The name of its quota, in the cloud's words."""
    words: Mapping[str, str]
    """What the cloud must be told besides its name: `ami_type` (AWS), `accelerator` and
    `topology` (Google Cloud), `driver` (Azure), …"""
    source: str
    date: str
    """When the source was read, as year and month."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A machine type in a region."""

    machine: Machine
    region: str
    zones: tuple[str, ...]
    """Where in the region, in the cloud's words (zone IDs on AWS); empty: not known."""
    usd_hour: Decimal | None
    """List price in US dollars for an hour; None: not known."""
    spot_usd_hour: Decimal | None
    """Spot price at the date, in US dollars for an hour; None: not known."""
    date: str
    """When the price was read."""

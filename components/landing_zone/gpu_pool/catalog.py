"""The machine types that carry accelerators, and where each can be had, at what price."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal, cast

from landing_zone.core import Cloud
from landing_zone.gpu_pool.accelerators import ACCELERATORS, Accelerator

TABLES = Path(__file__).parent / "tables"
"""The facts: `series.csv` and `machines.csv`, offers by cloud, and where all of it was read."""

HOURS_A_MONTH = 730
"""What the clouds' own calculators take for a month."""

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


@cache
def sources() -> Mapping[str, Source]:
    """Return where facts were read, by code."""
    return {
        row["code"]: Source(
            code=row["code"],
            date=row["date"],
            confidence=cast("Confidence", row["confidence"]),
            url=row["url"],
            what=row["what"],
        )
        for row in rows("sources")
    }


@cache
def machines(cloud: Cloud) -> Mapping[str, Machine]:
    """Return a cloud's machine types by name."""
    series = {row["series"]: row for row in rows("series") if row["cloud"] == cloud}
    return {
        row["machine"]: _machine(cloud, {**series[row["series"]], **row})
        for row in rows("machines")
        if row["series"] in series
    }


@cache
def offers(cloud: Cloud) -> tuple[Offer, ...]:
    """Return what a cloud offers, by region and machine."""
    known = machines(cloud)
    return tuple(_offer(known[row["machine"]], row) for row in rows(f"{cloud}_offers"))


def offers_in(cloud: Cloud, region: str) -> Mapping[str, tuple[Offer, ...]]:
    """Return what a region offers, by accelerator; nothing where no machine is known."""
    return _index(cloud).get(region, {})


def regions(cloud: Cloud) -> tuple[str, ...]:
    """Return the regions of a cloud that offer anything."""
    return tuple(_index(cloud))


@cache
def _index(cloud: Cloud) -> Mapping[str, Mapping[str, tuple[Offer, ...]]]:
    index = dict[str, dict[str, tuple[Offer, ...]]]()
    for offer in offers(cloud):
        here = index.setdefault(offer.region, {})
        here[offer.machine.accelerator] = (*here.get(offer.machine.accelerator, ()), offer)
    return index


def rows(table: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table, by column."""
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _machine(cloud: Cloud, row: Mapping[str, str]) -> Machine:
    can, ways = set(row["can"].split()), set(row["ways"].split())
    gbps = int(row["fabric_gbps"] or 0)
    profiles = tuple(row["mig"].split()) if float(row["count"]) >= 1 else ()
    linked = gbps > 0 or row["fabric"] == "ici"
    source = sources()[row["source"]]
    words = (pair.split("=", 1) for pair in row["words"].split())
    topology = {"topology": row["topology"]} if row["topology"] else {}
    return Machine(
        cloud=cloud,
        name=row["machine"],
        accelerator=row["accelerator"],
        count=float(row["count"]),
        vcpus=int(row["vcpus"]),
        memory_gib=float(row["memory_gib"]),
        arch=cast("Literal['x86_64', 'arm64']", row["arch"]),
        nvme_gib=int(row["nvme_gib"] or 0),
        nvme_disks=int(row["nvme_disks"] or 0),
        fabric=cast("FabricKind", row["fabric"]) if linked else "",
        fabric_gbps=gbps,
        interfaces=int(row["interfaces"] or 0),
        rdma="rdma" in can and linked,
        mig=bool(profiles),
        profiles=profiles,
        spot="spot" in ways,
        on_demand="demand" in ways,
        reservation="reserve" in ways,
        block="block" in ways,
        flex="flex" in ways,
        cloud_driver="cloud-driver" in can,
        operator_driver="operator-driver" in can,
        retired="retired" in can,
        family=row["quota"],
        words={name: value.replace("+", " ") for name, value in words} | topology,
        source=source.url,
        date=source.date[:7],
    )


def _offer(machine: Machine, row: Mapping[str, str]) -> Offer:
    source, spot_source = sources().get(row["source"]), sources().get(row["spot_source"])
    priced = source or spot_source
    return Offer(
        machine=machine,
        region=row["region"],
        zones=tuple(row["zones"].split()),
        without=tuple(row["without"].split()),
        usd_hour=Decimal(row["usd_hour"]) if row["usd_hour"] else None,
        spot_usd_hour=Decimal(row["spot_usd_hour"]) if row["spot_usd_hour"] else None,
        date=priced.date if priced else machine.date,
        source=source,
        spot_source=spot_source,
    )

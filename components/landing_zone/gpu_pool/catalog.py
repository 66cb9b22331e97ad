"""The machine types that carry accelerators, and where each can be had, at what price."""

import csv
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal, cast

from landing_zone.core import Cloud
from landing_zone.gpu_pool.machine import Confidence, FabricKind, Machine, Offer, Source

__all__ = [
    "HOURS_A_MONTH",
    "TABLES",
    "FabricKind",
    "Machine",
    "Offer",
    "Source",
    "machines",
    "offers",
    "offers_in",
    "regions",
    "rows",
    "sources",
]

TABLES = Path(__file__).parent / "tables"
"""The facts: `series.csv` and `machines.csv`, offers by cloud, and where all of it was read."""

HOURS_A_MONTH = 730
"""What the clouds' own calculators take for a month."""


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

"""The catalogue's tables of offers, and how prices come into them."""

import csv
from collections.abc import Iterable
from pathlib import Path

from landing_zone.core import Cloud
from landing_zone_policies.facts.regions import REGIONS
from tools.prices.answers import Key, Price, Prices

PLAUSIBLE = (1 / 3, 3)
"""A new price is at least and at most so many times the old one, or nobody believes it."""

OFFERS = (
    *("region", "machine", "zones", "without"),
    *("usd_hour", "source", "spot_usd_hour", "spot_source"),
)
SOURCES = ("code", "date", "confidence", "url", "what")

READ = {
    Cloud.AWS: ("https://pricing.us-east-1.amazonaws.com", "the Price List bulk files"),
    Cloud.AZURE: ("https://prices.azure.com/api/retail/prices", "the Retail Prices interface"),
    Cloud.GCP: ("https://cloudbilling.googleapis.com", "the Cloud Billing catalog, added up"),
}
"""Where prices are read."""

KNOWN_BY_PRICE = (Cloud.AZURE,)
"""Clouds that tell where a machine is only by its price."""

Row = dict[str, str]


def update(cloud: Cloud, prices: Prices, today: str, tables: Path) -> str:
    """Write prices into a cloud's table, and say how many; what is beyond belief stays.

    The legend is written before the table and cleared up after it, so that whatever happens in
    between no price is without its source.
    """
    path, legend = tables / f"{cloud}_offers.csv", tables / "sources.csv"
    offers, sources = _read(path), {row["code"]: row for row in _read(legend)}
    offers += _new(cloud, offers, prices)
    taken = doubted = 0
    for offer in offers:
        price = prices.get((offer["region"], offer["machine"]), Price())
        for column, source, value in (
            ("usd_hour", "source", price.usd_hour),
            ("spot_usd_hour", "spot_source", price.spot_usd_hour),
        ):
            if value is None:
                continue
            if not _is_plausible(value, offer[column]):
                doubted += 1
                continue
            code = f"{cloud}-{today}{'-spot' if source == 'spot_source' else ''}"
            offer[column], offer[source] = f"{value:.5f}".rstrip("0").rstrip("."), code
            sources[code] = _source(cloud, code, today)
            taken += 1
    _write(legend, SOURCES, sources.values())
    _write(path, OFFERS, sorted(offers, key=lambda row: (row["region"], row["machine"])))
    used = _used(tables)
    _write(legend, SOURCES, (row for code, row in sources.items() if code in used))
    doubts = f", {doubted} left as they were, being beyond belief" if doubted else ""
    return f"{taken} prices of {today}{doubts}"


def dates(cloud: Cloud, tables: Path) -> str:
    """Return when a cloud's list prices were read."""
    sources = {row["code"]: row["date"] for row in _read(tables / "sources.csv")}
    found = {
        sources[row["source"]] for row in _read(tables / f"{cloud}_offers.csv") if row["source"]
    }
    first, last = min(found), max(found)
    return first if first == last else f"{first} to {last}"


def _new(cloud: Cloud, offers: Iterable[Row], prices: Prices) -> list[Row]:
    there: set[Key] = {(row["region"], row["machine"]) for row in offers}
    return [
        dict.fromkeys(OFFERS, "") | {"region": region, "machine": machine}
        for region, machine in prices
        if cloud in KNOWN_BY_PRICE and region in REGIONS[cloud] and (region, machine) not in there
    ]


def _is_plausible(value: float, before: str) -> bool:
    low, high = PLAUSIBLE
    return not before or low <= value / float(before) <= high


def _source(cloud: Cloud, code: str, today: str) -> Row:
    url, what = READ[cloud]
    spot = code.endswith("-spot")
    confidence = "estimated" if spot else "listed"
    what = f"{what}: spot prices of that day, which change" if spot else what
    return {"code": code, "date": today, "confidence": confidence, "url": url, "what": what}


def _used(tables: Path) -> set[str]:
    offers = [row for cloud in Cloud for row in _read(tables / f"{cloud}_offers.csv")]
    columns = {row[column] for row in offers for column in ("source", "spot_source")}
    return columns | {row["source"] for row in _read(tables / "series.csv")}


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, columns: Iterable[str], rows: Iterable[Row]) -> None:
    """Write a table beside the old one, and put it in its place when it is whole."""
    beside = path.with_suffix(".new")
    with beside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*columns], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    beside.replace(path)

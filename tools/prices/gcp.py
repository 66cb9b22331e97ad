"""The list and spot prices of Google Cloud, added up from those of a machine's parts.

Source: https://cloud.google.com/billing/docs/reference/rest/v1/services.skus/list
"""

import os
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from landing_zone.core import Cloud
from landing_zone.gpu_pool.catalog import Machine, machines, rows
from tools.prices.answers import NotAskedError, Price, Prices, document, understood

ADDRESS = "https://cloudbilling.googleapis.com/v1/services/6F81-5844-456A/skus"
KEY = "GOOGLE_API_KEY"

PARTS: Mapping[str, tuple[str, str, str]] = {
    "g2": ("G2 Instance Core", "G2 Instance Ram", "Nvidia L4 GPU"),
    "a2-high": ("A2 Instance Core", "A2 Instance Ram", "Nvidia Tesla A100 GPU"),
    "a2-mega": ("A2 Instance Core", "A2 Instance Ram", "Nvidia Tesla A100 GPU"),
    "n1-t4": ("N1 Predefined Instance Core", "N1 Predefined Instance Ram", "Nvidia Tesla T4 GPU"),
}
"""What the parts of a series are called: a core, a GiB of memory, an accelerator. Only series whose
price is the sum of these three; those with bundled disks keep the prices that they have."""

OnePart = tuple[str, str, str]
"""A region, how it is used, and what it is called."""


def read() -> Prices:
    """Return the prices of the machines that can be added up.

    Raises:
        NotAskedError: if there is no API key.
    """
    key = os.environ.get(KEY)
    if not key:
        raise NotAskedError(f"{KEY} holds no API key for the Cloud Billing catalog")
    skus, token = list[Any](), ""
    while True:
        query = urlencode({"currencyCode": "USD", "pageSize": 5000, "pageToken": token})
        page = document(f"{ADDRESS}?{query}", {"X-Goog-Api-Key": key})
        with understood():
            skus += page["skus"]
            token = page.get("nextPageToken", "")
        if not token:
            return prices(skus)


def prices(skus: Iterable[Mapping[str, Any]]) -> Prices:
    """Return what machines cost in the regions that sell all their parts."""
    with understood():
        parts = {
            (region, sku["category"]["usageType"], _name(sku["description"])): _unit_price(sku)
            for sku in skus
            for region in sku["serviceRegions"]
        }
    known, series = machines(Cloud.GCP), {row["machine"]: row["series"] for row in rows("machines")}
    found: Prices = {}
    for region in {region for region, _, _ in parts}:
        for machine in known.values():
            names = PARTS.get(series[machine.name], ())
            listed = _sum(machine, [parts.get((region, "OnDemand", name)) for name in names])
            spot = _sum(machine, [parts.get((region, "Preemptible", name)) for name in names])
            if listed:
                found[region, machine.name] = Price(listed, spot)
    return found


def _name(description: str) -> str:
    """Return what a part is called, wherever and however it runs."""
    return re.sub(r"^Spot Preemptible | (running in|attached to) .*$", "", description)


def _unit_price(sku: Mapping[str, Any]) -> float:
    """Return the price of the last tier: units are text, and nanos are billionths of them."""
    rate = sku["pricingInfo"][-1]["pricingExpression"]["tieredRates"][-1]["unitPrice"]
    return int(rate.get("units", 0)) + rate.get("nanos", 0) / 1e9


def _sum(machine: Machine, unit_prices: list[float | None]) -> float | None:
    numbers = (machine.vcpus, machine.memory_gib, machine.count)
    known = [price for price in unit_prices if price]
    if len(known) != len(numbers):
        return None
    return sum(price * number for price, number in zip(known, numbers, strict=True))

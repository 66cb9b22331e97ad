"""The list and spot prices of Azure, from its Retail Prices interface, machine by machine.

Source: https://learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from landing_zone.core import Cloud
from landing_zone.gpu_pool.catalog import machines
from tools.prices.answers import Key, Price, Prices, document, understood

ADDRESS = "https://prices.azure.com/api/retail/prices?api-version=2023-01-01-preview"


def read() -> Prices:
    """Return the prices of every machine of the catalogue, wherever it is sold."""
    found: Prices = {}
    for name in machines(Cloud.AZURE):
        found |= prices(_items(name))
    return found


def prices(items: Iterable[Mapping[str, Any]]) -> Prices:
    """Return the prices for Linux: the lowest where a machine has several meters."""
    listed, spot = dict[Key, float](), dict[Key, float]()
    with understood():
        for item in items:
            if not _is_for_linux(item):
                continue
            key, price = (item["armRegionName"], item["armSkuName"]), float(item["retailPrice"])
            group = spot if item["skuName"].endswith(" Spot") else listed
            group[key] = min(price, group.get(key, price))
    return {key: Price(listed.get(key), spot.get(key)) for key in listed | spot}


def _items(machine: str) -> Iterator[Mapping[str, Any]]:
    asked = (
        f"serviceName eq 'Virtual Machines' and priceType eq 'Consumption' "
        f"and armSkuName eq '{machine}'"
    )
    query = urlencode({"currencyCode": "USD", "$filter": asked}, quote_via=quote)
    url: str | None = f"{ADDRESS}&meterRegion='primary'&{query}"
    while url:
        page = document(url)
        with understood():
            items, url = list(page["Items"]), page.get("NextPageLink")
        yield from items


def _is_for_linux(item: Mapping[str, Any]) -> bool:
    return (
        not item["productName"].endswith("Windows")
        and "Low Priority" not in item["meterName"]
        and item["unitOfMeasure"] == "1 Hour"
        and float(item["retailPrice"]) > 0
    )

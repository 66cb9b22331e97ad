"""The list prices of AWS, from its bulk files: some hundred megabytes for each region.

Source: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-bulk-api.html
"""

import csv
from collections.abc import Container, Iterable

from landing_zone.core import Cloud
from landing_zone.gpu_pool.catalog import machines, regions
from tools.prices.answers import FormatError, Price, Prices, document, lines, understood

HOST = "https://pricing.us-east-1.amazonaws.com"

WANTED = {
    "TermType": "OnDemand",
    "Operating System": "Linux",
    "Tenancy": "Shared",
    "CapacityStatus": "Used",
    "Pre Installed S/W": "NA",
    "Unit": "Hrs",
    "Currency": "USD",
}
"""What the columns of a price list say of a machine that runs Linux on demand."""


def read() -> Prices:
    """Return the prices of every region that the catalogue knows, each file as it comes."""
    index = document(f"{HOST}/offers/v1.0/aws/AmazonEC2/current/region_index.json")
    found: Prices = {}
    with understood():
        paths = {name: each["currentVersionUrl"] for name, each in index["regions"].items()}
    for region in regions(Cloud.AWS):
        if region in paths:
            with lines(f"{HOST}{paths[region].removesuffix('.json')}.csv") as text:
                found |= prices(text, region, machines(Cloud.AWS))
    return found


def prices(text: Iterable[str], region: str, known: Container[str]) -> Prices:
    """Return the prices in a region's list, which begins with some lines about itself."""
    rest = iter(text)
    heading = next((line for line in rest if line.startswith('"SKU"')), None)
    if heading is None:
        raise FormatError(f"a price list of {region} without a heading")
    (columns,) = csv.reader([heading])
    if missing := {*WANTED, "Instance Type", "PricePerUnit"} - {*columns}:
        raise FormatError(f"a price list of {region} without {', '.join(sorted(missing))}")
    with understood():
        return {
            (region, row["Instance Type"]): Price(float(row["PricePerUnit"]))
            for row in csv.DictReader(rest, fieldnames=columns)
            if row["Instance Type"] in known
            and all(row[column] == value for column, value in WANTED.items())
            and row.get("MarketOption", "OnDemand") == "OnDemand"
            and float(row["PricePerUnit"]) > 0
        }

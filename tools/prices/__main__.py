"""Asks the clouds for prices, writes what they say, and tells what became of it.

`python -m tools.prices` (or `make prices`) asks AWS and Azure, which want no login, and Google
Cloud where GOOGLE_API_KEY holds an API key that may read the Cloud Billing catalog. A cloud's table
is written only when the cloud has answered in full; without a network nothing changes.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from landing_zone.core import Cloud
from landing_zone.gpu_pool.catalog import TABLES
from tools.prices import aws, azure, gcp
from tools.prices.answers import FormatError, NotAskedError, Prices
from tools.prices.tables import dates, update

NOT_UNDERSTOOD = 3
"""The exit code where a cloud's answer is not as its interface is documented."""

READERS: Mapping[Cloud, Callable[[], Prices]] = {
    Cloud.AWS: aws.read,
    Cloud.AZURE: azure.read,
    Cloud.GCP: gcp.read,
}


def main(arguments: list[str] | None = None, tables: Path = TABLES) -> int:
    """Refresh the tables of the clouds that are asked for."""
    parser = argparse.ArgumentParser(prog="prices", description="Read list prices anew.")
    parser.add_argument("--cloud", choices=[*Cloud], action="append", help="only this cloud")
    wanted = [Cloud(each) for each in parser.parse_args(arguments).cloud or Cloud]
    today = datetime.now(UTC).date().isoformat()
    kept, failed = list[str](), False
    for cloud in wanted:
        try:
            print(f"{cloud}: {update(cloud, READERS[cloud](), today, tables)}")
        except (OSError, NotAskedError) as silent:
            kept.append(f"{cloud} those of {dates(cloud, tables)} ({_reason(silent)})")
        except FormatError as strange:
            kept.append(f"{cloud} those of {dates(cloud, tables)} ({strange})")
            failed = True
    if kept:
        print(f"prices stay as they are: {'; '.join(kept)}")
    return NOT_UNDERSTOOD if failed else 0


def _reason(silent: Exception) -> str:
    return " ".join(str(getattr(silent, "reason", silent)).split()) or type(silent).__name__


if __name__ == "__main__":
    sys.exit(main())

"""How `lz accelerators` looks: a line for each machine, and what the prices are worth."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from rich.console import JustifyMethod, RenderableType
from rich.table import Table
from rich.text import Text

from landing_zone.gpu_pool.capacity import RUNG_CODES
from landing_zone.gpu_pool.catalog import HOURS_A_MONTH, Source

if TYPE_CHECKING:
    from landing_zone_cli.accelerators import Row

COLUMNS: tuple[tuple[str, JustifyMethod], ...] = (
    ("accelerator", "left"),
    ("cloud", "left"),
    ("machine", "left"),
    ("GPUs", "right"),
    ("GiB", "right"),
    ("region", "left"),
    ("USD/hour", "right"),
    ("USD/month", "right"),
    ("spot/hour", "right"),
    ("per GPU", "right"),
    ("per GiB", "right"),
    ("by", "left"),
)


def table(rows: Sequence["Row"], residency: Sequence[str]) -> Iterator[RenderableType]:
    """Yield the table and, below it, how to read it."""
    if not rows:
        yield Text("nothing in the catalogue is like that", "note")
        return
    shown = Table(box=None, pad_edge=False, header_style="heading", padding=(0, 2, 0, 0))
    for name, side in COLUMNS:
        shown.add_column(name, justify=side, no_wrap=True)
    for row in rows:
        shown.add_row(*_cells(row, residency))
    yield shown
    yield Text()
    yield from _legend(rows, residency)


def _cells(row: "Row", residency: Sequence[str]) -> Iterator[RenderableType]:
    offer, machine = row.offer, row.offer.machine
    price, spot = offer.usd_hour, offer.spot_usd_hour
    yield f"{machine.accelerator}{' (retired)' if machine.retired else ''}"
    yield machine.cloud.value
    yield Text(machine.name, "physical")
    yield str(Fraction(machine.count).limit_denominator(8))
    yield f"{machine.accelerator_memory_gib:g}"
    yield _region(row, residency)
    yield _money(price, offer.source, 3)
    yield _money(price and price * HOURS_A_MONTH, offer.source, 0)
    yield _money(spot, offer.spot_source, 3)
    yield _money(price and price / Decimal(str(machine.count)), offer.source, 3)
    yield _money(price and price / Decimal(str(machine.accelerator_memory_gib)), offer.source, 4)
    yield Text(" ".join(RUNG_CODES[kind] for kind in row.ways), "note")


def _region(row: "Row", residency: Sequence[str]) -> Text:
    text = Text(row.offer.region)
    if row.others:
        text.append(f" +{row.others}", "note")
    if row.outside:
        text.append(f" outside {', '.join(residency)}", "changed")
    return text


def _money(price: Decimal | None, source: Source | None, digits: int) -> str:
    if price is None or source is None:
        return "-"
    return f"{'' if source.confidence == 'listed' else '~'}{price:,.{digits}f}"


def _legend(rows: Sequence["Row"], residency: Sequence[str]) -> Iterator[Text]:
    yield Text(
        "cheapest first, by GiB of accelerator memory; in the cheapest region"
        + (f" of {', '.join(residency)}" if residency else "")
        + ", +n: in as many others",
        "note",
    )
    for cloud in sorted({row.offer.machine.cloud for row in rows}):
        mine = [row.offer for row in rows if row.offer.machine.cloud == cloud]
        listed = _dates(offer.source for offer in mine)
        spot = _dates(offer.spot_source for offer in mine) or "not known"
        yield Text(f"prices on {cloud}: {listed or 'not known'}; spot: {spot}", "note")
    yield Text("~ derived from list prices, - not known; `make prices` reads them anew", "note")
    short = [f"{code} {kind}" for kind, code in RUNG_CODES.items() if code != kind]
    yield Text(f"by: {', '.join(short)}", "note")


def _dates(sources: Iterator[Source | None]) -> str:
    """Return how sure prices are, and of when."""
    found = {f"{each.confidence} {each.date}" for each in sources if each}
    return ", ".join(sorted(found))

"""The command `lz accelerators`: what can be had where, and at what price."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from landing_zone.core import Cloud
from landing_zone.core.errors import suggestion
from landing_zone.gpu_pool.accelerators import ACCELERATORS
from landing_zone.gpu_pool.capacity import RungKind
from landing_zone.gpu_pool.catalog import HOURS_A_MONTH, Offer, offers
from landing_zone_cli import accelerators_table
from landing_zone_cli.failures import InputError
from landing_zone_cli.plan import print_json
from landing_zone_cli.project import environment
from landing_zone_cli.terminal import UNLIMITED, show
from landing_zone_policies.facts.regions import JURISDICTIONS, REGIONS, jurisdictions_of
from landing_zone_rehearsal.project import open_project

VERSION = 1
"""Version of the JSON; it grows only when a reader has to change."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was asked for on the command line."""

    names: Sequence[str] = ()
    cloud: str | None = None
    region: str | None = None
    memory_gib: int = 0
    residency: Sequence[str] = ()
    stack: str | None = None
    directory: Path = Path()
    json: bool = False


@dataclass(frozen=True)
class Row:
    """A machine where it is cheapest, and in how many other regions it is."""

    offer: Offer
    outside: bool
    """Whether the region is outside the residency that was asked for."""
    others: int

    @property
    def usd_hour_a_gib(self) -> float | None:
        """The list price of a GiB of accelerator memory for an hour."""
        price = self.offer.usd_hour
        return None if price is None else float(price) / self.offer.machine.accelerator_memory_gib

    @property
    def ways(self) -> list[RungKind]:
        """How it can be had, as a ladder's rungs are called."""
        return [kind for kind in RungKind if self.offer.can_be_had_by(kind.value)]


def run(request: Request) -> None:
    """Print what can be had, the cheapest first."""
    residency = _residency(request)
    rows = select(request, residency)
    if request.json:
        print_json(as_json(rows, residency))
    else:
        show(*accelerators_table.table(rows, residency), pipe_width=UNLIMITED)


def select(request: Request, residency: Sequence[str]) -> list[Row]:
    """Return a row for each machine, or only for each accelerator where much is asked about."""
    _check(request)
    groups = dict[tuple[str, ...], list[Offer]]()
    for offer in _asked_for(request):
        groups.setdefault(_group(offer, request), []).append(offer)
    return sorted((_row(group, residency) for group in groups.values()), key=_price)


def as_json(rows: Iterable[Row], residency: Sequence[str]) -> dict[str, Any]:
    """Return rows as data; `docs/accelerators.md` documents it."""
    return {
        "version": VERSION,
        "residency": list(residency),
        "hours_a_month": HOURS_A_MONTH,
        "offers": [_as_json(row) for row in rows],
    }


def _asked_for(request: Request) -> Iterator[Offer]:
    for cloud in [Cloud(request.cloud)] if request.cloud else Cloud:
        for offer in offers(cloud):
            machine = offer.machine
            named = machine.accelerator in request.names
            if (
                (named or not request.names)
                and (named or not (machine.retired or machine.count < 1))
                and offer.region == (request.region or offer.region)
                and machine.accelerator_memory_gib >= request.memory_gib
            ):
                yield offer


def _group(offer: Offer, request: Request) -> tuple[str, ...]:
    machine = offer.machine
    each = machine.name if request.names or request.region else ""
    return (machine.cloud, machine.accelerator, each)


def _row(group: Sequence[Offer], residency: Sequence[str]) -> Row:
    rows = [
        Row(offer, bool(residency) and not _lies_within(offer, residency), 0) for offer in group
    ]
    cheapest = min(rows, key=lambda row: (row.outside, _price(row)))
    machine = cheapest.offer.machine
    others = sum(row.offer.machine is machine for row in rows) - 1
    return Row(cheapest.offer, cheapest.outside, others)


def _price(row: Row) -> tuple[bool, float, float, int, str, str]:
    price, offer = row.usd_hour_a_gib, row.offer
    hour = float(offer.usd_hour or 0)
    machine = offer.machine
    return (price is None, price or 0, hour, machine.vcpus, machine.name, offer.region)


def _lies_within(offer: Offer, residency: Sequence[str]) -> bool:
    return bool({*residency} & {*jurisdictions_of(offer.machine.cloud, offer.region)})


def _residency(request: Request) -> tuple[str, ...]:
    """Return where data may be: as said on the command line, or by a stack's environment."""
    given = tuple(request.residency)
    if not given and request.stack:
        said = environment(open_project(request.directory), request.stack).get("residency", ())
        given = (said,) if isinstance(said, str) else tuple(said)
    for each in given:
        _known("residency", each, JURISDICTIONS)
    return given


def _check(request: Request) -> None:
    for name in request.names:
        _known("NAME", name, ACCELERATORS)
    if request.cloud:
        _known("--cloud", request.cloud, list(Cloud))
    if request.region:
        clouds = [request.cloud] if request.cloud else sorted(Cloud)
        there = [each for cloud in clouds for each in REGIONS[cloud]]
        _known("--region", request.region, there, f"a region of {' or '.join(clouds)}")


def _known(what: str, given: str, known: Iterable[str], allowed: str = "") -> None:
    names = sorted(known)
    if given not in names:
        allowed = allowed or f"one of {', '.join(names)}"
        raise InputError(f"{what}: {allowed}{suggestion(given, names)}, got {given!r}")


def _as_json(row: Row) -> dict[str, Any]:
    offer, machine, accelerator = row.offer, row.offer.machine, row.offer.accelerator
    return {
        "accelerator": accelerator.name,
        "model": accelerator.model,
        "cloud": machine.cloud.value,
        "machine": machine.name,
        "count": machine.count,
        "accelerator_memory_gib": machine.accelerator_memory_gib,
        "vcpus": machine.vcpus,
        "memory_gib": machine.memory_gib,
        "nvme_gib": machine.nvme_gib,
        "fabric": machine.fabric or None,
        "fabric_gbps": machine.fabric_gbps or None,
        "rdma": machine.rdma,
        "mig": list(machine.profiles),
        "ways": [kind.value for kind in row.ways],
        "retired": machine.retired,
        "region": offer.region,
        "zones": list(offer.zones),
        "other_regions": row.others,
        "outside": row.outside,
        "on_demand": _price_as_json(offer, offer.usd_hour, offer.source),
        "spot": _price_as_json(offer, offer.spot_usd_hour, offer.spot_source),
    }


def _price_as_json(offer: Offer, price: Decimal | None, source: Any) -> dict[str, Any] | None:
    if price is None:
        return None
    hour = float(price)
    return {
        "usd_hour": hour,
        "usd_month": round(hour * HOURS_A_MONTH, 2),
        "usd_hour_a_gpu": round(hour / offer.machine.count, 5),
        "usd_hour_a_gib": round(hour / offer.machine.accelerator_memory_gib, 5),
        "confidence": source.confidence,
        "date": source.date,
        "source": source.url,
    }

"""What a plan's pools of accelerators cost an hour when each is at its largest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from landing_zone_cli.document import Plan, Resource

POOL = "landing-zone:index:GpuPool"


@dataclass(frozen=True, slots=True)
class Cost:
    """One rung of a pool at its largest."""

    pool: str
    rung: str
    machine: str
    nodes: int
    usd_hour: Decimal | None
    """Of one node; None: not known."""
    date: str
    """When the price was read."""

    @property
    def most_usd_hour(self) -> Decimal | None:
        """Of all nodes."""
        return None if self.usd_hour is None else self.usd_hour * self.nodes


def costs(plan: Plan, env: Mapping[str, Any]) -> list[Cost]:
    """Return what each rung of a plan's pools costs at most, in the environment's region."""
    cloud, region = env.get("cloud"), env.get("region")
    pools = plan.of_type(POOL)
    if not pools or not isinstance(cloud, str) or not isinstance(region, str):
        return []
    return [cost for pool in pools for cost in _of_pool(pool, cloud, region)]


def told(found: list[Cost]) -> Iterator[RenderableType]:
    """Yield the table of costs, and what they are at most together."""
    if not found:
        return
    table = Table(box=None, pad_edge=False, header_style="heading", padding=(0, 3, 0, 0))
    for name in ("pool", "rung", "machine", "nodes at most", "USD an hour each", "USD an hour"):
        table.add_column(name, justify="right" if name.startswith(("nodes", "USD")) else "left")
    for each in found:
        table.add_row(each.pool, each.rung, each.machine, str(each.nodes), *_prices(each))
    known = [each.most_usd_hour for each in found if each.most_usd_hour is not None]
    table.add_row("all", "", "", "", "", f"{sum(known):.2f}", style="heading")
    yield Text()
    yield table
    dates = sorted({each.date for each in found if each.usd_hour is not None})
    missing = "" if len(known) == len(found) else "; what has no price is not in the sum"
    yield Text(f"list prices of {', '.join(dates) or 'no date'}{missing}", "note")


def _of_pool(pool: Resource, cloud: str, region: str) -> Iterator[Cost]:
    from landing_zone.core import Cloud
    from landing_zone.gpu_pool import GpuPoolSpec, RungKind, resolve

    spec = GpuPoolSpec.model_validate(pool.inputs)
    offer = resolve(Cloud(cloud), region, spec).offer
    for name, rung in spec.rungs().items():
        price = offer.spot_usd_hour if rung.kind is RungKind.SPOT else offer.usd_hour
        yield Cost(pool.name, name, offer.machine.name, spec.max_nodes, price, offer.date)


def _prices(cost: Cost) -> tuple[str, str]:
    if cost.usd_hour is None or cost.most_usd_hour is None:
        return "not known", ""
    return f"{cost.usd_hour:.2f}", f"{cost.most_usd_hour:.2f}"

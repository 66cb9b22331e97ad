"""The command `lz explain`: what a pool becomes on its cloud, and why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pulumi
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from landing_zone.core import Environment
from landing_zone.core.errors import suggestion
from landing_zone.gpu_pool import Choice, GpuPoolSpec, Rung, RungKind, resolve
from landing_zone.gpu_pool.properties import PROPERTIES
from landing_zone.zone import configured
from landing_zone_cli.failures import InputError
from landing_zone_cli.plan import header, print_json
from landing_zone_cli.terminal import UNLIMITED, show
from landing_zone_rehearsal.project import Project, configure, open_project, read_stack

VERSION = 1
"""Version of the JSON; it grows only when a reader has to change."""

POOLS = "gpu_pool"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a pool of one stack becomes."""

    stack: str
    env: Environment
    pool: GpuPoolSpec
    choice: Choice

    def rungs(self) -> Iterator[tuple[str, Rung, Decimal | None]]:
        """Yield each rung by name with the price of a machine for an hour, if it is known."""
        offer = self.choice.offer
        for name, rung in self.pool.rungs().items():
            price = offer.spot_usd_hour if rung.kind is RungKind.SPOT else offer.usd_hour
            yield name, rung, price


def run(directory: Path, path: str, stack: str | None, *, as_json: bool) -> None:
    """Explain a pool, or one of its fields, in one stack or in each that has it."""
    project = open_project(directory)
    name, field = _parsed(path)
    stacks = [stack] if stack else project.stacks()
    found = [each for each in (_explained(project, each, name) for each in stacks) if each]
    if not found:
        raise InputError(_not_there(project, stacks, name))
    if as_json:
        print_json(as_document(found, field))
    else:
        show(*_told(project, found, field), pipe_width=UNLIMITED)


def as_document(found: Iterable[Explanation], field: str | None = None) -> dict[str, Any]:
    """Return explanations as JSON, by stack."""
    return {"version": VERSION, "stacks": {each.stack: _as_json(each, field) for each in found}}


def _as_json(each: Explanation, field: str | None) -> dict[str, Any]:
    machine, offer = each.choice.machine, each.choice.offer
    return {
        "cloud": each.env.cloud.value,
        "region": each.env.region,
        "machine": machine.name,
        "accelerator": each.choice.accelerator.name,
        "gpus_per_node": machine.count,
        "zones": list(offer.zones),
        "reasons": list(each.choice.reasons),
        "priced": offer.date,
        "rungs": [
            {
                "name": name,
                "kind": rung.kind.value,
                "max_nodes": each.pool.max_nodes,
                "usd_hour": None if price is None else float(price),
            }
            for name, rung, price in each.rungs()
        ],
        "fields": {
            name: {"value": value, "properties": list(properties)}
            for name, value, properties in _fields(each, field)
        },
    }


def _parsed(path: str) -> tuple[str, str | None]:
    """Return a pool's name, and one of its fields if the path goes on to one."""
    first, _, rest = path.partition(".")
    name, _, field = rest.partition(".")
    if first != POOLS or not name:
        raise InputError(f"{path}: what can be explained is a pool, as {POOLS}.train, or a field")
    if field and field not in PROPERTIES:
        known = suggestion(field, PROPERTIES) or f"; there are {', '.join(PROPERTIES)}"
        raise InputError(f"{path}: a pool has no field '{field}'{known}")
    return name, field or None


def _explained(project: Project, stack: str, name: str) -> Explanation | None:
    contents = read_stack(project, stack.rpartition("/")[2])
    given = configure(project, stack, contents)
    pulumi.runtime.set_all_config(given.values, list(given.secret_keys))
    env, zone = configured()
    pool = zone.settled(env.profile).gpu_pool.get(name)
    if pool is None:
        return None
    return Explanation(stack, env, pool, resolve(env.cloud, env.region, pool))


def _not_there(project: Project, stacks: list[str], name: str) -> str:
    where = f"stack {stacks[0]}" if len(stacks) == 1 else "any stack"
    return f"{POOLS}.{name}: no such pool in {where} of {project.name}"


def _told(
    project: Project, found: list[Explanation], field: str | None
) -> Iterator[RenderableType]:
    for each in found:
        yield header(project, each.stack)
        yield Padding(_machine(each), (0, 0, 0, 2))
        for reason in each.choice.reasons:
            yield Padding(Text(f"· {reason}", "note"), (0, 0, 0, 4))
        yield Padding(_ladder(each), (1, 0, 0, 2))
        yield Padding(_properties(each, field), (1, 0, 1, 2))


def _machine(each: Explanation) -> Text:
    machine, accelerator = each.choice.machine, each.choice.accelerator
    parts = [
        f"{machine.count:g} x {accelerator.name} with {accelerator.memory_gib:g} GiB",
        f"{machine.vcpus} vCPUs",
        f"{machine.memory_gib:g} GiB",
    ]
    if machine.nvme_gib:
        parts.append(f"{machine.nvme_gib} GiB of its own disks")
    if machine.fabric:
        parts.append(f"{machine.fabric} {machine.fabric_gbps} Gbit/s")
    return Text(machine.name, "component").append(f": {', '.join(parts)}", "")


def _ladder(each: Explanation) -> Table:
    table = _table("rung", "way", "nodes at most", "USD an hour for each", "for all")
    for name, rung, price in each.rungs():
        most = each.pool.max_nodes
        costs = ("not known", "") if price is None else (f"{price:.2f}", f"{price * most:.2f}")
        table.add_row(name, rung.kind.value, str(most), *costs)
    for column in table.columns[2:]:
        column.justify = "right"
    return table


def _properties(each: Explanation, field: str | None) -> Table:
    table = _table("field", "value", f"on {each.env.cloud}")
    for name, value, properties in _fields(each, field):
        table.add_row(name, _shown(value), properties[0] if properties else "")
        for further in properties[1:]:
            table.add_row("", "", further)
    return table


def _shown(value: Any) -> str:
    """Return a field's value as a person would write it: ladders in order, mappings in short."""
    if isinstance(value, list):
        several = cast("list[Any]", value)
        ladder = any(isinstance(each, dict) and "kind" in each for each in several)
        return (" > " if ladder else ", ").join(_shown(each) for each in several)
    if isinstance(value, dict):
        given = cast("dict[str, Any]", value)
        return ", ".join(
            _shown(each) if name == "kind" else name if each is True else f"{name} {_shown(each)}"
            for name, each in given.items()
            if each is not False
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _fields(each: Explanation, field: str | None) -> Iterator[tuple[str, Any, tuple[str, ...]]]:
    values: Mapping[str, Any] = each.pool.model_dump(mode="json", exclude_none=True)
    for name, clouds in PROPERTIES.items():
        if field in (None, name):
            yield name, values.get(name), clouds.get(each.env.cloud, ())


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="heading", padding=(0, 3, 0, 0))
    for column in columns:
        table.add_column(column, no_wrap=True)
    return table

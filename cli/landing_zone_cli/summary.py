"""What is said below a plan's tree: counts, protection, and what is not known yet."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from landing_zone_cli.document import Plan, Resource, is_unknown
from landing_zone_cli.inventory import capabilities
from landing_zone_cli.tree import MARK
from landing_zone_policies.reports import count

MOST_NAMED = 4
"""How many of a component's unknown properties are named."""

WIRING = ("Id", "Ids", "Arn", "Name", "id", "name")
"""How properties end that only say which other resource is meant."""


def summary(plan: Plan) -> Iterator[RenderableType]:
    """Yield the table of capabilities, and the stack's outputs that are not known yet."""
    yield Text()
    yield _table(plan)
    yield Text()
    unknown = sorted(unknown_outputs(plan.outputs))
    known = sum(1 for _ in _leaves(plan.outputs)) - len(unknown)
    heading = f"stack outputs: {known} known, {len(unknown)} only after deployment"
    yield Text(heading, "heading")
    for name, parts in _in_short(unknown).items():
        yield Padding(Text(f"{name}: {', '.join(parts)}" if parts else name), (0, 0, 0, 2))


def unknown_outputs(outputs: Mapping[str, Any]) -> Iterator[str]:
    """Yield the paths of the outputs that only a deployment can tell."""
    return (path for path, value in _leaves(outputs) if is_unknown(value))


def unknown_properties(resources: Iterable[Resource]) -> list[tuple[str, int]]:
    """Return the inputs that are not known yet, by name, the most telling first.

    A policy whose text depends on others tells more than the ID of a neighbour, so what is mere
    wiring comes last.
    """
    names = Counter(name for each in resources for name in each.unknown_inputs)
    return sorted(names.items(), key=lambda item: (item[0].endswith(WIRING), -item[1], item[0]))


def _table(plan: Plan) -> Table:
    table = Table(box=None, pad_edge=False, header_style="heading", padding=(0, 3, 0, 0))
    table.add_column("capability")
    table.add_column("resources", justify="right")
    table.add_column(f"protected{MARK}", justify="right")
    table.add_column("inputs known only after deployment", overflow="fold")
    rows = capabilities(plan)
    for name, resources in rows:
        table.add_row(name, *_counts(resources), _not_known(resources))
    everything = [each for _, resources in rows for each in resources]
    inputs = sum(len(each.unknown_inputs) for each in everything)
    table.add_row("all", *_counts(everything), str(inputs), style="heading")
    return table


def _counts(resources: Iterable[Resource]) -> tuple[str, str]:
    listed = list(resources)
    return str(len(listed)), str(sum(each.protect for each in listed))


def _not_known(resources: Iterable[Resource]) -> str:
    names = unknown_properties(resources)
    if not names:
        return "0"
    shown = [f"{name} ({n})" if n > 1 else name for name, n in names[:MOST_NAMED]]
    more = len(names) - len(shown)
    rest = f" and {count(more, 'other')}" if more else ""
    return f"{sum(n for _, n in names)}: {', '.join(shown)}{rest}"


def _leaves(mapping: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in mapping.items():
        if isinstance(value, Mapping) and value:
            yield from _leaves(cast("Mapping[str, Any]", value), f"{path}{name}.")
        else:
            yield f"{path}{name}", value


def _in_short(paths: Iterable[str]) -> dict[str, list[str]]:
    """Return paths by their first part, mappings as a name and a count: `ids (5)`."""
    second: dict[str, Counter[str]] = {}
    for path in paths:
        first, _, rest = path.partition(".")
        second.setdefault(first, Counter())[rest.partition(".")[0]] += 1
    return {
        first: [f"{name} ({n})" if n > 1 else name for name, n in names.items() if name]
        for first, names in second.items()
    }

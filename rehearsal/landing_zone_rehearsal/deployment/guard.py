"""What a change would lose: replaced and deleted resources that hold data or keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from landing_zone_rehearsal.clouds.facts import facts

from .outcome import Step

REPLACES = "replace"
DELETES = "delete"


@dataclass(frozen=True, slots=True)
class Loss:
    """A resource that a change would replace or delete, with what it holds."""

    urn: str
    type: str
    act: Literal["replace", "delete"]
    properties: tuple[str, ...]
    """The properties that make the replacement necessary."""
    because: str
    """Why that is a loss."""


def losses(steps: Iterable[Step], allowed: Collection[str] = ()) -> Iterator[Loss]:
    """Yield what a change would lose.

    Args:
        steps: What the engine would do.
        allowed: URNs or names of what may be replaced or deleted all the same.
    """
    for step in steps:
        because = _why(step)
        if step.op not in (REPLACES, DELETES) or not because or {step.urn, step.name} & {*allowed}:
            continue
        act = REPLACES if step.op == REPLACES else DELETES
        yield Loss(step.urn, step.type, act, _properties(step), because)


def _why(step: Step) -> str | None:
    if facts(step.type).stateful:
        return "it holds data or keys"
    return "it is protected" if step.protected else None


def _properties(step: Step) -> tuple[str, ...]:
    """Name them in full where the difference tells more than the engine's top-level names."""
    paths = [each.path for each in step.differences]
    full = [path for path in paths if path.split(".")[0].split("[")[0] in step.replaces]
    return tuple(full or step.replaces)

"""What all resources that lie in a region have in common."""

from collections.abc import Mapping
from typing import Any

from landing_zone_rehearsal.clouds.facts import Condition, Facts

from .conditions import is_another

MOVES: Mapping[str, Condition] = {"region": is_another}
"""A resource cannot be moved to another region."""


def regional(
    *,
    kept: tuple[str, ...] = (),
    replaces_when: Mapping[str, Condition] | None = None,
    **others: Any,
) -> Facts:
    """Describe a type whose resources each lie in one region."""
    return Facts(kept=("region", *kept), replaces_when={**MOVES, **(replaces_when or {})}, **others)

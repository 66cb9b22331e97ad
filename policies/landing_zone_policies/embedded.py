"""JSON that stands in a property (definitions, policies), read without trusting it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

from landing_zone_policies.paths import Found
from landing_zone_policies.values import UNKNOWN


def parsed(found: Found) -> Any:
    """Return what a property says in JSON; `UNKNOWN` or None where that cannot be told."""
    if found.value is UNKNOWN:
        return UNKNOWN
    if not isinstance(found.value, str):
        return found.value
    try:
        return json.loads(found.value)
    except (ValueError, RecursionError):
        return None


def texts(value: Any) -> list[str]:
    """Return a text, or a list of texts, as a list."""
    if isinstance(value, str):
        return [value]
    if not isinstance(value, list):
        return []
    return [each for each in cast("list[Any]", value) if isinstance(each, str)]


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield an object, or the objects of a list."""
    for each in cast("list[Any]", value) if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            yield cast("dict[str, Any]", each)

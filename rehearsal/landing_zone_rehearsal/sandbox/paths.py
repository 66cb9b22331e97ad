"""Finds properties by the paths that the tables use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from landing_zone_rehearsal.values import is_dict, is_list, reveal

INDEX = re.compile(r"\[\d+\]")
EVERYTHING = ".**"


def find(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Yield what a path of a table finds, with the concrete path: `a[].b` gives `a[0].b`."""
    yield from _find(value, path.split("."), "")


def _find(value: Any, steps: list[str], at: str) -> Iterator[tuple[str, Any]]:
    if not steps:
        if value is not None:
            yield at, value
        return
    block = reveal(value)
    name = steps[0].removesuffix("[]").removesuffix("{}")
    if not is_dict(block) or name not in block:
        return
    below = f"{at}.{name}" if at else name
    inner = block[name]
    if steps[0].endswith("[]"):
        items: Any = reveal(inner)
        for index, item in enumerate(items if is_list(items) else []):
            yield from _find(item, steps[1:], f"{below}[{index}]")
    elif steps[0].endswith("{}"):
        mapping: Any = reveal(inner)
        for key in mapping if is_dict(mapping) else ():
            yield from _find(mapping[key], steps[1:], f'{below}["{key}"]')
    else:
        yield from _find(inner, steps[1:], below)


def general(path: str) -> str:
    """Turn a concrete path into that of a table: `a[0].b` into `a[].b`."""
    return INDEX.sub("[]", path)


def covers(pattern: str, path: str) -> bool:
    """Whether a path of a table speaks of a changed property.

    It does when they are the same, when the pattern means everything below, when an element of a
    list of plain values changed, and when the whole block that holds the pattern came or went.
    """
    path = general(path)
    if pattern.endswith(EVERYTHING):
        above = pattern.removesuffix(EVERYTHING)
        return path == above or path.startswith((f"{above}.", f"{above}[", f"{above}{{"))
    return path in {pattern, f"{pattern}[]"} or pattern.startswith((f"{path}.", f"{path}[]."))

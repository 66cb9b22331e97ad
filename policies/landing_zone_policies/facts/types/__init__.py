"""Which types lie somewhere, which carry tags, and in which properties they say so.

One text file for each SDK, read on first use: a type, the properties that say where it lies, and
the property with its tags (`[]`: a list of keys and values), `-` for none. The files name the
versions they were read from, on 2026-11-23; `tests/policies/census.py` writes them again.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

TABLES: Mapping[str, tuple[str, ...]] = {
    "aws": ("aws", "aws_native"),
    "gcp": ("gcp",),
    "azure": ("azure_native", "azure"),
}
"""The SDKs of each cloud, as their files are called."""

NONE = "-"
PROVIDER = "provider"
"""Stands for a property where it is the provider alone that says where a type lies."""


def located(cloud: str) -> tuple[str, ...]:
    """Return the types of a cloud that lie somewhere."""
    rows = (_rows(name) for name in TABLES[cloud])
    return tuple(token for table in rows for token, row in table.items() if row[0] != NONE)


def taggable(cloud: str) -> tuple[str, ...]:
    """Return the types of a cloud that can carry tags."""
    rows = (_rows(name) for name in TABLES[cloud])
    return tuple(token for table in rows for token, row in table.items() if row[1] != NONE)


def place_properties(token: str) -> tuple[str, ...]:
    """Return the properties in which a type says where it lies; none where it does not."""
    place = _row(token)[0]
    return () if place in (NONE, PROVIDER) else tuple(place.split(","))


def is_located(token: str) -> bool:
    """Whether a type lies somewhere."""
    return _row(token)[0] != NONE


def tag_property(token: str) -> str | None:
    """Return where a type's tags stand (`settings.userLabels`, `tags[]`); None for no tags."""
    tags = _row(token)[1]
    return None if tags == NONE else tags


@cache
def _row(token: str) -> tuple[str, str]:
    name = token.partition(":")[0].replace("-", "_")
    known = any(name in tables for tables in TABLES.values())
    return _rows(name).get(token, (NONE, NONE)) if known else (NONE, NONE)


@cache
def _rows(name: str) -> dict[str, tuple[str, str]]:
    text = (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8")
    rows = (line.split(" ") for line in text.splitlines() if line and not line.startswith("#"))
    return {token: (place, tags) for token, place, tags in rows}

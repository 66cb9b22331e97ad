"""Which types lie somewhere, which carry tags, and in which properties they say so.

One text file for each SDK, read on first use. In each of its paragraphs, types follow the
properties that say where they lie, and the property with their tags (`[]`: a list of keys and
values), `-` for none: there are thousands of types, and they are alike. The files name the versions
they were read from, on 2026-11-23; `tests/policies/census.py` writes them again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from io import FileIO
from itertools import chain

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
    alike = (each for name in TABLES[cloud] for each in _alike(name))
    return tuple(chain.from_iterable(types for place, _, types in alike if place != NONE))


def taggable(cloud: str) -> tuple[str, ...]:
    """Return the types of a cloud that can carry tags."""
    alike = (each for name in TABLES[cloud] for each in _alike(name))
    return tuple(chain.from_iterable(types for _, tags, types in alike if tags != NONE))


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
def _rows(name: str) -> Mapping[str, tuple[str, str]]:
    rows: dict[str, tuple[str, str]] = {}
    for place, tags, types in _alike(name):
        rows |= dict.fromkeys(types, (place, tags))
    return rows


@cache
def _alike(name: str) -> Sequence[tuple[str, str, list[str]]]:
    """Return the paragraphs of a file: where types say that they lie, their tags, and the types."""
    with FileIO(f"{__path__[0]}/{name}.txt") as file:
        _, *paragraphs = file.read().decode().split("\n\n")
    return [(place, tags, types) for place, tags, *types in map(str.split, paragraphs)]

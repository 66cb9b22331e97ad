"""What a cloud's table of promises may expect of a property."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from landing_zone_rehearsal import Resource
from tests.promises.view import MISSING, Zone, at

Expectation = Callable[[Any, Zone], bool]
"""A test of the value at a path; a plain value expects to be equal."""

Expected = Mapping[str, Any]
"""What is expected at each path of a resource: a value, or an `Expectation`."""


@dataclass(frozen=True)
class SideCar:
    """A resource that hardens another, and must stand beside each of them."""

    type: str
    """The type of the side-car."""
    property: str
    """Its property that names whom it stands beside: by ID, name or ARN."""


@dataclass(frozen=True)
class Grant:
    """A right that whoever needs it must wait for."""

    type: str
    """The type of the grant."""
    on: str
    """Its property that names what it opens."""
    used: str
    """The property of the one who waits that names the same."""
    to: str = ""
    """Its property that names who may, where that is not one account for all."""
    user: str = ""
    """The property of the one who waits that names the same."""


@dataclass(frozen=True)
class Table:
    """How one cloud keeps the promises, by promise and resource type."""

    private: Mapping[str, Expected]
    """What closes a resource to the public."""
    encrypted: Mapping[str, Expected]
    """What encrypts a store with the customer's key."""
    tls: Mapping[str, Expected]
    """What refuses plain connections and old protocols."""
    recoverable: Mapping[str, Expected]
    """What brings deleted or overwritten data back."""
    least: Mapping[str, Expected]
    """What keeps an identity's rights small."""
    sound: Mapping[str, Expected]
    """What else a resource must be: rotated, logged, retained, in the right mode."""
    beside: Mapping[str, tuple[SideCar, ...]]
    """The side-cars of each type."""
    stateful: frozenset[str]
    """Types that hold data or keys, or a type and a regular expression for the logical name."""
    granted: Mapping[str, Grant]
    """Who (a type, or with a regular expression for the name) must wait for a right on what they
    use: stores on their key, writers on their log."""
    forbidden: frozenset[str]
    """Types that are static credentials."""
    pinned: Expected
    """What the provider is bound to."""
    kept: Mapping[str, str] = field(default_factory=dict[str, str])
    """Types that Pulumi does not delete, with what deletes them instead."""
    plain: Mapping[str, str] = field(default_factory=dict[str, str])
    """For the mutation run: paths that harden nothing (regular expressions), with the reason."""


def is_key_for(purpose: str) -> Expectation:
    """Expect the ID of the zone's key for a purpose."""

    def check(value: Any, zone: Zone) -> bool:
        return value == zone.recording.named("ai-keys").outputs["ids"][purpose]

    return check


def is_at_least(least: int) -> Expectation:
    """Expect a number no smaller."""
    return lambda value, zone: float(value or 0) >= least


def is_missing(value: Any, zone: Zone) -> bool:
    """Expect no value, or an empty one."""
    del zone
    return value in (None, "", [], {})


def is_one_of(*allowed: Any) -> Expectation:
    """Expect any of several values."""
    return lambda value, zone: value in allowed


def says(text: str) -> Expectation:
    """Expect a text about the zone, such as `{account}` or `{arn:ai-keys-data}` (`Zone.said`)."""
    return lambda value, zone: value == zone.said(text)


def says_all(*texts: str) -> Expectation:
    """Expect a list of these texts about the zone, in any order, and nothing else."""
    return lambda value, zone: sorted(value or []) == sorted(zone.said(text) for text in texts)


def matches(pattern: str) -> Expectation:
    """Expect a text that a regular expression fits from end to end."""
    return lambda value, zone: re.fullmatch(pattern, str(value)) is not None


def is_between(least: int, most: int) -> Expectation:
    """Expect a number within bounds."""
    return lambda value, zone: least <= float(value or 0) <= most


def per(names: Iterable[str], key: str, expected: Callable[[str], Expected]) -> dict[str, Expected]:
    """Return one entry of a table for each name, which stands for `{}` in the key."""
    return {key.format(name): expected(name) for name in names}


def has(entries: Mapping[str, Expected], *, by: str = "name") -> Expectation:
    """Expect a list of exactly these entries, told apart by a property, each as expected."""

    def check(value: Any, zone: Zone) -> bool:
        found = {at(entry, by): entry for entry in value or []}
        wanted = {zone.said(name): expected for name, expected in entries.items()}
        return found.keys() == wanted.keys() and not any(
            any(_missed(found[name], expected, zone)) for name, expected in wanted.items()
        )

    return check


def breaches(zone: Zone, table: Mapping[str, Expected]) -> Iterator[str]:
    """Yield every property that is not as a table expects, and every type that is not there.

    A table's key is a type, or a type and a regular expression that the logical name must match.
    A path may hold `#` for every element of a list (one at least), or `?` for some element.
    """
    for key, expected in table.items():
        resources = [r for r in zone.of(key.partition(" ")[0]) if is_meant(key, r)]
        if not resources:
            yield f"no {key} is declared"
        for resource in resources:
            yield from unmet(zone, resource, expected)


def is_meant(key: str, resource: Resource) -> bool:
    """Say whether a table's key (`TYPE`, or `TYPE NAME` with a regular expression) means this."""
    kind, _, pattern = key.partition(" ")
    return kind == resource.type and bool(re.fullmatch(pattern or ".*", resource.name))


def unmet(zone: Zone, resource: Resource, expected: Expected) -> Iterator[str]:
    """Yield every property of a resource that is not as expected."""
    for path in _missed(resource.inputs, expected, zone):
        yield f"{resource.name} ({resource.type}): {path} is not as promised"


def _missed(inputs: Any, expected: Expected, zone: Zone) -> Iterator[str]:
    for path, wanted in expected.items():
        met = [_meets(value, wanted, zone) for value in _spread(inputs, path)]
        if not met or not (any(met) if "?" in path.split(".") else all(met)):
            yield path


def _meets(value: Any, wanted: Any, zone: Zone) -> bool:
    if callable(wanted):
        return bool(wanted(None if value is MISSING else value, zone))
    return value == wanted


def _spread(value: Any, path: str) -> Iterator[Any]:
    """Yield what stands at a path, once for each element where it says `#` or `?`."""
    for mark in ("#", "?"):
        before, marked, after = path.partition(f"{mark}.") if f"{mark}." in path else ("", "", "")
        if path.endswith(f".{mark}"):
            before, marked, after = path[: -len(mark)], mark, ""
        if marked:
            elements = at(value, before.rstrip("."))
            for element in elements if isinstance(elements, list) else []:
                yield from _spread(element, after) if after else [element]
            return
    yield at(value, path)

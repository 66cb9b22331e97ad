"""What a cloud's table of promises may expect of a property."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
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
    """Types that hold data or keys."""
    granted: Mapping[str, str]
    """Stores that must wait for a grant on their key, with the type of the grant."""
    forbidden: frozenset[str]
    """Types that are static credentials."""
    kept: Mapping[str, str] = field(default_factory=dict[str, str])
    """Types that Pulumi does not delete, with what deletes them instead."""
    plain: Mapping[str, str] = field(default_factory=dict[str, str])
    """For the mutation run: paths that harden nothing (regular expressions), with the reason."""


def is_one_of_our_keys(value: Any, zone: Zone) -> bool:
    """Expect the ID of a key that the zone made."""
    keys = zone.recording.named("ai-keys").outputs["ids"]
    return value in keys.values()


def is_key_for(purpose: str) -> Expectation:
    """Expect the ID of the zone's key for a purpose."""

    def check(value: Any, zone: Zone) -> bool:
        return value == zone.recording.named("ai-keys").outputs["ids"][purpose]

    return check


def is_there(value: Any, zone: Zone) -> bool:
    """Expect any value that is not empty."""
    del zone
    return value not in (None, "", [], {})


def is_at_least(least: int) -> Expectation:
    """Expect a number no smaller."""
    return lambda value, zone: float(value) >= least


def is_missing(value: Any, zone: Zone) -> bool:
    """Expect no value, or an empty one."""
    del zone
    return value in (None, "", [], {})


def is_one_of(*allowed: Any) -> Expectation:
    """Expect any of several values."""
    return lambda value, zone: value in allowed


def contains(*wanted: Any) -> Expectation:
    """Expect a list that holds all of these."""
    return lambda value, zone: isinstance(value, list) and all(each in value for each in wanted)


def states(statements: Mapping[str, tuple[str, ...]]) -> Expectation:
    """Expect a policy with these statements, by name, under at least these condition operators."""

    def check(value: Any, zone: Zone) -> bool:
        del zone
        document = json.loads(value or "{}")
        found = {each.get("Sid"): each for each in document.get("Statement", [])}
        return all(
            name in found and set(operators) <= set(found[name].get("Condition", {}))
            for name, operators in statements.items()
        )

    return check


def breaches(zone: Zone, table: Mapping[str, Expected]) -> Iterator[str]:
    """Yield every property that is not as a table expects, and every type that is not there.

    A table's key is a type, or a type and a regular expression that the logical name must match.
    A path may hold `#` for every element of a list (one at least), or `?` for some element.
    """
    for key, expected in table.items():
        kind, _, pattern = key.partition(" ")
        resources = [r for r in zone.of(kind) if re.fullmatch(pattern or ".*", r.name)]
        if not resources:
            yield f"no {key} is declared"
        for resource in resources:
            yield from _unmet(zone, resource, expected)


def _unmet(zone: Zone, resource: Resource, expected: Expected) -> Iterator[str]:
    for path, wanted in expected.items():
        met = [_meets(value, wanted, zone) for value in _spread(resource.inputs, path)]
        if not met or not (any(met) if "?" in path.split(".") else all(met)):
            yield f"{resource.name} ({resource.type}): {path} is not as promised"


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

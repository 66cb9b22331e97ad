"""What a cloud's table of promises may expect of a property."""

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


def breaches(zone: Zone, table: Mapping[str, Expected]) -> Iterator[str]:
    """Yield every property that is not as a table expects, and every type that is not there."""
    for kind, expected in table.items():
        resources = zone.of(kind)
        if not resources:
            yield f"no {kind} is declared"
        for resource in resources:
            yield from _unmet(zone, resource, expected)


def _unmet(zone: Zone, resource: Resource, expected: Expected) -> Iterator[str]:
    for path, wanted in expected.items():
        value = at(resource.inputs, path)
        if callable(wanted):
            met = wanted(None if value is MISSING else value, zone)
        else:
            met = value == wanted
        if not met:
            shown = "nothing" if value is MISSING else repr(value)
            yield f"{resource.name} ({resource.type}): {path} is {shown}"

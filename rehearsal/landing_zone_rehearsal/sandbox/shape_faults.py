"""Says what is wrong with an input, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from landing_zone_rehearsal.values import Archive, Asset, Reference

from .shape_types import Choice, ListOf, MapOf, Nested, OneOf, Simple, Type

HIDDEN: Final = "[secret]"
SHOWN: Final = 12
"""How many values of an enumeration a reason lists."""
KINDS: Final[Mapping[object, str]] = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "text",
    list: "a list",
    dict: "a block",
    Reference: "a resource",
    Asset: "an asset",
    Archive: "an archive",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one input."""

    path: str
    """Where: `lifecycleRules[0].expiration.days`, `tags["env"]`; empty for the whole resource."""
    reason: str
    """What, in plain words and without any secret."""


def missing(at: str) -> Fault:
    """Say that a property must be given."""
    return Fault(at, "missing, and required")


def set_by_cloud(at: str) -> Fault:
    """Say that a property is an output."""
    return Fault(at, "set by the cloud, cannot be given")


def unknown(at: str, name: str, known: Iterable[str]) -> Fault:
    """Say that there is no such property."""
    return Fault(at, f"no such property{_meant(name, known)}")


def no_such_type(type: str, sdk: str, known: Iterable[str]) -> Fault:
    """Say that there is no such type of resources."""
    return Fault("", f"no such type in {sdk}{_meant(type, known)}")


def wrong_type(at: str, type: Type, value: Any) -> Fault:
    """Say that a value is of another type."""
    return Fault(at, f"expected {_wanted(type)}, got {KINDS.get(value.__class__, 'another value')}")


def not_offered(at: str, choice: Choice, value: str, *, hidden: bool) -> Fault:
    """Say that a value is not in its enumeration."""
    among = "one of " if len(choice.values) > 1 else ""
    offered = ", ".join(choice.values[:SHOWN])
    more = f" and {len(choice.values) - SHOWN} more" if len(choice.values) > SHOWN else ""
    return Fault(at, f"expected {among}{offered}{more}, got {HIDDEN if hidden else repr(value)}")


def _meant(name: str, known: Iterable[str]) -> str:
    """Return the question whether a similar name was meant, if there is one."""
    by_letters = {_letters(each): each for each in known}
    near = get_close_matches(_letters(name), by_letters, 1, 0.75)
    return f"; did you mean {by_letters[near[0]]}?" if near else ""


def _letters(name: str) -> str:
    return name.replace("_", "").lower()


def _wanted(type: Type) -> str:
    match type:
        case Simple():
            return type.value
        case Choice():
            return Simple.TEXT.value
        case ListOf():
            return "a list"
        case MapOf() | Nested():
            return "a block"
        case OneOf(options=options):
            return " or ".join(map(_wanted, options))

"""The values a program gives that JSON has no word for: unknown, secret, reference, asset.

Inputs and outputs are plain JSON values (str, int, float, bool, None, list, dict) with these
mixed in. Whole numbers are `int`, as a state file shows them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, TypeGuard, final


@final
class Unknown:
    """The type of `UNKNOWN`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        return False


UNKNOWN: Final = Unknown()
"""A value that the cloud fills in when the resource is deployed."""


@final
@dataclass(frozen=True, slots=True)
class Secret:
    """A value that must not be shown; printing it shows that it is a secret, never what it is."""

    value: Any = field(repr=False)


@final
@dataclass(frozen=True, slots=True)
class Reference:
    """A whole resource passed as a value."""

    urn: str
    id: Any = None
    """The physical ID, or UNKNOWN; None for a component."""


@final
@dataclass(frozen=True, slots=True)
class OutputValue:
    """An output passed as itself, with what it depends on (to remote components and transforms)."""

    value: Any
    """What is in it: may be UNKNOWN or a `Secret`."""
    dependencies: tuple[str, ...] = ()


@final
@dataclass(frozen=True, slots=True)
class Asset:
    """A file, a text or an address passed as a value."""

    kind: str
    """`path`, `text` or `uri`."""
    content: str


@final
@dataclass(frozen=True, slots=True)
class Archive:
    """A directory, an address or a collection of assets passed as a value."""

    kind: str
    """`path`, `uri` or `assets`."""
    content: Any


def reveal(value: Any) -> Any:
    """Take the outermost wrappers off: what is inside a secret or an output."""
    while isinstance(value, Secret | OutputValue):
        value = value.value
    return value


def contains(value: Any, wanted: type[Any]) -> bool:
    """Whether a value of this type is anywhere inside: `contains(inputs, Unknown)`."""
    if isinstance(value, wanted):
        return True
    if is_dict(value):
        return any(contains(item, wanted) for item in value.values())
    if is_list(value):
        return any(contains(item, wanted) for item in value)
    return isinstance(value, Secret | OutputValue) and contains(value.value, wanted)


def is_dict(value: Any) -> TypeGuard[dict[str, Any]]:
    """Whether this is a block of properties."""
    return isinstance(value, dict)


def is_list(value: Any) -> TypeGuard[list[Any]]:
    """Whether this is a list of values."""
    return isinstance(value, list)

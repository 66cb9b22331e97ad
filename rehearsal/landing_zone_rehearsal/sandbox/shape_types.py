"""What an input may be, as data: the types that the SDKs give their inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any, TypeAlias


class Simple(Enum):
    """A value without parts; its value is how a reason names it."""

    TEXT = "text"
    WHOLE = "a whole number"
    NUMBER = "a number"
    FLAG = "true or false"
    ASSET = "an asset"
    ARCHIVE = "an archive"
    ANYTHING = "anything"


@dataclass(frozen=True, slots=True)
class Choice:
    """One text out of a list."""

    name: str
    """The enumeration's name in the SDK; empty for a constant."""
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """Any number of items of one type."""

    item: Type


@dataclass(frozen=True, slots=True)
class MapOf:
    """Values of one type under names that the user chooses."""

    item: Type


@dataclass(frozen=True, slots=True)
class OneOf:
    """A value of any one of these types."""

    options: tuple[Type, ...]


@dataclass(frozen=True)
class Nested:
    """A block, read when a value for it is first met: some types nest hundreds of them."""

    read: Callable[[], Block]

    @cached_property
    def block(self) -> Block:
        """What the block may hold."""
        return self.read()


Type: TypeAlias = Simple | Choice | ListOf | MapOf | OneOf | Nested


@dataclass(frozen=True, slots=True)
class Block:
    """The properties that a resource, or a block within it, takes."""

    properties: Mapping[str, Type]
    required: tuple[str, ...]
    constants: Mapping[str, Any]
    """What tells this block from the others that may stand in its place: `kind: "Nat"`."""
    outputs: frozenset[str] = frozenset()
    """What the cloud sets and nobody may give."""

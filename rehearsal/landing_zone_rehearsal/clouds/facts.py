"""What a cloud makes of a resource type, as data: the one format of the `FACTS` of each cloud.

`answers.py` of a cloud says what it answers; its `FACTS` say what it is like: what cannot be
changed in place, what must exist first, which names are taken, what a deletion leaves. The
simulated clouds refuse by them, and `lz preview` tells by them what a replacement would cost.

**Paths** are input properties in camelCase: `vpcConfig.subnetIds`. `a[].b` goes through the
elements of a list, `a{}.b` through the values of a mapping.

**Messages** are the cloud's own words with placeholders: `{id}`, `{name}`, `{type}` and any
output by its name are those of the resource that is spoken of; `{property}` is a path. Of what is
missing, `{value}` is what was given and `{owner}` the ID of what points to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from importlib import import_module
from typing import Any, TypeAlias

from .model import short

TABLES: Mapping[str, str] = {
    "aws": "aws",
    "gcp": "gcp",
    "azure-native": "azure",
    "kubernetes": "kubernetes",
}
"""Which folder holds the facts of a package."""

Condition: TypeAlias = Callable[[Any, Any], bool]
"""Whether the change from an old value to a new one replaces; either may be None."""


class Within(Enum):
    """Where an identifier or a name means something."""

    WORLD = "world"
    """All accounts share it: bucket names, storage accounts."""
    ACCOUNT = "account"
    REGION = "region"
    """One region of one account."""


@dataclass(frozen=True, slots=True)
class To:
    """What a property points to."""

    types: str | tuple[str, ...]
    """Short type tokens of what it may be."""
    by: tuple[str, ...] = ("id",)
    """The outputs that name the target, any of them; `id` is its physical ID."""
    besides: str | None = None
    """A pattern of what exists without being simulated (AWS's own policies, built-in roles)."""
    holds: bool = False
    """Whether the target cannot be deleted while this points to it."""

    @property
    def targets(self) -> tuple[str, ...]:
        """The short type tokens, always as a tuple."""
        return (self.types,) if isinstance(self.types, str) else self.types


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a cloud makes of one resource type.

    What is not known is not listed: it is changed in place, and not checked.
    """

    replaces: tuple[str, ...] = ()
    """Paths whose change is planned as a replacement. A leaf counts, not the block it is in; `**`
    at the end means everything below."""
    replaces_when: Mapping[str, Condition] = field(default_factory=dict[str, Condition])
    """Paths whose change is planned as a replacement for some values (`conditions.py`)."""
    fixed: tuple[str, ...] = ()
    """Paths that are planned as an update, which the cloud then refuses."""
    fixed_when: Mapping[str, Condition] = field(default_factory=dict[str, Condition])
    """Paths that are planned as an update, which the cloud refuses for some values."""
    kept: tuple[str, ...] = ()
    """Optional paths that keep their value when a program stops giving it."""
    required: tuple[str, ...] = ()
    """Paths that the cloud wants though the SDK takes them as optional."""
    values: Mapping[str, tuple[Any, ...]] = field(default_factory=dict[str, tuple[Any, ...]])
    """Enumerations that the SDK does not type."""
    bounds: Mapping[str, tuple[float | None, float | None]] = field(
        default_factory=dict[str, tuple[float | None, float | None]]
    )
    """Smallest and largest numbers."""
    formats: Mapping[str, str] = field(default_factory=dict[str, str])
    """Patterns that a text must match as a whole: names, keys of tags."""
    cidrs: tuple[str, ...] = ()
    """Paths that hold address ranges."""
    tags: str | None = None
    """The property that holds tags or labels, whose grammar the cloud checks."""
    refers: Mapping[str, To] = field(default_factory=dict[str, To])
    """What properties point to."""
    scope: Within = Within.REGION
    """Where this resource's identifiers are found by others."""
    unique: Mapping[tuple[str, ...], Within] = field(default_factory=dict[tuple[str, ...], Within])
    """Inputs (or outputs) that no two may share, beyond the ID, which is always unique."""
    adopts: bool = False
    """Whether creating it takes over what is there already (`DefaultRouteTable`)."""
    serialises: str | None = None
    """The path of the parent of which only one child may change at a time."""
    api: str | None = None
    """The service that must be enabled in the project (Google Cloud)."""
    keeps: str | None = None
    """What a deletion leaves behind, in words: the name or the thing stays taken."""
    stateful: bool = False
    """Whether it holds data or keys, which a replacement loses."""
    missing: str | None = None
    """The message when something points to one that does not exist."""
    conflict: str | None = None
    """The message when one exists already."""
    taken: str | None = None
    """The message when what a deletion left (`{left}`) still holds the name; without one, it does
    not."""
    in_use: str | None = None
    """The message when it cannot be deleted because others need it."""


UNKNOWN_TYPE = Facts()
"""Of a type without an entry, nothing is known."""


def facts(type: str) -> Facts:
    """Find what is known of a resource type, by its long or short token."""
    table = TABLES.get(type.partition(":")[0])
    if table is None:
        return UNKNOWN_TYPE
    found: Mapping[str, Facts] = import_module(f".{table}.facts", __package__).FACTS
    return found.get(short(type), UNKNOWN_TYPE)

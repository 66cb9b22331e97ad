"""What exists in the simulated clouds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from landing_zone_rehearsal.clouds.facts import Facts, Within, facts
from landing_zone_rehearsal.clouds.model import short
from landing_zone_rehearsal.values import reveal

from .paths import find


@dataclass(slots=True, kw_only=True)
class Object:
    """One thing in a simulated cloud: what a program created, or was there before."""

    type: str
    """The full type token."""
    id: str
    name: str
    """The logical name of the resource that it was created for."""
    urn: str
    """The URN of the resource that it was created for."""
    inputs: dict[str, Any]
    outputs: dict[str, Any] = field(default_factory=dict[str, Any])
    account: str = ""
    """The AWS account, the project, the subscription."""
    region: str = ""
    seed: str = ""
    """What its computed values are drawn from: the URN, and a number when it has lived before."""
    left: str | None = None
    """What it is still there for after its deletion; None while it lives."""

    @property
    def kind(self) -> str:
        """The short type token."""
        return short(self.type)

    @property
    def package(self) -> str:
        """The Pulumi package: `aws`, `gcp`, `azure-native`."""
        return self.type.partition(":")[0]

    @property
    def facts(self) -> Facts:
        """What its cloud makes of its type."""
        return facts(self.type)

    def get(self, path: str) -> Any:
        """Read one output (`id` is the physical ID), out of its secret if it is one."""
        if path == "id":
            return self.id
        values = [value for _, value in find(self.outputs, path)]
        return reveal(values[0]) if values else None

    def all(self, path: str) -> list[Any]:
        """Read every output that a path with `[]` or `{}` finds."""
        return [reveal(value) for _, value in find(self.outputs, path)]


class World:
    """Everything that exists, in the order of its creation.

    Rules read it; only the sandbox writes it.
    """

    def __init__(self, objects: Iterable[Object] = ()) -> None:
        """Begin with what exists already."""
        self._objects: dict[tuple[str, str], Object] = {}
        for each in objects:
            self.put(each)

    def put(self, object: Object) -> None:
        """Add an object, or replace the one with its type and ID."""
        self._objects[object.kind, object.id] = object

    def drop(self, object: Object) -> None:
        """Forget an object."""
        self._objects.pop((object.kind, object.id), None)

    def get(self, type: str, id: str) -> Object | None:
        """Find a living object by its type and physical ID."""
        found = self._objects.get((short(type), id))
        return found if found and found.left is None else None

    def of(self, *types: str) -> Iterator[Object]:
        """Yield the living objects of these types (short tokens), or all of them."""
        for each in list(self._objects.values()):
            if each.left is None and (not types or each.kind in types):
                yield each

    def left_over(self) -> Iterator[Object]:
        """Yield what deletions left behind."""
        return (each for each in list(self._objects.values()) if each.left is not None)

    def find(self, types: Iterable[str], by: Iterable[str], value: Any) -> Iterator[Object]:
        """Yield the living objects of these types one of whose outputs `by` has a value."""
        for each in self.of(*types):
            if any(_same(found, value) for path in by for found in _values(each, path)):
                yield each


def reaches(object: Object, target: Object) -> bool:
    """Whether an identifier of the target means anything where the object is."""
    scope = target.facts.scope
    if scope is Within.WORLD:
        return True
    if object.account != target.account:
        return False
    return scope is Within.ACCOUNT or object.region == target.region


def named(object: Object) -> Mapping[str, Any]:
    """Say what the placeholders of a message stand for."""
    return {"id": object.id, "name": object.id.rsplit("/", 1)[-1], "type": object.kind}


def _values(object: Object, path: str) -> list[Any]:
    return [object.id] if path == "id" else object.all(path)


def _same(found: Any, value: Any) -> bool:
    """ARM compares IDs without regard to case; no other cloud has two that differ only so."""
    if isinstance(found, str) and isinstance(value, str):
        return found.lower() == value.lower()
    return bool(found == value)

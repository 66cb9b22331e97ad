"""What exists in the simulated clouds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from landing_zone_rehearsal.clouds.facts import Facts, Within, facts
from landing_zone_rehearsal.clouds.model import short
from landing_zone_rehearsal.values import Secret, reveal

from .paths import find

Key: TypeAlias = tuple[str, str, str, str]
"""The kind, the ID, the account and the region."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a provider works."""

    account: str
    region: str


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
    def place(self) -> Place:
        """Where it is."""
        return Place(self.account, self.region)

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
        self._objects: dict[Key, Object] = {}
        self._by_kind: dict[str, dict[Key, Object]] = {}
        for each in objects:
            self.put(each)

    def put(self, object: Object) -> None:
        """Add an object, or replace the one with its type, place and ID."""
        self._objects[_key(object)] = object
        self._by_kind.setdefault(object.kind, {})[_key(object)] = object

    def drop(self, object: Object) -> None:
        """Forget an object."""
        self._objects.pop(_key(object), None)
        self._by_kind.get(object.kind, {}).pop(_key(object), None)

    def get(self, type: str, id: str, place: Place | None = None) -> Object | None:
        """Find an object by its type and physical ID.

        What adopts (a service that stays enabled) is there as long as it is left.

        Args:
            type: The type token.
            id: The physical ID.
            place: Where it is looked for; anywhere if it is not given. An ID that names its own
                account (an ARN, a path) is the same everywhere.
        """
        return next((each for each in self._at(type, id, place) if _is_there(each)), None)

    def holds(self, type: str, id: str, place: Place) -> bool:
        """Whether an ID is taken: by what lives, or by what a deletion left."""
        return any(True for _ in self._at(type, id, place))

    def of(self, *types: str) -> Iterator[Object]:
        """Yield the living objects of these types (short tokens), or all of them."""
        tables = [self._by_kind.get(type, {}) for type in types] if types else [self._objects]
        for table in tables:
            yield from [each for each in table.values() if each.left is None]

    def left_over(self, *types: str) -> Iterator[Object]:
        """Yield what deletions left behind, of these types (short tokens) or of all."""
        for each in list(self._objects.values()):
            if each.left is not None and (not types or each.kind in types):
                yield each

    def find(self, types: Iterable[str], by: Iterable[str], value: Any) -> Iterator[Object]:
        """Yield the living objects of these types one of whose outputs `by` has a value."""
        for each in self.of(*types):
            if any(is_same(found, value) for path in by for found in _values(each, path)):
                yield each

    def _at(self, type: str, id: str, place: Place | None) -> Iterator[Object]:
        for each in list(self._by_kind.get(short(type), {}).values()):
            if each.id == id and (place is None or _is_at(each, place)):
                yield each


def reaches(object: Object, target: Object) -> bool:
    """Whether an identifier of the target means anything where the object is."""
    scope = target.facts.scope
    if scope is Within.WORLD:
        return True
    if object.account != target.account:
        return False
    return scope is Within.ACCOUNT or object.region == target.region


def is_same(found: Any, value: Any) -> bool:
    """Whether two identifiers are one.

    ARM compares IDs without regard to case; no other cloud has two that differ only so.
    """
    if isinstance(found, str) and isinstance(value, str):
        return found.lower() == value.lower()
    return bool(found == value)


def say(message: str, object: Object, **values: Any) -> str:
    """Fill a cloud's message in: with these values, and with the object's own that are no secret.

    A placeholder without a value stays empty, as an error must not fail.
    """
    outputs = object.outputs.items()
    own = {name: value for name, value in outputs if not isinstance(value, Secret)}
    name = object.id.rsplit("/", 1)[-1]
    known = {"name": name, **own, "id": object.id, "type": object.kind, **values}
    return message.format_map(defaultdict(str, known))


def _key(object: Object) -> Key:
    return object.kind, object.id, object.account, object.region


def _is_there(object: Object) -> bool:
    return object.left is None or object.facts.adopts


def _is_at(object: Object, place: Place) -> bool:
    scope = object.facts.scope
    if scope is Within.WORLD or (object.account and object.account in object.id):
        return True
    if object.account != place.account:
        return False
    return scope is Within.ACCOUNT or object.region == place.region


def _values(object: Object, path: str) -> list[Any]:
    return [object.id] if path == "id" else object.all(path)

"""All that a program declares, and what points at what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar, cast

from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.secrecy import secrets_of
from landing_zone_policies.values import Gap

T = TypeVar("T")

NAMESAKES = 500
"""A name that more resources share than these tells nothing, and would take long to follow."""

IDENTIFIERS = frozenset(
    (
        "arn",
        "id",
        "keyId",
        "name",
        "bucket",
        "selfLink",
        "email",
        "member",
        "principalId",
        "clientId",
        "functionName",
        "clusterName",
        "accountName",
        "bucketName",
        "clusterIdentifier",
        "databaseName",
        "identifier",
        "serverName",
        "vaultName",
        "virtualNetworkName",
        "vaultUri",
        "keyUri",
        "keyUriWithVersion",
        "url",
        "datasetId",
        "uniqueId",
    )
)
"""Properties by which other resources name a resource."""


class Estate:
    """The resources of one program, found by URN, by type and by what names them."""

    def __init__(self, resources: Iterable[Resource], notes: Iterable[str] = ()) -> None:
        self.resources = list(resources)
        self.notes = tuple(notes)
        """What the document leaves out, in one line each."""
        self.by_urn = {each.urn: each for each in self.resources}
        self._by_type: dict[str, list[Resource]] = defaultdict(list)
        for each in self.resources:
            self._by_type[each.type].append(each)
        self._pointing: dict[tuple[str, str, tuple[str, ...]], Mapping[str, list[Resource]]] = {}
        self._made: dict[Callable[[Estate], Any], Any] = {}
        self._hidden: dict[str, Sequence[str]] = {}

    def of(self, *types: str) -> Iterator[Resource]:
        """Yield the resources of some types, in the order of the types."""
        for type_ in types:
            yield from self._by_type.get(type_, ())

    def has(self, *types: str) -> bool:
        """Whether there is a resource of one of the types."""
        return any(type_ in self._by_type for type_ in types)

    @cached_property
    def clouds(self) -> frozenset[str]:
        """The clouds that the program declares resources of."""
        return frozenset(
            each.cloud
            for each in self.resources
            if each.cloud and each.custom and not each.type.startswith("pulumi:")
        )

    def targets(self, resource: Resource, path: str, *types: str) -> list[Resource]:
        """Return what a property points at, by what it says or by what it is made from.

        A value that is known finds the resources of the types with that ID, ARN or name. One that
        is not known, as in a preview, finds those of the types that the property depends on.
        Nothing is found for what lies outside of the program.
        """
        found: dict[str, Resource] = {}
        for each in resource.find(path):
            for target in self._meant(resource, each, types):
                found[target.urn] = target
        return list(found.values())

    def pointing(self, target: Resource, path: str, *types: str) -> list[Resource]:
        """Return the resources of the types whose property points at a resource."""
        asked = (path, target.type, types)
        if asked not in self._pointing:
            self._pointing[asked] = self._by_target(*asked)
        return [*self._pointing[asked].get(target.urn, ())]

    def hidden(self, resource: Resource) -> Sequence[str]:
        """Return the texts that are secret in a resource, the longest first."""
        if resource.urn not in self._hidden:
            self._hidden[resource.urn] = secrets_of([resource])
        return self._hidden[resource.urn]

    def once(self, make: Callable[[Estate], T]) -> T:
        """Return what a function makes of the whole estate: an index, for rules that need one."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("T", self._made[make])

    def parents(self, resource: Resource) -> Iterator[Resource]:
        """Yield what a resource is inside of, from the innermost; a circle ends."""
        seen, at = {resource.urn}, resource
        while at.parent in self.by_urn and at.parent not in seen:
            at = self.by_urn[at.parent]
            seen.add(at.urn)
            yield at

    def _meant(
        self, resource: Resource, found: Found, types: tuple[str, ...]
    ) -> Iterator[Resource]:
        if isinstance(found.value, str):
            meant = self._named.get(_plain(found.value), ())
            if len(meant) <= NAMESAKES:
                yield from (each for each in meant if each.type in types)
            return
        if found.value is not Gap.UNKNOWN:
            return
        top = found.path.partition(".")[0].partition("[")[0]
        for urn in resource.takes.get(top, ()):
            each = self.by_urn.get(urn)
            if each is not None and each.type in types:
                yield each

    def _by_target(
        self, path: str, target: str, types: tuple[str, ...]
    ) -> Mapping[str, list[Resource]]:
        """Return what points at each resource of a type, by its URN, looked up once for all."""
        found: dict[str, list[Resource]] = defaultdict(list)
        for each in self.of(*types):
            for one in self.targets(each, path, target):
                found[one.urn].append(each)
        return found

    @cached_property
    def _named(self) -> Mapping[str, list[Resource]]:
        named: dict[str, list[Resource]] = defaultdict(list)
        for each in self.resources:
            if each.custom:
                for name in {*_identifiers(each)}:
                    named[name].append(each)
        return named


def _identifiers(resource: Resource) -> Iterator[str]:
    given, answered = resource.inputs, resource.outputs
    said = {resource.id} if isinstance(resource.id, str) else set[str]()
    for properties in (given, answered):
        for key in IDENTIFIERS & properties.keys():
            value = properties[key]
            if isinstance(value, str) and value:
                said.add(value)
    yield from map(_plain, said)


def _plain(identifier: str) -> str:
    """Return an identifier as it is compared: Azure's have no case, Google's may have a host."""
    if "/" not in identifier:
        return identifier.casefold()
    _, _, path = identifier.rpartition("googleapis.com/")
    for version in ("compute/v1/", "storage/v1/b/", "v1/"):
        path = path.removeprefix(version)
    return path.strip("/").casefold()

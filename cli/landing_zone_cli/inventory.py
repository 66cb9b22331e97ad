"""A plan arranged as a person reads it: by component, by kind, in the order of creation."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

from landing_zone_cli.document import PROVIDER, UNKNOWN, Plan, Resource

T = TypeVar("T")


@dataclass(frozen=True)
class Member:
    """A resource as a line of a list shows it."""

    part: str
    """Its name without its parent's."""
    resource: Resource
    physical: str | None
    """Its name in the cloud, where the program gives it one that says more than its own."""


@dataclass(frozen=True)
class Group:
    """Siblings of one kind."""

    kind: str
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Branch:
    """A component, or any resource that others are inside of."""

    part: str
    resource: Resource
    size: int
    """How many resources are in it, itself and other components not counted."""
    groups: tuple[Group, ...]
    branches: tuple["Branch", ...]


def arrange(plan: Plan) -> tuple[Branch, ...]:
    """Return the topmost components with all that is in them, in the order of creation."""
    return _Arrangement(plan).inside(None)[1]


def capabilities(plan: Plan) -> list[tuple[str, tuple[Resource, ...]]]:
    """Return what is declared by each component that has resources of its own.

    The innermost component counts; what has none goes under its own name.
    """
    found: dict[str, list[Resource]] = {}
    for resource in plan.resources:
        if is_real(resource):
            found.setdefault(_capability(plan, resource), []).append(resource)
    order = {name: n for n, name in enumerate(_kinds_in(arrange(plan)))}
    names = sorted(found, key=lambda name: (order.get(name, -1), name))
    return [(name, tuple(found[name])) for name in names]


def physical_name(resource: Resource) -> str | None:
    """Return what a resource is called in the cloud, where its own inputs say so."""
    for property_ in _naming_properties(resource.type):
        given = resource.inputs.get(property_)
        if isinstance(given, str) and _is_name(given) and not _refers(resource, property_):
            return given
    return None


class _Arrangement:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._depth = cache(self._depth_of)

    def inside(self, parent: Resource | None) -> tuple[tuple[Group, ...], tuple[Branch, ...]]:
        children = self._plan.children(parent)
        leaves = [each for each in children if each.custom and not self._plan.children(each)]
        inner = [each for each in children if each not in leaves]
        if parent is None and leaves:
            return (), (*self._alone(leaves), *self._branches(parent, inner))
        return self._groups(parent, leaves), self._branches(parent, inner)

    def _alone(self, leaves: list[Resource]) -> Iterator[Branch]:
        for leaf in sorted(leaves, key=lambda each: (self._depth(each.urn), each.name)):
            yield Branch(leaf.name, leaf, 1, (), ())

    def _groups(self, parent: Resource | None, leaves: list[Resource]) -> tuple[Group, ...]:
        by_kind: dict[str, list[Resource]] = {}
        for leaf in leaves:
            by_kind.setdefault(leaf.kind, []).append(leaf)
        depth = {kind: min(self._depth(e.urn) for e in each) for kind, each in by_kind.items()}
        return tuple(
            Group(kind, tuple(_members(parent, by_kind[kind])))
            for kind in sorted(by_kind, key=lambda kind: (depth[kind], kind))
        )

    def _branches(self, parent: Resource | None, inner: list[Resource]) -> tuple[Branch, ...]:
        return tuple(self._branch(parent, each) for each in self._in_order(inner))

    def _branch(self, parent: Resource | None, resource: Resource) -> Branch:
        size = sum(is_real(each) for each in self._plan.within(resource))
        return Branch(_part(parent, resource), resource, size, *self.inside(resource))

    def _in_order(self, components: list[Resource]) -> list[Resource]:
        """Sort components so that each comes after those it needs something from."""
        owner = {e.urn: top.urn for top in components for e in self._plan.within(top)}
        needs: dict[str, set[str]] = {
            top.urn: {
                owner[urn]
                for each in self._plan.within(top)
                for urn in each.dependencies
                if urn in owner and owner[urn] != top.urn
            }
            for top in components
        }
        return [self._plan.by_urn[urn] for urn in _sorted_by_need(needs)]

    def _depth_of(self, urn: str) -> int:
        known = self._plan.by_urn
        needed = [each for each in known[urn].dependencies if each in known]
        return 1 + max((self._depth(each) for each in needed), default=0)


def _sorted_by_need(needs: dict[str, set[str]]) -> list[str]:
    sorter = TopologicalSorter(needs)
    try:
        sorter.prepare()
    except CycleError:
        return sorted(needs)
    order: list[str] = []
    while ready := sorted(sorter.get_ready()):
        order += ready
        sorter.done(*ready)
    return order


def _members(parent: Resource | None, siblings: Iterable[Resource]) -> Iterator[Member]:
    for each in sorted(siblings, key=lambda resource: _natural(resource.name)):
        part, physical = _part(parent, each), physical_name(each)
        yield Member(part, each, physical if physical not in (part, "default") else None)


def _natural(name: str) -> list[tuple[int, str]]:
    """Let `node-10` come after `node-9`."""
    return [(int(p), "") if p.isdigit() else (-1, p) for p in re.split(r"(\d+)", name) if p]


def _part(parent: Resource | None, resource: Resource) -> str:
    return resource.name.removeprefix(f"{parent.name}-") if parent else resource.name


def _capability(plan: Plan, resource: Resource) -> str:
    above = plan.by_urn.get(resource.parent or "")
    while above and above.custom:
        above = plan.by_urn.get(above.parent or "")
    return above.kind if above else "outside components"


def _kinds_in(branches: Iterable[Branch]) -> Iterator[str]:
    for branch in branches:
        yield branch.resource.kind
        yield from _kinds_in(branch.branches)


@cache
def _naming_properties(type_: str) -> tuple[str, ...]:
    """Return the properties that may hold the name of such a resource, the likeliest first.

    A `storage:StorageAccount` may call it `storageAccountName`, `accountName` or `name`; an
    `s3:Bucket` calls it `bucket`, a `serviceaccount:Account` `accountId`.
    """
    member = type_.rpartition(":")[2]
    whole = member[:1].lower() + member[1:]
    last = re.findall(r"[A-Z][a-z0-9]*", member)[-1:] or [member]
    short = last[0][:1].lower() + last[0][1:]
    return (f"{whole}Name", f"{short}Name", whole, "name", f"{short}Id")


def _is_name(text: str) -> bool:
    return bool(text) and UNKNOWN not in text and not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", text)


def _refers(resource: Resource, property_: str) -> bool:
    return bool(resource.property_dependencies.get(property_))


def is_real(resource: Resource) -> bool:
    """Say whether a cloud would make something: neither a component nor a provider is that."""
    return resource.custom and not resource.type.startswith(PROVIDER)

"""Where resources start machines with accelerators, which, and how many at most."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple, TypeAlias, cast

from landing_zone_policies.estate import Estate
from landing_zone_policies.facts.accelerators import Accelerators, attached, machine, slice_of
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Condition
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import as_number, plain

What: TypeAlias = Literal["pool", "machine", "notebook", "endpoint", "job", "pattern"]
Named: TypeAlias = Callable[[Resource, Estate], list[Found]]

ZONE = r".*-[a-z]"


class Holder(NamedTuple):
    """Where some types say which machines they start: one row for each place."""

    types: tuple[str, ...]
    what: What
    """A `pattern` starts nothing itself: a launch template."""
    kind: tuple[str, str] | None = None
    """A property that says which kind of resource it is, and the kind that the row is about."""
    at: str = ""
    """The list of which each element starts machines; empty for the resource itself."""
    machines: tuple[str, ...] = ()
    """Paths of machine types, from `at`."""
    beside: Named | None = None
    """Finds machine types that another resource says, where this one says none."""
    accelerators: tuple[str, str, str] | None = None
    """A list of accelerators that are attached, and in it the paths of their type and number."""
    slices: str = ""
    """The path of a type of TPU slice."""
    read: Callable[[str], Accelerators | None] = machine
    """How the name of a machine type is read."""
    most: tuple[str, ...] = ()
    """Paths of how many machines at most; the first that is set counts."""
    least: tuple[str, ...] = ()
    """Paths of how many machines stay at least; the first that is set counts."""
    usual: float | None = None
    """How many machines where nothing is said."""
    in_each_zone: tuple[str, ...] = ()
    """Those of the paths that count machines in each zone."""
    by_cpus: bool = False
    """Whether `most` counts virtual processors."""
    spot: tuple[Condition, ...] = ()
    """What makes them machines that can be taken back; one of these is enough."""


class Carried(NamedTuple):
    """Accelerators that a machine carries, or may carry."""

    found: Found
    """Where it is said."""
    names: tuple[str, ...]
    """What the settings may call them by."""
    accelerators: Accelerators


class Fleet(NamedTuple):
    """Machines that one place of a resource starts."""

    holder: Holder
    at: Found
    carried: tuple[Carried, ...] = ()
    unknown: Found | None = None
    """What is not known yet of which machines they are."""
    zones: int = 1

    @property
    def each(self) -> float | None:
        """How many accelerators a machine carries at most; None where it cannot be told."""
        counts = [each.accelerators.number for each in self.carried]
        known = [each for each in counts if each is not None]
        return max(known) if len(known) == len(counts) and known else None

    def nodes(self, paths: tuple[str, ...]) -> Found:
        """Return what is said of a number of machines, where it is said first."""
        for path in paths:
            found = self.at.find(path)[0]
            if found.value is not MISSING:
                return found
        return self.at.find(paths[0])[0] if paths else Found(self.at.path, MISSING)

    @property
    def reach(self) -> float | None:
        """How many accelerators there may be at once; None where it cannot be told."""
        found, each = self.nodes(self.holder.most), self.each
        most = self.holder.usual if found.value is MISSING else as_number(found.value)
        if each is None or most is None:
            return None
        if self.holder.by_cpus:
            sizes = [_cpus(one.names[0]) for one in self.carried]
            known = [size for size in sizes if size]
            return each * (most // min(known)) if len(known) == len(sizes) else None
        per_zone = any(found.path.endswith(path) for path in self.holder.in_each_zone)
        return each * most * (self.zones if per_zone else 1)


def fleets(resource: Resource, holder: Holder, estate: Estate) -> Iterator[Fleet]:
    """Yield the machines that a resource starts in the places of a row."""
    root = Found("", resource.inputs)
    if holder.kind and plain(resource.get(holder.kind[0])) != holder.kind[1]:
        return
    for at in root.find(holder.at) if holder.at else [root]:
        if at.value is UNKNOWN:
            yield Fleet(holder, at, unknown=at)
        elif isinstance(at.value, dict) or not holder.at:
            yield _fleet(resource, at, holder, estate)


def _fleet(resource: Resource, at: Found, holder: Holder, estate: Estate) -> Fleet:
    named = [each for path in holder.machines for each in at.find(path)]
    named = [each for each in named if each.value is not MISSING]
    if not named and holder.beside is not None:
        named = holder.beside(resource, estate)
    added = [*_added(at, holder)]
    carried = added or [*_carried(named, holder)]
    names = tuple(each.value for each in named if isinstance(each.value, str))
    carried = [Carried(one.found, (*one.names, *names), one.accelerators) for one in carried]
    unknown = next((each for each in named if each.value is UNKNOWN), None)
    return Fleet(holder, at, tuple(carried), unknown, _zones(resource))


def _carried(named: list[Found], holder: Holder) -> Iterator[Carried]:
    for each in named:
        found = holder.read(each.value) if isinstance(each.value, str) else None
        if found is not None:
            yield Carried(each, (str(each.value), found.name), found)


def _added(at: Found, holder: Holder) -> Iterator[Carried]:
    if holder.slices:
        for each in at.find(holder.slices):
            if isinstance(each.value, str):
                found = slice_of(each.value)
                yield Carried(each, (each.value, found.name), found)
    if holder.accelerators is None:
        return
    path, kind, number = holder.accelerators
    for each in at.find(path):
        name, count = (each.find(one)[0] if one else each for one in (kind, number))
        if not (name.is_known or count.is_known) or count.value == 0:
            continue
        how_many = 1 if count.value is MISSING else as_number(count.value)
        found = attached(name.value if isinstance(name.value, str) else "gpu", how_many)
        yield Carried(name if name.is_known else count, (str(name), found.name), found)


def _zones(resource: Resource) -> int:
    """Return in how many zones machines are started; Google takes three where a region is said."""
    zones = resource.get("nodeLocations")
    if isinstance(zones, list) and zones:
        return len(cast("list[Any]", zones))
    location = resource.get("location")
    return 1 if isinstance(location, str) and re.fullmatch(ZONE, location) else 3


def _cpus(name: str) -> int | None:
    """Return how many virtual processors an instance type has, by its size: four for `xlarge`."""
    found = re.fullmatch(r"(\d*)xlarge", name.rpartition(".")[2])
    return 4 * int(found[1] or 1) if found else None

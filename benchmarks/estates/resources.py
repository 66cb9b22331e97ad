"""The resources of an estate, before they are written in anybody's words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, islice
from typing import Any, Literal, TypeAlias, cast

from benchmarks.estates import aws, azure, gcp
from benchmarks.estates.kind import Fact, Kind, Said, To

WORKLOADS = (aws.WORKLOAD, gcp.WORKLOAD, azure.WORKLOAD)
CARELESS_ONE_IN = 3
"""Every third team is careless."""

Tool: TypeAlias = Literal["terraform", "pulumi"]
SEGMENT = re.compile(r"([^.\[]+)(\[0\])?")


@dataclass(frozen=True, slots=True)
class Declared:
    """One resource of one team."""

    kind: Kind
    name: str
    team: str
    careless: bool
    others: Mapping[str, "Declared"] = field(repr=False, compare=False)
    """All resources of the team in this cloud, by kind."""

    @property
    def id(self) -> str:
        """Return what the cloud knows it by."""
        return self._worded(self.kind.identity)

    def properties(self, tool: Tool) -> dict[str, Any]:
        """Return what is said of it in a tool's words."""
        bag: dict[str, Any] = {}
        for fact in self.kind.facts:
            value = self._meant(self._said(fact, tool))
            if value is not None:
                _set(bag, _path(fact, tool), value)
        return bag

    def says(self, fact: Fact, tool: Tool) -> bool:
        """Whether the team says anything about a fact."""
        return self._said(fact, tool) is not None

    def takes(self, tool: Tool) -> Iterator[tuple[str, "Declared"]]:
        """Yield each property that is made from another resource of the team, with that one."""
        for fact in self.kind.facts:
            value = self._said(fact, tool)
            if isinstance(value, To):
                yield _path(fact, tool), self.others[value.kind]

    def _said(self, fact: Fact, tool: Tool) -> Any:
        value = fact.careless if self.careless else fact.careful
        if isinstance(value, Said):
            return value.terraform if tool == "terraform" else value.pulumi
        return value

    def _meant(self, value: Any) -> Any:
        if isinstance(value, To):
            return self.others[value.kind].id
        if isinstance(value, str):
            return self._worded(value)
        if isinstance(value, dict):
            given = cast("dict[str, Any]", value)
            return {key: self._meant(each) for key, each in given.items()}
        return value

    def _worded(self, text: str) -> str:
        return text.replace("{name}", self.name).replace("{team}", self.team)


def declared(size: int) -> list[Declared]:
    """Return an estate of so many resources, mixed from all clouds."""
    return list(islice(_all(), size))


def _all() -> Iterator[Declared]:
    for number in count():
        team = number // len(WORKLOADS)
        others: dict[str, Declared] = {}
        for kind in WORKLOADS[number % len(WORKLOADS)]:
            careless = team % CARELESS_ONE_IN == 0
            others[kind.called] = Declared(
                kind, f"{kind.called}-{team}", str(team), careless, others
            )
        yield from others.values()


def _path(fact: Fact, tool: Tool) -> str:
    return fact.terraform if tool == "terraform" else fact.pulumi


def _set(bag: dict[str, Any], path: str, value: Any) -> None:
    """Set what stands at a path; `[0]` on the way is a list of one."""
    steps = SEGMENT.findall(path)
    for key, listed in steps[:-1]:
        inner: Any = bag.setdefault(key, [{}] if listed else {})
        bag = inner[0] if listed else inner
    bag[steps[-1][0]] = value

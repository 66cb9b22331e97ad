"""How a simulated cloud refuses: the contract between the sandbox and each cloud's folder.

A cloud's folder (`sandbox/aws/`) gives one `BEHAVIOUR`. What is the same for all clouds is in
`refusals.py` and reads the tables of facts; what only one cloud does stands here as rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from .objects import Object, World

Act: TypeAlias = Literal["create", "update", "delete"]

EVERY = "*"
"""Stands for every type in a table of rules."""


FOLDERS: Mapping[str, str] = {
    "aws": "aws",
    "gcp": "gcp",
    "azure-native": "azure",
    "kubernetes": "kubernetes",
}
"""Which folder here holds the behaviour of a package."""


class Refused(Exception):  # noqa: N818 (what happened, not a mistake of ours)
    """What a cloud says when it does not do what it was asked; the message is the cloud's."""


class NotReady(Exception):  # noqa: N818 (what happened, not a mistake of ours)
    """Says that something was made, and did not become ready in time."""

    def __init__(self, object: Object, reason: str) -> None:
        super().__init__(reason)
        self.object = object


class NeverAnswers(Exception):  # noqa: N818 (what happened, not a mistake of ours)
    """Says that a call was carried out, and is not to be answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the engine asks of a cloud, as a rule sees it."""

    act: Act
    object: Object
    """As it would be after a creation or an update; as it is before a deletion."""
    old: Object | None = None
    """As it is before an update."""
    world: World


Rule: TypeAlias = Callable[[Request], Iterator[str]]
"""Yields why a request is refused, in the cloud's own words; nothing where it is not."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a principal may do something, and what decides it."""

    allowed: bool
    because: str
    """The statement, binding or assignment that allows or denies it, or what is lacking."""

    def __bool__(self) -> bool:
        return self.allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A cloud's messages where a type has none of its own; placeholders as in `clouds/facts.py`."""

    missing: str
    """Something points to what does not exist."""
    conflict: str
    """One exists already."""
    in_use: str
    """It cannot be deleted yet."""
    fixed: str
    """A property cannot be changed in place."""
    gone: str
    """What is to be changed or deleted does not exist."""
    busy: str
    """Another change of the same parent is under way."""
    throttled: str
    """Too many requests."""
    timed_out: str
    """It was created, and did not become ready in time."""
    failed: str
    """The cloud's own error, without a reason."""


def _nothing(_: World, __: Object) -> Iterable[Object]:
    return ()


def _untagged(_: Mapping[str, Any]) -> Iterator[str]:
    return iter(())


def _answering(_: World, __: str, ___: Mapping[str, Any], ____: str) -> Iterator[str]:
    return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Behaviour:
    """What one cloud does beyond its tables."""

    words: Words
    changing: Mapping[str, Sequence[Rule]] = field(default_factory=dict[str, Sequence[Rule]])
    """Rules for creations and updates, by short type; `EVERY` for all."""
    deleting: Mapping[str, Sequence[Rule]] = field(default_factory=dict[str, Sequence[Rule]])
    """Rules for deletions, by short type; `EVERY` for all."""
    swept: Callable[[World, Object], Iterable[Object]] = _nothing
    """What goes when an object is deleted, because it is inside."""
    tag_faults: Callable[[Mapping[str, Any]], Iterator[str]] = _untagged
    """What is wrong with tags or labels."""
    asking: Callable[[World, str, Mapping[str, Any], str], Iterator[str]] = _answering
    """Why a data source is refused: by its token, its arguments and the account that asks."""
    can: Callable[[World, str, str, str], Decision] | None = None
    """Whether a principal may do a verb with a resource, by what was deployed; None where the
    sandbox cannot tell."""

    def rules(self, request: Request) -> Iterator[Rule]:
        """Yield the rules for a request."""
        table = self.deleting if request.act == "delete" else self.changing
        yield from table.get(EVERY, ())
        yield from table.get(request.object.kind, ())

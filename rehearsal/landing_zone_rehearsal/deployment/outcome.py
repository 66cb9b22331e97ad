"""What came of an operation of the engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from landing_zone_rehearsal.differences import PropertyChange
from landing_zone_rehearsal.urns import name_of

SAME = "same"

Status = Literal["planned", "done", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What the engine did, or would do, with one resource."""

    urn: str
    type: str
    op: str
    """The engine's word: `create`, `update`, `replace`, `create-replacement`, `delete`, `same`…"""
    status: Status
    custom: bool
    """Whether it is a resource of a provider, not a component."""
    protected: bool
    id: str | None
    """The physical ID, where there is one yet."""
    parent: str
    differences: tuple[PropertyChange, ...] = ()
    """Which inputs differ; secrets are not shown."""
    paths: tuple[str, ...] = ()
    """What the provider says differs, though the new value may not be known yet."""
    replaces: tuple[str, ...] = ()
    """The properties that make a replacement necessary."""
    old: Mapping[str, Any] | None = None
    """The resource as it was, in the engine's words; secrets are not shown."""
    new: Mapping[str, Any] | None = None
    """The resource as it is to be, in the engine's words; secrets are not shown."""

    @property
    def name(self) -> str:
        """The logical name."""
        return name_of(self.urn)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What the engine, a cloud, a policy or the program had to say."""

    severity: Literal["error", "warning", "info"]
    message: str
    urn: str = ""
    """The resource it is about, if it is about one."""
    policy: str = ""
    """The policy that speaks, if one does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one operation."""

    ok: bool
    steps: tuple[Step, ...] = ()
    outputs: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """The outputs of the stack; secrets read `[secret]`."""
    diagnostics: tuple[Diagnostic, ...] = ()
    seconds: float = 0.0
    stopped: bool = False
    """Whether it was asked to stop before its end."""
    created: tuple[str, ...] = ()
    """URNs that an earlier run had begun to create, and that were taken over."""

    @property
    def changes(self) -> tuple[Step, ...]:
        """What is not the same as before."""
        return tuple(step for step in self.steps if step.op not in {SAME, "read", "refresh"})

    @property
    def counts(self) -> Mapping[str, int]:
        """How many steps of each kind there are."""
        return Counter(step.op for step in self.steps)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """What went wrong."""
        return tuple(each for each in self.diagnostics if each.severity == "error")

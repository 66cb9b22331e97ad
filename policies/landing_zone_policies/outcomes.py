"""What a rule says of a resource."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Pass:
    """The resource is as the rule wants it."""

    path: str = ""


@dataclass(frozen=True, slots=True)
class Fail:
    """The resource is not as the rule wants it."""

    path: str
    """The property, as `paths` writes it; empty where it is the resource itself."""
    message: str
    """What is wrong, in one line without a secret; the rule adds how to mend it."""


@dataclass(frozen=True, slots=True)
class Undetermined:
    """What the rule wants to know is not known yet, or lies outside of what it sees."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The rule looks at such resources, but not at this one."""

    reason: str


Outcome: TypeAlias = Pass | Fail | Undetermined | NotApplicable

"""What a rule says of a resource."""

from typing import NamedTuple, TypeAlias


class Pass(NamedTuple):
    """The resource is as the rule wants it."""

    path: str = ""


class Fail(NamedTuple):
    """The resource is not as the rule wants it."""

    path: str
    """The property, as `paths` writes it; empty where it is the resource itself."""
    message: str
    """What is wrong, in one line without a secret; the rule adds how to mend it."""


class Undetermined(NamedTuple):
    """What the rule wants to know is not known yet, or lies outside of what it sees."""

    path: str
    message: str


class NotApplicable(NamedTuple):
    """The rule looks at such resources, but not at this one."""

    reason: str


Outcome: TypeAlias = Pass | Fail | Undetermined | NotApplicable

"""What a table of an estate says: kinds of resources, and each fact in both tools' words."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias


class Said(NamedTuple):
    """A value that Terraform and Pulumi say in different words: `true` and `Enabled`."""

    terraform: Any
    pulumi: Any


class To(NamedTuple):
    """The ID of the workload's own resource of a kind."""

    kind: str


class Fact(NamedTuple):
    """One property of a kind, as each tool spells it, and its value by how careful a team is."""

    terraform: str
    pulumi: str
    careless: Any
    """None: left out, as is what is None below."""
    careful: Any


class Kind(NamedTuple):
    """A kind of resource."""

    called: str
    """By what others of the workload point at it."""
    terraform: str
    pulumi: str
    identity: str
    """Its ID, with `{name}` for its name."""
    facts: Sequence[Fact]


Workload: TypeAlias = Sequence[Kind]
"""What a team has in one cloud, each once."""

NAME = "{name}"
"""In a value: the resource's name."""

TAGS = {"owner": "team-{team}", "cost_center": "cc-{team}", "environment": "prod"}


def same(name: str, value: Any, pulumi: str | None = None) -> Fact:
    """Return a fact that every team has alike."""
    return Fact(name, pulumi or camel(name), value, value)


def differs(name: str, careless: Any, careful: Any, pulumi: str | None = None) -> Fact:
    """Return a fact that tells the careless from the careful."""
    return Fact(name, pulumi or camel(name), careless, careful)


def camel(path: str) -> str:
    """Return a path of Terraform as Pulumi spells it: without `[0]` where there is at most one."""
    words = path.replace("[0]", "").split("_")
    return words[0] + "".join(word[:1].upper() + word[1:] for word in words[1:])


def allows(action: str, resource: str = "*", **more: Any) -> str:
    """Return a policy document with one statement."""
    statement = {"Effect": "Allow", "Action": action, "Resource": resource, **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

"""Reads the statements of AWS policies, and says whether one speaks of a request.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Any

from landing_zone_rehearsal.values import is_dict, is_list

ACCOUNT = re.compile(r"(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?")
"""How a policy names a whole account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who asks: an identity of IAM, a service of AWS, or a user of a provider of identities."""

    name: str
    """The ARN, the service's name, or the provider's ARN."""
    kind: str = "AWS"
    """As policies call it: `AWS`, `Service` or `Federated`."""
    account: str = ""
    """Empty for a service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request as policies see it."""

    principal: Principal
    action: str
    resource: str
    """An ARN; a `*` in it stands for everything of that name."""
    account: str
    """The account that the resource lies in."""
    context: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What conditions ask for, by key in lower case."""


class Naming(Enum):
    """How a statement of a resource's policy names who asks."""

    NOT = "not"
    ACCOUNT = "account"
    """By the account, whose own policies then decide."""
    ITSELF = "itself"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a policy."""

    said: Mapping[str, Any]
    holder: str
    """What it is written in, for people to read."""

    @property
    def allows(self) -> bool:
        """Whether it allows; otherwise it denies."""
        return self.said.get("Effect") == "Allow"

    @property
    def name(self) -> str:
        """How a person finds it."""
        sid = self.said.get("Sid")
        return f"statement {sid!r} of {self.holder}" if sid else f"a statement of {self.holder}"

    @property
    def conditions(self) -> Mapping[str, Any]:
        """The conditions, by operator."""
        held = self.said.get("Condition")
        return held if is_dict(held) else {}

    def speaks_of(self, call: Call) -> bool:
        """Whether its actions and resources are those of a request, conditions aside."""
        return self._has_action(call.action) and self._has_resource(call.resource)

    def names(self, principal: Principal) -> Naming:
        """Say how it names who asks."""
        if "NotPrincipal" in self.said:
            found = _naming(self.said["NotPrincipal"], principal)
            return Naming.ITSELF if found is Naming.NOT else Naming.NOT
        return _naming(self.said.get("Principal"), principal)

    def _has_action(self, action: str) -> bool:
        if "NotAction" in self.said:
            return not any(
                matches(each, action, any_case=True) for each in listed(self.said["NotAction"])
            )
        return any(matches(each, action, any_case=True) for each in listed(self.said.get("Action")))

    def _has_resource(self, resource: str) -> bool:
        """Whether it covers what is asked for; one that denies need only touch a part of it.

        The policy of a role's trust names no resource: it speaks of the role.
        """
        if "NotResource" in self.said:
            return not any(matches(each, resource) for each in listed(self.said["NotResource"]))
        if "Resource" not in self.said:
            return True
        patterns = listed(self.said["Resource"])
        if not self.allows and any(matches(resource, each) for each in patterns):
            return True
        return any(matches(each, resource) for each in patterns)


def statements(document: Any, holder: str) -> list[Statement]:
    """Read a policy document; one that cannot be read says nothing."""
    try:
        said: Any = json.loads(str(document)) if document else {}
    except ValueError:
        return []
    found = said.get("Statement") if is_dict(said) else None
    return [Statement(each, holder) for each in _several(found) if is_dict(each)]


def listed(value: Any) -> list[str]:
    """Return what a policy lets stand alone or in a list, always as a list."""
    return [str(each) for each in _several(value)]


def principals(statement: Statement) -> Iterator[tuple[str, str]]:
    """Yield everybody whom a statement names, by kind."""
    held = statement.said.get("Principal", statement.said.get("NotPrincipal"))
    if held == "*":
        yield "AWS", "*"
    if is_dict(held):
        for kind, names in held.items():
            yield from ((kind, name) for name in listed(names))


def matches(pattern: str, text: str, *, any_case: bool = False) -> bool:
    """Whether a pattern with `*` and `?` covers a text."""
    return _compiled(pattern, re.IGNORECASE if any_case else re.NOFLAG).fullmatch(text) is not None


@lru_cache(maxsize=4096)
def _compiled(pattern: str, case: re.RegexFlag) -> re.Pattern[str]:
    written = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(written, re.DOTALL | case)


def _naming(held: Any, principal: Principal) -> Naming:
    if held == "*":
        return Naming.ITSELF
    if not is_dict(held):
        return Naming.NOT
    names = listed(held.get(principal.kind))
    if principal.name in names or ("*" in names and principal.kind == "AWS"):
        return Naming.ITSELF
    accounts = [match[1] for name in names if (match := ACCOUNT.fullmatch(name))]
    return Naming.ACCOUNT if principal.account in accounts else Naming.NOT


def _several(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if is_list(value) else [value]

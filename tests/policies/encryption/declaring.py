"""Cases of a rule that asks for the same of many types: one that has it and one that has not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pulumi

from tests.policies.cases import STRICT, Cases

Kind = Callable[..., Any]
Props = Mapping[str, Any]
Rows = Sequence[tuple[str, Kind, Props, Props]]
"""Rules, what makes resources, what admits them, and what they have in any case."""
TokenRows = Sequence[tuple[str, str, Props, Props]]
"""The same by token, for types of SDKs that are not installed here."""


class Declared(pulumi.CustomResource):
    """A resource of an SDK that is not installed here, in that SDK's words."""


def of(token: str) -> Kind:
    """Return what makes resources of a type by its token, from properties as they are sent."""

    def made(name: str, **props: Any) -> Declared:
        return Declared(token, name, props)

    made.__name__ = token.replace(":", "_").replace("/", "_").replace("-", "_")
    return made


def both(
    cases: Cases, rule: str, kind: Kind, has: Props, base: Props | None = None, **options: Any
) -> None:
    """Add two cases: with some properties a rule admits a resource, without them it denies it."""
    module = kind.__module__.split(".")[1]
    name = f"{rule}_{module}_{kind.__name__}".replace("-", "_")
    shared = dict(base or {})

    def given(name: str) -> None:
        kind(name, **{**shared, **has})

    def not_given(name: str) -> None:
        kind(name, **shared)

    given.__name__ = f"{name}_given"
    not_given.__name__ = f"{name}_not_given"
    cases.admits(rule, **options)(given)
    cases.denies(rule, settings=options.get("settings", STRICT))(not_given)


def merged(*each: Cases) -> Cases:
    """Return the cases of several modules as those of one."""
    found = [case for cases in each for case in cases.found]
    names = [case.program for case in found]
    by_name = {case.name: case.program for case in found}
    twice = sorted({each.__name__ for each in names if by_name[each.__name__] is not each})
    assert not twice, f"two programs of one name: {twice}"
    return Cases(found)

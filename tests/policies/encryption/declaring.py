"""Cases of a rule that asks for the same of many types: one that has it and one that has not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pulumi

from tests.policies.cases import STRICT, Cases
from tests.policies.weakened import (
    LEFT_OUT,
    Kind,
    Props,
    called,
    camel,
    leaves,
    making,
    worse,
)

Rows = Sequence[tuple[str, Kind, Props, Props]]
"""Rules, what makes resources, what admits them, and what they have in any case."""
TokenRows = Sequence[tuple[str, str, Props, Props]]
"""The same by token, for types of SDKs that are not installed here."""
KeyIn = Callable[[str, str, str], Any]
"""Takes a case, the path of a property and a place; returns the key that is named there."""


class Declared(pulumi.CustomResource):
    """A resource of an SDK that is not installed here, in that SDK's words."""


def of(token: str) -> Kind:
    """Return what makes resources of a type by its token, from properties as they are sent."""

    def made(name: str, /, **props: Any) -> Declared:
        return Declared(token, name, props)

    made.__name__ = token.replace(":", "_").replace("/", "_").replace("-", "_")
    return made


def both(
    cases: Cases, rule: str, kind: Kind, has: Props, base: Props | None = None, **options: Any
) -> None:
    """Add cases: with some properties a rule admits a resource, without any of them it does not.

    Each of them is asked for by itself, but for what only names something, and what the resource
    has in any case.
    """
    name = f"{rule}_{called(kind)}"
    shared = dict(base or {})
    whole = {**shared, **has}
    cases.admits(rule, **options)(making(kind, whole, f"{name}_given"))
    denied = {"settings": options.get("settings", STRICT)}
    cases.denies(rule, **denied)(making(kind, shared, f"{name}_not_given"))
    said = dict(leaves(shared))
    asked = [path for path, value in leaves(has) if said.get(path, LEFT_OUT) != value]
    asked = [path for path in asked if not path.endswith("name")]
    for path in asked if len(asked) > 1 else ():
        weak = worse(whole, path, said.get(path, LEFT_OUT))
        cases.denies(rule, path=camel(path), **denied)(making(kind, weak, f"{name}_but_{path}"))


def both_places(
    cases: Cases, rows: Rows, is_key: Callable[[Any], bool], key: KeyIn, home: str, abroad: str
) -> None:
    """Add cases of ENC-17: each key that resources name lies with its data, or far from it."""
    for rule, kind, has, base in rows:
        whole = {**base, **has}
        for path in [path for path, value in leaves(whole) if is_key(value)]:
            name = f"{rule}_{called(kind)}_{path}"

            def made(name: str, place: str, kind=kind, whole=whole, path=path) -> None:
                kind(name, **worse(whole, path, key(name, path, place)))

            far = making(made, {"place": abroad}, f"{name}_far")
            cases.admits("ENC-17")(making(made, {"place": home}, f"{name}_near"))
            cases.denies("ENC-17", path=camel(path))(far)


def merged(*each: Cases) -> Cases:
    """Return the cases of several modules as those of one."""
    found = [case for cases in each for case in cases.found]
    names = [case.program for case in found]
    by_name = {case.name: case.program for case in found}
    twice = sorted({each.__name__ for each in names if by_name[each.__name__] is not each})
    assert not twice, f"two programs of one name: {twice}"
    return Cases(found)

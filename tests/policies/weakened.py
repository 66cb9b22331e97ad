"""Programs that rules admit, made worse in one place each: a line of a table is a case.

So a rule that no longer looks at one of its properties, or types, has a case that says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from itertools import count
from typing import Any, Final, NamedTuple

from tests.policies.cases import Cases, Program

Kind = Callable[..., Any]
Props = Mapping[str, Any]

LEFT_OUT: Final = object()
"""In place of a value: the property is not there."""

STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
SPELT = {
    "data_encryption.primary_key_uri": "dataEncryption.primaryKeyURI",
    "disk_encryption_set_id": "diskEncryptionSetID",
}
"""Paths that an SDK spells in a way of its own."""


class Row(NamedTuple):
    """A resource, and the one property that a rule objects to."""

    rule: str
    kind: Kind
    """What makes resources: a class of the SDK."""
    sound: Props
    """What the rule admits."""
    path: str
    """What is made worse, as the SDK spells it: `rules[0].kms_key_id`."""
    weak: Any = LEFT_OUT
    """What it is then."""
    shown: str | None = None
    """Where the failure is, if that is not the path."""


Rows = Iterable[tuple[Any, ...]]
"""Rows, each without the word."""


def weakened(cases: Cases, rows: Rows, **options: Any) -> None:
    """Add cases for each row: as it should be, and worse, which is denied where it is worse."""
    all_of_them = [Row(*each) for each in rows]
    shared = {(row.rule, row.kind, id(row.sound)): row for row in all_of_them}
    for row in shared.values():
        admits(cases, row.rule, row.kind, row.sound, **options)
    for row in all_of_them:
        name = _free(cases, f"{row.rule}_{called(row.kind)}_{row.path}_weak")
        weak = making(row.kind, worse(row.sound, row.path, row.weak), name)
        cases.denies(row.rule, path=row.shown or camel(row.path), **options)(weak)


def admits(cases: Cases, rule: str, kind: Kind, sound: Props, **options: Any) -> None:
    """Add a case: a rule looks at a resource, and admits it."""
    name = _free(cases, f"{rule}_{called(kind)}_sound")
    cases.admits(rule, **options)(making(kind, sound, name))


def making(kind: Kind, props: Props, name: str) -> Program:
    """Return a program of one resource, called as a case is."""

    def program(name: str) -> None:
        kind(name, **props)

    program.__name__ = _plain(name)
    return program


def called(kind: Kind) -> str:
    """Return what tells the classes of an SDK apart."""
    return f"{kind.__module__.split('.')[1]}_{kind.__name__}"


def worse(sound: Props, path: str, weak: Any) -> dict[str, Any]:
    """Return properties with another value at a path, or none."""
    made: Any = deepcopy(dict(sound))
    *way, last = _steps(path)
    at = made
    for step in way:
        at = at.setdefault(step, {}) if isinstance(step, str) else at[step]
    if weak is LEFT_OUT:
        del at[last]
    else:
        at[last] = weak
    return made


def leaves(props: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the path and the value of all that properties say."""
    if isinstance(props, Mapping):
        for key, value in props.items():
            yield from leaves(value, f"{path}.{key}" if path else str(key))
    elif isinstance(props, list):
        for n, value in enumerate(props):
            yield from leaves(value, f"{path}[{n}]")
    else:
        yield path, props


def camel(path: str) -> str:
    """Return a path as a rule spells it."""
    return SPELT.get(path) or re.sub(r"_(\w)", lambda found: found[1].upper(), path)


def _steps(path: str) -> list[str | int]:
    return [int(found[2]) if found[2] else found[1] for found in STEP.finditer(path)]


def _plain(name: str) -> str:
    return re.sub(r"\W+", "_", name)


def _free(cases: Cases, name: str) -> str:
    """Return a name that no case has yet."""
    taken = {each.name for each in cases.found}
    numbered = (_plain(name) + (f"_{n}" if n > 1 else "") for n in count(1))
    return next(each for each in numbered if each not in taken)

"""Reads the conditions of role assignments: which of what a role allows it allows here.

Source: https://learn.microsoft.com/azure/role-based-access-control/conditions-format
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, TypeAlias

TOKEN = re.compile(
    r"\s*(?:"
    r"(?P<text>'(?:[^']|'')*')"
    r"|(?P<attribute>@(?i:Resource|Request|Principal|Environment)\[[^\]]+\])"
    r"|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<word>[A-Za-z][A-Za-z:]*)"
    r"|(?P<mark>&&|\|\||[(){},!])"
    r")"
)
AND, OR, NOT = {"AND", "&&"}, {"OR", "||"}, {"NOT", "!"}


class MalformedError(Exception):
    """Says that a condition cannot be read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as a condition sees it."""

    action: str
    sub_operation: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])
    """By the name in the condition, in lower case: `@resource[…:path]`."""


Test: TypeAlias = Callable[[Asked], bool]


def _less(left: Any, right: Any) -> bool:
    return float(left) < float(right)


COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "stringequals": lambda left, right: left == right,
    "stringstartswith": lambda left, right: left.startswith(right),
    "stringlike": fnmatchcase,
    "stringmatches": fnmatchcase,
    "guidequals": lambda left, right: left.lower() == right.lower(),
    "boolequals": lambda left, right: left.lower() == right.lower(),
    "datetimeequals": lambda left, right: left == right,
    "datetimelessthan": lambda left, right: left < right,
    "datetimelessthanequals": lambda left, right: left <= right,
    "datetimegreaterthan": lambda left, right: left > right,
    "datetimegreaterthanequals": lambda left, right: left >= right,
    "numericequals": lambda left, right: float(left) == float(right),
    "numericlessthan": _less,
    "numericlessthanequals": lambda left, right: not _less(right, left),
    "numericgreaterthan": lambda left, right: _less(right, left),
    "numericgreaterthanequals": lambda left, right: not _less(left, right),
}
"""Source: https://learn.microsoft.com/azure/role-based-access-control/conditions-format#operators"""

QUANTIFIERS: Mapping[str, tuple[Any, Any]] = {
    "foranyofanyvalues": (any, any),
    "forallofanyvalues": (all, any),
    "foranyofallvalues": (any, all),
    "forallofallvalues": (all, all),
}


def read(condition: str) -> Test:
    """Turn a condition into a test of requests.

    Raises:
        MalformedError: It does not follow the grammar.
    """
    tokens = _Tokens(condition)
    test = _any_of(tokens)
    if tokens.kind:
        raise MalformedError(f"nothing may follow before '{tokens.text}'")
    return test


class _Tokens:
    """What is left of a condition."""

    def __init__(self, condition: str) -> None:
        self._left: Iterator[tuple[str, str]] = _split(condition)
        self.kind, self.text = next(self._left, ("", ""))

    def take(self, *wanted: str) -> str:
        """Return the next token, which must be one of these texts or kinds."""
        kind, text = self.kind, self.text
        if kind not in wanted and text not in wanted:
            raise MalformedError(f"expected {' or '.join(wanted)}, got '{text or 'the end'}'")
        self.kind, self.text = next(self._left, ("", ""))
        return text

    def skip(self, texts: set[str]) -> bool:
        """Skip the next token if it is one of these."""
        found = self.text.upper() in texts and self.kind != "text"
        if found:
            self.take(self.kind)
        return found


def _split(condition: str) -> Iterator[tuple[str, str]]:
    at, text = 0, condition.rstrip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise MalformedError(f"cannot read '{text[at : at + 20]}'")
        yield match.lastgroup, match[match.lastgroup]
        at = match.end()


def _any_of(tokens: _Tokens) -> Test:
    tests = [_all_of(tokens)]
    while tokens.skip(OR):
        tests.append(_all_of(tokens))
    return lambda asked: any(test(asked) for test in tests)


def _all_of(tokens: _Tokens) -> Test:
    tests = [_one(tokens)]
    while tokens.skip(AND):
        tests.append(_one(tokens))
    return lambda asked: all(test(asked) for test in tests)


def _one(tokens: _Tokens) -> Test:
    if tokens.skip(NOT):
        inner = _one(tokens)
        return lambda asked: not inner(asked)
    if tokens.skip({"("}):
        inner = _any_of(tokens)
        tokens.take(")")
        return inner
    return _attribute(tokens) if tokens.kind == "attribute" else _function(tokens)


def _function(tokens: _Tokens) -> Test:
    name = tokens.take("word").lower()
    if name == "exists":
        wanted = tokens.take("attribute").lower()
        return lambda asked: wanted in asked.attributes
    if name not in {"actionmatches", "suboperationmatches"}:
        raise MalformedError(f"no such function: {name}")
    tokens.take("{")
    pattern = _plain(tokens.take("text")).lower()
    tokens.take("}")
    if name == "actionmatches":
        return lambda asked: fnmatchcase(asked.action.lower(), pattern)
    return lambda asked: fnmatchcase(asked.sub_operation.lower(), pattern)


def _attribute(tokens: _Tokens) -> Test:
    name = tokens.take("attribute").lower()
    compare = _comparison(tokens.take("word"))
    values = _values(tokens)

    def holds(asked: Asked) -> bool:
        held = asked.attributes.get(name)
        return held is not None and compare([held], values)

    return holds


def _comparison(operator: str) -> Callable[[list[str], list[str]], bool]:
    quantifier, _, plain = operator.lower().rpartition(":")
    outer, inner = QUANTIFIERS.get(quantifier, (any, any))
    name = plain.removesuffix("ignorecase")
    positive = name.replace("not", "", 1)
    compare = COMPARISONS.get(positive)
    if compare is None or (quantifier and quantifier not in QUANTIFIERS):
        raise MalformedError(f"no such operator: {operator}")
    folds, negated = plain != name, positive != name

    def compares(left: list[str], right: list[str]) -> bool:
        ours, theirs = ([one.lower() if folds else one for one in side] for side in (left, right))
        return outer(inner(compare(a, b) != negated for b in theirs) for a in ours)

    return compares


def _values(tokens: _Tokens) -> list[str]:
    if not tokens.skip({"{"}):
        return [_value(tokens)]
    values = [_value(tokens)]
    while tokens.skip({","}):
        values.append(_value(tokens))
    tokens.take("}")
    return values


def _value(tokens: _Tokens) -> str:
    if tokens.kind == "attribute":
        raise MalformedError("comparing two attributes is not simulated")
    return _plain(tokens.take("text", "number", "true", "false"))


def _plain(text: str) -> str:
    return text[1:-1].replace("''", "'") if text.startswith("'") else text

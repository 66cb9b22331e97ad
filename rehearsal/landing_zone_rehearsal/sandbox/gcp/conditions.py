"""Reads the conditions of IAM, in the part of the Common Expression Language that they use.

Sources: https://cloud.google.com/iam/docs/conditions-overview,
https://cloud.google.com/iam/docs/conditions-resource-attributes
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Attributes: TypeAlias = Mapping[str, Any]
"""What is asked about: `resource.name`, `resource.type`, `resource.service`."""

Reading: TypeAlias = Callable[[Attributes], Any]

TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
    r"""|(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"""
    r"""|(?P<sign>&&|\|\||==|!=|<=|>=|[<>!().,\[\]+-]))"""
)

CALLS: Mapping[str, Callable[[str, str], bool]] = {
    "startsWith": str.startswith,
    "endsWith": str.endswith,
    "contains": str.__contains__,
    "matches": lambda text, pattern: re.search(pattern, text) is not None,
}
"""What may be asked of a text.

Source: https://cloud.google.com/iam/docs/conditions-attribute-reference#resource-name
"""

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "in": lambda a, b: a in b,
}


class MalformedError(ValueError):
    """Says that a condition cannot be read."""


class UndecidedError(Exception):
    """Says that a condition asks for what a simulated cloud does not know."""


def holds(expression: str, attributes: Attributes) -> bool:
    """Whether a condition is met.

    Raises:
        MalformedError: It cannot be read.
        UndecidedError: It asks for something beyond the attributes.
    """
    return bool(read(expression)(attributes))


def read(expression: str) -> Reading:
    """Read a condition, to be asked later.

    Raises:
        MalformedError: It cannot be read.
    """
    parser = _Parser([*_tokens(expression)])
    found = parser.either()
    if parser.next():
        raise MalformedError(f"mismatched input '{parser.next()}'")
    return found


def _tokens(expression: str) -> Iterator[str]:
    at, end = 0, len(expression.rstrip())
    while at < end:
        found = TOKEN.match(expression, at)
        if found is None:
            raise MalformedError(f"token recognition error at: '{expression[at : at + 10]}'")
        yield found[0].strip()
        at = found.end()


@dataclass(slots=True)
class _Parser:
    tokens: list[str]
    at: int = 0

    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        taken = self.next()
        if not taken or (wanted and taken not in wanted):
            raise MalformedError(f"mismatched input '{taken or '<EOF>'}'")
        self.at += 1
        return taken

    def takes(self, wanted: str) -> bool:
        found = self.next() == wanted
        self.at += found
        return found

    def either(self) -> Reading:
        parts = [self.both()]
        while self.takes("||"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else lambda of: any(part(of) for part in parts)

    def both(self) -> Reading:
        parts = [self.compared()]
        while self.takes("&&"):
            parts.append(self.compared())
        return parts[0] if len(parts) == 1 else lambda of: all(part(of) for part in parts)

    def compared(self) -> Reading:
        left = self.negated()
        if self.next() not in COMPARISONS:
            return left
        compare, right = COMPARISONS[self.take()], self.negated()
        return lambda of: compare(left(of), right(of))

    def negated(self) -> Reading:
        if not self.takes("!"):
            return self.asked()
        inner = self.negated()
        return lambda of: not inner(of)

    def asked(self) -> Reading:
        """Read a value, and what is asked of the answer to a call."""
        value = self.value()
        while self.takes("."):
            method = self.take()
            arguments = self.list_until(")") if self.takes("(") else []
            value = _call(value, method, arguments)
        return value

    def value(self) -> Reading:
        if self.takes("("):
            inner = self.either()
            self.take(")")
            return inner
        if self.takes("["):
            items = self.list_until("]")
            return lambda of: [item(of) for item in items]
        token = self.take()
        if token[0] in "\"'":
            return _constant(token[1:-1])
        if token[0].isdigit():
            return _constant(float(token))
        if not (token[0].isalpha() or token[0] == "_"):
            raise MalformedError(f"extraneous input '{token}'")
        return self.named(token)

    def named(self, name: str) -> Reading:
        """Read the name of an attribute, and leave what is asked of it."""
        if name in {"true", "false"}:
            return _constant(name == "true")
        if self.takes("("):
            self.list_until(")")
            return _attribute(f"{name}()")
        while self.next() == "." and self.tokens[self.at + 2 : self.at + 3] != ["("]:
            self.take()
            name = f"{name}.{self.take()}"
        return _attribute(name)

    def list_until(self, end: str) -> list[Reading]:
        items: list[Reading] = []
        while not self.takes(end):
            items.append(self.either())
            if self.next() != end:
                self.take(",")
        return items


def _constant(value: Any) -> Reading:
    return lambda _: value


def _attribute(name: str) -> Reading:
    def look_up(of: Attributes) -> Any:
        if name not in of:
            raise UndecidedError(name)
        return of[name]

    return look_up


def _call(subject: Reading, method: str, arguments: list[Reading]) -> Reading:
    test = CALLS.get(method)
    if test is None or len(arguments) != 1:
        return _attribute(f"{method}()")
    return lambda of: test(str(subject(of)), str(arguments[0](of)))

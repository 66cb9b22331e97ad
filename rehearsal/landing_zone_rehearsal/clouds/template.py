"""Fills the templates of a cloud's tables; `model.py` says what they may hold."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from landing_zone_rehearsal.values import (
    UNKNOWN,
    Reference,
    Secret,
    Unknown,
    is_dict,
    is_list,
    reveal,
)

from .model import Choice, Each, Template

PLACEHOLDER = re.compile(r'\{([A-Za-z_][^{}"\n]*)\}')
UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@dataclass(slots=True)
class Scope:
    """What the placeholders of one resource or one function call stand for."""

    seed: str
    """What the digests are drawn from: the URN, or the token of a function."""
    token: str
    """The short token."""
    name: str
    inputs: Mapping[str, Any]
    provider: Mapping[str, Any]
    place: Mapping[str, Template]
    id: Any = None
    item: Any = None
    _placing: bool = field(default=False, repr=False)

    def fill(self, template: Template) -> Any:
        """Compute a template's value; None when something it names has no value."""
        if isinstance(template, str):
            return self._text(template)
        if isinstance(template, Each):
            return self._each(template)
        if isinstance(template, Choice):
            said = reveal(self.look_up(template.of))
            return said if isinstance(said, Unknown) else self.fill(template.values.get(said))
        if isinstance(template, Mapping):
            filled = {self._text(key): self.fill(value) for key, value in template.items()}
            return {key: value for key, value in filled.items() if value is not None}
        if isinstance(template, Sequence):
            return [value for value in map(self.fill, template) if value is not None]
        return template

    def _text(self, template: str) -> Any:
        parts = _parts(template)
        if len(parts) == 1:
            literal, expression = parts[0]
            return self.look_up(expression) if expression else literal
        return _join(self._pieces(parts))

    def _pieces(self, parts: Sequence[tuple[str, str]]) -> Iterator[Any]:
        for literal, expression in parts:
            yield self.look_up(expression) if expression else literal

    def _each(self, template: Each) -> Any:
        given = self.look_up(template.of)
        items = reveal(given)
        if items is None or isinstance(items, Unknown):
            return items
        values = [self._with_item(item, template) for item in items]
        filled = dict(values) if template.key else [value for _, value in values]
        return Secret(filled) if isinstance(given, Secret) else filled

    def _with_item(self, item: Any, template: Each) -> tuple[str, Any]:
        self.item = item
        return str(reveal(self.fill(template.key or ""))), self.fill(template.value)

    def look_up(self, expression: str) -> Any:
        """Find the value of a placeholder: of its first alternative that has one."""
        for alternative in expression.split("|"):
            value = self._value(alternative)
            if value is not None:
                return value
        return None

    def _value(self, expression: str) -> Any:
        if expression.startswith("="):
            return expression[1:]
        if not expression.startswith("_"):
            return self._property(expression)
        word, _, rest = expression.partition(":")
        if word in self.place:
            return self._place(word)
        root, _, path = word.partition(".")
        if root == "_item":
            return _walk(self.item, path.split(".")) if path else self.item
        return _WORDS[word](self, rest)

    def _property(self, path: str) -> Any:
        value = _walk(self.inputs, path.split("."))
        return _walk(self.provider, path.split(".")) if value is None and self._placing else value

    def _place(self, word: str) -> Any:
        before, self._placing = self._placing, True
        try:
            return self.fill(self.place[word])
        finally:
            self._placing = before

    def digest(self, seed: str) -> bytes | None:
        """Draw bytes from the URN or from another placeholder, with a text of its own or not."""
        placeholder, _, text = seed.partition("=")
        placeholder = placeholder.removesuffix("+")
        drawn = reveal(self.look_up(placeholder)) if placeholder else self.seed
        if drawn is None or isinstance(drawn, Unknown):
            return None
        return hashlib.sha256(f"{drawn}={text}".encode()).digest() * 2


def draw(scope: Scope, arguments: str, write: Callable[[bytes, int], str]) -> Any:
    """Write `length` characters drawn from a digest."""
    length, _, seed = arguments.partition(":")
    digest = scope.digest(seed)
    return UNKNOWN if digest is None else write(digest, int(length))


def guid(scope: Scope, seed: str) -> Any:
    """Write a GUID drawn from a digest."""
    digest = scope.digest(seed)
    return UNKNOWN if digest is None else str(uuid.UUID(bytes=digest[:16], version=4))


def _number(digest: bytes, length: int) -> str:
    first, *others = digest[:length]
    return str(first % 9 + 1) + "".join(str(byte % 10) for byte in others)


def _segment(scope: Scope, path: str, pick: Callable[[str], str | None]) -> Any:
    given = scope.look_up(path)
    inner = reveal(given)
    if not isinstance(inner, str):
        return inner if isinstance(inner, Unknown) else None
    picked = pick(inner)
    return Secret(picked) if isinstance(given, Secret) and picked is not None else picked


def _after(scope: Scope, arguments: str) -> Any:
    segment, _, path = arguments.partition(":")
    found = re.compile(rf"(?:^|/){re.escape(segment)}/([^/]+)", re.IGNORECASE)
    return _segment(scope, path, lambda text: (m := found.search(text)) and m[1])


def _member(scope: Scope, _: str) -> str:
    member = scope.token.rpartition(":")[2]
    return member[:1].lower() + member[1:]


_WORDS: Mapping[str, Callable[[Scope, str], Any]] = {
    "_name": lambda scope, _: scope.name,
    "_id": lambda scope, _: scope.id,
    "_module": lambda scope, _: scope.token.split(":")[1],
    "_type": _member,
    "_hex": lambda scope, rest: draw(scope, rest, lambda digest, n: digest.hex()[:n]),
    "_upper": lambda scope, rest: draw(
        scope, rest, lambda digest, n: "".join(UPPER[byte % 32] for byte in digest[:n])
    ),
    "_number": lambda scope, rest: draw(scope, rest, _number),
    "_guid": guid,
    "_last": lambda scope, path: _segment(scope, path, lambda t: re.split("[/:]", t)[-1]),
    "_after": _after,
}


@lru_cache(maxsize=4096)
def _parts(template: str) -> list[tuple[str, str]]:
    """Split text into (literal, "") and ("", placeholder)."""
    pieces = PLACEHOLDER.split(template)
    parts = [(piece, "") if index % 2 == 0 else ("", piece) for index, piece in enumerate(pieces)]
    return [part for part in parts if part != ("", "")] or [("", "")]


def _walk(value: Any, path: Sequence[str]) -> Any:
    secret = False
    for step in path:
        secret = secret or isinstance(value, Secret)
        value = reveal(value)
        if isinstance(value, Unknown):
            return UNKNOWN
        value = _step(value, step)
    return Secret(value) if secret and value is not None else value


def _step(value: Any, step: str) -> Any:
    if is_dict(value):
        return value.get(step)
    if is_list(value) and step.isdigit() and int(step) < len(value):
        return value[int(step)]
    if isinstance(value, Reference) and step == "id":
        return value.id
    return None


def _join(pieces: Iterator[Any]) -> Any:
    secret = unknown = False
    texts: list[str] = []
    for piece in pieces:
        if piece is None:
            return None
        secret = secret or isinstance(piece, Secret)
        inner = reveal(piece)
        unknown = unknown or isinstance(inner, Unknown)
        texts.append(str(inner))
    text = UNKNOWN if unknown else "".join(texts)
    return Secret(text) if secret else text

"""Looking into a property bag: `rules[].status`, `metadata.annotations["a.b/c"]`, `env.*.value`."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, reduce
from typing import Any, NamedTuple, TypeAlias, cast

from landing_zone_policies.values import MISSING, UNKNOWN, Gap, Secret, shown

SEGMENT = re.compile(r'\.?(?:\["(?P<quoted>[^"]*)"\]|(?P<plain>[^.\[]+))(?P<each>\[\])?')

Segments: TypeAlias = tuple[tuple[str, bool], ...]
"""The keys of a path, each with whether the elements of a list are meant."""


class Found(NamedTuple):
    """A value, and where it stands."""

    path: str
    value: Any
    """Plain JSON, `UNKNOWN` or `MISSING`; what a secret hides is bare here."""
    secret: bool = False
    whole: str = ""
    """Where a value would stand for which there is a gap on the way; empty without one."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Found) and self[:3] == other[:3]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self[:3])

    @property
    def is_known(self) -> bool:
        """Whether there is a value to look at."""
        return not isinstance(self.value, Gap)

    def __str__(self) -> str:
        return "a secret" if self.secret and self.value is not MISSING else shown(self.value)

    def find(self, path: str) -> list["Found"]:
        """Look further, from here."""
        if self.path or self.secret:
            return _look([self], parse(path))
        return find(self.value, path)


def find(properties: Any, path: str) -> list[Found]:
    """Return what stands at a path: one value, or one for each element of the lists on the way.

    A list on the way is gone into whether or not the path says `[]`, and an object is taken for a
    list of one: providers and their versions disagree. `[]` at the end yields the elements of a
    list instead of the list; `*` stands for every key. An empty list or object on the way, a
    `null`, and what is no object where one is expected are `MISSING`, told by the path down to the
    gap. Nothing raises, whatever the properties are.
    """
    value = properties
    segments, down_to = _way(path)
    for index, (key, each) in enumerate(segments):
        if type(value) is not dict or key == "*":
            return _look([Found("", properties)], segments)
        value = cast("dict[str, Any]", value).get(key)
        if value is None or value is MISSING:
            return [_missing(path, index)]
        if value is UNKNOWN:
            return [_unknown(path, index)]
        if isinstance(value, Secret) or (each and isinstance(value, list)):
            return _look([Found("", properties)], segments)
    return [Found(down_to, value)]


def first(properties: Any, path: str) -> Found:
    """Return what stands first at a path."""
    return find(properties, path)[0]


@cache
def parse(path: str) -> Segments:
    """Return the segments of a path: their keys, and whether each element is meant."""
    found = list(SEGMENT.finditer(path))
    if "".join(each[0] for each in found) != path:
        raise ValueError(f"no path: {path}")
    return tuple((each["quoted"] or each["plain"], bool(each["each"])) for each in found)


@cache
def _way(path: str) -> tuple[Segments, str]:
    """Return the segments of a path, and what it is called where no list is on the way."""
    segments = parse(path)
    return segments, _down_to(segments)


@cache
def _missing(path: str, index: int) -> Found:
    return _gap(MISSING, parse(path), index)


@cache
def _unknown(path: str, index: int) -> Found:
    return _gap(UNKNOWN, parse(path), index)


def _gap(gap: Gap, segments: Segments, index: int) -> Found:
    """Return what is found where there is a gap at one of the segments."""
    at = Found(_down_to(segments[: index + 1]), gap)
    found = [*_elements(at)] if segments[index][1] else [at]
    return _look(found, segments[index + 1 :])[0]


def _down_to(segments: Segments) -> str:
    return reduce(_joined, (key for key, _ in segments), "")


def _look(found: list[Found], segments: Segments) -> list[Found]:
    for key, each in segments:
        found = [inner for outer in found for inner in _step(outer, key)]
        if each:
            found = [inner for outer in found for inner in _elements(outer)]
    return found


def _step(at: Found, key: str) -> Iterator[Found]:
    at = _bare(at)
    if isinstance(at.value, Gap):
        whole = at.whole if key == "*" else _joined(at.whole or at.path, key)
        yield Found(at.path, at.value, at.secret, whole)
    elif isinstance(at.value, list):
        for element in _elements(at):
            yield from _step(element, key)
    elif not isinstance(at.value, Mapping):
        yield Found(_joined(at.path, key), MISSING, at.secret)
    elif key == "*":
        yield from _values(at)
    else:
        value = cast("Mapping[str, Any]", at.value).get(key)
        path = _joined(at.path, key)
        yield _bare(Found(path, MISSING if value is None else value, at.secret))


def _values(at: Found) -> Iterator[Found]:
    mapping = cast("Mapping[str, Any]", at.value)
    if not mapping:
        yield Found(at.path, MISSING, at.secret)
    for key, value in mapping.items():
        yield _bare(Found(_joined(at.path, key), MISSING if value is None else value, at.secret))


def _elements(at: Found) -> Iterator[Found]:
    at = _bare(at)
    if at.value is MISSING:
        yield Found(at.path, MISSING, at.secret, f"{at.whole or at.path}[]")
        return
    if not isinstance(at.value, list):
        yield at
        return
    elements = cast("list[Any]", at.value)
    if not elements:
        yield Found(at.path, MISSING, at.secret, f"{at.path}[]")
    for index, element in enumerate(elements):
        value = MISSING if element is None else element
        yield _bare(Found(f"{at.path}[{index}]", value, at.secret))


def _bare(at: Found) -> Found:
    value, secret = at.value, at.secret
    while isinstance(value, Secret):
        value, secret = value.value, True
    return at if value is at.value else Found(at.path, value, secret)


def _joined(path: str, key: str) -> str:
    plain = key.replace("_", "").replace("-", "").isalnum()
    if not plain:
        return f'{path}["{key}"]'
    return f"{path}.{key}" if path else key


def is_unknown(found: Found) -> bool:
    """Whether there will be a value that cannot be told yet."""
    return found.value is UNKNOWN

"""Looking into a property bag: `rules[].status`, `metadata.annotations["a.b/c"]`, `env.*.value`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from landing_zone_policies.values import MISSING, UNKNOWN, Gap, Secret, shown

SEGMENT = re.compile(r'\.?(?:\["(?P<quoted>[^"]*)"\]|(?P<plain>[^.\[]+))(?P<each>\[\])?')


@dataclass(frozen=True, slots=True)
class Found:
    """A value, and where it stands."""

    path: str
    value: Any
    """Plain JSON, `UNKNOWN` or `MISSING`; what a secret hides is bare here."""
    secret: bool = False

    @property
    def is_known(self) -> bool:
        """Whether there is a value to look at."""
        return not isinstance(self.value, Gap)

    def __str__(self) -> str:
        return "a secret" if self.secret and self.is_known else shown(self.value)

    def find(self, path: str) -> list["Found"]:
        """Look further, from here."""
        return _look([self], path)


def find(properties: Any, path: str) -> list[Found]:
    """Return what stands at a path: one value, or one for each element of the lists on the way.

    A list on the way is gone into whether or not the path says `[]`, and an object is taken for a
    list of one: providers and their versions disagree. `[]` at the end yields the elements of a
    list instead of the list; `*` stands for every key. An empty list or object on the way, a
    `null`, and what is no object where one is expected are `MISSING`, told by the path down to the
    gap. Nothing raises, whatever the properties are.
    """
    return _look([Found("", properties)], path)


def first(properties: Any, path: str) -> Found:
    """Return what stands first at a path."""
    return find(properties, path)[0]


@cache
def parse(path: str) -> tuple[tuple[str, bool], ...]:
    """Return the segments of a path: their keys, and whether each element is meant."""
    found = list(SEGMENT.finditer(path))
    if "".join(each[0] for each in found) != path:
        raise ValueError(f"no path: {path}")
    return tuple((each["quoted"] or each["plain"], bool(each["each"])) for each in found)


def _look(found: list[Found], path: str) -> list[Found]:
    for key, each in parse(path):
        found = [inner for outer in found for inner in _step(outer, key)]
        if each:
            found = [inner for outer in found for inner in _elements(outer)]
    return found


def _step(at: Found, key: str) -> Iterator[Found]:
    at = _bare(at)
    if isinstance(at.value, Gap):
        yield at
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
    if not isinstance(at.value, list):
        yield at
        return
    elements = cast("list[Any]", at.value)
    if not elements:
        yield Found(at.path, MISSING, at.secret)
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

"""Looking into a property bag: `rules[].status`, `metadata.annotations["a.b/c"]`, `env.*.value`."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial, reduce
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
        found = _straight(self.value, path)
        if found is None:
            return _look([self], parse(path))
        return [_below(self, found) if self.path or self.secret else found]


def find(properties: Any, path: str) -> list[Found]:
    """Return what stands at a path: one value, or one for each element of the lists on the way.

    A list on the way is gone into whether or not the path says `[]`, and an object is taken for a
    list of one: providers and their versions disagree. `[]` at the end yields the elements of a
    list instead of the list; `*` stands for every key. An empty list or object on the way, a
    `null`, and what is no object where one is expected are `MISSING`, told by the path down to the
    gap. Nothing raises, whatever the properties are.
    """
    found = _straight(properties, path)
    return _look([Found("", properties)], parse(path)) if found is None else [found]


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


def entries(found: Found) -> Iterator[tuple[str, Found]]:
    """Yield the keys of an object that was found, each with what stands there."""
    mapping: Mapping[str, Any] = found.value
    for key, value in mapping.items():
        known = MISSING if value is None else value
        at = _new((_joined(found.path, key), known, found.secret, ""))
        yield key, _bare(at) if isinstance(value, Secret) else at


def is_unknown(found: Found) -> bool:
    """Whether there will be a value that cannot be told yet."""
    return found.value is UNKNOWN


_new: Callable[[tuple[str, Any, bool, str]], Found] = partial(cast("Any", tuple).__new__, Found)
"""Makes what is found, in a third of the time: much of what judging takes is that."""


def _straight(properties: Any, path: str) -> Found | None:
    """Return what stands at a path, unless there is a list or a secret on the way."""
    value, (segments, whole) = properties, _way(path)
    for index, (key, each) in enumerate(segments):
        if type(value) is not dict or key == "*":
            return None
        value = cast("dict[str, Any]", value).get(key)
        if value is None or value is MISSING:
            return _missing(path, index)
        if value is UNKNOWN:
            return _unknown(path, index)
        if isinstance(value, Secret) or (each and isinstance(value, list)):
            return None
    return _new((whole, value, False, ""))


def _below(at: Found, found: Found) -> Found:
    """Return what was found from a place as it is called from the top."""
    whole = _under(at.path, found.whole) if found.whole else ""
    return _new((_under(at.path, found.path), found.value, at.secret, whole))


def _under(path: str, rest: str) -> str:
    return f"{path}{rest}" if not path or rest.startswith("[") else f"{path}.{rest}"


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
    found = _elements(at) if segments[index][1] else [at]
    return _look(found, segments[index + 1 :])[0]


def _down_to(segments: Segments) -> str:
    return reduce(_joined, (key for key, _ in segments), "")


def _look(found: list[Found], segments: Segments) -> list[Found]:
    for key, each in segments:
        found = [inner for outer in found for inner in _step(outer, key)]
        if each:
            found = [inner for outer in found for inner in _elements(outer)]
    return found


def _step(at: Found, key: str) -> list[Found]:
    at = _bare(at)
    if isinstance(at.value, Gap):
        whole = at.whole if key == "*" else _joined(at.whole or at.path, key)
        return [Found(at.path, at.value, at.secret, whole)]
    if isinstance(at.value, list):
        return [inner for element in _elements(at) for inner in _step(element, key)]
    if not isinstance(at.value, Mapping):
        return [Found(_joined(at.path, key), MISSING, at.secret)]
    if key == "*":
        return [each for _, each in entries(at)] or [Found(at.path, MISSING, at.secret)]
    value, path = cast("Mapping[str, Any]", at.value).get(key), _joined(at.path, key)
    return [_bare(_new((path, MISSING if value is None else value, at.secret, "")))]


def _elements(at: Found) -> list[Found]:
    at = _bare(at)
    if at.value is MISSING:
        return [Found(at.path, MISSING, at.secret, f"{at.whole or at.path}[]")]
    if not isinstance(at.value, list):
        return [at]
    elements = cast("list[Any]", at.value)
    if not elements:
        return [Found(at.path, MISSING, at.secret, f"{at.path}[]")]
    return [
        _bare(_new((f"{at.path}[{index}]", MISSING if each is None else each, at.secret, "")))
        for index, each in enumerate(elements)
    ]


def _bare(at: Found) -> Found:
    value, secret = at.value, at.secret
    while isinstance(value, Secret):
        value, secret = value.value, True
    return at if value is at.value else Found(at.path, value, secret)


@cache
def _joined(path: str, key: str) -> str:
    plain = key.replace("_", "").replace("-", "").isalnum()
    if not plain:
        return f'{path}["{key}"]'
    return f"{path}.{key}" if path else key

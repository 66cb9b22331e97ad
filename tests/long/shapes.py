"""What was done to a zone, told without names: by type, property and kind of mistake."""

import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from inspect import Parameter, signature
from typing import Any

from tests.promises.view import sdk_class

WHERE = re.compile(r"\((?P<type>[\w.-]+:\S+?:\w+)(?: (?P<path>[^)]*?))?\) (?P<what>.*)", re.DOTALL)
SID = re.compile(r"(statement|^.* in) .*$", re.DOTALL)


@dataclass(frozen=True)
class Shape:
    """One kind of mistake in one property of one type."""

    type: str
    path: str
    """With `#` for the number of an element; empty where it is the resource itself."""
    what: str
    """`without`, `= 'Allow'`, `too`, `removed`, or what was done to a policy document."""

    def __str__(self) -> str:
        return f"{self.type} {self.path} ! {self.what}".replace("  ", " ")


def shape_of(told: str) -> Shape:
    """Return the shape of what `mutants` tells of a mutant."""
    found = WHERE.search(told)
    if found is None:
        name, _, rest = told.partition(" ")
        return Shape(name if name == "every" else "a resource", "", rest)
    path = re.sub(r"\.\d+(?=\.|$)", ".#", found["path"] or "")
    return Shape(found["type"], path, _kind(found["what"], document=not path))


@cache
def is_required(kind: str, path: str) -> bool:
    """Say whether the SDK takes no resource, or no block in it, without a property."""
    try:
        holder = _args(sdk_class(kind).__module__, f"{kind.rpartition(':')[2]}Args")
        *above, last = [part for part in path.split(".") if part != "#"]
        for part in above:
            holder = _inner(holder, part)
        return _parameter(holder, last).default is Parameter.empty
    except (AttributeError, ImportError, KeyError, ValueError):
        return False


def _kind(what: str, *, document: bool) -> str:
    if document:
        return re.sub(r"(statement) \S+$", r"\1", re.sub(r" in \S+$", "", what))
    if what.startswith("without "):
        return "without"
    if what.endswith(" too"):
        return "too"
    return f"= {what.partition(' = ')[2]}"


def _args(module: str, name: str) -> Any:
    package = import_module(module.rpartition(".")[0])
    found = getattr(package, name, None)
    return found or getattr(import_module(module), name)


def _inner(holder: Any, part: str) -> Any:
    annotation = str(_parameter(holder, part).annotation)
    name = re.search(r"(\w+Args)\b", annotation)
    if name is None:
        raise ValueError(part)
    return _args(holder.__module__, name[1])


def _parameter(holder: Any, name: str) -> Parameter:
    snake = re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()
    return signature(holder.__init__).parameters[snake]

"""Compares the properties of one resource, path by path, and shows no secret."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .values import is_dict, is_list
from .wire import SIGNATURE, UNKNOWN_TEXT, Signature

SHOWN_SECRET = "[secret]"  # noqa: S105 (it is what stands for one)
SHOWN_PLAIN = "[not secret]"
SHOWN_UNKNOWN = "[unknown]"

IDENTITY: Mapping[str, str] = {Signature.ASSET: "hash", Signature.RESOURCE: "urn"}
"""The field by which two values with a signature are the same."""


@dataclass(frozen=True, slots=True)
class PropertyChange:
    """One property that differs."""

    path: str
    """Such as `tags.owner`, `ingress[0].fromPort` or `labels["a.b"]`."""
    kind: Literal["added", "removed", "changed"]
    old: Any
    """The old value, or None; secrets and unknowns are shown as such."""
    new: Any


def differences(old: Any, new: Any, path: str = "") -> Iterator[PropertyChange]:
    """Compare two values as they stand in a document."""
    if UNKNOWN_TEXT in (old, new):
        return
    if _is_secret(old) or _is_secret(new):
        yield from _secrets(old, new, path)
        return
    old, new = _as_structures(old, new)
    if is_dict(old) and is_dict(new):
        yield from _mappings(old, new, path)
    elif is_list(old) and is_list(new):
        yield from _lists(old, new, path)
    elif old != new or isinstance(old, bool) != isinstance(new, bool):
        yield PropertyChange(path, "changed", show(old), show(new))


def _secrets(old: Any, new: Any, path: str) -> Iterator[PropertyChange]:
    shown = [SHOWN_SECRET if _is_secret(value) else SHOWN_PLAIN for value in (old, new)]
    if shown[0] != shown[1]:
        yield PropertyChange(path, "changed", *shown)


def _mappings(old: dict[str, Any], new: dict[str, Any], path: str) -> Iterator[PropertyChange]:
    identity = IDENTITY.get(str(old.get(SIGNATURE)))
    if identity and old.get(identity) == new.get(identity) is not None:
        return
    filled_in = _filled_in(old)
    for name in sorted({*old, *new}):
        below = _below(path, name)
        if name.startswith("__") or (name in filled_in and name not in new):
            continue
        if name not in new:
            yield PropertyChange(below, "removed", show(old[name]), None)
        elif name not in old:
            yield PropertyChange(below, "added", None, show(new[name]))
        else:
            yield from differences(old[name], new[name], below)


def _lists(old: list[Any], new: list[Any], path: str) -> Iterator[PropertyChange]:
    for index, (before, after) in enumerate(zip(old, new, strict=False)):
        yield from differences(before, after, f"{path}[{index}]")
    for index in range(len(new), len(old)):
        yield PropertyChange(f"{path}[{index}]", "removed", show(old[index]), None)
    for index in range(len(old), len(new)):
        yield PropertyChange(f"{path}[{index}]", "added", None, show(new[index]))


def show(value: Any) -> Any:
    """Make a value fit to be shown: no secret, and a word for what is unknown."""
    if _is_secret(value):
        return SHOWN_SECRET
    if value == UNKNOWN_TEXT:
        return SHOWN_UNKNOWN
    if is_dict(value):
        return {name: show(item) for name, item in value.items() if not name.startswith("__")}
    if is_list(value):
        return [show(item) for item in value]
    return value


def _is_secret(value: Any) -> bool:
    return is_dict(value) and value.get(SIGNATURE) == Signature.SECRET


def _as_structures(old: Any, new: Any) -> tuple[Any, Any]:
    """Compare JSON text (policies, definitions) by what it says, not by how it is written."""
    if not (isinstance(old, str) and isinstance(new, str)) or old == new:
        return old, new
    if not (old.startswith(("{", "[")) and new.startswith(("{", "["))):
        return old, new
    try:
        return json.loads(old), json.loads(new)
    except ValueError:
        return old, new


def _filled_in(old: Mapping[str, Any]) -> frozenset[str]:
    """Name the properties that a provider filled in by itself, which it notes in `__defaults`."""
    return frozenset(str(name) for name in old.get("__defaults") or ())


def _below(path: str, name: str) -> str:
    if not re.fullmatch(r"[\w-]+", name):
        return f"{path}[{json.dumps(name)}]"
    return f"{path}.{name}" if path else name

"""What a change of inputs does to a resource: nothing, an update, or a replacement."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from landing_zone_rehearsal.clouds.facts import Condition, Facts
from landing_zone_rehearsal.differences import PropertyChange, differences
from landing_zone_rehearsal.values import UNKNOWN, is_dict, is_list, reveal

from .paths import covers, find, general

ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "aws": ("region",),
    "gcp": ("project", "region"),
    "azure-native": ("subscriptionId",),
    "kubernetes": ("clusterIdentifier",),
}
"""What cannot change of a provider, or everything behind it would be somewhere else.

The providers themselves only update, and fail later: this says so in the preview."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One property that changes."""

    path: str
    kind: Literal["added", "removed", "changed"]
    replaces: bool


def difference(
    facts: Facts,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    ignored: Collection[str] = (),
) -> list[Difference]:
    """Compare the inputs that a resource has with those that it is to have."""
    found: list[Difference] = []
    for change in _changes(old, new):
        if _is_ignored(change.path, ignored) or _is_kept(facts, change):
            continue
        replaces = any(covers(each, change.path) for each in facts.replaces)
        replaces = replaces or _replaces_for_its_value(facts, old, new, change.path)
        found.append(Difference(change.path, change.kind, replaces))
    return found


def provider_difference(
    type: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> list[Difference]:
    """Compare what a provider is configured with: another account or region is another one."""
    return difference(Facts(replaces=ELSEWHERE.get(type.rpartition(":")[2], ())), old, new)


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[PropertyChange]:
    """Compare in the clear: what is unknown or secret differs when it is not the same."""
    return [*differences(_opened(old), _opened(new))]


def _opened(value: Any) -> Any:
    held = reveal(value)
    if held is UNKNOWN:
        return "(not known yet)"
    if is_dict(held):
        return {name: _opened(item) for name, item in held.items() if item is not None}
    if is_list(held):
        return [_opened(item) for item in held]
    return held if isinstance(held, str | int | float | bool) or held is None else repr(held)


def _is_ignored(path: str, ignored: Collection[str]) -> bool:
    return any(path == each or path.startswith((f"{each}.", f"{each}[")) for each in ignored)


def _is_kept(facts: Facts, change: PropertyChange) -> bool:
    return change.kind == "removed" and general(change.path) in facts.kept


def _replaces_for_its_value(
    facts: Facts, old: Mapping[str, Any], new: Mapping[str, Any], path: str
) -> bool:
    for pattern, condition in facts.replaces_when.items():
        if covers(pattern, path) or path.startswith((f"{pattern}.", f"{pattern}[")):
            return holds_for_some(condition, old, new, pattern)
    return False


def holds_for_some(
    condition: Condition, old: Mapping[str, Any], new: Mapping[str, Any], path: str
) -> bool:
    """Whether a condition holds for some change of what a path finds; the unknown may be any."""
    before = [reveal(value) for _, value in find(old, path)]
    after = [reveal(value) for _, value in find(new, path)]
    length = max(len(before), len(after), 1)
    pairs = zip(_padded(before, length), _padded(after, length), strict=True)
    return any(a is UNKNOWN or b is UNKNOWN or condition(a, b) for a, b in pairs if a != b)


def differs(old: Any, new: Any) -> bool:
    """Whether a value changes at all."""
    return bool(old != new)


def _padded(values: list[Any], length: int) -> list[Any]:
    return [*values, *[None] * (length - len(values))]

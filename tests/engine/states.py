"""What the state of a stack says, without what chance decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from landing_zone_rehearsal.wire import SIGNATURE

PROVIDER = "pulumi:providers:"


def in_clouds(state: Mapping[str, Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """Return what stands in a cloud by a state: URNs by type and ID, which two may share there."""
    return {
        (each["type"], each["id"]): urn
        for urn, each in state.items()
        if each.get("custom") and not each["type"].startswith(PROVIDER)
    }


def settled(resource: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out of a resource what chance decides, and what says nothing."""
    found = {name: plain(value) for name, value in resource.items() if value}
    for name in ("inputs", "outputs"):
        found[name] = found.get(name, {})
    if "provider" in found:
        found["provider"] = found["provider"].rpartition("::")[0]
    if "dependencies" in found:
        found["dependencies"].sort()
    for name, urns in [*found.get("propertyDependencies", {}).items()]:
        found["propertyDependencies"][name] = sorted(urns)
    return found


def plain(value: Any) -> Any:
    """Leave out how a secret is written."""
    if isinstance(value, dict):
        written = {"ciphertext", "plaintext"} if SIGNATURE in value else ()
        return {name: plain(item) for name, item in value.items() if name not in written}
    return [plain(item) for item in value] if isinstance(value, list) else value


def differing(
    some: Mapping[str, Any],
    others: Mapping[str, Any],
    facet: Callable[[Any], Any] = lambda resource: resource,
) -> dict[str, Any]:
    """Return a facet of each resource for which two sides do not say the same, both ways."""
    pairs = {
        urn: tuple(facet(side[urn]) if urn in side else None for side in (some, others))
        for urn in some.keys() | others.keys()
    }
    return {urn: pair for urn, pair in pairs.items() if pair[0] != pair[1]}

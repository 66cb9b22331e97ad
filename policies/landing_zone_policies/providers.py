"""What a provider is given; its nested properties stand as JSON in a text."""

from __future__ import annotations

import json
from typing import Any

from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.values import read


def configured(provider: Resource | None, path: str) -> list[Found]:
    """Return what a provider is given at a path; nothing where the provider is not to be seen."""
    if provider is None:
        return []
    top, _, rest = path.partition(".")
    found = [Found(each.path, _parsed(each.value), each.secret) for each in provider.find(top)]
    return [inner for each in found for inner in each.find(rest)] if rest else found


def _parsed(value: Any) -> Any:
    if not isinstance(value, str) or not value.startswith(("{", "[")):
        return value
    try:
        return read(json.loads(value))
    except (ValueError, RecursionError):
        return value

"""Tags that are missing, with the values that a team gives for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from landing_zone_policies.facts.types import tag_property
from landing_zone_policies.paths import first
from landing_zone_policies.remedies.remedy import Keys, Patch, keys_of
from landing_zone_policies.resources import Resource
from landing_zone_policies.settings import Settings
from landing_zone_policies.tags import CHECKED, LABELS, folded, tags_of
from landing_zone_policies.values import MISSING, bare

RULE = "TAG-01"

LABEL = r"[a-z0-9_-]{1,63}"
"""What Google takes for a label's value.

Source: https://cloud.google.com/resource-manager/docs/labels-overview#requirements
"""

AT_LAUNCH = frozenset({"aws:autoscaling:Group"})
"""Types whose tags say each whether what they start has them, too."""


def patches(resource: Resource, settings: Settings) -> Iterator[Patch]:
    """Yield what gives a resource the required tags that it lacks, as far as values are given."""
    path = tag_property(resource.type) or (LABELS if resource.cloud == "kubernetes" else None)
    if path is None:
        return
    given = {folded(key): value for key, value in settings.tag_values.items()}
    tags = tags_of(resource)
    missing = [] if tags.is_open else tags.missing(settings.required_tags)
    found = [(key, given[folded(key)]) for key in missing if folded(key) in given]
    if resource.cloud == "gcp":
        found = [(key.lower(), value) for key, value in found if re.fullmatch(LABEL, value)]
    if path.endswith("[]"):
        yield from _at_the_end(resource, path.removesuffix("[]"), found)
        return
    for place in (path, *(each for each in CHECKED if _is_map(resource.inputs.get(each)))):
        yield from (Patch((*keys_of(place), key), value) for key, value in found)


def _at_the_end(resource: Resource, path: str, found: list[tuple[str, str]]) -> Iterator[Patch]:
    before = first(resource.inputs, path).value
    if before is not MISSING and not isinstance(before, list):
        return
    start = len(cast("list[Any]", before)) if isinstance(before, list) else 0
    keys: Keys = keys_of(path)
    for index, (key, value) in enumerate(found, start):
        tag: dict[str, Any] = {"key": key, "value": value}
        if resource.type in AT_LAUNCH:
            tag["propagateAtLaunch"] = True
        yield Patch((*keys, index), tag)


def _is_map(value: Any) -> bool:
    return isinstance(bare(value), Mapping)

"""The words of the tables about tags: who carries the required keys, and with which values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check
from landing_zone_policies.tags import Tags, read_tags, tag_path, tags_of
from landing_zone_policies.values import MISSING, UNKNOWN

NO_PATTERNS = (NotApplicable("no patterns for the values of tags are configured"),)


def carries(*types: str) -> Check:
    """Return a row: the required keys are among a resource's tags, or those of its provider."""

    @check(*types, reads=("tags", "labels"))
    def look(resource: Resource, world: World) -> Iterator[Outcome]:
        yield complete(tags_of(resource), tag_path(resource), world)

    return look


def carries_at(types: str | tuple[str, ...], path: str) -> Check:
    """Return a row: the required keys are among the tags that stand at a path."""
    tokens = (types,) if isinstance(types, str) else types

    @check(*tokens, reads=(path,))
    def look(resource: Resource, world: World) -> Iterator[Outcome]:
        for found in resource.find(path):
            yield complete(read_tags([found]), found.path, world)

    return look


def fits(*types: str) -> Check:
    """Return a row: the values of tags are as the settings say that they look."""

    @check(*types, reads=("tags", "labels"))
    def look(resource: Resource, world: World) -> Iterable[Outcome]:
        patterns = world.settings.tag_patterns
        return _unfit(tags_of(resource), patterns) if patterns else NO_PATTERNS

    return look


def complete(tags: Tags, path: str, world: World) -> Outcome:
    """Say whether tags have the required keys."""
    missing = tags.missing(world.settings.required_tags)
    if not missing:
        return Pass(path)
    if tags.is_open:
        return Undetermined(path, f"whether there is {' and '.join(missing)} is not known yet")
    return Fail(path, f"there is no tag {', '.join(missing)}")


def _unfit(tags: Tags, patterns: Mapping[str, str]) -> Iterator[Outcome]:
    for key, pattern in patterns.items():
        found = tags.get(key)
        if found is None or found.value is MISSING:
            continue
        if found.value is UNKNOWN:
            yield Undetermined(found.path, f"{found.path} is known after deployment")
        elif re.fullmatch(pattern, str(found.value)) is None:
            yield Fail(found.path, f"{found.path} is {found}, and has to look like {pattern}")

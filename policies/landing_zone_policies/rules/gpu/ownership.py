"""Who answers for capacity that is paid for whether it is used or not."""

from __future__ import annotations

from collections.abc import Iterator

from landing_zone_policies.outcomes import Fail, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import World
from landing_zone_policies.tags import tags_of


def is_owned(resource: Resource, world: World) -> Iterator[Outcome]:
    """Yield whether a resource carries the tags that say whose it is."""
    tags = tags_of(resource)
    missing = ", ".join(tags.missing(world.settings.required_tags))
    if not missing:
        yield Pass("tags")
    elif tags.is_open:
        yield Undetermined("tags", f"whether it has {missing} is known after deployment")
    else:
        yield Fail("tags", f"it has no tag {missing}, so that nobody answers for it")

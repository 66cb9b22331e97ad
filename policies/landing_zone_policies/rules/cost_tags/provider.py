"""Whether a provider gives tags to all that it manages, and nobody says otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from landing_zone_policies.facts.types import tag_property
from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check
from landing_zone_policies.tags import default_tags, own_tags


def gives_to_all(path: str, *packages: str) -> Check:
    """Return a row: a provider has the required keys, or all that it manages carry them itself."""

    @check(*(f"pulumi:providers:{each}" for each in packages), reads=(path,), joins=True)
    def look(provider: Resource, world: World) -> Iterator[Outcome]:
        given = default_tags(provider)
        managed = [each for each in world.estate.resources if each.provider is provider]
        taggable = [(each, own_tags(each)) for each in managed if tag_property(each.type)]
        for resource, own in taggable:
            for key, value in own.found.items():
                if key in given.found and _differs(value, given.found[key]):
                    yield Fail(path, f"{resource.name} has another {value.path} than its provider")
        missing = given.missing(world.settings.required_tags)
        without = next((each for each in taggable if each[1].missing(missing)), None)
        if not missing:
            yield Pass(path)
        elif given.is_open:
            yield Undetermined(path, f"{path} is known after deployment")
        elif without is None:
            yield NotApplicable("all that it manages carry the required tags themselves")
        else:
            resource, own = without
            lacks = ", ".join(own.missing(missing))
            yield Fail(path, f"the provider gives no {lacks}, and {resource.name} has none")

    return look


def _differs(one: Found, other: Found) -> bool:
    """Whether two values are known, and are not the same."""
    return one.is_known and other.is_known and one.value != other.value

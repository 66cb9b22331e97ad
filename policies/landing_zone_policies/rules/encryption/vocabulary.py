"""What the rules of encryption have in common: keys of one's own, and rows about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Condition, World, judged, need
from landing_zone_policies.settings import Settings
from landing_zone_policies.values import UNKNOWN
from landing_zone_policies.wanted import Wanted, one_of

PROVIDERS_KEYS = "alias/aws/"
"""Begins the names of the keys that AWS has in every account, which no policy can be given to.

Source: https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk
"""


def is_own_key(value: Any, _: Settings) -> bool:
    """Say whether a known value names a key that is the customer's."""
    return isinstance(value, str) and bool(value.strip()) and PROVIDERS_KEYS not in value.casefold()


own_key = Wanted("a key of your own", is_own_key, unknown=True)
"""A key is named that is not the provider's; one that is not known yet is one of the program."""

in_key_vault = one_of("Microsoft.KeyVault")
"""Azure's word for a key of the customer's."""


def under_key(types: str | tuple[str, ...], path: str, *, when: Sequence[Condition] = ()) -> Check:
    """Return a row: this property of these types names a key of one's own."""
    return need(types, path, own_key, when=when)._replace(key=path)


def in_production(row: Check) -> Check:
    """Return a row that development is not asked about."""

    def look(resource: Resource, world: World) -> Iterator[Outcome]:
        if world.settings.is_production:
            yield from row.look(resource, world)
        else:
            yield NotApplicable("only production is asked")

    return row._replace(look=look)


def each(
    types: str | tuple[str, ...],
    path: str,
    *wanted: Condition,
    unless: Sequence[Condition] = (),
    needed: bool = False,
) -> Check:
    """Return a row about every element of a list.

    Args:
        types: One type or several.
        path: The list, ending in `[]`.
        wanted: What has to hold of each element, by its own properties.
        unless: Elements of which one of these holds are passed by.
        needed: Whether a resource without any element fails.
    """

    def look(resource: Resource, world: World) -> Iterator[Outcome]:
        for element in resource.find(path):
            if element.value is UNKNOWN:
                yield Undetermined(element.path, f"{element.path} is known after deployment")
            elif not element.is_known:
                yield _nothing(element, needed=needed)
            elif any(_holds(element, at, one, world.settings) for at, one in unless):
                yield NotApplicable(f"{element.path} is of another kind")
            else:
                for at, one in wanted:
                    for found in element.find(at):
                        yield judged(found, one, world.settings)

    types = (types,) if isinstance(types, str) else types
    reads = tuple(f"{path}.{at}" for at, _ in (*wanted, *unless))
    return Check(types, look, reads)


def _nothing(element: Found, *, needed: bool) -> Outcome:
    if needed:
        return Fail(element.path, f"{element.path} is not set")
    return NotApplicable(f"{element.path} is not set")


def _holds(element: Found, path: str, wanted: Wanted, settings: Settings) -> bool:
    return any(wanted.holds(found, settings) for found in element.find(path))

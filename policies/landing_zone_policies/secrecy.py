"""Keeping out of what is told what a program marks as secret."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from landing_zone_policies.resources import Resource
from landing_zone_policies.values import Secret

SHORTEST = 4
"""The length from which on a secret's text is looked for in what is told."""


def secrets_of(resources: Iterable[Resource]) -> Sequence[str]:
    """Return the texts that are secret in some resources, the longest first."""
    bags = (bag for each in resources for bag in (each.inputs, each.outputs))
    found = {text for bag in bags for text in _secrets(bag, inside=False)}
    return sorted(found, key=len, reverse=True)


def without(hidden: Iterable[str], text: str) -> str:
    """Return a text without what is secret, should a rule have told it."""
    for each in hidden:
        text = text.replace(each, "[secret]")
    return text


def _secrets(value: Any, *, inside: bool) -> Iterator[str]:
    """Yield the texts in a property bag that are secret, or inside of something that is."""
    if isinstance(value, str):
        if inside and len(value) >= SHORTEST:
            yield value
    elif isinstance(value, Secret):
        yield from _secrets(value.value, inside=True)
    elif isinstance(value, dict):
        for each in cast("dict[str, Any]", value).values():
            yield from _secrets(each, inside=inside)
    elif isinstance(value, list):
        for each in cast("list[Any]", value):
            yield from _secrets(each, inside=inside)

"""The tags that a resource ends up with: its own, and those that its provider gives to all."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple, cast

from landing_zone_policies.facts.types import tag_property
from landing_zone_policies.paths import Found, entries, find
from landing_zone_policies.providers import configured
from landing_zone_policies.resources import Resource
from landing_zone_policies.tokens import cloud_of
from landing_zone_policies.values import MISSING, UNKNOWN, Gap

CHECKED = ("tagsAll", "pulumiLabels", "effectiveLabels")
"""Where a provider writes what its own defaults and the resource's tags make together."""

GIVEN_TO_ALL: Mapping[str, str] = {
    "aws": "defaultTags.tags",
    "aws-native": "defaultTags.tags",
    "gcp": "defaultLabels",
}
"""Where a provider says which tags all that it manages has; azure-native cannot."""

HAND_MADE = frozenset({"aws:autoscaling:Group"})
"""Types that do not get their provider's tags.

Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs#default_tags
"""

LABELS = "metadata.labels"


NONE: Mapping[str, Found] = {}


class Tags(NamedTuple):
    """Tags by their keys, whoever gives them."""

    found: Mapping[str, Found] = NONE
    """By the key as it is compared."""
    is_open: bool = False
    """Whether there may be more that are not known yet."""

    def missing(self, keys: Iterable[str]) -> list[str]:
        """Return which of some keys there is no tag for, or an empty or blank one."""
        return [key for key in keys if not self._has(key)]

    def get(self, key: str) -> Found | None:
        """Return the tag with a key."""
        return self.found.get(folded(key))

    def _has(self, key: str) -> bool:
        found = self.get(key)
        if found is None or found.value is MISSING:
            return False
        return not isinstance(found.value, str) or bool(found.value.strip())

    def __or__(self, other: "Tags") -> "Tags":
        found = {**self.found, **other.found} if self.found else other.found
        return Tags(found, self.is_open or other.is_open)


@cache
def folded(key: str) -> str:
    """Return a tag's key as it is compared: without case, `-` and `_`, and without a prefix."""
    return key.rpartition("/")[2].casefold().replace("-", "").replace("_", "")


def tags_of(resource: Resource) -> Tags:
    """Return a resource's tags, its provider's among them; its own win."""
    paths = [path for path in CHECKED if path in resource.inputs or path in resource.outputs]
    checked = [each for path in paths for each in _seen(resource, path)]
    return read_tags(checked) | given_to_all(resource) | own_tags(resource)


def own_tags(resource: Resource) -> Tags:
    """Return the tags that a resource itself is given."""
    return read_tags(resource.find(tag_path(resource)))


def tag_path(resource: Resource) -> str:
    """Return the property in which a resource has its tags."""
    return _path(resource.type)


def written(resource: Resource) -> list[tuple[str, Found]]:
    """Return the keys of a resource's own tags as they are written, with their values."""
    return [pair for each in resource.find(tag_path(resource)) for pair in _written(each)]


def given_to_all(resource: Resource) -> Tags:
    """Return the tags that a resource has from its provider."""
    if resource.type in HAND_MADE:
        return Tags()
    return default_tags(resource.provider)


@lru_cache(maxsize=16)
def default_tags(provider: Resource | None) -> Tags:
    """Return the tags that a provider gives to all, of which each resource asks."""
    if provider is None:
        return Tags()
    path = GIVEN_TO_ALL.get(provider.type.removeprefix("pulumi:providers:"))
    return read_tags(configured(provider, path)) if path else Tags()


def read_tags(found: Iterable[Found]) -> Tags:
    """Return the tags that stand in a map, or in a list of keys and values."""
    tags: dict[str, Found] = {}
    is_open = False
    for each in found:
        if each.value is UNKNOWN:
            is_open = True
            continue
        for key, value in _written(each):
            tags[folded(key)] = value
        if isinstance(each.value, list):
            is_open = is_open or UNKNOWN in [one.value for one in each.find("key")]
    return Tags(tags, is_open)


def pairs(found: Found) -> Iterator[tuple[str, Found]]:
    """Yield the keys and values of a list of tags, where the keys are known."""
    if not isinstance(found.value, list):
        return
    for index, element in enumerate(cast("list[Any]", found.value)):
        at = Found(f"{found.path}[{index}]", element, found.secret)
        key = at.find("key")[0].value
        if isinstance(key, str):
            yield key, at.find("value")[0]


def _written(found: Found) -> Iterator[tuple[str, Found]]:
    """Return the keys and values of a map of tags, or of a list of them."""
    return entries(found) if isinstance(found.value, dict) else pairs(found)


@cache
def _path(type_: str) -> str:
    path = tag_property(type_) or (LABELS if cloud_of(type_) == "kubernetes" else "tags")
    return path.removesuffix("[]")


def _seen(resource: Resource, path: str) -> list[Found]:
    given = resource.find(path)
    if not any(isinstance(each.value, Gap) for each in given):
        return given
    answered = find(resource.outputs, path)
    return [each for each in answered if each.is_known]

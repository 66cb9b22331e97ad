"""The grammar of tags on Azure.

Source: https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.values import is_dict, reveal

MOST = 50
LONGEST_NAME, LONGEST_VALUE = 512, 256
LONGEST_NAME_ON_ACCOUNT = 128
RESERVED = "<>%&\\?/"
PREFIXES = ("microsoft", "azure", "windows")


def tag_faults(tags: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with tags."""
    if len(tags) > MOST:
        yield (
            f"TooManyTags: Maximum number of tags per resource is {MOST}; {len(tags)} tags were"
            " given"
        )
    for name, value in tags.items():
        yield from _name_faults(name)
        text = reveal(value)
        if isinstance(text, str) and len(text) > LONGEST_VALUE:
            yield (
                f"InvalidTagValueLength: The tag value of '{name}' is too long; a tag value can"
                f" have at most {LONGEST_VALUE} characters"
            )


def names_are_too_long(request: Request) -> Iterator[str]:
    """Refuse tags whose names only a storage account finds too long."""
    tags = request.object.get("tags")
    for name in tags if is_dict(tags) else ():
        if len(name) > LONGEST_NAME_ON_ACCOUNT:
            yield (
                f'Code="InvalidTagNameLength" Message="The tag name \'{name}\' is too long. A tag'
                f" name of a storage account can have at most {LONGEST_NAME_ON_ACCOUNT}"
                ' characters."'
            )


def _name_faults(name: str) -> Iterator[str]:
    if not 0 < len(name) <= LONGEST_NAME:
        yield f"InvalidTagNameLength: a tag name has 1 to {LONGEST_NAME} characters, got '{name}'"
    if any(each in RESERVED or not each.isprintable() for each in name):
        yield (
            f"InvalidTagNameCharacters: The tag names '{name}' have reserved characters"
            " '<,>,%,&,\\,?,/' or control characters"
        )
    if name.lower().startswith(PREFIXES):
        yield (
            f"InvalidTagName: The tag name '{name}' begins with a reserved prefix; none of"
            f" {', '.join(PREFIXES)} may"
        )

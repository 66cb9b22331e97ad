"""What the clouds accept as tags, which none of them says before the deployment."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from landing_zone_policies.outcomes import Fail, Outcome
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check
from landing_zone_policies.tags import tag_path, written

AZURE_FORBIDDEN = r"[<>%&\\?/]"
USUAL_LABEL = r"[a-z0-9_-]{0,63}"
"""Labels in English, which are most; other languages' letters are told by their categories."""
KUBERNETES_NAME = r"[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?"


def within_limits(
    types: tuple[str, ...], most: int | None, objection: Callable[[str, object], str | None]
) -> Check:
    """Return a row: there are no more tags than a cloud takes, and it objects to none of them."""

    @check(*types, reads=("tags", "labels"))
    def look(resource: Resource, _: World) -> Iterator[Outcome]:
        tags = written(resource)
        if most is not None and len(tags) > most:
            yield Fail(tag_path(resource), f"there are {len(tags)} tags, and {most} is the most")
        for key, found in tags:
            told = objection(key, found.value)
            if told:
                yield Fail(found.path, told)

    return look


def google(key: str, value: object) -> str | None:
    """Return what Google Cloud objects to in a label.

    Source: https://cloud.google.com/resource-manager/docs/labels-overview#requirements
    """
    if not key or not _is_lower(key[0]):
        return f"the label {_short(key)} has to begin with a lower-case letter"
    if not _is_label(key):
        return f"the label {_short(key)} has to be 63 lower-case letters, digits, - and _ at most"
    if not isinstance(value, str):
        return None
    if not _is_label(value):
        return f"the value of {key} has to be 63 lower-case letters, digits, - and _ at most"
    return None


def amazon(key: str, value: object) -> str | None:
    """Return what AWS objects to in a tag.

    Source: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
    """
    if key.casefold().startswith("aws:"):
        return f"the tag {_short(key)} begins with aws:, which is reserved"
    return _too_long(key, value, 128)


def microsoft(key: str, value: object) -> str | None:
    """Return what Azure objects to in a tag; those that begin with `hidden-` are its portal's.

    Source: https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources
    """
    if key.casefold().startswith(("microsoft", "azure", "windows")):
        return f"the tag {_short(key)} begins with a word that is reserved"
    if re.search(AZURE_FORBIDDEN, key) and not key.casefold().startswith("hidden-"):
        return rf"the tag {_short(key)} has one of < > % & \ ? / in it"
    return _too_long(key, value, 512)


def kubernetes(key: str, value: object) -> str | None:
    """Return what Kubernetes objects to in a label.

    Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
    """
    prefix, _, name = key.rpartition("/")
    if len(prefix) > 253 or len(name) > 63 or not re.fullmatch(KUBERNETES_NAME, name):
        return f"the label {_short(key)} is no name of 63 letters, digits, -, _ and . at most"
    if not isinstance(value, str) or not value:
        return None
    if len(value) > 63 or not re.fullmatch(KUBERNETES_NAME, value):
        return f"the value of {key} is not 63 letters, digits, -, _ and . at most"
    return None


def _too_long(key: str, value: object, most: int) -> str | None:
    if len(key) > most:
        return f"the tag {_short(key)} is longer than {most} characters"
    if isinstance(value, str) and len(value) > 256:
        return f"the value of {_short(key)} is longer than 256 characters"
    return None


def _is_label(text: str) -> bool:
    if re.fullmatch(USUAL_LABEL, text):
        return True
    return len(text) <= 63 and all(_is_lower(each) or _is_other(each) for each in text)


def _is_lower(character: str) -> bool:
    return unicodedata.category(character) in ("Ll", "Lo")


def _is_other(character: str) -> bool:
    return character in "-_" or unicodedata.category(character) in ("Nd", "Mn", "Mc")


def _short(key: str) -> str:
    return key if len(key) <= 40 else f"{key[:37]}..."

"""What a property can be besides plain JSON: not known yet, not there, or a secret."""

import json
import re
from collections.abc import Mapping
from enum import Enum
from typing import Any, Final, cast


class Gap(Enum):
    """Why there is no value to look at."""

    UNKNOWN = "known after deployment"
    MISSING = "not set"


UNKNOWN: Final = Gap.UNKNOWN
"""There will be a value, which the cloud gives, or which is encrypted where we look."""
MISSING: Final = Gap.MISSING
"""There is no value."""


class Secret:
    """A value that must not be shown; printing it says so, and not what it is."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "Secret()"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other.value == self.value

    def __hash__(self) -> int:
        return hash(self.value)


SIGNATURE = "4dabf18193072939515e22adb298388d"
"""The key by which Pulumi marks an object that stands for something else.

Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go
"""
SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 (a marker)
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e"

DEFAULTED = "__defaults"
"""The key under which a bridged provider notes what the program left to it, in maps of tags, too.

Source: https://github.com/pulumi/pulumi-terraform-bridge/blob/master/pkg/tfbridge/schema.go
"""

UNKNOWNS = re.compile(
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7|3eeb2bf0-c639-47a8-9e75-3b44932eb421"
    "|04da6b54-80e4-46f7-96ec-b56ff0331ba9|6a19a0b0-7e62-4c92-b797-7f8e31da9cc2"
    "|030794c1-ac77-496b-92df-f27374a8bd58|e48ece36-62e2-4504-bad9-02848725956a"
    "|dd056dcd-154b-4c76-9bd3-c8f88648b5ff"
)
"""The texts that Pulumi writes for what it does not know, one for each kind of value.

Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/rpc.go
"""
UUID_LENGTH = 36

BLINDED = "[secret]"
"""What `pulumi preview --json` writes for a secret.

Source: https://github.com/pulumi/pulumi/blob/master/pkg/backend/display/json.go
"""


def read(raw: Any) -> Any:
    """Return a value as it stands in one of Pulumi's documents, with what is special as such."""
    if isinstance(raw, str):
        if len(raw) < UUID_LENGTH:
            return raw if raw != BLINDED else Secret(UNKNOWN)
        return UNKNOWN if UNKNOWNS.search(raw) else raw
    if isinstance(raw, list):
        return [read(each) for each in cast("list[Any]", raw)]
    if isinstance(raw, dict):
        mapping = cast("dict[str, Any]", raw)
        if SIGNATURE in mapping:
            return _special(mapping)
        return {key: read(value) for key, value in mapping.items() if key != DEFAULTED}
    return raw


def bare(value: Any) -> Any:
    """Return what is inside a secret; anything else as it is."""
    while isinstance(value, Secret):
        value = value.value
    return value


def shown(value: Any) -> str:
    """Return a value as a message may show it: short, on one line, and no secret."""
    if isinstance(value, Secret):
        return "a secret"
    if isinstance(value, Gap):
        return value.value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list):
        return f"a list of {len(cast('list[Any]', value))}"
    text = " ".join(str(value).split())
    return text if len(text) <= 80 else f"{text[:77]}..."


def _special(mapping: Mapping[str, Any]) -> Any:
    """Return what an object with a signature stands for."""
    kind = mapping[SIGNATURE]
    if kind == SECRET:
        return Secret(_plaintext(mapping))
    if kind == OUTPUT:
        value = read(mapping["value"]) if "value" in mapping else UNKNOWN
        return Secret(value) if mapping.get("secret") is True else value
    if kind == REFERENCE:
        return read(mapping.get("id", mapping.get("urn")))
    return {key: read(value) for key, value in mapping.items() if key != SIGNATURE}


def _plaintext(mapping: Mapping[str, Any]) -> Any:
    """Return the value of a secret where the document has it in clear."""
    if "value" in mapping:
        return read(mapping["value"])
    text = mapping.get("plaintext")
    if not isinstance(text, str):
        return UNKNOWN
    try:
        return read(json.loads(text))
    except ValueError:
        return text

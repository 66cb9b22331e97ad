"""The grammar of AWS tags.

Sources: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html,
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from landing_zone_rehearsal.values import Unknown, reveal

MOST = 50
KEY_LENGTH = 128
VALUE_LENGTH = 256
CHARACTERS = re.compile(r"[\w\s.:/=+\-@]*")
RESERVED = "aws:"


def tag_faults(tags: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with tags, in the words of the services that check them."""
    if len(tags) > MOST:
        yield f"TagLimitExceeded: A resource has at most {MOST} tags, got {len(tags)}"
    for key, given in tags.items():
        value = reveal(given)
        if key.lower().startswith(RESERVED):
            yield (
                "InvalidParameterValue: Tag keys starting with 'aws:' are reserved for internal"
                f" use: {key}"
            )
        if not 1 <= len(key) <= KEY_LENGTH or not CHARACTERS.fullmatch(key):
            yield f"InvalidTag: The TagKey you have provided is invalid: {key!r}"
        if isinstance(value, Unknown):
            continue
        if len(str(value)) > VALUE_LENGTH or not CHARACTERS.fullmatch(str(value)):
            yield f"InvalidTag: The TagValue you have provided is invalid for {key!r}"

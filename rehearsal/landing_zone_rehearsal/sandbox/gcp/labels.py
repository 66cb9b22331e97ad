"""What is wrong with labels.

Source: https://cloud.google.com/resource-manager/docs/labels-overview#requirements
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from landing_zone_rehearsal.values import Unknown, reveal

MOST_LABELS = 64
LENGTH = 63

KEY = (
    "Label key '{key}' violates format constraints. The key must start with a lowercase character,"
    " can only contain lowercase letters, numeric characters, underscores and dashes. The key can"
    " be at most 63 characters long. International characters are allowed."
)
VALUE = (
    "Label value '{value}' violates format constraints. The value can only contain lowercase"
    " letters, numeric characters, underscores and dashes. The value can be at most 63 characters"
    " long. International characters are allowed."
)


def label_faults(labels: Mapping[str, Any]) -> Iterator[str]:
    """Yield what Google Cloud does not take, in its own words."""
    if len(labels) > MOST_LABELS:
        yield f"Label count {len(labels)} exceeds the limit of {MOST_LABELS}."
    for key, given in labels.items():
        value = reveal(given)
        if not (_is_written_well(key) and key[:1].isalpha()):
            yield KEY.format(key=key)
        if not isinstance(value, Unknown) and not _is_written_well(str(value)):
            yield VALUE.format(value="[secret]" if value is not given else value)


def _is_written_well(text: str) -> bool:
    return len(text) <= LENGTH and all(
        each in "_-" or (each.isalnum() and each == each.lower()) for each in text
    )

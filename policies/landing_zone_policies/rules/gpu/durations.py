"""Lengths of time in the clouds' spellings, and how long things may take."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from landing_zone_policies.settings import Settings
from landing_zone_policies.wanted import Wanted, as_number

ISO = r"(?i)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?"
"""Such as `PT1H30M`, as ISO 8601 has it."""


def seconds(value: Any) -> float | None:
    """Return a length of time in seconds, written as a number, `3600s` or `PT1H`."""
    number = as_number(value)
    if number is not None:
        return number
    found = re.fullmatch(ISO, value.strip()) if isinstance(value, str) else None
    if found is None or not any(found.groups()):
        return None
    days, hours, minutes, rest = (float(each or 0) for each in found.groups())
    return days * 86400 + hours * 3600 + minutes * 60 + rest


def _within(words: Callable[[Settings], str], bound: Callable[[Settings], float]) -> Wanted:
    def holds(value: Any, settings: Settings) -> bool:
        length = seconds(value)
        return length is not None and 0 < length <= bound(settings)

    return Wanted(words, holds)


idle = _within(
    lambda settings: f"at most {settings.idle_minutes} minutes",
    lambda settings: settings.idle_minutes * 60,
)
"""No longer than something may do nothing."""

idle_in_minutes = Wanted(
    lambda settings: f"at most {settings.idle_minutes}",
    lambda value, settings: (
        (number := as_number(value)) is not None and 0 < number <= settings.idle_minutes
    ),
)
"""The same, where minutes are counted."""

run_time = _within(
    lambda settings: f"at most {settings.job_hours} hours",
    lambda settings: settings.job_hours * 3600,
)
"""No longer than a job may run."""

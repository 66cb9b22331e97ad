"""The conditions that only the facts of Google Cloud name."""

from __future__ import annotations

from typing import Any


def comes_or_goes(old: Any, new: Any) -> bool:
    """Whether it is given for the first time or taken away; another value is set in place."""
    return bool(old) != bool(new)

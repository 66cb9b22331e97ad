"""How results are shown: to people, to programs, to code hosts."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from landing_zone_policies.judging import Report

FORMATS = ("table", "json", "sarif", "junit", "github", "markdown")


def written(report: Report, form: str, *, everything: bool = False) -> str:
    """Return a report in one of the `FORMATS`.

    Args:
        report: The results.
        form: One of `FORMATS`.
        everything: Whether to show what passes and does not apply, besides what does not pass.
    """
    write: Callable[..., str] = import_module(f"{__name__}.{form}").write
    return write(report, everything=everything)


def count(number: int, what: str) -> str:
    """Return a number of things in words: `1 finding`, `12 findings`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"

"""The errors a user can meet: where, what was given, what is allowed, how to mend it."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Self

import pulumi


class LandingZoneError(pulumi.RunError):
    """A request that cannot be carried out, found before any resource is declared.

    Pulumi prints the message of a `RunError` alone, without a traceback.
    """

    @classmethod
    def of(cls, lines: Iterable[str]) -> Self:
        """Return one error that tells several mistakes, a line each."""
        return cls("\n".join(lines))


class UnsupportedError(LandingZoneError):
    """A component or a setting that one cloud does not offer, with what to do instead."""

    def __init__(self, what: str, cloud: str, *, instead: str) -> None:
        super().__init__(f"{what} is not supported on {cloud}; {instead}")


def suggestion(given: object, known: Iterable[str]) -> str:
    """Return `; did you mean 'x'?` for a misspelt word, or nothing where none is near."""
    near = get_close_matches(str(given), list(known), n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""

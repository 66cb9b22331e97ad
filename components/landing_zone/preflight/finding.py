"""What a check of a zone finds."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What became of a check."""

    OK = "ok"
    RISK = "risk"
    """It can be deployed, and may not do what it is meant to."""
    REFUSED = "refused"
    """The cloud will not do it."""
    UNCHECKED = "not checked"
    """Only the cloud itself can say."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check, and what it found."""

    check: str
    """`zones`, `addresses`, `ladder`, `egress`, `feature` or `quota`."""
    where: str
    """The part of the zone, as in the configuration."""
    verdict: Verdict
    says: str
    """What was found, in one line."""
    todo: str = ""
    """What to do about it."""

"""What a property has to be, in words and as a test: the vocabulary of the rules' tables."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from landing_zone_policies.paths import Found
from landing_zone_policies.settings import Settings
from landing_zone_policies.values import UNKNOWN, Gap

SSL = r"(?i)ssl_?v?\d"
DATE = r"[-_]20\d\d(?:-\d\d)?(?!\d)"
"""When a policy was made: `TLSv1_2016` is TLS 1.0 of 2016."""
TLS = (
    r"(?<!\d)(?P<major>\d)[-._](?P<minor>\d)(?!\d)",
    r"(?i)(?<![0-9])(?:tls|ssl)?v?(?P<major>\d)(?P<minor>\d)?(?!\d)",
)
"""How a version is written, the surest first: `TLS13-1-2` is a policy for 1.2 and 1.3."""

WORDS = {"true": True, "false": False}
SCALARS = (str, int, float)
NOTHING: tuple[Any, ...] = ("", [], {})


class Wanted:
    """What a value has to be."""

    __slots__ = ("missing", "test", "unknown", "words")

    def __init__(
        self,
        words: str | Callable[[Settings], str],
        test: Callable[[Any, Settings], bool],
        *,
        missing: bool = False,
        unknown: bool | None = None,
    ) -> None:
        """Say what is wanted.

        Args:
            words: Follows 'has to be': `true`, `at least 14`.
            test: Asked of known values alone; must take any JSON.
            missing: Whether no value will do: the cloud's default is what is wanted.
            unknown: What a value that is not known yet counts as; None: that cannot be told.
        """
        self.words, self.test = words, test
        self.missing, self.unknown = missing, unknown

    def holds(self, found: Found, settings: Settings) -> bool | None:
        """Say whether a value is as it has to be; None where that cannot be told."""
        if found.value is UNKNOWN:
            return self.unknown
        if isinstance(found.value, Gap):
            return self.missing
        return self.test(found.value, settings)

    def said(self, settings: Settings) -> str:
        """Return in words what a value has to be."""
        return self.words if isinstance(self.words, str) else self.words(settings)

    def or_missing(self) -> "Wanted":
        """Return the same, content with the cloud's default."""
        return Wanted(self.words, self.test, missing=True, unknown=self.unknown)

    def if_unknown(self, *, holds: bool | None) -> "Wanted":
        """Return the same, with another say about what is not known yet."""
        return Wanted(self.words, self.test, missing=self.missing, unknown=holds)


def plain(value: Any) -> Any:
    """Return a value as it is compared: texts without case, `"true"` as true."""
    if not isinstance(value, str):
        return value
    text = value.strip().casefold()
    return WORDS.get(text, text)


given = Wanted("set", lambda value, _: value not in NOTHING, unknown=True)
"""Something is there, known or not: a key of one's own."""

absent = Wanted("left out", lambda value, _: value in NOTHING, missing=True, unknown=False)

true = Wanted("true", lambda value, _: plain(value) is True)
"""Said to be true; the cloud's default is not."""

false = Wanted("false", lambda value, _: plain(value) is False)
"""Said to be false; the cloud's default is not."""

not_true = Wanted("false", lambda value, _: plain(value) is not True, missing=True)
"""False, or left to a default that is."""

not_false = Wanted("true", lambda value, _: plain(value) is not False, missing=True)
"""True, or left to a default that is."""


def one_of(*values: str | float) -> Wanted:
    """Return: one of these, whatever their case."""
    allowed = frozenset(plain(each) for each in values)
    words = " or ".join(str(each) for each in values)
    return Wanted(words, lambda value, _: _hashable(value) and plain(value) in allowed)


def none_of(*values: str | float) -> Wanted:
    """Return: anything but these, or nothing."""
    refused = frozenset(plain(each) for each in values)
    words = "none of " + ", ".join(str(each) for each in values)
    return Wanted(
        words, lambda value, _: not _hashable(value) or plain(value) not in refused, missing=True
    )


def at_least(bound: float | Callable[[Settings], float]) -> Wanted:
    """Return: a number that is no smaller, possibly one that the settings give."""
    return Wanted(
        lambda settings: f"at least {_bound(bound, settings):g}",
        lambda value, settings: (
            (number := as_number(value)) is not None and number >= _bound(bound, settings)
        ),
    )


def at_most(bound: float | Callable[[Settings], float]) -> Wanted:
    """Return: a number that is no larger, possibly one that the settings give."""
    return Wanted(
        lambda settings: f"at most {_bound(bound, settings):g}",
        lambda value, settings: (
            (number := as_number(value)) is not None and number <= _bound(bound, settings)
        ),
    )


def matches(pattern: str, words: str) -> Wanted:
    """Return: a text that a pattern matches as a whole."""
    return Wanted(
        words, lambda value, _: isinstance(value, str) and re.fullmatch(pattern, value) is not None
    )


def satisfies(words: str, test: Callable[[Any], bool]) -> Wanted:
    """Return: what a function says yes to; it must take any JSON."""
    return Wanted(words, lambda value, _: test(value))


tls = Wanted(
    lambda settings: f"TLS {settings.min_tls} or later",
    lambda value, settings: (
        (version := tls_version(value)) is not None
        and version >= (tls_version(settings.min_tls) or (1, 2))
    ),
)
"""A version of TLS that the settings allow, in any cloud's spelling: `TLS1_2`, `1.2`, `TLSv1.2`."""

tls_policy = Wanted(lambda settings: f"a policy for TLS {settings.min_tls} or later", tls.test)
"""A policy with a name that says so: `ELBSecurityPolicy-TLS13-1-2-2021-06`, `TLSv1.2_2021`."""


def tls_version(value: Any) -> tuple[int, int] | None:
    """Return the version of TLS in a name as numbers; SSL counts as older than any.

    Sources: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
    https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html
    https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_DomainEndpointOptions.html
    """
    if isinstance(value, bool) or not isinstance(value, SCALARS):
        return None
    return _tls_version(str(value))


def as_number(value: Any) -> float | None:
    """Return a number that may stand as text: `"30"`, or as seconds: `7776000s`."""
    if isinstance(value, bool) or not isinstance(value, SCALARS):
        return None
    try:
        return float(value.strip().removesuffix("s") if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return None


@cache
def _tls_version(name: str) -> tuple[int, int] | None:
    text = re.sub(DATE, "", name)
    if re.search(SSL, text):
        return (0, 0)
    found = next(filter(None, (re.search(each, text) for each in TLS)), None)
    return (int(found["major"]), int(found["minor"] or 0)) if found else None


def _bound(bound: float | Callable[[Settings], float], settings: Settings) -> float:
    return bound(settings) if callable(bound) else bound


def _hashable(value: Any) -> bool:
    return isinstance(value, SCALARS)

"""What the clouds' interfaces answer, over plain HTTPS, and what is made of it."""

import gzip
import io
import json
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, cast
from urllib.request import Request, urlopen

TIMEOUT_SECONDS = 30
"""How long a cloud may be silent."""

Key = tuple[str, str]
"""A region and a machine type."""


@dataclass(frozen=True)
class Price:
    """What a machine costs in a region, in US dollars for an hour; None: not told."""

    usd_hour: float | None = None
    spot_usd_hour: float | None = None


Prices = dict[Key, Price]


class FormatError(Exception):
    """An answer that is not as its interface is documented."""


class NotAskedError(Exception):
    """A cloud that cannot be asked, as something is missing here."""


@contextmanager
def lines(url: str, headers: Mapping[str, str] | None = None) -> Generator[Iterator[str]]:
    """Open what an address answers, to be read line by line as it comes."""
    request = Request(url, headers={"Accept-Encoding": "gzip", **(headers or {})})
    if request.type != "https":
        raise FormatError(f"an address that is not https, {request.type}")
    with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
        plain: IO[bytes] = answer
        if answer.headers.get("Content-Encoding") == "gzip":
            plain = cast("IO[bytes]", gzip.GzipFile(fileobj=answer))
        yield io.TextIOWrapper(plain, encoding="utf-8", newline="")


def document(url: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the JSON object that an address answers."""
    with lines(url, headers) as text:
        try:
            found = json.loads("".join(text))
        except ValueError:
            raise FormatError("an answer that is not JSON") from None
    if not isinstance(found, dict):
        raise FormatError("an answer that is not a JSON object")
    return cast("dict[str, Any]", found)


@contextmanager
def understood() -> Generator[None]:
    """Turn what is missing from an answer, or of another kind, into one error."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError) as strange:
        told = f"{type(strange).__name__}: {strange}"
        raise FormatError(f"an answer that is not understood, {told}") from strange

"""How a remedy is written down: one property of one type, and the value that a rule wants."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeAlias

from landing_zone_policies.settings import Settings

Keys: TypeAlias = tuple[str | int, ...]
"""Where a property stands: `("rules", 0, "status")`."""

STEP = r'\.?(?:\["(?P<quoted>[^"]*)"\]|\[(?P<index>\d+)\]|(?P<plain>[^.\[]+))'


class Patch(NamedTuple):
    """One property, and what it is set to; an index at a list's end makes it longer."""

    keys: Keys
    value: Any


class Remedy(NamedTuple):
    """What a property of some types is set to where a rule objects to it."""

    types: tuple[str, ...]
    """In their one spelling; see `tokens.normal`."""
    path: str
    """Of objects alone: `siteConfig.minTlsVersion`."""
    value: Callable[[Settings], Any]
    """Returns None where nothing is certain under the settings."""

    def patch(self, at: str, settings: Settings) -> Patch | None:
        """Return what mends a failure at a path; None where it is not about the property.

        Where a block on the way to the property is missing, the failure is at the block.
        """
        value = self.value(settings)
        wanted, found = keys_of(self.path), keys_of(at)
        named = tuple(each for each in found if isinstance(each, str))
        if value is None or not named or wanted[: len(named)] != named:
            return None
        return Patch((*found, *wanted[len(named) :]), value)


def keys_of(path: str) -> Keys:
    """Return the keys of one place, as `paths` writes it."""
    return tuple(_keys(path))


def always(value: Any) -> Callable[[Settings], Any]:
    """Return: this, whatever the settings say."""
    return lambda _: value


def on(_: Settings) -> Any:
    """Return: true, whatever the settings say."""
    return True


def off(_: Settings) -> Any:
    """Return: false, whatever the settings say."""
    return False


def by_tls(**versions: str) -> Callable[[Settings], Any]:
    """Return: the cloud's word for the oldest version that may be spoken.

    Args:
        **versions: By version, `v1_2` and `v1_3`; None where a cloud has no word for one.
    """
    return lambda settings: versions.get(f"v{settings.min_tls.replace('.', '_')}")


def _keys(path: str) -> Iterator[str | int]:
    for step in re.finditer(STEP, path):
        if step["index"]:
            yield int(step["index"])
        else:
            yield step["plain"] if step["plain"] is not None else step["quoted"]

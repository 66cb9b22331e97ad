"""The policy packs that judge a run, as the engine is told of them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Pack:
    """A policy pack, and what it goes by."""

    folder: Path
    settings: Path | None = None
    """A JSON file with its configuration; without one, its own defaults."""


def pack_options(packs: Iterable[Path | Pack]) -> list[str]:
    """Return the engine's options for packs, or directories of packs without settings.

    The engine wants settings for every pack or for none; an empty file has none.
    """
    found = [each if isinstance(each, Pack) else Pack(each) for each in packs]
    given = [f"--policy-pack={each.folder}" for each in found]
    if not any(each.settings for each in found):
        return given
    return [*given, *(f"--policy-pack-config={each.settings or os.devnull}" for each in found)]

"""What a pack keeps from one run to the next, beside the bytecode that Python keeps.

What it says of itself, and which configuration it took last, are the same again as long as nothing
of this package has changed. What is kept is as much to be trusted as bytecode, and as easily done
without: where nothing can be written, nothing is.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator
from importlib.util import cache_from_source
from pathlib import Path

PACKAGE = Path(__file__).parent.parent
NONE = bytes(32)
"""Stands for no digest."""


class Kept:
    """What one pack keeps: the digest of its sources, that of a configuration, and what it says."""

    def __init__(self, pack: str, version: str, folder: Path | None = None) -> None:
        """Read what is there, if it was written by what is installed now."""
        self._file = (folder or Path(cache_from_source(__file__)).parent) / f"{pack}.kept"
        self._source = _digest(f"{version}\n{sys.version}\n{''.join(_sources())}".encode())
        self._configuration, self.information = NONE, b""
        with contextlib.suppress(OSError):
            content = self._file.read_bytes()
            if content[:32] == self._source:
                self._configuration, self.information = content[32:64], content[64:]

    def has_taken(self, configuration: bytes) -> bool:
        """Whether a configuration is the one that was taken last."""
        return self._configuration == _digest(configuration)

    def take(self, configuration: bytes) -> None:
        """Keep that a configuration was taken."""
        self._configuration = _digest(configuration)
        self._write()

    def say(self, information: bytes) -> None:
        """Keep what the pack says of itself."""
        self.information = information
        self._write()

    def _write(self) -> None:
        """Write it whole or not at all, and only where Python writes bytecode."""
        if sys.dont_write_bytecode:
            return
        new = self._file.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(exist_ok=True)
            new.write_bytes(self._source + self._configuration + self.information)
            new.replace(self._file)


def _sources() -> Iterator[str]:
    """Yield what tells a change: each file of this package, when it was written, and its size."""
    for folder, folders, files in os.walk(PACKAGE):
        folders[:] = sorted(each for each in folders if each != "__pycache__")
        for name in sorted(files):
            found = os.stat(os.path.join(folder, name))  # noqa: PTH116, PTH118 (a third of the time)
            yield f"{folder}/{name} {found.st_mtime_ns} {found.st_size}\n"


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()

"""Says who works with the simulated clouds of a folder: one process at a time."""

from __future__ import annotations

import fcntl
import json
import os
import time
from pathlib import Path
from typing import IO, Any

LOCK = "sandbox.lock"
"""The file that is locked, and that says by whom.

The lock is one of the kernel's: it is gone with the processes that hold it, however they end.
"""

PATIENCE_SECONDS = 3.0
"""How long an earlier user, whose parent is gone, may take to end."""


def who(state: Path) -> dict[str, Any] | None:
    """Return who uses the simulated clouds of a folder: `pid`, `port`, `shared`; None if nobody."""
    try:
        with (state / LOCK).open("r+", encoding="utf-8") as file:
            if _lock(file):
                return None
            return json.load(file)
    except (OSError, ValueError):
        return None


def words(state: Path) -> str:
    """Say who uses the simulated clouds of a folder."""
    found = who(state) or {}
    user = f"process {found['pid']}" if "pid" in found else "another process"
    how = "`lz sandbox serve`; end it first" if found.get("shared") else "wait for it, or end it"
    return f"the simulated clouds in {state} are in use by {user}: {how}"


def locked(state: Path) -> IO[str] | None:
    """Return the lock file, locked; None if it is somebody else's."""
    file = (state / LOCK).open("a+", encoding="utf-8")
    until = time.monotonic() + PATIENCE_SECONDS
    while not _lock(file):
        found = who(state)
        if time.monotonic() > until or (found and _is_alive(int(found.get("pid", 0)))):
            file.close()
            return None
        time.sleep(0.1)
    write(file, {"pid": os.getpid()})
    return file


def write(lock: IO[str], contents: dict[str, Any]) -> None:
    """Say in a lock that is held who holds it."""
    lock.seek(0)
    lock.truncate()
    lock.write(json.dumps(contents))
    lock.flush()


def _lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

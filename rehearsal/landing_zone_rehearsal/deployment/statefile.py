"""The state of a stack as the engine's file backend keeps it.

https://www.pulumi.com/docs/iac/concepts/state-and-backends/#local-filesystem
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .home import Home

ORGANIZATION = "organization"
"""What a file backend calls the one organization it has."""


@dataclass(frozen=True, slots=True)
class StateFile:
    """The state of one stack, read without the engine: an export would take a process."""

    home: Home
    project: str
    stack: str

    @property
    def path(self) -> Path:
        """The file; there is none before the stack is made."""
        return self.home.backend / ".pulumi" / "stacks" / self.project / f"{self.stack}.json"

    @property
    def locks(self) -> Path:
        """The directory that has a file for each run under way."""
        kept = self.home.backend / ".pulumi" / "locks"
        return kept / ORGANIZATION / self.project / self.stack

    def latest(self) -> dict[str, Any]:
        """Return what was deployed last: `resources`, `pending_operations`; empty before that."""
        if not self.path.exists():
            return {}
        contents = json.loads(self.path.read_text(encoding="utf-8"))
        return contents.get("checkpoint", {}).get("latest") or {}

    def resources(self) -> list[dict[str, Any]]:
        """Return what the stack has; the values of its secrets are encrypted."""
        return self.latest().get("resources") or []


def stacks(home: Home, project: str) -> list[str]:
    """Name the stacks of a project that have a state."""
    folder = home.backend / ".pulumi" / "stacks" / project
    return sorted(path.stem for path in folder.glob("*.json"))

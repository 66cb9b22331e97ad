"""What is said where there is no engine to work with."""

from __future__ import annotations

from pathlib import Path

import pulumi

from .locate import Engine, search


class EngineMissing(pulumi.RunError):
    """Says that no engine was found, why what was found is not taken, and what to do."""


def require(root: Path) -> Engine:
    """Return the engine to use in a project.

    Raises:
        EngineMissing: if there is none.
    """
    found = search(root)
    if found.engine:
        return found.engine
    raise EngineMissing("; ".join(("no Pulumi engine", *found.refused, found.remedy)))

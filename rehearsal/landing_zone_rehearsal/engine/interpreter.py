"""Which Python runs a program, and what it is told by its environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any


class Refusal(Exception):  # noqa: N818 (it is not the host that fails)
    """Says why something cannot be run."""


def python_of(info: Any) -> Path:
    """Return the Python of the virtual environment that `runtime.options` names, or our own.

    Raises:
        Refusal: if there is no such environment.
    """
    option = dict(info.options).get("virtualenv")
    if not option:
        return Path(sys.executable)
    python = Path(info.root_directory, str(option), "bin", "python")
    if python.exists():
        return python
    raise Refusal(
        f"runtime.options.virtualenv is {option}, and {python} does not exist: create it, or "
        "take the option away"
    )


def environment_of(python: Path) -> dict[str, str]:
    """Return our environment, with the programs of that Python's environment first on PATH."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
    path = environment.get("PATH", os.defpath)
    environment["PATH"] = os.pathsep.join([str(python.parent), path])
    if (python.parent.parent / "pyvenv.cfg").exists():
        environment["VIRTUAL_ENV"] = str(python.parent.parent)
    return environment

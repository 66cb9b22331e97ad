"""What runs inside the cluster: plain Python that is mounted into pods, and tested as it is."""

from pathlib import Path
from typing import Literal

ProgramName = Literal["all_reduce", "upkeep"]


def source(name: ProgramName) -> str:
    """Return a program's text."""
    return (Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8")

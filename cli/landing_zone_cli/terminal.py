"""Where text goes: widths, colours and progress, for terminals and for pipes."""

import os
import shutil
import sys
from collections.abc import Generator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

from rich.console import Console, RenderableType
from rich.theme import Theme

PIPE_WIDTH = 120
"""Columns where there is no terminal to ask: wide enough that lines read well in a review."""

UNLIMITED = 10_000
"""Columns for tables whose lines must not be broken, as other programs may read them."""

THEME = Theme(
    {
        "component": "bold",
        "kind": "cyan",
        "count": "dim",
        "physical": "dim",
        "protected": "yellow",
        "heading": "bold",
        "note": "dim",
        "new": "green",
        "gone": "red",
        "changed": "yellow",
        "fault": "bold red",
    }
)
"""What each part of an output looks like."""


def show(*parts: RenderableType, pipe_width: int = PIPE_WIDTH) -> None:
    """Print results, one below the other, without blanks at the ends of lines."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else pipe_width
    console = Console(theme=THEME, width=width, highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    for line in captured.get().splitlines():
        sys.stdout.write(f"{line.rstrip()}\n")


def lz() -> str:
    """Return what a person writes to call `lz`: its path where PATH does not lead to it."""
    called = Path(sys.argv[0])
    return "lz" if called.name != "lz" or shutil.which("lz") else os.path.relpath(called)


@contextmanager
def at_work(what: str) -> Generator[None]:
    """Show on a terminal that something takes its time, and keep its prints out of results."""
    with redirect_stdout(sys.stderr):
        if not sys.stderr.isatty():
            yield
            return
        with Console(stderr=True).status(what):
            yield

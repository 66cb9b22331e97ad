"""What is shown while the engine works: a line that changes, or in a pipe one now and then."""

import sys
import time
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager

from rich.console import Console
from rich.status import Status

from landing_zone_cli.document import PROVIDER, kind
from landing_zone_rehearsal.deployment import Step

EVERY_SECONDS = 5.0
"""How often a pipe gets a line."""


class Progress:
    """Counts what is done, by capability."""

    def __init__(self, what: str, status: Status | None = None) -> None:
        """Say what takes its time, and where on a terminal that is shown."""
        self._what = what
        self._status = status
        self._done: Counter[str] = Counter()
        self._started = self._told = time.monotonic()

    def begin(self, what: str) -> None:
        """Begin to count anew, for another part of the work."""
        self._what = what
        self._done.clear()
        if self._status:
            self._status.update(self._line())

    def step(self, step: Step) -> None:
        """Take in what the engine began or did."""
        if step.status == "planned" or not step.custom or step.type.startswith(PROVIDER):
            return
        self._done[component(step.urn)] += 1
        if self._status:
            self._status.update(self._line())
        elif time.monotonic() - self._told > EVERY_SECONDS:
            self._told = time.monotonic()
            sys.stderr.write(f"{self._line()}\n")

    def stopping(self) -> None:
        """Say that the engine was asked to stop."""
        self._what = "stopping: what is under way is finished first; once more ends it at once"
        if self._status:
            self._status.update(self._line())
        else:
            sys.stderr.write(f"{self._what}\n")

    def _line(self) -> str:
        parts = "  ".join(f"{name} {number}" for name, number in self._done.items())
        return f"{self._what}, {time.monotonic() - self._started:.0f} s  {parts}"


@contextmanager
def progress(what: str) -> Generator[Progress]:
    """Show on standard error how far something is."""
    if not sys.stderr.isatty():
        yield Progress(what)
        return
    with Console(stderr=True, highlight=False).status(what) as status:
        yield Progress(what, status)


def component(urn: str) -> str:
    """Return the kind of component that a resource is in, or `stack`."""
    *above, _ = urn.split("::")[2].split("$")
    return kind(above[-1]) if above else "stack"

"""Runs one command of the engine: its events as they come, and an end to it when it is asked for.

The engine has a process group of its own, so that Ctrl-C in a terminal reaches us alone, and we
ask it once to stop: it finishes the calls under way and writes its state.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

TICK_SECONDS = 0.05
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

OnEvent = Callable[[Mapping[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended, and what it printed."""

    code: int
    output: str
    errors: str
    stopped: bool


class Command:
    """One command of the engine."""

    def __init__(
        self, pulumi: Path, arguments: Sequence[str], *, directory: Path, scratch: Path
    ) -> None:
        """Say what is to run, without running it.

        Args:
            pulumi: The program.
            arguments: What it is told.
            directory: Where it runs.
            scratch: Where its events and prints are kept while it runs.
        """
        self._line = [str(pulumi), *arguments, "--non-interactive", "--color=never"]
        self._directory = directory
        self._scratch = scratch
        self._process: subprocess.Popen[bytes] | None = None
        self._requests = 0

    def run(
        self,
        environment: Mapping[str, str],
        on_event: OnEvent | None = None,
        on_stop: Callable[[], None] | None = None,
    ) -> Ran:
        """Run it to its end.

        Args:
            environment: All the variables it gets.
            on_event: Is called with each of the engine's events, for commands that have some.
            on_stop: Is called when the engine was asked to stop.
        """
        with TemporaryDirectory(dir=self._scratch, prefix="run-") as folder:
            paths = [Path(folder, name) for name in ("events", "output", "errors")]
            for path in paths:
                path.touch()
            events, output, errors = paths
            log = ["--event-log", str(events)] if on_event else []
            with output.open("wb") as out, errors.open("wb") as err, self._stoppable(on_stop):
                self._process = subprocess.Popen(  # noqa: S603 (the engine that was found)
                    [*self._line, *log],
                    cwd=self._directory,
                    env=dict(environment),
                    stdin=subprocess.DEVNULL,
                    stdout=out,
                    stderr=err,
                    start_new_session=True,
                )
                with events.open(encoding="utf-8") as file:
                    self._follow(self._process, file, on_event or _ignored)
            said = [path.read_text(encoding="utf-8", errors="replace") for path in paths[1:]]
            return Ran(self._process.returncode, said[0], said[1], self._requests > 0)

    def stop(self) -> None:
        """Ask it to stop; a second time, end it at once."""
        self._requests += 1
        if self._requests > 1:
            self.kill()
        elif self._process:
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGINT)

    def kill(self) -> None:
        """End it at once, with all that it started; its state is as it wrote it last."""
        if self._process:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _follow(self, process: subprocess.Popen[bytes], file: IO[str], on_event: OnEvent) -> None:
        lines = _Lines(file)
        try:
            while process.poll() is None:
                for event in lines.read():
                    on_event(event)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(TICK_SECONDS)
            for event in lines.read():
                on_event(event)
        finally:
            if process.poll() is None:
                self.kill()
                process.wait()

    @contextmanager
    def _stoppable(self, on_stop: Callable[[], None] | None) -> Generator[None]:
        """Let signals ask it to stop; only the main thread may say what a signal does."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def stop(*_: Any) -> None:
            self.stop()
            if on_stop and self._requests == 1:
                on_stop()

        before = {number: signal.signal(number, stop) for number in STOPPING}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class _Lines:
    """Reads the whole lines of a file that still grows."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._rest = ""

    def read(self) -> Iterator[Mapping[str, Any]]:
        *lines, self._rest = (self._rest + self._file.read()).split("\n")
        for line in filter(None, lines):
            with suppress(ValueError):
                yield json.loads(line)


def _ignored(_: Mapping[str, Any]) -> None:
    pass

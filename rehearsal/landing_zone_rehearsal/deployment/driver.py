"""Runs the engine's commands on one stack, with everything that is kept for it."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from landing_zone_rehearsal.engine import Engine
from landing_zone_rehearsal.errors import EngineError
from landing_zone_rehearsal.project import Project

from .command import Command, Ran
from .events import Reading, clean
from .home import Home
from .outcome import Diagnostic, Outcome, Step
from .resume import Unfinished
from .stackfile import StackFile
from .statefile import StateFile

OnStep = Callable[[Step], None]
OnStop = Callable[[], None]

ENDED = re.compile(r"an unhandled error occurred: .*exit.* code:? \d+")
"""What the engine says of a program that failed, after the program itself has said why."""

LAST_LINES = 5
"""How much is told of what the engine printed, where no event says why it failed."""


class Driver:
    """The engine at work on one stack."""

    def __init__(
        self, project: Project, stack: str, engine: Engine, home: Home, given: Mapping[str, str]
    ) -> None:
        """Say which stack, without touching anything.

        Args:
            project: The project.
            stack: The stack's name.
            engine: The engine.
            home: What is kept.
            given: More variables for the engine.
        """
        self.on_step: OnStep | None = None
        self.on_stop: OnStop | None = None
        self.state = StateFile(home, project.name, stack)
        self.unfinished = Unfinished(home, self.state)
        self._project = project
        self._stack = stack
        self._engine = engine
        self._home = home
        self._given = dict(given)
        self._file = StackFile(home, project, stack)
        self._command: Command | None = None
        self._begun = False

    def environment(self) -> dict[str, str]:
        """Return all variables the engine gets: none of Pulumi's that are set outside."""
        outside = {
            name: each for name, each in os.environ.items() if not name.startswith("PULUMI_")
        }
        return {
            **outside,
            **self._engine.environment(),
            **self._home.environment(),
            **self._given,
        }

    def begin(self) -> Path:
        """Make the folder, the copy of the stack file and the stack, and return the copy."""
        if self._begun:
            return self._file.path
        self._home.prepare()
        self._file.prepare()
        if not self.state.path.exists():
            self._in_copy("stack", "init", self._stack)
        self._file.write(self._encrypt)
        self._begun = True
        return self._file.path

    def operate(self, *arguments: str, quietly: bool = False) -> Outcome:
        """Run an operation, such as `up`, and follow what it does.

        Args:
            arguments: The operation and its flags.
            quietly: Whether nobody is told of its steps.
        """
        self.begin()
        reading, started = Reading(), time.perf_counter()

        def take(event: Mapping[str, Any]) -> None:
            step = reading.add(event)
            if step and self.on_step and not quietly:
                self.on_step(step)

        where = ["--stack", self._stack, "--config-file", str(self._file.path)]
        ran = self._run([*arguments, *where], take)
        self.unfinished.note(reading.steps.values())
        return replace(outcome(ran, reading), seconds=time.perf_counter() - started)

    def run(self, *arguments: str) -> Ran:
        """Run any command in the project, whatever comes of it."""
        self.begin()
        return self._run(list(arguments))

    def must(self, *arguments: str) -> Ran:
        """Run a command that has to succeed.

        Raises:
            EngineError: It does not.
        """
        return _expected(self.run(*arguments), arguments)

    @contextmanager
    def document(self, contents: Mapping[str, Any]) -> Generator[str]:
        """Lend a file to a command that wants one."""
        self.begin()
        with TemporaryDirectory(dir=self._home.path, prefix="run-") as folder:
            file = Path(folder, "document.json")
            file.write_text(json.dumps(contents), encoding="utf-8")
            yield str(file)

    def stop(self) -> None:
        """Ask the engine to stop."""
        if self._command:
            self._command.stop()

    def kill(self) -> None:
        """End the engine and all that it started at once."""
        if self._command:
            self._command.kill()

    def _encrypt(self, key: str, text: str) -> None:
        self._in_copy("config", "set", "--secret", "--stack", self._stack, key, text)

    def _in_copy(self, *arguments: str) -> None:
        _expected(self._run(list(arguments), directory=self._file.folder), arguments)

    def _run(
        self,
        arguments: list[str],
        on_event: Callable[[Mapping[str, Any]], None] | None = None,
        directory: Path | None = None,
    ) -> Ran:
        self._command = Command(
            self._engine.path,
            arguments,
            directory=directory or self._project.root,
            scratch=self._home.path,
        )
        return self._command.run(self.environment(), on_event, self.on_stop)


def plain_preview(
    project: Project, stack: str, engine: Engine, arguments: Sequence[str] = ()
) -> Outcome:
    """Say what `pulumi up` would do with the user's own backend, login, secrets and plugins."""
    reading, started = Reading(), time.perf_counter()
    environment = {**os.environ, **engine.environment(), "PULUMI_DEBUG_COMMANDS": "true"}
    line = ["preview", "--stack", stack, *arguments]
    with TemporaryDirectory() as scratch:
        command = Command(engine.path, line, directory=project.root, scratch=Path(scratch))
        ran = command.run(environment, reading.add)
    return replace(outcome(ran, reading), seconds=time.perf_counter() - started)


def outcome(ran: Ran, reading: Reading) -> Outcome:
    """Put together what a command's end and its events say."""
    diagnostics = list(reading.diagnostics)
    if any(each.severity == "error" and not ENDED.fullmatch(each.message) for each in diagnostics):
        diagnostics = [each for each in diagnostics if not ENDED.fullmatch(each.message)]
    if ran.code and not any(each.severity == "error" for each in diagnostics):
        diagnostics.append(Diagnostic("error", _last_words(ran)))
    return Outcome(
        ok=ran.code == 0,
        steps=tuple(reading.steps.values()),
        outputs=reading.outputs,
        diagnostics=tuple(dict.fromkeys(diagnostics)),
        stopped=ran.stopped,
    )


def _last_words(ran: Ran) -> str:
    if ran.code < 0:
        return f"the engine was ended by signal {-ran.code}"
    told = [line for line in (ran.errors or ran.output).splitlines() if line.strip()]
    return clean("\n".join(told[-LAST_LINES:])) or f"the engine ended with exit code {ran.code}"


def _expected(ran: Ran, arguments: Sequence[str]) -> Ran:
    if ran.code == 0:
        return ran
    raise EngineError(f"pulumi {' '.join(arguments[:2])}: {_last_words(ran).splitlines()[-1]}")

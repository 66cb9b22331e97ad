"""One stack of a project, deployed onto the simulated clouds by the real engine."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from landing_zone_rehearsal.engine import Engine
from landing_zone_rehearsal.project import open_project

from .command import Ran
from .driver import Driver, OnStep, OnStop, outcome
from .events import Reading
from .home import Home, state_folder
from .outcome import Outcome
from .packs import Pack, pack_options
from .resume import adopted
from .statefile import StateFile

AT_ONCE = ("--yes", "--skip-preview")


class Rehearsal:
    """Drives one stack of a project: the real Pulumi CLI, the real program, simulated clouds.

    Nothing of the user's is used or written: neither login nor backend nor stack file.

    Example:
        >>> with SandboxProcess(state_folder(root)) as clouds:
        ...     rehearsal = Rehearsal(
        ...         root, "dev-aws", engine=require(root), environment=clouds.environment()
        ...     )
        ...     assert rehearsal.up().ok
    """

    def __init__(
        self,
        root: Path,
        stack: str,
        *,
        engine: Engine,
        state: Path | None = None,
        environment: Mapping[str, str] | None = None,
        on_step: OnStep | None = None,
        on_stop: OnStop | None = None,
    ) -> None:
        """Say what is rehearsed.

        Args:
            root: The project's directory, or one inside it.
            stack: The stack, such as `dev-aws`.
            engine: The engine that does it.
            state: The folder for everything that is kept; by default `.lz` in the project.
            environment: More variables for the engine: above all those of the simulated clouds.
            on_step: Is called with each step as it is begun and as it is done.
            on_stop: Is called when a signal made the engine stop.

        Raises:
            ProjectError: There is no such project or stack.
        """
        self.project = open_project(root)
        self.stack = stack.rpartition("/")[2]
        self.project.stack_file(self.stack)
        self.home = Home((state or state_folder(self.project.root)).absolute())
        self._driver = Driver(self.project, self.stack, engine, self.home, environment or {})
        self._driver.on_step = on_step
        self._driver.on_stop = on_stop

    # What changes something; each first takes over what a killed run had begun

    def up(
        self,
        *,
        policy_packs: Sequence[Path | Pack] = (),
        parallel: int | None = None,
        arguments: Sequence[str] = (),
    ) -> Outcome:
        """Deploy what the program declares.

        Args:
            policy_packs: Policy packs that judge it: directories, or with their settings.
            parallel: How many resources are changed at a time.
            arguments: More flags of `pulumi up`, such as `--refresh`.
        """
        created = self.resume()
        given = _options(parallel, policy_packs, arguments)
        return replace(self._driver.operate("up", *AT_ONCE, *given), created=created)

    def refresh(self, *, parallel: int | None = None, arguments: Sequence[str] = ()) -> Outcome:
        """Take over into the state what the clouds say now."""
        created = self.resume()
        given = _options(parallel, (), arguments)
        return replace(self._driver.operate("refresh", *AT_ONCE, *given), created=created)

    def destroy(self, *, parallel: int | None = None, arguments: Sequence[str] = ()) -> Outcome:
        """Delete everything of the stack, without running the program.

        The engine previews it first: where it refuses, because something is protected, nothing is
        touched. Without a preview it would delete what it can before it says so.
        """
        created = self.resume()
        given = _options(parallel, (), arguments)
        first = self._driver.operate("destroy", "--preview-only", *given, quietly=True)
        if first.stopped or not first.ok:
            return replace(first, ok=False, created=created)
        return replace(self._driver.operate("destroy", *AT_ONCE, *given), created=created)

    def import_(
        self,
        type: str,
        name: str,
        id: str,
        *,
        parent: str = "",
        provider: str = "",
        protect: bool = False,
    ) -> Outcome:
        """Take one thing that exists in a cloud into the state.

        Args:
            type: The type token.
            name: The logical name that the program has for it.
            id: Its physical ID.
            parent: The URN of the parent.
            provider: The URN of the provider.
            protect: Whether it is to be protected.
        """
        names = {key: urn for key, urn in (("parent", parent), ("provider", provider)) if urn}
        resource = {"type": type, "name": name, "id": id, **{key: key for key in names}}
        return self.import_all({"nameTable": names, "resources": [resource]}, protect=protect)

    def import_all(self, document: Mapping[str, Any], *, protect: bool = False) -> Outcome:
        """Take what an import file lists into the state.

        https://www.pulumi.com/docs/iac/guides/migration/import/#bulk-import-operations
        """
        created = self.resume()
        given = ["--generate-code=false", f"--protect={str(protect).lower()}"]
        with self._driver.document(document) as file:
            done = self._driver.operate("import", *AT_ONCE, *given, "--file", file)
        return replace(done, created=created)

    def unprotect(self) -> None:
        """Lift the protection of everything in the state.

        Raises:
            EngineError: The engine does not do it.
        """
        self._driver.must("state", "unprotect", "--all", "--yes", "--stack", self.stack)

    def resume(self) -> tuple[str, ...]:
        """Take over what a killed run had begun, so that nothing is created twice.

        Returns:
            The URNs of what the clouds had created and the state did not have.
        """
        self._driver.begin()
        unfinished = self._driver.unfinished
        if unfinished.has_stale_locks():
            self._driver.must("cancel", "--yes", self.stack)
        unfinished.recover()
        if not unfinished.is_pending():
            return ()
        found = unfinished.created()
        self._import_state(adopted(self.export(), found))
        urns = tuple(each["urn"] for each in found)
        if urns:
            self._driver.operate(
                "refresh", *AT_ONCE, *(f"--target={urn}" for urn in urns), quietly=True
            )
        unfinished.forget()
        return urns

    # What only looks

    def preview(
        self,
        *,
        policy_packs: Sequence[Path | Pack] = (),
        parallel: int | None = None,
        arguments: Sequence[str] = (),
    ) -> Outcome:
        """Say what `up` would do."""
        given = _options(parallel, policy_packs, arguments)
        return self._driver.operate("preview", *given)

    def analyze(self, policy_packs: Sequence[Path | Pack]) -> Outcome:
        """Judge what is in the state by policy packs, without running the program."""
        reading, started = Reading(), time.perf_counter()
        given = _options(None, policy_packs, ())
        ran = self.run("policy", "analyze", "--stack", self.stack, "--json", *given)
        for line in ran.output.splitlines():
            if line.startswith("{"):
                reading.add(json.loads(line))
        return replace(outcome(ran, reading), seconds=time.perf_counter() - started)

    def export(self) -> dict[str, Any]:
        """Return the state of the stack; its secrets stay encrypted.

        Raises:
            EngineError: The engine does not give it.
        """
        return json.loads(self._driver.must("stack", "export", "--stack", self.stack).output)

    @property
    def state(self) -> StateFile:
        """The state as it is kept, to be read without the engine."""
        return self._driver.state

    # How the engine is run

    def prepare(self) -> Path:
        """Make the stack where it is missing, and return the copy of its file that is used."""
        return self._driver.begin()

    def environment(self) -> dict[str, str]:
        """Return all variables the engine gets."""
        return self._driver.environment()

    def run(self, *arguments: str) -> Ran:
        """Run any command of the engine in the project, with all that is kept for it."""
        return self._driver.run(*arguments)

    def stop(self) -> None:
        """Ask the engine to stop, as Ctrl-C does; from any thread."""
        self._driver.stop()

    def kill(self) -> None:
        """End the engine and all that it started at once, as a crash would; from any thread."""
        self._driver.kill()

    def _import_state(self, state: Mapping[str, Any]) -> None:
        with self._driver.document(state) as file:
            self._driver.must("stack", "import", "--stack", self.stack, "--file", file)


def _options(
    parallel: int | None, policy_packs: Sequence[Path | Pack], arguments: Sequence[str]
) -> list[str]:
    given = pack_options(policy_packs)
    return [*given, *([f"--parallel={parallel}"] if parallel else []), *arguments]

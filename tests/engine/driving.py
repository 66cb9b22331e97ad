"""Projects of their own for the tests, each with its own simulated clouds and backend."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from landing_zone_rehearsal.deployment import Outcome, Rehearsal, SandboxProcess
from landing_zone_rehearsal.engine import find
from landing_zone_rehearsal.sandbox.objects import Object
from landing_zone_rehearsal.sandbox.store import Store
from tests.zones import environment

from .programs import program
from .skipped import REASON

ROOT = Path(__file__).parent.parent.parent
ENGINE = find(ROOT)
needs_engine = pytest.mark.skipif(ENGINE is None, reason=REASON)

STACKS = [f"{stage}-{cloud}" for stage in ("dev", "prod") for cloud in ("aws", "gcp", "azure")]
DEV = [stack for stack in STACKS if stack.startswith("dev-")]
RUNTIME = {"name": "python", "options": {"virtualenv": sys.prefix}}
PROGRAM = (ROOT / "stacks" / "__main__.py").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Call:
    """One change that the simulated clouds were asked for."""

    act: str
    type: str
    urn: str
    id: str
    refused: str | None


class Project:
    """A Pulumi project in a folder, and the simulated clouds that its stacks are deployed to."""

    def __init__(self, folder: Path) -> None:
        """Work in a folder that has a project."""
        self.folder = folder
        self.state = folder / ".lz"
        self._clouds: SandboxProcess | None = None

    @classmethod
    def ours(cls, folder: Path, program: str = PROGRAM) -> Project:
        """Copy this project's stack files, with its own program or one that changes it."""
        described = yaml.safe_load((ROOT / "Pulumi.yaml").read_text(encoding="utf-8"))
        _write(folder / "Pulumi.yaml", yaml.safe_dump(described | {"runtime": RUNTIME}))
        _write(folder / "stacks" / "__main__.py", program)
        for file in (ROOT / "stacks").glob("Pulumi.*.yaml"):
            shutil.copy(file, folder / "stacks")
        return cls(folder)

    @classmethod
    def small(
        cls,
        folder: Path,
        program: str,
        *stacks: str,
        name: str = "small",
        config: dict[str, Any] | None = None,
        beside: Project | None = None,
    ) -> Project:
        """Write a project of one program, whose stacks have the same configuration.

        Beside another project, it shares the clouds and the backend of that one.
        """
        described = {"name": name, "runtime": RUNTIME}
        _write(folder / "Pulumi.yaml", yaml.safe_dump(described))
        _write(folder / "__main__.py", program)
        for stack in stacks or ("dev",):
            _write(folder / f"Pulumi.{stack}.yaml", yaml.safe_dump({"config": config or {}}))
        project = cls(folder)
        if beside:
            project.state, project._clouds = beside.state, beside._clouds
        return project

    def program(self, text: str) -> None:
        """Write another program."""
        main = self.folder / "stacks" / "__main__.py"
        _write(main if main.exists() else self.folder / "__main__.py", text)

    def configure(self, stack: str, path: Iterable[str], value: Any) -> None:
        """Change one value in a stack's file."""
        (file,) = (
            each / f"Pulumi.{stack}.yaml"
            for each in (self.folder, self.folder / "stacks")
            if (each / f"Pulumi.{stack}.yaml").exists()
        )
        contents = yaml.safe_load(file.read_text(encoding="utf-8"))
        *blocks, last = path
        at = contents["config"]
        for block in blocks:
            at = at.setdefault(block, {})
        at[last] = value
        _write(file, yaml.safe_dump(contents))

    @contextmanager
    def served(self, *faults: str):
        """Serve the simulated clouds, as they were left, with these faults planned."""
        before = self._clouds
        with SandboxProcess(self.state, faults=faults) as clouds:
            self._clouds = clouds
            try:
                yield self
            finally:
                self._clouds = before

    def stack(self, name: str = "dev", **environment: str) -> Rehearsal:
        """Return a stack, as its file is configured now."""
        assert ENGINE
        assert self._clouds
        given = {**self._clouds.environment(), "PYTHONPATH": _import_path(), **environment}
        return Rehearsal(self.folder, name, engine=ENGINE, state=self.state, environment=given)

    def standing(self, stack: str = "") -> set[tuple[str, str]]:
        """Return what exists by type and ID, of one stack or of all."""
        return {(each.type, each.id) for each in self.objects(stack)}

    def calls(self, stack: str = "") -> list[Call]:
        """Return the changes that were asked for, of one stack or of all, in order."""
        with self._store() as store:
            calls = [Call(*row) for row in store.calls()]
        return [call for call in calls if _of(stack, call.urn)]

    def objects(self, stack: str = "") -> list[Object]:
        """Return what exists, of one stack or of all, oldest first."""
        with self._store() as store:
            return [each for each in store.objects() if _of(stack, each.urn) and each.left is None]

    @contextmanager
    def _store(self):
        store = Store(self.state / "clouds.db")
        try:
            yield store
        finally:
            store.close()


def ours(folder: Path, _: str = "") -> Project:
    """Make a project that has this project's zones."""
    return Project.ours(folder)


def keys(folder: Path, cloud: str) -> Project:
    """Make a project that has the keys of a zone alone, in a stack named as the cloud."""
    env = environment(cloud, profile="dev").model_dump(mode="json", exclude_none=True)
    return Project.small(folder, program("keys"), cloud, config={"landing-zone:environment": env})


def resources(rehearsal: Rehearsal) -> dict[str, dict[str, Any]]:
    """Return the resources in a stack's state by URN."""
    state = rehearsal.export()["deployment"]
    return {each["urn"]: each for each in state.get("resources") or ()}


def succeeded(outcome: Outcome) -> Outcome:
    """Return an outcome that has to be good; otherwise show why it is not."""
    assert outcome.ok, told(outcome)
    return outcome


def changed(outcome: Outcome) -> list[tuple[str, str]]:
    """Return what was done to what, without what stayed as it was."""
    return [(step.op, step.urn) for step in outcome.changes]


def told(outcome: Outcome) -> str:
    """Return what went wrong, in one text."""
    return "\n".join(f"{each.urn}: {each.message}" for each in outcome.errors)


def urns(outcome: Outcome, *ops: str) -> list[str]:
    """Return what the steps of these kinds are about."""
    return [step.urn for step in outcome.changes if step.op in ops]


def _of(stack: str, urn: str) -> bool:
    return urn.startswith(f"urn:pulumi:{stack}::" if stack else "")


def _import_path() -> str:
    """Let programs import this project's tests, after what is imported from elsewhere here."""
    return os.pathsep.join([*filter(None, [os.environ.get("PYTHONPATH")]), str(ROOT)])


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")

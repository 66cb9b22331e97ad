"""Records a Pulumi project as it lies in a directory, one stack at a time."""

from __future__ import annotations

import difflib
import os
import runpy
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .clouds import Clouds
from .configuration import Configuration, build
from .errors import ProjectError
from .recorder import record
from .recording import Log, Recording
from .values import is_dict
from .yamlfile import read_mapping

PROJECT_FILE = "Pulumi.yaml"


@dataclass(frozen=True, slots=True)
class Project:
    """A project file: where its program is, and where its stacks are."""

    root: Path
    name: str
    main: Path
    """The directory (or file) of the program."""
    stack_directory: Path
    config: Mapping[str, Any]
    """What the project declares of its configuration."""

    def stacks(self) -> list[str]:
        """Name the stacks that have a file."""
        found = self.stack_directory.glob("Pulumi.*.yaml")
        return sorted(path.name.removeprefix("Pulumi.").removesuffix(".yaml") for path in found)

    def stack_file(self, stack: str) -> Path:
        """Find the file of a stack.

        Raises:
            ProjectError: There is none; the message names those there are.
        """
        path = self.stack_directory / f"Pulumi.{stack}.yaml"
        if path.is_file():
            return path
        stacks = self.stacks()
        near = difflib.get_close_matches(stack, stacks, n=1)
        guess = f"; did you mean {near[0]}?" if near else ""
        there = ", ".join(stacks) or "none"
        shown = self.shown(path)
        raise ProjectError(f"no stack {stack!r}: {shown} is missing{guess} (stacks: {there})")

    def shown(self, path: Path) -> str:
        """Name a file in a message: from the root of the project."""
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)


def record_project(
    directory: str | os.PathLike[str],
    stack: str,
    *,
    preview: bool = True,
    clouds: Clouds | None = None,
) -> Recording:
    """Run the program of a project for one stack, and record what it declares.

    It runs as the Pulumi CLI runs it: `__main__.py` of the `main` directory, from there, with
    the configuration of the stack. Values that only the CLI can decrypt read `[secret]`. The
    working directory and `sys.path` belong to the whole process, so projects are recorded one
    after the other.

    Args:
        directory: Where `Pulumi.yaml` is, or a directory below it.
        stack: Name of the stack, such as `dev-aws`; `organization/` may stand before it.
        preview: Whether IDs and computed properties are unknown.
        clouds: What the clouds answer.

    Raises:
        ProjectError: The project, the stack or its configuration cannot be read.
    """
    project = open_project(directory)
    *organization, stack = stack.split("/")
    contents = read_stack(project, stack)
    configuration = configure(project, stack, contents)
    with _running_in(project.main):
        recording = record(
            lambda: runpy.run_path(str(project.main), run_name="__main__"),
            project=project.name,
            stack=stack,
            organization=organization[0] if organization else "organization",
            config=configuration.values,
            secret_keys=configuration.secret_keys,
            preview=preview,
            clouds=clouds,
            root_directory=project.root,
        )
    if contents.get("environment"):
        text = "the environments it imports are kept by Pulumi, and are not read here"
        recording.logs.insert(0, Log("warning", f"{stack}: {text}"))
    return recording


def open_project(directory: str | os.PathLike[str]) -> Project:
    """Read the project file of a directory, or of the nearest one above it.

    Raises:
        ProjectError: There is none, or it is not a project of a Python program.
    """
    start = Path(directory).resolve()
    root = next((at for at in (start, *start.parents) if (at / PROJECT_FILE).is_file()), None)
    if root is None:
        raise ProjectError(f"no {PROJECT_FILE} in {directory}, nor in a directory above it")
    contents = read_mapping(root / PROJECT_FILE, PROJECT_FILE)
    name = contents.get("name")
    if not isinstance(name, str) or not name:
        raise ProjectError(f"{PROJECT_FILE}: name: the project needs a name")
    runtime = contents.get("runtime")
    runtime = runtime.get("name") if is_dict(runtime) else runtime
    if runtime != "python":
        raise ProjectError(f"{PROJECT_FILE}: runtime: only python is rehearsed, got {runtime!r}")
    config: Any = contents.get("config") or {}
    stacks = contents.get("stackConfigDir") or (config if isinstance(config, str) else "")
    return Project(
        root=root,
        name=name,
        main=_main(root, contents.get("main")),
        stack_directory=root / str(stacks),
        config=config if is_dict(config) else {},
    )


def _main(root: Path, given: Any) -> Path:
    main = (root / str(given or ".")).resolve()
    if main.is_file() or (main / "__main__.py").is_file():
        return main
    where = f"main: {given}" if given else "beside it"
    raise ProjectError(f"{PROJECT_FILE}: {where}: there is no __main__.py")


def read_stack(project: Project, stack: str) -> dict[str, Any]:
    """Read the file of a stack."""
    path = project.stack_file(stack)
    return read_mapping(path, project.shown(path))


def configure(project: Project, stack: str, contents: Mapping[str, Any]) -> Configuration:
    """Build the configuration of a stack from its file and the project's."""
    shown = project.shown(project.stack_file(stack))
    given: Any = contents.get("config") or {}
    if not is_dict(given):
        raise ProjectError(f"{shown}: config: a mapping is wanted here")
    return build(project.name, project.config, given, shown)


@contextmanager
def _running_in(main: Path) -> Generator[None]:
    """Run from the program's directory, and forget the modules it imported from there."""
    directory = main.parent if main.is_file() else main
    path, before, here = list(sys.path), set(sys.modules), Path.cwd()
    sys.path.insert(0, str(directory))
    os.chdir(directory)
    try:
        yield
    finally:
        os.chdir(here)
        sys.path[:] = path
        own = {name for name in set(sys.modules) - before if _lies_in(name, directory)}
        for name in own:
            del sys.modules[name]


def _lies_in(module: str, directory: Path) -> bool:
    """Whether a module, or the package it is in, lies directly in this directory."""
    top = sys.modules.get(module.partition(".")[0])
    file = getattr(top, "__file__", None)
    if not file:
        return False
    at = Path(file)
    return (at.parent.parent if at.stem == "__init__" else at.parent) == directory

"""Where Pulumi's engine lies: its path, its version, and whose language host stands beside it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Literal

SETTING: Literal["LZ_PULUMI"] = "LZ_PULUMI"
"""The environment variable that names the engine's file; nothing else is looked at then."""

BUILT = Path(".cache", "pulumi", "bin")
"""Where `make engine` puts an engine, in a clone of this project."""

OLDEST = (3, 231, 0)
"""The oldest engine that is taken.

It is the first that tells plugins of its end (`Cancel`) instead of killing them, and that answers a
program's question about the deployment it is part of (`GetDeploymentInfo`), as the SDK we require
asks. Policy packs and providers given as directories, `stackConfigDir` and `refresh
--import-pending-creates` are older.

Source: https://github.com/pulumi/pulumi/releases/tag/v3.231.0
"""

LANGUAGE_HOST = "pulumi-language-python"
PARTS = (LANGUAGE_HOST, "pulumi-language-python-exec")
"""What must stand beside `pulumi`, or on PATH, for it to run Python programs."""

MARK = b"landing_zone_rehearsal"
"""What only the project's language host has in its first bytes."""

HostT = Literal["own", "project"]
OriginT = Literal["LZ_PULUMI", "PATH", "built"]


@dataclass(frozen=True)
class Engine:
    """Runs programs: one that is new enough, and whole."""

    path: Path
    """The file `pulumi`."""

    version: str
    """Such as `3.259.0`."""

    host: HostT
    """Whose language host runs the programs: Pulumi's own, or the project's."""

    origin: OriginT
    """How it was found: on PATH, built by `make engine`, or named by LZ_PULUMI."""

    @property
    def directory(self) -> Path:
        """Return what comes first on PATH where this engine is used."""
        return self.path.parent

    def environment(self) -> dict[str, str]:
        """Return the variables that make `pulumi` this engine, and let it find its language host.

        An engine takes the language host on PATH before the one beside it, and warns of it.
        """
        others = os.environ.get("PATH", os.defpath).split(os.pathsep)
        first = str(self.directory)
        return {"PATH": os.pathsep.join([first, *(each for each in others if each != first)])}


@dataclass(frozen=True)
class Search:
    """Says what was found, and why what else was seen is not taken."""

    engine: Engine | None = None
    refused: tuple[str, ...] = ()
    remedy: str = ""


def find(root: Path) -> Engine | None:
    """Return the engine to use in a project, if there is one."""
    return search(root).engine


def search(root: Path) -> Search:
    """Look where LZ_PULUMI says or, without it, on PATH and then for what `make engine` built."""
    wanted = os.environ.get(SETTING)
    if wanted:
        return _first(
            [(SETTING, Path(wanted).absolute())], remedy=f"let {SETTING} name one, or unset it"
        )
    return _first(
        chain(_on_path(), _built(root.absolute())),
        remedy="run `make engine`, or install the Pulumi CLI",
    )


def on_path() -> Search:
    """Look on PATH alone."""
    return _first(_on_path(), remedy="")


def inspect(path: Path, origin: OriginT) -> Engine | str:
    """Return the engine that a file is, or why it is none that can be used."""
    where = f"{origin}: {path}"
    if not os.access(path, os.X_OK) or path.is_dir():
        return f"{where} is no program"
    version = version_of(path)
    if version is None:
        return f"{where} does not tell its version"
    if tuple(map(int, version.split("."))) < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        return f"{where} is version {version}, and {oldest} or newer is needed"
    parts = {part: _part(path, part) for part in PARTS}
    missing = [part for part, found in parts.items() if found is None]
    if missing:
        return f"{where} lacks {' and '.join(missing)}"
    return Engine(path, version, _kind(parts[LANGUAGE_HOST]), origin)


def version_of(pulumi: Path) -> str | None:
    """Return the version a program reports, such as `3.259.0`; None if it reports none."""
    environment = {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"}
    try:
        said = subprocess.run(  # noqa: S603 (it is the program that is asked for)
            [pulumi, "version"],
            env=environment,
            capture_output=True,
            check=True,
            text=True,
            errors="replace",
            timeout=10,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.match(r"v?(\d+\.\d+\.\d+)", said.strip())
    return found[1] if found else None


def _first(candidates: Iterable[tuple[OriginT, Path]], *, remedy: str) -> Search:
    refused = list[str]()
    for origin, path in candidates:
        found = inspect(path, origin)
        if isinstance(found, Engine):
            return Search(found, tuple(refused))
        refused.append(found)
    return Search(None, tuple(refused), remedy)


def _on_path() -> Iterator[tuple[OriginT, Path]]:
    found = shutil.which("pulumi")
    if found:
        yield "PATH", Path(found).absolute()


def _built(root: Path) -> Iterator[tuple[OriginT, Path]]:
    for folder in (root, *root.parents):
        path = folder / BUILT / "pulumi"
        if path.exists():
            yield "built", path


def _part(pulumi: Path, name: str) -> Path | None:
    """Return a part from where the engine looks for it: PATH, or beside its real file."""
    for beside in (pulumi.parent, pulumi.resolve().parent):
        if os.access(beside / name, os.X_OK):
            return beside / name
    found = shutil.which(name)
    return Path(found) if found else None


def _kind(host: Path | None) -> HostT:
    if host is None:
        return "own"
    with host.open("rb") as file:
        return "project" if MARK in file.read(2000) else "own"

"""The command `lz doctor`: what a deployment would run with, and what is missing."""

import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

import typer
from rich.table import Table
from rich.text import Text

from landing_zone_cli.terminal import UNLIMITED, show
from landing_zone_rehearsal.engine import Search, packages, search

NOT_READY = 1
"""The exit code where no zone can be deployed to the sandbox."""

CLOUD_SDKS = ("pulumi-aws", "pulumi-gcp", "pulumi-azure-native")
"""Of these, a zone needs the one of its cloud."""

OTHER_SDKS = {
    "pulumi-kubernetes": "needed for what runs inside a cluster",
    "pulumi-policy": "needed for policy packs",
}

HOSTS = {
    "own": "Pulumi's own",
    "project": "the project's, in place of Pulumi's own",
}

StateT = Literal["found", "missing", "optional"]
"""Found, missing and needed for the sandbox, or missing and needed only for something else."""

STYLES = {"found": "", "missing": "fault", "optional": "note"}


VERSION = 1
"""Version of the JSON; it grows only when a reader has to change."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Says of one thing which version is there or wanted, and what to do where it is missing."""

    kind: str
    name: str
    state: StateT = "found"
    version: str | None = None
    note: str = ""
    todo: str | None = None


def run(directory: Path, *, as_json: bool) -> None:
    """Print what is there, and leave with 1 if no zone can be deployed to the sandbox."""
    found = findings(directory)
    ready = not any(each.state == "missing" for each in found)
    if as_json:
        told = [asdict(each) for each in found]
        document = {"version": VERSION, "ready": ready, "findings": told}
        typer.echo(json.dumps(document, indent=2))
    else:
        show(_table(found), Text(), *_verdict(found, ready=ready), pipe_width=UNLIMITED)
    if not ready:
        raise typer.Exit(NOT_READY)


def findings(directory: Path) -> list[Finding]:
    """Look at all that a deployment needs, without the network."""
    return [*_engine(search(directory)), *_python(), *_sdks(), *_plugins(), *_go()]


def _engine(found: Search) -> Iterator[Finding]:
    for reason in found.refused:
        yield Finding(kind="engine", name="pulumi", state="optional", note=f"not used: {reason}")
    engine = found.engine
    if engine is None:
        yield Finding(
            kind="engine", name="pulumi", state="missing", note="there is none", todo=found.remedy
        )
        return
    origin = f"{engine.origin}: {engine.path}"
    yield Finding(kind="engine", name="pulumi", version=engine.version, note=origin)
    yield Finding(kind="language host", name="pulumi-language-python", note=HOSTS[engine.host])


def _python() -> Iterator[Finding]:
    yield Finding(
        kind="python", name="python", version=platform.python_version(), note=sys.executable
    )


def _sdks() -> Iterator[Finding]:
    yield _sdk("pulumi", "missing", "needed for everything")
    clouds = [_sdk(name, "optional", "needed for its cloud") for name in CLOUD_SDKS]
    if not any(each.version for each in clouds):
        clouds = [_sdk(name, "missing", "one of the three is needed") for name in CLOUD_SDKS]
    yield from clouds
    for name, need in OTHER_SDKS.items():
        yield _sdk(name, "optional", need)


def _sdk(name: str, otherwise: StateT, need: str) -> Finding:
    try:
        return Finding(kind="sdk", name=name, version=version(name))
    except PackageNotFoundError:
        todo = f"install the Python package {name} (`make setup` in a clone)"
        return Finding(kind="sdk", name=name, state=otherwise, note=need, todo=todo)


def _plugins() -> Iterator[Finding]:
    """Yield the plugins that the SDKs want; the sandbox takes the place of each.

    Source: https://www.pulumi.com/docs/iac/cli/environment-variables/ (PULUMI_HOME)
    """
    home = Path(os.environ.get("PULUMI_HOME") or Path.home() / ".pulumi")
    for plugin in packages.plugins():
        name, wanted = plugin["name"], plugin["version"]
        path = home / "plugins" / f"resource-{name}-v{wanted}"
        if path.is_dir():
            yield Finding(kind="plugin", name=name, version=wanted, note=str(path))
        else:
            note = "not installed (needed for a real cloud; the sandbox does without)"
            yield Finding(kind="plugin", name=name, state="optional", version=wanted, note=note)


def _go() -> Iterator[Finding]:
    need = "needed only to build the engine"
    path = shutil.which("go")
    found = _version_of_go(path) if path else None
    if found:
        yield Finding(kind="go", name="go", version=found, note=f"{path} ({need})")
    else:
        yield Finding(kind="go", name="go", state="optional", note=f"not found ({need})")


def _version_of_go(path: str) -> str | None:
    environment = {**os.environ, "GOTOOLCHAIN": "local"}
    try:
        said = subprocess.run(  # noqa: S603 (it is the Go on PATH)
            [path, "env", "GOVERSION"],
            env=environment,
            capture_output=True,
            check=True,
            text=True,
            errors="replace",
            timeout=30,
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.match(r"go([\d.]+)", said.strip())
    return found[1] if found else None


def _table(found: Iterable[Finding]) -> Table:
    table = Table.grid(padding=(0, 3, 0, 0))
    kind = ""
    for each in found:
        shown = "" if each.kind == kind else each.kind
        kind = each.kind
        table.add_row(
            Text(shown, "heading"),
            each.name,
            each.version or "-",
            Text(each.note, STYLES[each.state]),
        )
    return table


def _verdict(found: Iterable[Finding], *, ready: bool) -> Iterator[Text]:
    for each in found:
        if each.todo:
            style = STYLES[each.state]
            yield Text(f"{each.name}: {each.todo}", style)
    if ready:
        yield Text("a zone can be deployed to the sandbox", "new")
    else:
        yield Text("no zone can be deployed to the sandbox", "fault")

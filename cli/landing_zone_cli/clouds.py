"""What `lz sandbox …` does."""

import json
import os
import shlex
import signal
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from landing_zone_cli.failures import CLEAN, REFUSED, InputError
from landing_zone_cli.project import choose
from landing_zone_rehearsal.deployment import (
    Home,
    InUseError,
    Rehearsal,
    SandboxProcess,
    state_folder,
)
from landing_zone_rehearsal.deployment.lock import locked, who, words
from landing_zone_rehearsal.deployment.server import attach
from landing_zone_rehearsal.engine import require
from landing_zone_rehearsal.project import Project, open_project
from landing_zone_rehearsal.sandbox.behaviour import Refused
from landing_zone_rehearsal.sandbox.simulation import Sandbox

LOOK_SECONDS = 0.5


def serve(directory: Path, *, port: int, faults: Sequence[str], latency_seconds: float) -> None:
    """Serve the simulated clouds until a signal, or until a planned fault ends them."""
    state = _home(open_project(directory)).path
    server = SandboxProcess(
        state, faults=faults, latency_seconds=latency_seconds, port=port, shared=True
    )
    ending = threading.Event()

    def end(*_: object) -> None:
        ending.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    with server:
        typer.echo(f"serving simulated clouds on port {server.port} until Ctrl-C")
        typer.echo('in another shell: eval "$(lz sandbox env STACK)", then plain pulumi')
        while server.running and not ending.wait(LOOK_SECONDS):
            pass


def env(directory: Path, stack: str | None) -> None:
    """Print what plain `pulumi` needs, as a shell reads it."""
    project = open_project(directory)
    stack = choose(project, stack)
    home = _home(project)
    found = who(home.path)
    if not found or not found.get("shared"):
        raise InputError("no `lz sandbox serve` is running here; start it in another shell")
    engine, attached = require(project.root), attach(int(found["port"]))
    rehearsal = Rehearsal(project.root, stack, engine=engine, environment=attached)
    copy = rehearsal.prepare()
    ours = {**home.environment(), **attached, "PULUMI_STACK": stack}
    for name in os.environ:
        if name.startswith("PULUMI_") and name not in ours:
            typer.echo(f"unset {name}")
    for name, value in ours.items():
        typer.echo(f"export {name}={shlex.quote(value)}")
    typer.echo(f"export PATH={shlex.quote(str(engine.directory))}:$PATH")
    typer.echo(f"# the stack is made: pulumi up --config-file {shlex.quote(str(copy))}")


def drift(directory: Path, type: str, id: str, change: str | None) -> None:
    """Change or delete something behind the engine's back."""
    path, sign, text = (change or "").partition("=")
    if change and not (path and sign):
        raise InputError(f"{change}: write PATH=VALUE, such as tags.owner=nobody")
    with _opened(open_project(directory)) as clouds:
        try:
            if change:
                clouds.change(type, id, path, _value(text))
            else:
                clouds.remove(type, id)
        except Refused as refused:
            raise InputError(str(refused)) from None
    done = f"{path} is {text}" if change else "is deleted"
    typer.echo(f"{id}: {done}; `lz preview --sandbox` does not know, a refresh finds it")


def can(directory: Path, principal: str, verb: str, resource: str) -> None:
    """Say whether a principal may do something, and why."""
    with _opened(open_project(directory)) as clouds:
        decision = clouds.can(principal, verb, resource)
    typer.echo(f"{'yes' if decision else 'no'}: {decision.because}")
    raise typer.Exit(CLEAN if decision else REFUSED)


def _home(project: Project) -> Home:
    home = Home(state_folder(project.root))
    home.prepare()
    return home


@contextmanager
def _opened(project: Project) -> Generator[Sandbox]:
    """Open the simulated clouds for oneself: a server would not see what changes."""
    home = Home(state_folder(project.root))
    if not home.clouds.exists():
        raise InputError("nothing was deployed here yet; `lz up --sandbox` does it")
    lock = locked(home.path)
    if lock is None:
        raise InUseError(words(home.path))
    with lock:
        clouds = Sandbox(home.clouds)
        try:
            yield clouds
        finally:
            clouds.close()


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text

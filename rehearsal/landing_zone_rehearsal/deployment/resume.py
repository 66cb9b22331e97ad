"""What a killed run leaves behind: locks of dead processes, and creations nobody wrote down.

The engine notes a creation in the state before it asks the provider, and takes the note away when
it has an answer. After a crash of the engine the note is still there; after a crash of the
provider it is gone, so what failed is noted here, or read from the events where `lz` itself was
killed. In each case the simulated clouds know what they
created, and for which URN. `pulumi refresh --import-pending-creates` is of no help: that of 3.259
drops the notes without taking over what they are about.

https://www.pulumi.com/docs/support/troubleshooting/common-issues/interrupted-updates/
"""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from landing_zone_rehearsal.sandbox.store import Store

from .events import read
from .home import Home
from .outcome import Step
from .statefile import StateFile

CREATING = ("create", "create-replacement")

RECORDED = ("urn", "type", "custom", "parent", "provider", "inputs", "protect")
"""What the engine's events say of a resource that its state file says too."""


class Unfinished:
    """What an earlier run of a stack began and did not end."""

    def __init__(self, home: Home, state: StateFile) -> None:
        """Say which stack's."""
        self._state = state
        self._notes = home.stacks / state.project / f"{state.stack}.failed.json"
        self._clouds = home.clouds

    def has_stale_locks(self) -> bool:
        """Whether the stack is locked, and by none that may still run."""
        locks = [*self._state.locks.glob("*.json")]
        return bool(locks) and not any(map(_is_held, locks))

    def recover(self) -> None:
        """Note what failed in runs whose `lz` was killed: the engine went on telling its events.

        It ended when the clouds did, so that its state knows of nothing that was begun.
        """
        if any(map(_is_held, self._state.locks.glob("*.json"))):
            return
        ours = f"urn:pulumi:{self._state.stack}::{self._state.project}::"
        for events in self._state.home.path.glob("run-*/events"):
            steps = read(events).steps.values()
            if any(step.urn.startswith(ours) for step in steps):
                self.note(steps)
                shutil.rmtree(events.parent)

    def is_pending(self) -> bool:
        """Whether anything was begun."""
        return self._notes.exists() or bool(self._state.latest().get("pending_operations"))

    def created(self) -> list[dict[str, Any]]:
        """Return what the clouds created and the state does not have, as a state has it."""
        latest = self._state.latest()
        pending = [
            each["resource"]
            for each in latest.get("pending_operations") or ()
            if each["type"] == "creating"
        ]
        wanted = {each["urn"]: each for each in [*self._failed(), *pending]}
        known = {(each["urn"], each.get("id")) for each in latest.get("resources") or ()}
        found = {urn: id for urn, id in self._ids(wanted) if (urn, id) not in known}
        return [{**wanted[urn], "id": id} for urn, id in found.items()]

    def note(self, steps: Iterable[Step]) -> None:
        """Write down which creations failed: a provider that died may have made them."""
        failed = [
            {name: step.new[name] for name in RECORDED if name in step.new}
            for step in steps
            if step.status == "failed" and step.op in CREATING and step.new
        ]
        if failed:
            self._notes.write_text(json.dumps([*self._failed(), *failed]), encoding="utf-8")

    def forget(self) -> None:
        """Forget which creations failed."""
        self._notes.unlink(missing_ok=True)

    def _failed(self) -> list[dict[str, Any]]:
        return json.loads(self._notes.read_text("utf-8")) if self._notes.exists() else []

    def _ids(self, urns: Iterable[str]) -> list[tuple[str, str]]:
        wanted, store = {*urns}, Store(self._clouds)
        try:
            living = [each for each in store.objects() if each.left is None]
            return [(each.urn, each.id) for each in living if each.urn in wanted]
        finally:
            store.close()


def adopted(state: Mapping[str, Any], found: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return an exported state with what was found in it, and without anything begun.

    What it replaces takes the place behind it, to be deleted by the next `up`: others may need it
    until then.
    """
    deployment: dict[str, Any] = dict(state["deployment"])
    resources: list[dict[str, Any]] = list(deployment.get("resources") or [])
    for each in found:
        made = {"dependencies": _needed(each, resources), **each}
        at = _place(resources, each["urn"])
        if at < len(resources):
            resources[at] = {**resources[at], "delete": True}
        resources.insert(at, made)
    deployment |= {"resources": resources, "pending_operations": []}
    return {**state, "deployment": deployment}


def _place(resources: Sequence[Mapping[str, Any]], urn: str) -> int:
    alive = [n for n, each in enumerate(resources) if each["urn"] == urn and not each.get("delete")]
    return alive[0] if alive else len(resources)


def _needed(made: Mapping[str, Any], resources: Iterable[Mapping[str, Any]]) -> list[str]:
    """Name what a resource depends on, by the IDs among its inputs."""
    inputs = json.dumps(made.get("inputs") or {})
    return [each["urn"] for each in resources if each.get("id") and f'"{each["id"]}"' in inputs]


def _is_held(lock: Path) -> bool:
    """Whether the process that a lock names may still be there."""
    try:
        told = json.loads(lock.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return True
    if told.get("hostname") not in (None, socket.gethostname()):
        return True
    try:
        os.kill(int(told.get("pid", 0)), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True

"""A program that stands in for the engine, so that what `lz` makes of it is tested without one."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from landing_zone_cli import deploying

SHELL = """#!/bin/sh
[ "$1" = version ] && echo v3.259.0 && exit
exec '{python}' -S "${{0%/*}}/engine.py" "$@"
"""

ENGINE = """
import json, os, sys
told = sys.argv[1:]
words = [each for each in told if not each.startswith("-")]
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "told.jsonl"), "a") as file:
    pulumis = {name: each for name, each in os.environ.items() if name.startswith("PULUMI_")}
    file.write(json.dumps({"arguments": told, "environment": pulumis}) + "\\n")
script = os.path.join(here, words[0] + ".json")
answer = json.load(open(script)) if os.path.exists(script) else {}
if "--event-log" in told:
    with open(told[told.index("--event-log") + 1], "w") as log:
        for event in answer.get("events", []):
            log.write(json.dumps(event) + "\\n")
if words[:2] == ["stack", "init"]:
    at = os.environ["PULUMI_BACKEND_URL"].removeprefix("file://").partition("?")[0]
    folder = os.path.join(at, ".pulumi", "stacks", "mine")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, words[2] + ".json"), "w") as state:
        json.dump({"checkpoint": {"latest": {"resources": answer.get("resources", [])}}}, state)
sys.stderr.write(answer.get("errors", ""))
sys.exit(answer.get("code", 0))
"""
"""Answers each command from a file beside it, and writes down what it was told."""

LAKE = "urn:pulumi:dev::mine::landing-zone:index:DataLake::lake"
URN = "urn:pulumi:dev::mine::landing-zone:index:DataLake${}::{}"
BUCKET = "aws:s3/bucket:Bucket"


class Engine:
    """The stand-in, and what it answers."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.path = folder / "pulumi"
        for name in ("pulumi", "pulumi-language-python", "pulumi-language-python-exec"):
            (folder / name).write_text(SHELL.format(python=sys.executable))
            (folder / name).chmod(0o755)
        self.program = folder / "engine.py"
        self.program.write_text(ENGINE)

    def answers(self, command: str, *events, code: int = 0, errors: str = "", resources=()):
        """Say what a command does."""
        answer = {"events": events, "code": code, "errors": errors, "resources": resources}
        self.path.with_name(f"{command}.json").write_text(json.dumps(answer))

    def interrupts(self, command: str) -> None:
        """Let a command send us what Ctrl-C sends, and then succeed all the same."""
        waits = (
            "import signal, time\n"
            f"if words[0] == {command!r}:\n"
            "    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))\n"
            f"    os.kill({os.getpid()}, signal.SIGINT)\n"
            "    time.sleep(30)\n"
        )
        self.program.write_text(self.program.read_text().replace("answer =", f"{waits}answer ="))

    @property
    def told(self) -> list[dict[str, Any]]:
        """What it was asked for, in order."""
        file = self.path.with_name("told.jsonl")
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def commands(self) -> list[str]:
        """The first word of each command that it ran."""
        return [each["arguments"][0] for each in self.told]


class NoClouds:
    """Stands in for the process of the simulated clouds."""

    def __init__(self, *arguments, **options):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def environment(self):
        return {"PULUMI_DEBUG_PROVIDERS": "aws:1"}


def engine(folder: Path, monkeypatch) -> Engine:
    """Let `lz` use the stand-in, and no clouds."""
    made = Engine(folder / "engine")
    monkeypatch.setenv("LZ_PULUMI", str(made.path))
    monkeypatch.setattr(deploying, "SandboxProcess", NoClouds)
    return made


def nowhere(folder: Path, monkeypatch) -> None:
    """Let there be no engine."""
    monkeypatch.setenv("LZ_PULUMI", str(folder / "nowhere"))


def step(op: str, name: str, event: str = "resOutputsEvent", type: str = BUCKET, **changes):
    """Return an event of the engine's."""
    urn = URN.format(type, name)
    state = {"urn": urn, "type": type, "custom": True, "id": f"{name}-id", "parent": LAKE}
    old = {**state, "inputs": changes.pop("old", {}), "protect": changes.get("protect", False)}
    new = {**state, "inputs": changes.pop("new", {})}
    metadata = {
        "urn": urn,
        "type": type,
        "op": op,
        "old": None if op == "create" else old,
        "new": None if op == "delete" else new,
        "keys": changes.pop("keys", None),
    }
    return {event: {"metadata": metadata}}


def lake():
    """Return the event about the component that the others are in."""
    type = "landing-zone:index:DataLake"
    state = {"urn": LAKE, "type": type, "inputs": {}}
    metadata = {"urn": LAKE, "type": type, "op": "same", "old": state, "new": state}
    return {"resOutputsEvent": {"metadata": metadata}}


def outputs(**given):
    """Return the event that tells the stack's outputs."""
    type = "pulumi:pulumi:Stack"
    urn = f"urn:pulumi:dev::mine::{type}::mine-dev"
    state = {"urn": urn, "type": type, "inputs": {}, "outputs": given}
    metadata = {"urn": urn, "type": type, "op": "same", "new": state}
    return {"resOutputsEvent": {"metadata": metadata}}


def complaint(message: str, name: str = "", severity: str = "error"):
    """Return the event by which the engine passes on what somebody says."""
    urn = URN.format(BUCKET, name) if name else ""
    return {"diagnosticEvent": {"urn": urn, "message": message, "severity": severity}}


def private(path: Path) -> bool:
    """Say whether a file is for its owner alone."""
    return path.stat().st_mode & 0o077 == 0

"""The real engine on the simulated clouds: what our code adds to it.

The bare program declares the same resources with the same parents, literal inputs and nothing to
compute: the same SDK classes, the same engine, the same simulated cloud, and none of our library.
"""

import json
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc

from benchmarks.bare import ROOT, bare_resources
from benchmarks.figure import Figure, ratio
from landing_zone_rehearsal import record_project
from landing_zone_rehearsal.deployment import Rehearsal, SandboxProcess
from landing_zone_rehearsal.engine import Engine, find

CLOUDS = ("aws", "gcp", "azure")
UP_AT_MOST = 3.0
"""What the issue of this engine promised: at most three times the bare program's `up`."""
PREVIEW_AT_MOST = 3.0
"""The engine's preview waits for a process and a protocol that a plan does without."""
CALL_AT_MOST = 10.0
"""What checking costs the sandbox, in calls that do nothing."""
CALLS = 300


def figures() -> Iterator[Figure]:
    """Yield the figures; none where the engine can't be had."""
    engine = find(ROOT)
    if engine is None:
        print("no engine here (make engine): its figures are left out", flush=True)
        return
    for cloud in CLOUDS:
        stack = f"prod-{cloud}"
        yield _up(engine, stack)
        yield _preview(engine, stack)
    yield _calls()


def _up(engine: Engine, stack: str) -> Figure:
    with tempfile.TemporaryDirectory() as scratch:
        bare = _bare_project(Path(scratch), stack)
        value = ratio(
            lambda: _deployed(engine, ROOT, stack),
            lambda: _deployed(engine, bare, stack),
            rounds=2,
            at_most=UP_AT_MOST,
        )
    return Figure(f"up of {stack} over the up of a bare program", value, UP_AT_MOST)


def _preview(engine: Engine, stack: str) -> Figure:
    command = [sys.executable, "-m", "landing_zone_cli", "plan", stack]
    plan = partial(subprocess.run, command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with Stage(engine, ROOT, stack) as stage:
        value = ratio(
            lambda: _must(stage.rehearsal.preview()), plan, rounds=2, at_most=PREVIEW_AT_MOST
        )
    return Figure(f"the engine's preview of {stack} over lz plan", value, PREVIEW_AT_MOST)


def _calls() -> Figure:
    """Compare a call that checks a resource's inputs with a call that does nothing."""
    urn = "urn:pulumi:bench::bench::aws:ec2/subnet:Subnet::node-a"
    request = provider_pb2.CheckRequest(urn=urn)
    request.news.update({"vpcId": "vpc-1", "cidrBlock": "10.0.0.0/24", "tags": {"stage": "prod"}})
    with (
        tempfile.TemporaryDirectory() as scratch,
        SandboxProcess(Path(scratch)) as sandbox,
        grpc.insecure_channel(f"127.0.0.1:{sandbox.port}") as channel,
    ):
        stub: Any = provider_pb2_grpc.ResourceProviderStub(channel)
        value = ratio(
            lambda: _repeat(lambda: stub.Check(request)),
            lambda: _repeat(lambda: stub.GetPluginInfo(Empty())),
            rounds=3,
            at_most=CALL_AT_MOST,
        )
        started = time.perf_counter()
        _repeat(lambda: stub.Check(request))
        per_second = CALLS / (time.perf_counter() - started)
    what = f"a provider call that checks inputs ({per_second:,.0f} a second) over an empty one"
    return Figure(what, value, CALL_AT_MOST)


def _repeat(call: Callable[[], object]) -> None:
    for _ in range(CALLS):
        call()


class Stage(AbstractContextManager["Stage"]):
    """An empty simulated cloud, and a stack that is to be deployed there."""

    def __init__(self, engine: Engine, project: Path, stack: str) -> None:
        self._scratch = tempfile.TemporaryDirectory()
        state = Path(self._scratch.name)
        self._process = SandboxProcess(state)
        self._make = partial(Rehearsal, project, stack, engine=engine, state=state)

    def __enter__(self) -> Self:
        """Start the simulated cloud."""
        environment = self._process.__enter__().environment()
        self.rehearsal = self._make(environment=environment)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it, and forget it."""
        self._process.__exit__(kind, error, trace)
        self._scratch.cleanup()


def _deployed(engine: Engine, project: Path, stack: str) -> None:
    with Stage(engine, project, stack) as stage:
        _must(stage.rehearsal.up())


def _must(outcome: Any) -> None:
    if not outcome.ok:
        raise RuntimeError("\n".join(each.message for each in outcome.errors))


def _bare_project(directory: Path, stack: str) -> Path:
    """Write a project whose program declares what the stack's does, from literals."""
    resources = bare_resources(record_project(ROOT, stack, preview=False))
    (directory / "resources.pickle").write_bytes(pickle.dumps(resources))
    shutil.copy(Path(__file__).parent / "bare_program.py", directory / "__main__.py")
    environment = str(ROOT / ".venv")
    runtime = {"name": "python", "options": {"toolchain": "pip", "virtualenv": environment}}
    project = {"name": "landing-zone", "runtime": runtime}
    (directory / "Pulumi.yaml").write_text(json.dumps(project))
    (directory / f"Pulumi.{stack}.yaml").write_text("{}")
    return directory

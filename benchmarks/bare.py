"""`lz plan` of a prod zone against a bare program that registers the same resources.

The bare program calls the same SDK classes with the plan's literal inputs under Pulumi's stock
mocks, which look their answers up, with the garbage collector off. It has no parents, providers or
dependencies to resolve and nothing to show: nobody could declare these resources with less.
"""

import asyncio
import contextvars
import gc
import io
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pulumi
import yaml
from pulumi.runtime import mocks
from pulumi.runtime.stack import run_pulumi_func

from benchmarks.classes import arguments, plain, sdk_class
from benchmarks.figure import Figure, ratio
from landing_zone_cli import plan
from landing_zone_rehearsal import Recording, Resource, record_project

AT_MOST = 1.25
ROOT = Path(__file__).parent.parent
PROVIDER = "pulumi:providers:"
STACK = "pulumi:pulumi:Stack"

MORE_POOLS = {
    "notes": {"accelerator": ["t4", "l4"], "purpose": "notebook"},
    "batch": {"accelerator": ["a10", "l4", "t4"], "max_nodes": 8, "capacity": ["spot"]},
}
"""With those of the stack they are four."""

Answers = Mapping[tuple[str, str], tuple[str, dict[Any, Any]]]


class Call(NamedTuple):
    """What the bare program calls, and with what."""

    kind: Any
    positional: tuple[Any, ...]
    inputs: dict[str, Any]


class Lookup(mocks.Mocks):
    """Answers with what a recording has, so that answering costs nothing."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[Any, Any]]:
        """Answer with the resource's ID and outputs."""
        return self._answers.get((args.typ, args.name), ("", {}))

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[Any, Any], None]:
        """Answer a data source, of which the bare program has none."""
        raise NotImplementedError(args.token)


def figures() -> Iterator[Figure]:
    """Yield a figure for each cloud."""
    for cloud in ("aws", "gcp", "azure"):
        stack = f"prod-{cloud}"
        with tempfile.TemporaryDirectory() as scratch:
            project = _with_four_pools(Path(scratch), stack)
            deployed = record_project(project, stack, preview=False)
            calls, answers = list(_calls(deployed)), dict(_answers(deployed))
            value = ratio(
                partial(_plan, project, stack),
                partial(_run, calls, answers),
                rounds=11,
                at_most=AT_MOST,
            )
        what = f"lz plan {stack} with four pools ({len(calls)} resources) over a bare program"
        yield Figure(what, value, AT_MOST)


def bare_resources(recording: Recording) -> list[dict[str, Any]]:
    """Return what a bare program needs to declare what was recorded, by literal inputs."""
    return [
        {
            "urn": resource.urn,
            "type": resource.type,
            "name": resource.name,
            "parent": resource.parent,
            "provider": resource.provider_urn,
            "depends_on": resource.dependencies,
            "protect": resource.protect,
            **_declared_as(resource),
        }
        for resource in recording.resources
        if resource.type != STACK
    ]


def _declared_as(resource: Resource) -> dict[str, Any]:
    if resource.type.startswith(PROVIDER):
        return {"package": resource.type.removeprefix(PROVIDER), "inputs": plain(resource.inputs)}
    if not resource.custom:
        return {}
    kind = sdk_class(resource)
    inputs = dict(arguments(kind, resource.inputs))
    return {"module": kind.__module__, "kind": kind.__name__, "inputs": inputs}


def _with_four_pools(directory: Path, stack: str) -> Path:
    """Copy the project, and describe more pools."""
    shutil.copy(ROOT / "Pulumi.yaml", directory)
    shutil.copytree(ROOT / "stacks", directory / "stacks")
    file = directory / "stacks" / f"Pulumi.{stack}.yaml"
    contents = yaml.safe_load(file.read_text(encoding="utf-8"))
    contents["config"]["landing-zone:zone"]["gpu_pool"].update(MORE_POOLS)
    file.write_text(yaml.safe_dump(contents), encoding="utf-8")
    return directory


def _plan(project: Path, stack: str) -> None:
    with redirect_stdout(io.StringIO()):
        plan.run(plan.Request(directory=project, stack=stack))


def _run(calls: list[Call], answers: Answers) -> None:
    async def program() -> None:
        mocks.set_mocks(Lookup(answers), preview=False)
        await run_pulumi_func(declare)

    def declare() -> None:
        for kind, positional, inputs in calls:
            kind(*positional, **inputs)

    gc.disable()
    try:
        contextvars.copy_context().run(asyncio.run, program())
    finally:
        gc.enable()


def _calls(recording: Recording) -> Iterator[Call]:
    for resource in recording.resources:
        if resource.type.startswith(PROVIDER):
            package = resource.type.removeprefix(PROVIDER)
            props = {"props": plain(resource.inputs)}
            yield Call(pulumi.ProviderResource, (package, resource.name), props)
        elif resource.custom:
            kind = sdk_class(resource)
            inputs = dict(arguments(kind, resource.inputs))
            yield Call(kind, (resource.name,), inputs)
        elif resource.type != STACK:
            yield Call(pulumi.ComponentResource, (resource.type, resource.name), {})


def _answers(recording: Recording) -> Iterator[tuple[tuple[str, str], tuple[str, dict[Any, Any]]]]:
    for resource in recording.resources:
        if resource.custom:
            yield (resource.type, resource.name), (str(resource.id or ""), plain(resource.outputs))

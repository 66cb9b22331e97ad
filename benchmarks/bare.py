"""`lz plan` of a prod zone against a bare program that registers the same resources.

The bare program calls the same SDK classes with the plan's literal inputs under Pulumi's stock
mocks, with the garbage collector off: nobody could declare these resources with less.
"""

import asyncio
import contextvars
import gc
from collections.abc import Iterator
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any, cast

import pulumi
from pulumi.runtime import mocks
from pulumi.runtime.stack import run_pulumi_func

from benchmarks.figure import Figure, ratio
from landing_zone_rehearsal import Recording, Resource, record_project
from landing_zone_rehearsal.document import to_document

ROOT = Path(__file__).parent.parent


class Echo(mocks.Mocks):
    """Gives back what it is given."""

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict[Any, Any]]:
        """Answer with the inputs and an ID."""
        return f"{args.name}-id", cast("dict[Any, Any]", args.inputs)

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[Any, Any], None]:
        """Answer with the arguments."""
        return cast("dict[Any, Any]", args.args), None


def figures() -> Iterator[Figure]:
    """Yield a figure for each cloud."""
    for cloud in ("aws", "gcp", "azure"):
        stack = f"prod-{cloud}"
        deployed = record_project(ROOT, stack, preview=False)
        calls = list(_calls(deployed))
        value = ratio(
            lambda stack=stack: to_document(record_project(ROOT, stack)),
            lambda calls=calls: _run(calls),
        )
        count = len(deployed.resources)
        yield Figure(f"plan of {stack} ({count} resources) over a bare program", value, 1.25)


def _run(calls: list[tuple[Any, str, dict[str, Any]]]) -> None:
    def declare() -> None:
        for kind, name, inputs in calls:
            if isinstance(kind, str):
                pulumi.ComponentResource(kind, name)
            else:
                kind(name, **inputs)

    async def program() -> None:
        mocks.set_mocks(Echo(), preview=False)
        await run_pulumi_func(declare)

    gc.disable()
    try:
        contextvars.copy_context().run(asyncio.run, program())
    finally:
        gc.enable()


def _calls(recording: Recording) -> Iterator[tuple[Any, str, dict[str, Any]]]:
    for resource in recording.resources:
        if resource.type.startswith("pulumi:"):
            continue
        if not resource.custom:
            yield resource.type, resource.name, {}
        else:
            kind = _sdk_class(resource)
            yield kind, resource.name, dict(_arguments(kind, resource.inputs))


def _sdk_class(resource: Resource) -> Any:
    package, module, name = resource.type.split(":")
    module = module.partition("/")[0]
    path = f"pulumi_{package.replace('-', '_')}" + (f".{module}" if module != "index" else "")
    return getattr(import_module(path), name)


def _arguments(kind: Any, inputs: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    parameters = signature(getattr(kind, "_internal_init")).parameters  # noqa: B009
    known = {name.replace("_", "").lower(): name for name in parameters}
    for name, value in inputs.items():
        argument = known.get(name.replace("_", "").lower())
        if argument:
            yield argument, value

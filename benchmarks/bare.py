"""`lz plan` of a prod zone against a bare program that registers the same resources.

The bare program calls the same SDK classes with the plan's literal inputs under Pulumi's stock
mocks, which look their answers up, with the garbage collector off. It has no parents, providers or
dependencies to resolve and nothing to show: nobody could declare these resources with less.
"""

import asyncio
import contextvars
import gc
import io
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from functools import partial
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any, NamedTuple, Union, cast, get_args, get_origin

import pulumi
from pulumi.runtime import mocks
from pulumi.runtime.stack import run_pulumi_func

from benchmarks.figure import Figure, ratio
from landing_zone_cli import plan
from landing_zone_rehearsal import Recording, Resource, Secret, record_project

AT_MOST = 1.25
ROOT = Path(__file__).parent.parent
PROVIDER = "pulumi:providers:"
STACK = "pulumi:pulumi:Stack"

SDK_TYPES: Any = import_module("pulumi._types")
"""What the SDK knows of the types of nested inputs."""

Answers = Mapping[tuple[str, str], tuple[str, dict[Any, Any]]]


class Call(NamedTuple):
    """What the bare program calls, and with what."""

    kind: Any
    arguments: tuple[Any, ...]
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
        deployed = record_project(ROOT, stack, preview=False)
        calls, answers = list(_calls(deployed)), dict(_answers(deployed))
        value = ratio(
            partial(_plan, stack), partial(_run, calls, answers), rounds=11, at_most=AT_MOST
        )
        what = f"lz plan {stack} ({len(calls)} resources) over a bare program"
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
        return {"package": resource.type.removeprefix(PROVIDER), "inputs": dict(resource.inputs)}
    if not resource.custom:
        return {}
    kind = _sdk_class(resource)
    inputs = dict(_inputs(kind, resource.inputs))
    return {"module": kind.__module__, "kind": kind.__name__, "inputs": inputs}


def _plan(stack: str) -> None:
    with redirect_stdout(io.StringIO()):
        plan.run(plan.Request(directory=ROOT, stack=stack))


def _run(calls: list[Call], answers: Answers) -> None:
    async def program() -> None:
        mocks.set_mocks(Lookup(answers), preview=False)
        await run_pulumi_func(declare)

    def declare() -> None:
        for kind, arguments, inputs in calls:
            kind(*arguments, **inputs)

    gc.disable()
    try:
        contextvars.copy_context().run(asyncio.run, program())
    finally:
        gc.enable()


def _calls(recording: Recording) -> Iterator[Call]:
    for resource in recording.resources:
        if resource.type.startswith(PROVIDER):
            package = resource.type.removeprefix(PROVIDER)
            props = {"props": dict(resource.inputs)}
            yield Call(pulumi.ProviderResource, (package, resource.name), props)
        elif resource.custom:
            kind = _sdk_class(resource)
            inputs = dict(_inputs(kind, resource.inputs))
            yield Call(kind, (resource.name,), inputs)
        elif resource.type != STACK:
            yield Call(pulumi.ComponentResource, (resource.type, resource.name), {})


def _answers(recording: Recording) -> Iterator[tuple[tuple[str, str], tuple[str, dict[Any, Any]]]]:
    for resource in recording.resources:
        if resource.custom:
            yield (resource.type, resource.name), (str(resource.id or ""), _plain(resource.outputs))


def _sdk_class(resource: Resource) -> Any:
    package, module, name = resource.type.split(":")
    module = module.partition("/")[0]
    path = f"pulumi_{package.replace('-', '_')}" + (f".{module}" if module != "index" else "")
    return getattr(import_module(path), name)


def _inputs(kind: Any, inputs: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the inputs by the names of the class's parameters; one without a parameter raises."""
    hints = SDK_TYPES.input_type_types(_arguments_class(kind))
    parameters = signature(getattr(kind, "_internal_init")).parameters  # noqa: B009
    known = {name.replace("_", "").lower(): name for name in parameters}
    for name, value in inputs.items():
        yield known[name.lower()], _as_written(_plain(value), hints.get(name))


def _arguments_class(kind: Any) -> Any:
    return getattr(import_module(kind.__module__), f"{kind.__name__}Args")


def _as_written(value: Any, hint: Any) -> Any:
    """Return a value with the keys a program writes, which the SDK translates to the cloud's."""
    inner = get_args(hint)
    if get_origin(hint) is Union:
        return _as_written(value, inner[0])
    if isinstance(value, list):
        found = cast("list[Any]", value)
        return [_as_written(each, inner[0] if inner else None) for each in found]
    if not SDK_TYPES.is_input_type(hint):
        return value
    hints = SDK_TYPES.input_type_types(hint)
    names = {cloud: own for own, cloud in SDK_TYPES.input_type_py_to_pulumi_names(hint).items()}
    given = cast("dict[str, Any]", value).items()
    return {names.get(key, key): _as_written(each, hints.get(key)) for key, each in given}


def _plain(value: Any) -> Any:
    match value:
        case Secret():
            return _plain(value.value)
        case Mapping():
            found = cast("Mapping[str, Any]", value)
            return {name: _plain(each) for name, each in found.items()}
        case list():
            return [_plain(each) for each in cast("list[Any]", value)]
        case _:
            return value

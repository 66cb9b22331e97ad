"""What the engine may ask of a language host: to run programs, policy packs and providers."""

# ruff: noqa: N802 (the names are the protocol's, whose messages have no types of use)
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportIncompatibleMethodOverride=false

from __future__ import annotations

import asyncio
import json
import tomllib
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, TypeVar

import grpc.aio
from google.protobuf import empty_pb2
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2

from . import packages
from .children import Children
from .interpreter import Refusal, environment_of, python_of
from .program import NO_COLLECTOR

T = TypeVar("T")

UNLIMITED = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]

ERROR_WAS_SHOWN = 32
"""The exit code by which Pulumi's script says that the user has been told of the error."""

CHUNK_BYTES = 1 << 16
"""How much of a plugin's output is passed on at once."""


class Runtime(language_pb2_grpc.LanguageRuntimeServicer):
    """Runs Python for the engine, in the environment that the project names."""

    def __init__(self, runner: Path, engine: str) -> None:
        """Take Pulumi's own script that runs a program, and the engine's address."""
        self.children = Children()
        self._runner = runner
        self._engine = engine

    def server(self) -> grpc.aio.Server:
        """Return a server that offers this."""
        server = grpc.aio.server(options=UNLIMITED)
        language_pb2_grpc.add_LanguageRuntimeServicer_to_server(self, server)
        return server

    async def Handshake(self, request: Any, _: Any) -> Any:
        """Learn where the engine is, from one that attached to us instead of starting us."""
        self._engine = request.engine_address or self._engine
        return language_pb2.LanguageHandshakeResponse()

    async def GetPluginInfo(self, *_: Any) -> Any:
        """Say nothing of a version: we are part of what the engine came with."""
        return plugin_pb2.PluginInfo()

    async def About(self, request: Any, context: Any) -> Any:
        """Say which Python runs the program, for `pulumi about`."""
        python = await _or_abort(context, python_of, request.info)
        version = await self._said(
            python, "-c", "import platform; print(platform.python_version())"
        )
        return language_pb2.AboutResponse(executable=str(python), version=version.strip())

    async def GetRequiredPackages(self, request: Any, context: Any) -> Any:
        """List the provider plugins that the environment's SDKs want."""
        found = await self._installed(request.info, context)
        plugins = [
            plugin_pb2.PackageDependency(kind="resource", **plugin) for plugin in found["plugins"]
        ]
        return language_pb2.GetRequiredPackagesResponse(packages=plugins)

    async def GetProgramDependencies(self, request: Any, context: Any) -> Any:
        """List the environment's packages: all, or those that nothing else there requires."""
        found = await self._installed(request.info, context)
        wanted = [
            language_pb2.DependencyInfo(name=each["name"], version=each["version"])
            for each in found["packages"]
            if request.transitiveDependencies or not each["required"]
        ]
        return language_pb2.GetProgramDependenciesResponse(dependencies=wanted)

    async def InstallDependencies(self, *_: Any) -> AsyncIterator[Any]:
        """Install nothing: environments are made by what the project has for it."""
        for nothing in ():
            yield nothing

    async def Run(self, request: Any, _: Any) -> Any:
        """Run a program; what it prints goes where our own output goes."""
        try:
            python = python_of(request.info)
        except Refusal as refusal:
            return language_pb2.RunResponse(error=str(refusal))
        environment = {
            **environment_of(python),
            "PULUMI_CONFIG": json.dumps(dict(request.config)),
            "PULUMI_CONFIG_SECRET_KEYS": json.dumps(list(request.configSecretKeys)),
        }
        arguments = [NO_COLLECTOR, str(self._runner), *_run_arguments(request, self._engine)]
        async with self.children.running(python, arguments, environment=environment) as child:
            return _run_response(await child.wait())

    async def RunPlugin(self, request: Any, context: Any) -> AsyncIterator[Any]:
        """Run a policy pack or a provider, and pass on what it prints, stream by stream."""
        python = await _or_abort(context, python_of, request.info)
        arguments = await _or_abort(context, _plugin_arguments, request)
        environment = environment_of(python) | dict(each.split("=", 1) for each in request.env)
        async with self.children.running(
            python, arguments, environment=environment, directory=request.pwd, output=PIPE
        ) as child:
            async for response in _output(child):
                yield response
            yield language_pb2.RunPluginResponse(exitcode=await child.wait())

    async def Cancel(self, *_: Any) -> Any:
        """End what runs."""
        await self.children.end()
        return empty_pb2.Empty()

    async def _installed(self, info: Any, context: Any) -> dict[str, list[dict[str, Any]]]:
        python = await _or_abort(context, python_of, info)
        return json.loads(await self._said(python, packages.__file__))

    async def _said(self, python: Path, *arguments: str) -> str:
        child = await asyncio.create_subprocess_exec(python, *arguments, stdout=PIPE)
        return (await child.communicate())[0].decode()


async def _or_abort(context: Any, ask: Callable[[Any], T], subject: Any) -> T:
    """Return an answer, or end the call with the reason why there is none."""
    try:
        return ask(subject)
    except Refusal as refusal:
        return await context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(refusal))


def _run_arguments(request: Any, engine: str) -> list[str]:
    """Return what Pulumi's script is told of a run."""
    options = {
        "project": request.project,
        "stack": request.stack,
        "organization": request.organization,
        "root_directory": request.info.root_directory,
        "pwd": request.pwd,
        "monitor": request.monitor_address,
        "engine": engine,
        "parallel": str(request.parallel),
        "dry_run": str(request.dryRun).lower(),
    }
    told = [f"--{name}={value}" for name, value in options.items() if value]
    return [*told, request.info.entry_point or ".", *request.args]


def _run_response(code: int) -> Any:
    if code == 0:
        return language_pb2.RunResponse()
    if code == ERROR_WAS_SHOWN:
        return language_pb2.RunResponse(bail=True)
    how = f"was ended by signal {-code}" if code < 0 else f"exited with code {code}"
    return language_pb2.RunResponse(error=f"the program {how}")


def _plugin_arguments(request: Any) -> list[str]:
    """Return how Python runs what lies in a plugin's directory.

    Raises:
        Refusal: if there is nothing that it could run.
    """
    folder, given = request.info.program_directory, list(request.args)
    if request.kind == "analyzer":
        return ["-m", "pulumi.policy", *given, folder]
    if Path(folder, "__main__.py").exists():
        return [folder, *given]
    project = Path(folder, "pyproject.toml")
    if not project.exists():
        raise Refusal(f"{folder} has neither __main__.py nor pyproject.toml, so it cannot be run")
    name = tomllib.loads(project.read_text(encoding="utf-8")).get("project", {}).get("name", "")
    return ["-m", "pulumi.run.plugin", name, *given]


async def _output(child: Process) -> AsyncIterator[Any]:
    """Yield what a process prints, as it comes, until both of its streams have ended."""
    queue = asyncio.Queue[Any]()

    async def read(name: str) -> None:
        while chunk := await getattr(child, name).read(CHUNK_BYTES):
            await queue.put(language_pb2.RunPluginResponse(**{name: chunk}))
        await queue.put(None)

    readers = [asyncio.create_task(read(name)) for name in ("stdout", "stderr")]
    try:
        for _ in readers:
            while response := await queue.get():
                yield response
    finally:
        for reader in readers:
            reader.cancel()

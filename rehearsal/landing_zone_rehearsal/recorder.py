"""Runs a Pulumi program without an engine, a plugin or an account, and records what it declares."""

from __future__ import annotations

import asyncio
import contextvars
import os
import threading
import time
from collections.abc import Callable, Collection, Mapping
from inspect import isawaitable
from pathlib import Path

from pulumi.runtime import config as pulumi_config
from pulumi.runtime import stack as pulumi_stack
from pulumi.runtime.proto import engine_pb2
from pulumi.runtime.settings import Settings

from .clouds import Clouds
from .internals import configure
from .ledger import Ledger
from .loop import Loop
from .monitor import Monitor
from .providers import Providers, disabled_default_providers
from .recording import Log, Recording
from .speed import run_in_context
from .urns import Namer

SEVERITIES = {engine_pb2.INFO: "info", engine_pb2.WARNING: "warning", engine_pb2.ERROR: "error"}


def record(
    program: Callable[[], object],
    *,
    project: str = "landing-zone",
    stack: str = "dev",
    organization: str = "organization",
    config: Mapping[str, str] | None = None,
    secret_keys: Collection[str] = (),
    preview: bool = True,
    clouds: Clouds | None = None,
    root_directory: str | os.PathLike[str] | None = None,
) -> Recording:
    """Run a program and record what it declares.

    Each run stands alone: nothing of it is left behind, and any number may run in one process,
    in threads too. What the program raises is raised here, as itself.

    Example:
        >>> recording = record(lambda: aws.s3.Bucket("raw"), config={"aws:region": "eu-west-1"})
        >>> [bucket.name for bucket in recording.find("aws:s3/bucket:Bucket")]
        ['raw']

    Args:
        program: The program: a function, which may be asynchronous.
        project: Name of the project; part of every URN.
        stack: Name of the stack; part of every URN.
        organization: What `pulumi.get_organization()` says.
        config: Configuration by key, `namespace:name`; structured values as JSON text. A key
            without a namespace belongs to the project.
        secret_keys: Keys of the configuration that are secret.
        preview: Whether IDs and computed properties are unknown, as in `pulumi preview`.
            Otherwise they come from the clouds' models, and every `apply` runs.
        clouds: What the clouds answer.
        root_directory: What `pulumi.get_root_directory()` says; the current one by default.
    """
    settings = _qualified(config or {}, project)
    secrets = _qualified(dict.fromkeys(secret_keys, ""), project).keys()
    recording = Recording(project, stack, preview)
    namer = Namer(project, stack)
    disabled = disabled_default_providers(settings)
    providers = Providers(recording, namer, settings, secrets, disabled)
    ledger = Ledger(recording, clouds or Clouds(), namer, providers)

    def run() -> None:
        monitor = Monitor(ledger)
        run_settings = Settings(
            project=project,
            stack=stack,
            monitor=monitor,
            engine=_Engine(recording),
            dry_run=preview,
            organization=organization,
            root_directory=str(root_directory or Path.cwd()),
        )
        pulumi_config.set_all_config(dict(settings), list(secrets))
        configure(run_settings, monitor.callbacks)
        _run_to_the_end(program)

    started = time.perf_counter()
    _run_apart(lambda: run_in_context(contextvars.copy_context().run, run))
    recording.seconds = time.perf_counter() - started
    return recording


def _qualified(config: Mapping[str, str], project: str) -> dict[str, str]:
    return {key if ":" in key else f"{project}:{key}": value for key, value in config.items()}


def _run_apart(run: Callable[[], None]) -> None:
    """Run here, or in a thread when an event loop is already running here."""
    if not _loop_is_running():
        run()
        return
    raised: list[BaseException] = []

    def caught() -> None:
        try:
            run()
        except BaseException as error:  # noqa: BLE001 (raised again below)
            raised.append(error)

    thread = threading.Thread(target=contextvars.copy_context().run, args=(caught,))
    thread.start()
    thread.join()
    if raised:
        raise raised[0]


def _loop_is_running() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _run_to_the_end(program: Callable[[], object]) -> None:
    raised: list[BaseException] = []

    async def body() -> None:
        try:
            result = program()
            if isawaitable(result):
                await result
        except BaseException as error:
            raised.append(error)
            raise

    loop = Loop()
    try:
        loop.run_until_complete(pulumi_stack.run_in_stack(body))
    except BaseException:
        if raised:
            raise raised[0] from None
        raise
    finally:
        _close(loop)


def _close(loop: Loop) -> None:
    unfinished = asyncio.all_tasks(loop)
    for task in unfinished:
        task.cancel()
    if unfinished:
        loop.run_until_complete(asyncio.wait(unfinished))
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


class _Engine:
    """Takes the messages of the program; its methods are those of the engine's protocol."""

    def __init__(self, recording: Recording) -> None:
        self._logs = recording.logs

    def Log(self, request: engine_pb2.LogRequest) -> None:  # noqa: N802
        severity = SEVERITIES.get(request.severity)
        if severity:
            self._logs.append(Log(severity, request.message, request.urn or None))

    def RequirePulumiVersion(  # noqa: N802
        self,
        _: engine_pb2.RequirePulumiVersionRequest,
    ) -> engine_pb2.RequirePulumiVersionResponse:
        return engine_pb2.RequirePulumiVersionResponse()

"""Makes recordings fast, by doing some of what Pulumi's private parts do with less.

`tests/rehearsal/test_internals.py` fails when Pulumi changes one of them.
"""

# ruff: noqa: SLF001, FBT001 (private parts are what this module is about)
# pyright: reportPrivateUsage=false, reportUnknownMemberType=false

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from pulumi import log, output
from pulumi import resource as classes
from pulumi.runtime import resource, rpc, settings, stack
from pulumi.runtime.proto import source_pb2

from .internals import context_properties, restored_default

T = TypeVar("T")

AWAITED = "_direct_computed_dependencies"
"""Where the SDK keeps what a resource waits for."""

_SETTLED = "_landing_zone_settled"
_NOTHING: set[Any] = set()

_recording: ContextVar[bool] = ContextVar("landing_zone_rehearsal_recording", default=False)


def run_in_context(run: Callable[[Callable[[], T]], T], body: Callable[[], T]) -> T:
    """Run within a context, marked as a recording, and quickly."""

    def marked() -> T:
        _recording.set(True)
        with _speed.up():
            return body()

    return run(marked)


class _Speed:
    """Makes recordings fast while at least one is running, and undoes it after the last.

    The collector walks the SDK's many small objects again and again: it is half of the time.
    The replaced functions look whether they are called from a recording, so that whatever else
    the process does meanwhile stays as it was.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._runs = 0
        self._undo: list[Callable[[], None]] = []

    @contextmanager
    def up(self) -> Generator[None]:
        """Be fast until the end of the block."""
        with self._lock:
            if not self._runs:
                self._begin()
            self._runs += 1
        try:
            yield
        finally:
            with self._lock:
                self._runs -= 1
                while self._undo and not self._runs:
                    self._undo.pop()()

    def _begin(self) -> None:
        if gc.isenabled():
            gc.disable()
            self._undo.append(_enable_collector)
        self._undo += map(restored_default, context_properties())
        self._replace(resource, "_get_stack_trace", source_pb2.StackTrace)
        self._replace(log, "debug", _say_nothing)
        self._replace(rpc, "transfer_properties", _transfer_properties)
        self._replace(rpc, "declare_dependency", _declare_dependency)
        self._replace(stack, "wait_for_rpcs", _wait_for_rpcs)
        self._replace(classes, "collapse_alias_to_urn", _no_urn)

    def _replace(self, module: Any, name: str, quick: Callable[..., Any]) -> None:
        original = getattr(module, name)

        def either(*args: Any, **kwargs: Any) -> Any:
            return (quick if _recording.get() else original)(*args, **kwargs)

        setattr(module, name, either)
        self._undo.append(lambda: setattr(module, name, original))


_speed = _Speed()


def _enable_collector() -> None:
    """Enable it without the long collection that all the new objects would cause at once."""
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()
    gc.enable()


async def _wait_for_rpcs(await_all_outstanding_tasks: bool = True) -> None:  # noqa: FBT002
    """Wait for all that a program has begun, and then for what that began.

    Where the SDK looks at all its outputs anew whenever one of them is there, this looks at them
    when all are, or one has failed.
    """
    calls = settings._get_rpc_manager()
    outputs = cast("set[asyncio.Task[Any]]", cast("Any", settings.SETTINGS).outputs)
    while True:
        while calls.rpcs:
            await asyncio.sleep(0)
            try:
                await calls.rpcs.pop()
            except Exception as error:
                raise error from calls.unhandled_exception
        if calls.unhandled_exception is not None:
            raise calls.unhandled_exception.with_traceback(calls.exception_traceback)
        while await_all_outstanding_tasks and outputs:
            done, _ = await asyncio.wait([*outputs], return_when=asyncio.FIRST_EXCEPTION)
            outputs -= done
            for each in done:
                await each
        if not calls.rpcs:
            return


def _declare_dependency(from_resource: Any, to_resource: Any) -> bool:
    """Remember that one resource waits for another, unless that one waits for it already.

    Where the SDK follows all that the other ever waited for, this stops at what is registered with
    all its own dependencies: none of it can wait for what is about to be registered.
    """
    waiting, seen = [to_resource], set[Any]()
    while waiting:
        each = waiting.pop()
        if each is from_resource:
            return False
        if each not in seen and not _is_settled(each):
            seen.add(each)
            waiting += _awaited(each)
    setattr(from_resource, AWAITED, {*_awaited(from_resource), to_resource})
    return True


def _is_settled(resource: Any) -> bool:
    """Whether a resource has its URN, and so has all that it waits for."""
    attributes = resource.__dict__
    if _SETTLED in attributes:
        return True
    settled = _has_urn(resource) and all(map(_is_settled, _awaited(resource)))
    if settled:
        attributes[_SETTLED] = True
    return settled


def _has_urn(resource: Any) -> bool:
    urn = resource.__dict__.get("urn")
    return urn is not None and urn._data.done()


def _awaited(resource: Any) -> set[Any]:
    return resource.__dict__.get(AWAITED, _NOTHING)


def _say_nothing(*_: Any, **__: Any) -> None:
    """Take the SDK's debug messages, which nobody reads."""


def _no_urn(*_: Any, **__: Any) -> str:
    """Make no URN of an alias: nobody reads it where the engine takes aliases as they are given.

    The types of azure-native have one for each version of their API, two dozen or more.
    """
    return ""


def _transfer_properties(owner: Any, properties: Any, custom: bool) -> dict[str, Any]:
    """Put an output on a resource for each property, with one future where the SDK makes five.

    It need not be tracked like other outputs: if it fails, so does its resource's registration.
    """
    create_future = asyncio.get_running_loop().create_future
    attributes = owner.__dict__
    resolvers: dict[str, Any] = {}
    for name in properties:
        if name == "urn" or (custom and name == "id"):
            continue
        future = create_future()
        resolvers[name] = _resolver(owner, future)
        promised = cast("output.Output[Any]", object.__new__(output.Output))
        promised._data = future
        attributes[name] = promised
    return resolvers


def _resolver(owner: Any, future: asyncio.Future[Any]) -> Callable[..., None]:
    def resolve(
        value: Any, is_known: bool, is_secret: bool, deps: set[Any] | None, failed: Any
    ) -> None:
        if failed is not None:
            future.set_exception(failed)
            return
        resources = {owner, *deps} if deps else {owner}
        data = output._OutputData(
            resources=resources, value=value, is_known=is_known, is_secret=is_secret
        )
        future.set_result(data)

    return resolve

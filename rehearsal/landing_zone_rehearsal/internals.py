"""All that is used of Pulumi's private parts, in one place.

`tests/rehearsal/test_internals.py` fails when Pulumi changes one of them.
"""

from __future__ import annotations

import asyncio
import gc
import inspect
import selectors
import threading
from collections.abc import Awaitable, Callable, Generator
from concurrent.futures import Executor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from google.protobuf.message import Message
from pulumi import _utils, log, output
from pulumi.runtime import _callbacks, resource, rpc, settings
from pulumi.runtime.proto import source_pb2

from .errors import EngineError

T = TypeVar("T")

RPC_MODULE = "pulumi.runtime._context"
"""Where the function lives in which the SDK wraps each of its calls to the engine."""

QUIET_SECONDS = 0.2
"""How long a program may wait for nothing before it is told so."""
QUIET_SECONDS_WITH_THREADS = 60.0
"""The same when other threads could still wake it."""

_recording: ContextVar[bool] = ContextVar("landing_zone_rehearsal_recording", default=False)


class Callbacks(_callbacks._CallbackServicer):  # pyright: ignore[reportPrivateUsage]
    """Keeps the functions a program hands to the engine (transforms, hooks), without a server."""

    def __init__(self, monitor: Any) -> None:
        self._callbacks = {}
        self._transforms = {}
        self._state_migrations = {}
        self._monitor = monitor
        self._target = "in-process"

    async def run(self, token: str, request: Message) -> Any:
        """Call a function back."""
        return await self._callbacks[token](request.SerializeToString())


class Loop(asyncio.SelectorEventLoop):
    """An event loop that answers the SDK's calls at once, and notices when nothing can happen."""

    def __init__(self) -> None:
        super().__init__(_Watch())
        self.set_exception_handler(lambda *_: None)

    def run_in_executor(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, executor: Executor | None, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        """Answer a call to the engine here and now; anything else goes to a thread."""
        if executor is not None or getattr(func, "__module__", None) != RPC_MODULE:
            return super().run_in_executor(executor, func, *args)
        answered = self.create_future()
        try:
            answer = func(*args)
        except Exception as error:  # noqa: BLE001 (it belongs to the caller)
            answered.set_exception(error)
            return answered
        if _is_pending(answer):
            return self.create_task(_settle(answer))
        answered.set_result(answer)
        return answered


def _is_pending(answer: Any) -> bool:
    return inspect.iscoroutine(answer[0] if isinstance(answer, tuple) and answer else answer)  # pyright: ignore[reportUnknownArgumentType]


async def _settle(answer: Any) -> Any:
    if isinstance(answer, tuple):
        first, *others = answer  # pyright: ignore[reportUnknownVariableType]
        return await first, *others
    return await answer


class _Watch(selectors.DefaultSelector):
    """Refuses to wait when there is nothing left that could end the waiting."""

    def __init__(self) -> None:
        super().__init__()
        self._threads = threading.active_count()

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is not None or len(self.get_map()) > 1:
            return super().select(timeout)
        alone = threading.active_count() <= self._threads
        ready = super().select(QUIET_SECONDS if alone else QUIET_SECONDS_WITH_THREADS)
        if not ready:
            raise EngineError("the program waits for a value that nothing will ever give")
        return ready


def configure(settings_: settings.Settings, callbacks: Callbacks) -> None:
    """Make these the settings of the run that the current context belongs to."""
    settings.ROOT.set(None)
    settings.configure(settings_)
    settings.SETTINGS.callbacks = callbacks


def run_in_context(context_runner: Callable[[Callable[[], T]], T], body: Callable[[], T]) -> T:
    """Run within a context, marked as a recording, with the collector off."""

    def marked() -> T:
        _recording.set(True)
        with _quick():
            return body()

    return context_runner(marked)


_lock = threading.Lock()
_runs = 0
_undo: list[Callable[[], None]] = []


@contextmanager
def _quick() -> Generator[None]:
    """Make recordings fast while at least one is running, and undo it after the last.

    The collector walks the SDK's many small objects again and again: it is half of the time.
    The replaced functions look whether they are called from a recording, so that whatever else
    the process does meanwhile stays as it was.
    """
    global _runs
    with _lock:
        _runs += 1
        if _runs == 1:
            _speed_up()
    try:
        yield
    finally:
        with _lock:
            _runs -= 1
            if not _runs:
                while _undo:
                    _undo.pop()()


def _speed_up() -> None:
    if gc.isenabled():
        gc.disable()
        _undo.append(_enable_collector)
    _undo.extend(map(_restored_default, _settings()))
    _replace(resource, "_get_stack_trace", source_pb2.StackTrace)
    _replace(log, "debug", lambda *_, **__: None)
    _replace(rpc, "transfer_properties", _transfer_properties)


def _enable_collector() -> None:
    """Enable it without the long collection that all the new objects would cause at once."""
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()
    gc.enable()


def _settings() -> list[Any]:
    properties = vars(settings.Settings).values()
    return [item for item in properties if isinstance(item, _utils.contextproperty)]


def _restored_default(setting: Any) -> Callable[[], None]:
    """Remember a setting's default, which the SDK overwrites by the first value it is given."""
    default = setting._contextproperty__default
    return lambda: setattr(setting, "_contextproperty__default", default)


def _replace(module: Any, name: str, quick: Callable[..., Any]) -> None:
    original = getattr(module, name)

    def either(*args: Any, **kwargs: Any) -> Any:
        return (quick if _recording.get() else original)(*args, **kwargs)

    setattr(module, name, either)
    _undo.append(lambda: setattr(module, name, original))


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
        attributes[name] = promised = object.__new__(output.Output)
        promised._data = future
    return resolvers


def _resolver(owner: Any, future: asyncio.Future[Any]) -> Callable[..., None]:
    def resolve(
        value: Any, is_known: bool, is_secret: bool, deps: set[Any] | None, failed: Any
    ) -> None:
        if failed is not None:
            future.set_exception(failed)
            return
        data = output._OutputData(  # pyright: ignore[reportPrivateUsage]
            resources={owner, *deps} if deps else {owner},
            value=value,
            is_known=is_known,
            is_secret=is_secret,
        )
        future.set_result(data)

    return resolve


Answer = Awaitable[Any]

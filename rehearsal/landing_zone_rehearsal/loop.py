"""The event loop that a program is recorded on."""

from __future__ import annotations

import asyncio
import inspect
import selectors
import threading
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Any, TypeGuard, cast

from .errors import EngineError
from .internals import RPC_MODULE

QUIET_SECONDS = 0.2
"""How long a program may wait for nothing before it is told so."""
QUIET_SECONDS_WITH_THREADS = 60.0
"""The same when other threads could still wake it."""


class Loop(asyncio.SelectorEventLoop):
    """An event loop that answers the SDK's calls at once, and notices when nothing can happen."""

    def __init__(self) -> None:
        super().__init__(_Watch())
        self.set_exception_handler(_stay_silent)

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
            settling = self.create_task(_settle(answer))
            settling.add_done_callback(lambda _: _first(answer).close())
            return settling
        answered.set_result(answer)
        return answered


def _stay_silent(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Pass over futures that nobody looked at: what failed first is raised by the recorder."""


def _is_pending(answer: Any) -> bool:
    """Whether the engine's answer takes a while: alone, or as the SDK pairs it with an error."""
    return inspect.iscoroutine(_first(answer))


def _first(answer: Any) -> Any:
    return answer[0] if _is_tuple(answer) else answer


async def _settle(answer: Any) -> Any:
    if not _is_tuple(answer):
        return await answer
    first, *others = answer
    return await first, *others


def _is_tuple(answer: Any) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(answer, tuple) and bool(cast("tuple[Any, ...]", answer))


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

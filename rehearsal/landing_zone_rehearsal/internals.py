"""What is used of Pulumi's private parts, but for what makes recordings fast: see `speed`.

`tests/rehearsal/test_internals.py` fails when Pulumi changes one of them.
"""

# ruff: noqa: SLF001 (private parts are what this module is about)
# pyright: reportPrivateUsage=false, reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from google.protobuf.message import Message
from pulumi import _utils
from pulumi.runtime import _callbacks, settings

T = TypeVar("T")

RPC_MODULE = "pulumi.runtime._context"
"""Where the function lives in which the SDK wraps each of its calls to the engine."""


class Callbacks(_callbacks._CallbackServicer):
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


def configure(own: settings.Settings, callbacks: Callbacks) -> None:
    """Make these the settings of the run that the current context belongs to."""
    settings.ROOT.set(None)
    settings.configure(own)
    settings.SETTINGS.callbacks = callbacks  # pyright: ignore[reportAttributeAccessIssue]


@contextmanager
def settings_put_back() -> Generator[None]:
    """Begin without settings, and leave behind those that were there before."""
    properties = context_properties()
    undo = [restored_default(item) for item in properties]
    variables: list[ContextVar[Any]] = [settings.ROOT, *(item._data for item in properties)]
    undo += map(_restored, variables)
    settings.reset_options()
    try:
        yield
    finally:
        for step in undo:
            step()


def _restored(variable: ContextVar[Any]) -> Callable[[], None]:
    value = variable.get(None)
    return lambda: _set(variable, value)


def _set(variable: ContextVar[Any], value: Any) -> None:
    variable.set(value)


def context_properties() -> list[_utils.ContextProperty]:
    """Return the settings that each context has a value of its own for."""
    properties = vars(settings.Settings).values()
    return [item for item in properties if isinstance(item, _utils.ContextProperty)]


def restored_default(setting: Any) -> Callable[[], None]:
    """Remember a setting's default, which the SDK overwrites by the first value it is given."""
    default = setting._ContextProperty__default
    return lambda: setattr(setting, "_ContextProperty__default", default)

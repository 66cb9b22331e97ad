"""Lets the engine run Python programs where Pulumi's own language host can't be had.

The engine starts `pulumi-language-python`, which `make engine` writes and which calls `main`. It
says on its standard output on which port it listens, serves what the engine asks, and ends when the
engine does, however that ends.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .runtime import Runtime

HOLLOW = ("pulumi", "pulumi.runtime", "pulumi.runtime.proto")
"""The packages that Pulumi's messages lie in; their own imports take half a second."""


def main() -> None:
    """Serve the engine whose address is the last argument; the first is the folder we lie in."""
    import_messages_alone()
    from .runtime import Runtime  # noqa: PLC0415 (only now)

    folder, engine = Path(sys.argv[1]), sys.argv[-1]
    asyncio.run(_serve(Runtime(folder / "pulumi-language-python-exec", engine)))


def import_messages_alone() -> None:
    """Make Pulumi's messages importable in this process without the rest of Pulumi."""
    for name in HOLLOW:
        spec = find_spec(name)
        if spec is None or spec.submodule_search_locations is None:
            sys.exit(f"the Python package {HOLLOW[0]} is not installed: run make setup")
        module = ModuleType(name)
        module.__path__ = list(spec.submodule_search_locations)
        sys.modules[name] = module


async def _serve(runtime: Runtime) -> None:
    server = runtime.server()
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    ended = _end_of_engine()
    print(port, flush=True)  # noqa: T201 (the engine reads it)
    await ended.wait()
    await runtime.children.end()
    await server.stop(grace=1)


def _end_of_engine() -> asyncio.Event:
    """Return what is set when we are told to end, or the engine that started us is gone.

    The engine holds the other end of our standard input for as long as it lives.
    """
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, ended.set)

    def wait_for_eof() -> None:
        while os.read(0, 4096):
            pass
        loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=wait_for_eof, daemon=True).start()
    return ended

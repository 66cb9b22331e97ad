"""The processes that the language host starts: none of them outlives it."""

from __future__ import annotations

import asyncio
import os
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from . import program

GRACE_S = 2
"""How long a process that is asked to end may take before it is made to."""


class Children:
    """Starts Python programs, and ends those still running when it is told to.

    Each holds the reading end of a pipe and ends itself when the writing end is gone: so even a
    host that is killed leaves nobody behind.
    """

    def __init__(self) -> None:
        self._reading, self._writing = os.pipe()
        self._running = set[Process]()

    @asynccontextmanager
    async def running(
        self,
        python: Path,
        arguments: Sequence[str],
        *,
        environment: Mapping[str, str],
        directory: str | None = None,
        output: int | None = None,
    ) -> AsyncGenerator[Process]:
        """Start a program, and see to it that it has ended when the block does.

        `arguments` are those of `program.py`; `output` is where both streams go, by default where
        the host's own go.
        """
        child = await asyncio.create_subprocess_exec(
            *(python, "-u", program.__file__, str(self._reading), *arguments),
            cwd=directory or None,
            env=environment,
            pass_fds=[self._reading],
            stdin=DEVNULL,
            stdout=output,
            stderr=output,
        )
        self._running.add(child)
        try:
            yield child
        finally:
            await asyncio.shield(_ended(child))
            self._running.discard(child)

    async def end(self) -> None:
        """End all that run."""
        await asyncio.gather(*map(_ended, self._running))


async def _ended(child: Process) -> None:
    """Ask a process to end, then make it."""
    if child.returncode is not None:
        return
    child.terminate()
    try:
        await asyncio.wait_for(child.wait(), GRACE_S)
    except TimeoutError:
        child.kill()
        await child.wait()

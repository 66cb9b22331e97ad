"""Starts and stops the process that serves the simulated clouds."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import pulumi

from .lock import locked, who, words, write

PACKAGES = ("aws", "gcp", "azure-native", "kubernetes", "random")
"""The packages whose plugins the server stands in for."""

ENDING_SECONDS = 3.0


class SandboxError(pulumi.RunError):
    """Says that the simulated clouds could not be started."""


class InUseError(SandboxError):
    """Says that another process works with the same simulated clouds."""


class SandboxProcess:
    """Simulated clouds in a process of their own, from `with` to its end.

    Where `lz sandbox serve` serves the same clouds already, they are used as they are.

    Example:
        >>> with SandboxProcess(Path(".lz")) as clouds:
        ...     subprocess.run(["pulumi", "preview"], env={**os.environ, **clouds.environment()})
    """

    def __init__(
        self,
        state: Path,
        *,
        faults: Iterable[str] = (),
        latency_seconds: float = 0.0,
        port: int = 0,
        shared: bool = False,
    ) -> None:
        """Say which clouds, without starting anything yet.

        Args:
            state: The folder that keeps them.
            faults: What is to go wrong, such as `create:aws:ec2:Subnet:3=throttle`.
            latency_seconds: How long each change takes.
            port: The port on this machine, or 0 for any.
            shared: Whether others may use the same server while it runs.
        """
        self._state = state
        self._faults = [*faults]
        self._latency_seconds = latency_seconds
        self._wanted_port = port
        self._shared = shared
        self._lock: IO[str] | None = None
        self._process: subprocess.Popen[str] | None = None
        self._port: int | None = None

    def __enter__(self) -> Self:
        """Start it, or find the one that runs and may be shared."""
        self._state.mkdir(parents=True, exist_ok=True)
        self._lock = locked(self._state)
        if self._lock is None:
            self._join()
            return self
        try:
            self._start(self._lock)
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it, if it is ours."""
        self._stop()

    @property
    def port(self) -> int:
        """Where it listens on this machine."""
        if self._port is None:
            raise SandboxError("the simulated clouds are not running")
        return self._port

    @property
    def running(self) -> bool:
        """Whether it is there; a planned fault may have ended it."""
        return self._port is not None and (self._process is None or self._process.poll() is None)

    def environment(self) -> dict[str, str]:
        """Return the variable by which the engine attaches to it instead of to plugins."""
        return attach(self.port)

    def _join(self) -> None:
        if self._shared or self._faults or self._latency_seconds or self._wanted_port:
            raise InUseError(words(self._state))
        found = who(self._state)
        if not found or not found.get("shared"):
            raise InUseError(words(self._state))
        self._port = int(found["port"])

    def _start(self, lock: IO[str]) -> None:
        given = ["--state", str(self._state), "--port", str(self._wanted_port), "--with-parent"]
        given += [f"--fault={each}" for each in self._faults]
        given += ["--latency", str(self._latency_seconds)]
        log = self._state / "sandbox.log"
        with log.open("w", encoding="utf-8") as errors:
            self._process = subprocess.Popen(  # noqa: S603 (our own module)
                [sys.executable, "-m", "landing_zone_rehearsal.sandbox", *given],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
                pass_fds=[lock.fileno()],
            )
        self._port = _port_told(self._process, log)
        write(lock, {"pid": os.getpid(), "port": self._port, "shared": self._shared})

    def _stop(self) -> None:
        process, self._process, self._port = self._process, None, None
        if process:
            process.terminate()
            try:
                process.wait(ENDING_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout:
                process.stdout.close()
        if self._lock:
            self._lock.close()
            self._lock = None


def attach(port: int) -> dict[str, str]:
    """Return the variable by which the engine attaches to a server."""
    return {"PULUMI_DEBUG_PROVIDERS": ",".join(f"{each}:{port}" for each in PACKAGES)}


def _port_told(process: subprocess.Popen[str], log: Path) -> int:
    """Wait for the first line, which is the port; the process ends where there is none."""
    line = process.stdout.readline().strip() if process.stdout else ""
    if line.isdecimal():
        return int(line)
    process.wait()
    told = log.read_text(encoding="utf-8").strip().splitlines()
    raise SandboxError(told[-1] if told else f"the simulated clouds ended: {process.returncode}")

"""The process that serves simulated clouds: `python -m landing_zone_rehearsal.sandbox`.

It prints its port when it is ready, and ends at SIGTERM, at SIGINT, and when the process that
started it is gone and `--with-parent` was given.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import signal
import sys
import threading
from pathlib import Path

from landing_zone_rehearsal.errors import FaultError

from .behaviour import EVERY
from .faults import PlannedFault
from .server import serve
from .shapes import Shapes
from .simulation import Sandbox

GRACE_SECONDS = 0.2


def main() -> int:
    """Serve until told to end."""
    parser = argparse.ArgumentParser(prog="python -m landing_zone_rehearsal.sandbox")
    parser.add_argument("--state", type=Path, required=True, help="directory that keeps the clouds")
    parser.add_argument("--port", type=int, default=0, help="port on this machine; 0 for any")
    parser.add_argument("--fault", action="append", default=[], help="such as TYPE:N=throttle")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds for each change")
    parser.add_argument("--with-parent", action="store_true", help="end when the parent ends")
    given = parser.parse_args()
    gc.disable()
    try:
        shapes = Shapes()
        faults = [_planned(each, shapes) for each in given.fault]
        sandbox = Sandbox(
            given.state / "clouds.db",
            faults=faults,
            latency_seconds=given.latency,
            shapes=shapes,
        )
        server, port = serve(sandbox, given.port)
    except (FaultError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    ending = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: ending.set())
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    parent = os.getppid()
    with contextlib.suppress(KeyboardInterrupt):
        while not ending.wait(1.0):
            if given.with_parent and os.getppid() != parent:
                break
    server.stop(GRACE_SECONDS).wait()
    sandbox.close()
    return 0


def _planned(text: str, shapes: Shapes) -> PlannedFault:
    """Read a fault of a type that there is: any other would be waited for in vain."""
    fault = PlannedFault.parse(text)
    unknown = None if fault.type == EVERY else shapes.unknown(fault.type)
    if unknown:
        raise FaultError(f"--fault {text}: {fault.type}: {unknown.reason}")
    return fault


if __name__ == "__main__":
    os._exit(main())  # a call that never answers must not keep it alive

"""Carries changes out: with planned faults, in turn where a parent takes one at a time, timed."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module

from .behaviour import FOLDERS, Act, Behaviour, NeverAnswers, NotReady, Refused
from .faults import FaultKind, Faults
from .objects import Object, say

KILLED = 137
"""The exit code of a process that SIGKILL ended: 128 and the signal's number."""

TURN_SECONDS = 0.05
"""How long a change takes whose parent only takes one at a time: long enough to collide."""


class Turns:
    """Lets changes happen one after the other, and not all of them."""

    def __init__(self, faults: Faults, latency_seconds: float, lock: threading.RLock) -> None:
        """Plan faults and latency.

        Args:
            faults: What is to go wrong.
            latency_seconds: How long each change takes.
            lock: Held while a change is made.
        """
        self._faults = faults
        self._latency_seconds = latency_seconds
        self._lock = lock
        self._busy: set[str] = set()

    @contextmanager
    def change(self, act: Act, object: Object) -> Generator[None]:
        """Make one change, in the block.

        Raises:
            Refused: The parent is busy, or a planned fault refuses.
            NotReady: A planned fault keeps what was made from becoming ready.
            NeverAnswers: A planned fault keeps the answer back.
        """
        fault = self._faults.due(act, object.type)
        behaviour = behaviour_of(object.type)
        _refuse_by(fault, behaviour)
        with self._in_turn(object, behaviour):
            with self._lock:
                yield
            time.sleep(self._latency_seconds)
        _fail_after(fault, act, object, behaviour)

    @contextmanager
    def _in_turn(self, object: Object, behaviour: Behaviour | None) -> Generator[None]:
        path = object.facts.serialises
        parent = str(object.get(path) or "") if path else ""
        if not parent or not behaviour:
            yield
            return
        key = f"{object.account}/{parent}".lower()
        with self._lock:
            if key in self._busy:
                raise Refused(say(behaviour.words.busy, object, parent=parent))
            self._busy.add(key)
        try:
            time.sleep(TURN_SECONDS)
            yield
        finally:
            with self._lock:
                self._busy.discard(key)


def behaviour_of(type: str) -> Behaviour | None:
    """Find the behaviour of the cloud that a type belongs to; None where there is none."""
    folder = FOLDERS.get(type.partition(":")[0])
    return import_module(f".{folder}", __package__).BEHAVIOUR if folder else None


def _refuse_by(fault: FaultKind | None, behaviour: Behaviour | None) -> None:
    if fault is FaultKind.FAIL:
        raise Refused(behaviour.words.failed if behaviour else "InternalError")
    if fault is FaultKind.THROTTLE:
        raise Refused(behaviour.words.throttled if behaviour else "TooManyRequests")


def _fail_after(
    fault: FaultKind | None, act: Act, object: Object, behaviour: Behaviour | None
) -> None:
    if fault is FaultKind.KILL:
        os._exit(KILLED)
    if fault is FaultKind.HANG:
        raise NeverAnswers
    if fault is FaultKind.TIMEOUT and act != "delete":
        words = behaviour.words.timed_out if behaviour else "timed out"
        raise NotReady(object, say(words, object))

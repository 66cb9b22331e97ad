"""Faults on demand: the n-th call of a type fails, is throttled, times out, or ends it all."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from landing_zone_rehearsal.clouds.model import short
from landing_zone_rehearsal.errors import FaultError

from .behaviour import EVERY

PATTERN = re.compile(r"(?:(create|update|delete):)?(.+?):(\d+)=(\w+)")


class FaultKind(Enum):
    """What happens to a call."""

    FAIL = "fail"
    """The cloud refuses it, and does nothing."""
    THROTTLE = "throttle"
    """The cloud has had too many requests, and does nothing."""
    TIMEOUT = "timeout"
    """The cloud does it, and the resource is not ready in time."""
    KILL = "kill"
    """The cloud does it, and the provider ends before it can say so."""
    HANG = "hang"
    """The cloud does it, and the answer never comes."""


@dataclass(frozen=True, slots=True)
class PlannedFault:
    """One fault: of which call, and what happens to it."""

    act: str
    """`create`, `update`, `delete`, or `*`."""
    type: str
    """A short type token, or `*`."""
    number: int
    """Which call of that kind, from 1."""
    kind: FaultKind

    @classmethod
    def parse(cls, text: str) -> PlannedFault:
        """Read `create:aws:ec2:Subnet:3=throttle`; the act may be left out, the type be `*`.

        Raises:
            FaultError: It is written in another way.
        """
        match = PATTERN.fullmatch(text)
        kinds = [kind.value for kind in FaultKind]
        if not match or match[4] not in kinds or int(match[3]) < 1:
            raise FaultError(
                f"--fault {text}: write [create|update|delete:]TYPE:N=KIND, with N from 1 and KIND"
                f" one of {', '.join(kinds)}; such as create:aws:ec2:Subnet:3=throttle"
            )
        type = match[2] if match[2] == EVERY else short(match[2])
        return cls(match[1] or EVERY, type, int(match[3]), FaultKind(match[4]))


class Faults:
    """Counts calls, and says which fault is due."""

    def __init__(self, planned: Iterable[PlannedFault] = ()) -> None:
        """Plan faults."""
        self._planned = list(planned)
        self._seen: Counter[PlannedFault] = Counter()
        self._lock = threading.Lock()

    def due(self, act: str, type: str) -> FaultKind | None:
        """Count a call, and return the fault that it meets."""
        met: FaultKind | None = None
        with self._lock:
            for fault in self._planned:
                if fault.act in {act, EVERY} and fault.type in {short(type), EVERY}:
                    self._seen[fault] += 1
                    if self._seen[fault] == fault.number:
                        met = fault.kind
        return met

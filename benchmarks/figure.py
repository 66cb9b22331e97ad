"""One figure of a benchmark, and how two things are timed side by side."""

import gc
import time
from collections.abc import Callable
from statistics import median
from typing import NamedTuple


class Figure(NamedTuple):
    """What was measured, and what it may be."""

    what: str
    value: float
    at_most: float


def ratio(
    ours: Callable[[], object],
    theirs: Callable[[], object],
    *,
    rounds: int = 7,
    per: tuple[int, int] = (1, 1),
) -> float:
    """Return how long ours takes over theirs, each divided by its own amount of work.

    The two run in turn, so that a busy machine slows both, and the median of the rounds is taken.
    """
    ours()
    theirs()
    return median((_seconds(ours) / per[0]) / (_seconds(theirs) / per[1]) for _ in range(rounds))


def _seconds(run: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    run()
    return time.perf_counter() - start

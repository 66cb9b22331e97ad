"""One figure of a benchmark, and how two things are timed side by side."""

import gc
import time
from collections.abc import Callable
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
    rounds: int,
    per: tuple[int, int] = (1, 1),
) -> float:
    """Return how long ours takes over theirs, each divided by its own amount of work.

    The two run in turn, so that a busy machine slows both, and the best of the rounds counts for
    each: what else a machine does only ever adds to a time.
    """
    ours()
    theirs()
    pairs = [(_seconds(ours), _seconds(theirs)) for _ in range(rounds)]
    mine, other = map(min, zip(*pairs, strict=True))
    return (mine / per[0]) / (other / per[1])


def _seconds(run: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    run()
    return time.perf_counter() - start

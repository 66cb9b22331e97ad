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
    at_most: float,
    per: tuple[int, int] = (1, 1),
) -> float:
    """Return how long ours takes over theirs, each divided by its own amount of work.

    The two run in turn, so that a busy machine slows both, and the best of the rounds counts for
    each: what else a machine does only ever adds to a time. A ratio that is over its bound is
    measured for up to three times as long before it is believed.
    """
    ours()
    theirs()
    mine, other = _best(ours, theirs, rounds)
    for _ in range(2):
        if (mine / per[0]) / (other / per[1]) <= at_most:
            break
        again, other_again = _best(ours, theirs, rounds)
        mine, other = min(mine, again), min(other, other_again)
    return (mine / per[0]) / (other / per[1])


def _best(
    ours: Callable[[], object], theirs: Callable[[], object], rounds: int
) -> tuple[float, float]:
    times = [(_seconds(ours), _seconds(theirs)) for _ in range(rounds)]
    mine, other = map(min, zip(*times, strict=True))
    return mine, other


def _seconds(run: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    run()
    return time.perf_counter() - start

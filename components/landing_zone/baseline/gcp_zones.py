"""Which zones a region has, by the numbers that specs use."""

from collections.abc import Iterable

LETTERS = {"europe-west1": "bcd", "us-east1": "bcd"}
"""Of regions whose first three zones are not `a`, `b` and `c`. us-central1 has an `f` besides.

Source: https://cloud.google.com/compute/docs/regions-zones#available, read 2026-11.
"""


def zone_names(region: str, numbers: Iterable[int] = (1, 2, 3)) -> list[str]:
    """Return the names of a region's first, second and third zone: `europe-west4-a`.

    A zone's name means the same place in every project. They are written down rather than asked
    for, so that a plan needs no answer from the cloud.
    """
    letters = LETTERS.get(region, "abc")
    return [f"{region}-{letters[number - 1]}" for number in numbers]

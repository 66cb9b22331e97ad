"""Print each figure beside what it may be at most; exit 1 if one is over."""

import sys
from itertools import chain

from benchmarks import bare, catalogue, checking, engine, growth, packs, startup


def main() -> int:
    """Run every benchmark and tell the figures."""
    over = False
    parts = (bare, growth, startup, catalogue, checking, engine, packs)
    for figure in chain.from_iterable(part.figures() for part in parts):
        verdict = "ok" if figure.value <= figure.at_most else "OVER"
        line = f"{figure.value:8.3g}  at most {figure.at_most:<6} {verdict:5} {figure.what}"
        print(line, flush=True)
        over |= figure.value > figure.at_most
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())

"""Print each figure beside what it may be at most; exit 1 if one is over."""

import sys

from benchmarks import bare, growth, startup


def main() -> int:
    """Run every benchmark and tell the figures."""
    figures = [*bare.figures(), *growth.figures(), *startup.figures()]
    for figure in figures:
        verdict = "ok" if figure.value <= figure.at_most else "OVER"
        print(f"{figure.value:8.2f}  at most {figure.at_most:<5} {verdict:5} {figure.what}")
    return 1 if any(figure.value > figure.at_most for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())

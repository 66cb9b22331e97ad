"""Two cases at once: a program as it should be, and one that differs in what a rule is about."""

from collections.abc import Callable
from typing import Any

from tests.policies.cases import Cases

Make = Callable[[str], Any]


def pair(
    cases: Cases, rule: str, what: str, good: Make, bad: Make, path: str | None = None
) -> None:
    """Add a program that a rule admits and one that it denies."""
    cases.admits(rule)(_called(f"{what}_as_it_should_be", good))
    cases.denies(rule, path=path)(_called(f"{what}_as_it_should_not_be", bad))


def denied(cases: Cases, rule: str, what: str, bad: Make, path: str | None = None) -> None:
    """Add a program that a rule denies."""
    cases.denies(rule, path=path)(_called(what, bad))


def admitted(cases: Cases, rule: str, what: str, good: Make) -> None:
    """Add a program that a rule admits."""
    cases.admits(rule)(_called(what, good))


def _called(name: str, make: Make) -> Make:
    def program(case: str) -> None:
        make(case)

    program.__name__ = name
    return program

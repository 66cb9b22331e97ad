"""Asking rules so that one that fails itself is a finding, and not the end of a deployment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from traceback import extract_tb

from landing_zone_policies.judging import Asked, Result, Verdict, ask, level_of, surveyed
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Rule, World

PACKAGE = Path(__file__).parent.parent


def answers(asked: Iterable[Asked], resource: Resource, world: World) -> Iterator[Result]:
    """Yield what rules say of a resource."""
    for rule, checks in asked:
        try:
            yield from list(ask(rule, checks, resource, world))
        except Exception as error:  # noqa: BLE001 (whatever a rule does, the next one is asked)
            yield _broken(rule, world, error, resource)


def survey_answers(rules: Iterable[Rule], world: World) -> Iterator[Result]:
    """Yield what rules say of everything at once."""
    for rule in rules:
        if not rule.surveys:
            continue
        try:
            yield from list(surveyed([rule], world))
        except Exception as error:  # noqa: BLE001
            yield _broken(rule, world, error, None)


def place(error: BaseException) -> str:
    """Return what went wrong, and where in this package; never what was said of it.

    The words of an exception may hold a property's value, and that may be a secret.
    """
    ours = [each for each in extract_tb(error.__traceback__) if _is_ours(each.filename)]
    where = [f"{Path(each.filename).relative_to(PACKAGE)}:{each.lineno}" for each in ours[-1:]]
    return " at ".join((type(error).__name__, *where))


def _broken(rule: Rule, world: World, error: Exception, resource: Resource | None) -> Result:
    """Return a failure at the rule's own level: what cannot be judged has not passed."""
    message = (
        f"the rule itself failed ({place(error)}), so nothing is known; that is a defect of the"
        f" rule: report it, and set {rule.id} to advisory to go on"
    )
    return Result(
        rule=rule,
        verdict=Verdict.FAIL,
        level=level_of(rule, world.settings),
        urn=resource.urn if resource else "",
        type=resource.type if resource else "",
        message=message,
    )


def _is_ours(file: str) -> bool:
    return Path(file).is_relative_to(PACKAGE)

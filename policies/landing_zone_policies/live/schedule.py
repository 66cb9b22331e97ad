"""Which rules are asked of a type, when, and what is said of those that are not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property

from pulumi.runtime.proto import analyzer_pb2

from landing_zone_policies.judging import Asked, Result, index, level_of
from landing_zone_policies.remedies import REMEDIED
from landing_zone_policies.rule import Rule
from landing_zone_policies.settings import Settings

NOTHING: Sequence[Asked] = ()


class Schedule:
    """The rules of a pack under some settings, by type.

    The engine counts every rule as passed that it is told nothing of, so those that do not look at
    a type are named each time, in an answer that is made once: nobody may change it.
    """

    def __init__(self, rules: Sequence[Rule], settings: Settings) -> None:
        self._rules, self._settings = rules, settings
        self._at_once = [rule.id for rule in rules if is_told_at_once(rule)]
        self._in_the_end = [rule.id for rule in rules if is_told_in_the_end(rule)]
        self._remedied = _remedied(rules, settings)
        self.alone = cache(self._alone)
        self.together = cache(self._together)
        self.mending = cache(self._mending)
        self.idle = cache(self._idle)
        self.unmended = cache(self._unmended)

    def prepare(self) -> None:
        """Find out by type what is asked, while nobody waits for it."""
        self.alone("")

    @cached_property
    def _by_type(self) -> Mapping[str, Sequence[Asked]]:
        return index(self._rules, self._settings)

    def _alone(self, type_: str) -> Sequence[Asked]:
        """Return what is asked of a resource by itself."""
        return _with(self._by_type.get(type_, NOTHING), joins=False)

    def _together(self, type_: str) -> Sequence[Asked]:
        """Return what is asked of a resource in sight of all others."""
        return _with(self._by_type.get(type_, NOTHING), joins=True)

    def _mending(self, type_: str) -> Sequence[Asked]:
        """Return what is asked of a resource so as to mend it; nothing, unless a team says so."""
        if not self._remedied:
            return NOTHING
        return [each for each in self.alone(type_) if each[0].id in self._remedied]

    def silent(self, found: Iterable[Result]) -> analyzer_pb2.AnalyzeResponse:
        """Return an answer with the rules that had nothing to look at in the whole program."""
        heard = {each.rule.id for each in found}
        silent = (each for each in self._in_the_end if each not in heard)
        return analyzer_pb2.AnalyzeResponse(not_applicable=_named(silent, "nothing to look at"))

    def _idle(self, type_: str) -> analyzer_pb2.AnalyzeResponse:
        asked = {rule.id for rule, _ in self.alone(type_)}
        others = (each for each in self._at_once if each not in asked)
        return analyzer_pb2.AnalyzeResponse(not_applicable=_named(others, "about other types"))

    def _unmended(self, type_: str) -> analyzer_pb2.RemediateResponse:
        mends = {rule.id for rule, _ in self.mending(type_)}
        others = (each for each in self._at_once if each not in mends)
        return analyzer_pb2.RemediateResponse(not_applicable=_named(others, "not remediated"))


def is_told_at_once(rule: Rule) -> bool:
    """Whether a rule looks at resources by themselves."""
    return any(not check.joins for check in rule.checks)


def is_told_in_the_end(rule: Rule) -> bool:
    """Whether a rule looks at several resources together, or at all of them."""
    return bool(rule.surveys) or any(check.joins for check in rule.checks)


def _with(asked: Iterable[Asked], *, joins: bool) -> list[Asked]:
    """Return the checks of each rule that look at other resources, or those that do not."""
    found = ((rule, [each for each in checks if each.joins is joins]) for rule, checks in asked)
    return [(rule, checks) for rule, checks in found if checks]


def _remedied(rules: Iterable[Rule], settings: Settings) -> frozenset[str]:
    """Return the rules that mend."""
    can = (rule for rule in rules if rule.id in REMEDIED)
    return frozenset(rule.id for rule in can if level_of(rule, settings) == "remediate")


def _named(rules: Iterable[str], reason: str) -> list[analyzer_pb2.PolicyNotApplicable]:
    return [analyzer_pb2.PolicyNotApplicable(policy_name=each, reason=reason) for each in rules]

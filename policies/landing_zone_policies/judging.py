"""Asking every rule about every resource that it looks at."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache, partial
from typing import Any, NamedTuple, TypeAlias, cast

from landing_zone_policies.estate import Estate
from landing_zone_policies.notes import OTHER_PROGRAM, not_asked, strangers
from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Rule, Severity, World
from landing_zone_policies.secrecy import without
from landing_zone_policies.settings import (
    MANDATORY_FROM,
    STOPPING,
    Exemption,
    Level,
    Profile,
    Settings,
)
from landing_zone_policies.tokens import is_patch

OPEN = (Fail, Undetermined)

Asked: TypeAlias = tuple[Rule, Sequence[Check]]

READ_ONLY = NotApplicable("the program reads it, and another one manages it")


class Verdict(StrEnum):
    """How a rule came out for a resource."""

    PASS = "pass"  # noqa: S105 (no password)
    FAIL = "fail"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"
    EXEMPT = "exempt"


VERDICTS: Mapping[type[Outcome], Verdict] = {
    Pass: Verdict.PASS,
    Fail: Verdict.FAIL,
    Undetermined: Verdict.UNDETERMINED,
    NotApplicable: Verdict.NOT_APPLICABLE,
}


class Result(NamedTuple):
    """What one rule says of one resource, or of one of its properties."""

    rule: Rule
    verdict: Verdict
    level: Level
    urn: str
    """The resource; that of the stack where something is missing from the program."""
    type: str = ""
    path: str = ""
    message: str = ""
    exemption: Exemption | None = None
    """What excuses it, or would if it had not expired."""

    @property
    def is_fatal(self) -> bool:
        """Whether it stops a deployment."""
        return self.verdict is Verdict.FAIL and self.level in STOPPING


class Report(NamedTuple):
    """All results of a run."""

    results: Sequence[Result]
    unused: Sequence[Exemption]
    """Exemptions that nothing needed."""
    notes: Sequence[str] = ()
    """What was not asked, and why: in one line each."""

    def of(self, *verdicts: Verdict) -> list[Result]:
        """Return the results that came out so."""
        return [each for each in self.results if each.verdict in verdicts]


def judge(
    estate: Estate, rules: Iterable[Rule], settings: Settings, *, today: dt.date | None = None
) -> Report:
    """Ask the rules about a program, and excuse what is exempt until today."""
    asked = list(rules)
    world = World(estate, settings)
    found = _of_resources(asked, world)
    strange = [] if found else [*strangers(estate)]
    report = reported([*found, *surveyed(asked, world)], settings, today=today)
    return report._replace(notes=[*estate.notes, *strange, *report.notes])


def reported(
    found: Iterable[Result], settings: Settings, *, today: dt.date | None = None
) -> Report:
    """Return results with what excuses them until today, and the exemptions that nothing needed."""
    day = today or dt.datetime.now(dt.UTC).date()
    results = [*found]
    if settings.exemptions:
        results = [excused(each, settings.exemptions, day) for each in results]
    used = {id(each.exemption) for each in results if each.exemption}
    unused = [each for each in settings.exemptions if id(each) not in used]
    groups = {each.rule.group for each in results}
    messages = {each.message for each in results}
    return Report(results, unused, [*not_asked(settings, groups, messages)])


def level_of(rule: Rule, settings: Settings) -> Level:
    """Return what a rule's failures do: as the settings say of it, else as the profile has it.

    What the settings say of every rule is not said of those that the profile does not ask.
    """
    if rule.id in settings.levels:
        return settings.levels[rule.id]
    usual = _usual_level(rule.severity, rule.since, settings.profile)
    return usual if usual == "disabled" else settings.every_level or usual


def index(
    rules: Iterable[Rule], settings: Settings, types: set[str] | None = None
) -> Mapping[str, list[tuple[Rule, list[Check]]]]:
    """Return by type which rules look at it, with their checks; those that are disabled do not.

    Some rules look at thousands of types: where it is known which there are, only those count.
    """
    found: dict[str, dict[str, tuple[Rule, list[Check]]]] = defaultdict(dict)
    for rule in rules:
        if level_of(rule, settings) == "disabled":
            continue
        for check in rule.checks:
            for type_ in check.types if types is None else types.intersection(check.types):
                found[type_].setdefault(rule.id, (rule, []))[1].append(check)
    return {type_: list(by_id.values()) for type_, by_id in found.items()}


def ask(rule: Rule, checks: Iterable[Check], resource: Resource, world: World) -> list[Result]:
    """Ask some checks of a rule about a resource, and sum up."""
    return _asked(rule, level_of(rule, world.settings), checks, resource, world)


def summed(outcomes: list[Outcome]) -> list[Outcome]:
    """Return every failure and what is undetermined, else one pass, or why it does not apply."""
    open_ones = [each for each in outcomes if isinstance(each, OPEN)]
    if open_ones:
        return list({(type(each), each.path, each.message): each for each in open_ones}.values())
    passes: list[Outcome] = [each for each in outcomes if isinstance(each, Pass)]
    if passes or not outcomes:
        return passes[:1] or [Pass()]
    return [outcomes[0]]


def surveyed(rules: Iterable[Rule], world: World) -> Iterator[Result]:
    """Ask the rules about what has to be somewhere in a program."""
    stack = next((each.urn for each in world.estate.of("pulumi:pulumi:Stack")), "")
    for rule in rules:
        level = level_of(rule, world.settings)
        if level == "disabled":
            continue
        for survey in rule.surveys:
            for cloud in survey.clouds:
                if cloud not in world.estate.clouds:
                    continue
                outcomes: list[Outcome]
                if survey.account and not world.settings.whole_account:
                    outcomes = [NotApplicable(OTHER_PROGRAM)]
                else:
                    outcomes = summed(list(survey.look(world, cloud)))
                for each in outcomes:
                    yield _result(rule, level, each, stack, "")


def excused(result: Result, exemptions: Iterable[Exemption], today: dt.date) -> Result:
    """Return a failure as exempt where somebody answers for it; once expired, it says whose."""
    if result.verdict is not Verdict.FAIL:
        return result
    about = [each for each in exemptions if each.covers(result.rule.id, result.urn)]
    if not about:
        return result
    last = max(about, key=lambda each: each.expires)
    if last.expires >= today:
        return result._replace(verdict=Verdict.EXEMPT, exemption=last)
    message = f"{result.message} (the exemption of {last.owner} ended on {last.expires})"
    return result._replace(message=message, exemption=last)


@cache
def _usual_level(severity: Severity, since: Profile, profile: Profile) -> Level:
    settings = Settings(profile=profile)
    if not settings.reaches(since):
        return "disabled"
    first = MANDATORY_FROM[severity.value]
    return "mandatory" if first and settings.reaches(first) else "advisory"


def _of_resources(rules: Sequence[Rule], world: World) -> list[Result]:
    by_type = index(rules, world.settings, {each.type for each in world.estate.resources})
    levels: dict[str, Level] = {rule.id: level_of(rule, world.settings) for rule in rules}
    found: list[Result] = []
    for resource in world.estate.resources:
        for rule, checks in by_type.get(resource.type, ()):
            found += _asked(rule, levels[rule.id], checks, resource, world)
    return found


def _asked(
    rule: Rule, level: Level, checks: Iterable[Check], resource: Resource, world: World
) -> list[Result]:
    if resource.external:
        return [_result(rule, level, READ_ONLY, resource.urn, resource.type)]
    outcomes = [each for check in checks for each in check.look(resource, world)]
    if is_patch(resource.token):
        outcomes = [_of_part(each, resource) for each in outcomes]
    if len(outcomes) != 1:
        outcomes = summed(outcomes)
    results = [_result(rule, level, each, resource.urn, resource.type) for each in outcomes]
    if not isinstance(outcomes[0], OPEN):
        return results
    hidden = world.estate.hidden(resource)
    return [each._replace(message=without(hidden, each.message)) for each in results]


def _of_part(outcome: Outcome, patch: Resource) -> Outcome:
    """Return what a patch lacks as undetermined: what is patched may have it."""
    if not isinstance(outcome, Fail) or not outcome.path:
        return outcome
    found = patch.find(re.sub(r"\[\d+\]", "[]", outcome.path))
    if any(each.is_known for each in found):
        return outcome
    return Undetermined(outcome.path, f"{outcome.path} may be said by what is patched")


def _result(rule: Rule, level: Level, outcome: Outcome, urn: str, type_: str) -> Result:
    verdict = VERDICTS[type(outcome)]
    return _new((rule, verdict, level, urn, type_, outcome.path, outcome.message, None))


_new: Callable[[tuple[Any, ...]], Result] = partial(cast("Any", tuple).__new__, Result)
"""Makes a result in a third of the time; there are several of each resource."""

"""What every format shows of a result, in the order in which it is shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from landing_zone_policies.controls import controls
from landing_zone_policies.judging import Report, Result, Verdict
from landing_zone_policies.reports import count
from landing_zone_policies.rule import Severity

SEVERITIES = tuple(Severity)
"""From the worst to the least."""

NUMBER = re.compile(r"\[\d+\]")
"""Where something stands in a list, which changes when something is put before it."""

QUIET = (Verdict.PASS, Verdict.NOT_APPLICABLE)
"""What is shown only to who asks for everything."""


def ordered(report: Report, *, everything: bool) -> list[Result]:
    """Return what is shown, the worst first, and always in the same order."""
    shown = (each for each in report.results if everything or each.verdict not in QUIET)
    return sorted(
        shown,
        key=lambda each: (
            SEVERITIES.index(each.rule.severity),
            each.rule.id,
            each.urn,
            each.path,
            each.message,
        ),
    )


def row(result: Result) -> dict[str, Any]:
    """Return a result as data; see docs/check.md, which promises these fields."""
    found: dict[str, Any] = {
        "rule": result.rule.id,
        "outcome": result.verdict.value,
        "severity": result.rule.severity.value,
        "level": result.level,
        "urn": result.urn,
        "type": result.type,
        "path": result.path,
        "message": result.message,
        "fix": result.rule.fix,
        "controls": controls(result.rule.id),
    }
    if result.exemption is not None:
        found["exemption"] = {
            "owner": result.exemption.owner,
            "reason": result.exemption.reason,
            "expires": result.exemption.expires.isoformat(),
        }
    return found


def summary(report: Report) -> dict[str, Any]:
    """Return how many results came out how, and how bad those are that fail."""
    verdicts = Counter(each.verdict for each in report.results)
    failed = report.of(Verdict.FAIL)
    severities = Counter(each.rule.severity for each in failed)
    return {
        **{each.value: verdicts[each] for each in Verdict},
        "failed_by_severity": {each.value: severities[each] for each in Severity},
        "mandatory": sum(each.is_fatal for each in failed),
        "resources": len({each.urn for each in report.results}),
        "exemptions_unused": len(report.unused),
    }


def likeness(rule: str, urn: str, path: str, message: str) -> tuple[str, ...]:
    """Return what a finding has in common with itself in another run, wherever in its list.

    Two elements of a list that say the same are alike, so findings have to be counted.
    """
    return rule, urn, NUMBER.sub("[]", path), NUMBER.sub("[]", message)


def remarks(report: Report) -> Iterator[str]:
    """Yield what a run has to say besides its results: notes, and what became of exemptions."""
    yield from report.notes
    excused = Counter(each.exemption for each in report.results if each.exemption)
    ended = {each.exemption for each in report.of(Verdict.FAIL)}
    for each, number in excused.items():
        when = f"{'ended on' if each in ended else 'until'} {each.expires}"
        found = count(number, "finding")
        yield f"exemption {when} by {each.owner}: {each.rule} on {each.resource}, {found}"
    for each in report.unused:
        yield f"exemption that nothing needs: {each.rule} on {each.resource} ({each.owner})"
    if report.unused:
        yield f"{count(len(report.unused), 'exemption')} unused"


def told(result: Result) -> str:
    """Return what a result says, with its property where it does not name it."""
    text = result.message or result.verdict.value
    return f"{result.path}: {text}" if result.path and result.path not in text else text


def name_of(urn: str) -> str:
    """Return the logical name in a URN; the stack's is `the stack`."""
    if not urn or "::pulumi:pulumi:Stack::" in urn:
        return "the stack"
    return urn.rpartition("::")[2]


def framework_lines(mapping: Mapping[str, Any]) -> list[str]:
    """Return controls in words, one framework each."""
    return [f"{name} {', '.join(each)}" for name, each in mapping.items()]

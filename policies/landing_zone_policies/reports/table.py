"""For people at a terminal: by rule, the worst first, with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from landing_zone_policies.judging import Report, Result, Verdict
from landing_zone_policies.reports import count
from landing_zone_policies.reports.rows import name_of, ordered, remarks, summary, told

WIDTH = 100

MARKS = {
    Verdict.FAIL: "✗",
    Verdict.UNDETERMINED: "?",
    Verdict.EXEMPT: "~",
    Verdict.PASS: "✓",
    Verdict.NOT_APPLICABLE: "-",
}


def write(report: Report, *, everything: bool) -> str:
    """Return the findings of each rule, and the sum."""
    lines: list[str] = []
    shown = ordered(report, everything=everything)
    for _, group in groupby(shown, key=lambda each: each.rule.id):
        lines += [*_block([*group]), ""]
    return "\n".join([*lines, *_end(report)]) + "\n"


def _block(results: list[Result]) -> Iterator[str]:
    rule, level = results[0].rule, results[0].level
    yield f"{rule.id}  {rule.severity}, {level}: {rule.statement}"
    for each in results:
        kind = f" ({each.type})" if each.type else ""
        text = f"{name_of(each.urn)}{kind}: {told(each)}"
        first, *more = _wrapped(text, WIDTH - 4)
        yield f"  {MARKS[each.verdict]} {first}"
        yield from (f"    {line}" for line in more)
        if each.verdict is Verdict.EXEMPT and each.exemption:
            excuse = each.exemption
            yield f"    exempt until {excuse.expires} by {excuse.owner}: {excuse.reason}"
    if any(each.verdict in (Verdict.FAIL, Verdict.UNDETERMINED) for each in results):
        yield from (f"  {line}" for line in _wrapped(f"-> {rule.fix}", WIDTH - 2))


def _wrapped(text: str, width: int) -> list[str]:
    """Return a text in lines of whole words; `textwrap` takes longer than judging what is told."""
    rest, lines = " ".join(text.split()), list[str]()
    while len(rest) > width:
        end = rest.rfind(" ", 0, width + 1)
        end = rest.find(" ", width) if end < 0 else end
        if end < 0:
            break
        lines.append(rest[:end])
        rest = rest[end + 1 :]
    return [*lines, rest]


def _end(report: Report) -> Iterator[str]:
    numbers = summary(report)
    failed = numbers["failed_by_severity"]
    told = ", ".join(f"{number} {name}" for name, number in failed.items() if number)
    found = count(numbers["fail"], "finding")
    yield f"{found}{f' ({told})' if told else ''}, {numbers['mandatory']} of them mandatory"
    yield (
        f"{numbers['pass']} passed, {numbers['undetermined']} cannot be told,"
        f" {numbers['not_applicable']} do not apply, {numbers['exempt']} exempt"
    )
    yield from remarks(report)
    if report.of(Verdict.FAIL):
        yield "lz rules ID shows why a rule is there, and which controls it is evidence for"

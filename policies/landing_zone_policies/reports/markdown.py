"""For comments on a change: a table of findings, and the sum."""

from __future__ import annotations

from landing_zone_policies.judging import Report, Result
from landing_zone_policies.reports import count
from landing_zone_policies.reports.rows import name_of, ordered, remarks, summary, told

MOST_ROWS = 200
"""More would not fit into a comment: GitHub takes 65,536 characters.

Source: https://github.com/orgs/community/discussions/27190
"""


def write(report: Report, *, everything: bool) -> str:
    """Return the findings as a table."""
    numbers = summary(report)
    rows = ordered(report, everything=everything)
    found, told = count(numbers["fail"], "finding"), numbers["undetermined"]
    lines = [f"**{found}**, {numbers['mandatory']} of them mandatory; {numbers['pass']} passed,"]
    lines[0] += f" {told} cannot be told, {numbers['exempt']} exempt"
    if rows:
        lines += ["", "| rule | severity | resource | outcome | what |", "|---|---|---|---|---|"]
        lines += [_line(each) for each in rows[:MOST_ROWS]]
    if len(rows) > MOST_ROWS:
        lines += ["", f"and {len(rows) - MOST_ROWS} more"]
    lines += [line for remark in remarks(report) for line in ("", _safe(remark))]
    return "\n".join(lines) + "\n"


def _line(result: Result) -> str:
    cells = (
        result.rule.id,
        f"{result.rule.severity}, {result.level}",
        name_of(result.urn),
        result.verdict.value.replace("_", " "),
        told(result),
    )
    return "| " + " | ".join(_cell(each) for each in cells) + " |"


def _cell(text: str) -> str:
    return _safe(text.replace("\\", "\\\\").replace("|", "\\|"))


def _safe(text: str) -> str:
    return text.replace("\n", " ").replace("<", "&lt;").replace("@", "&#64;")

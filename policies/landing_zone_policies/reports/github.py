"""For GitHub Actions: a line for each finding, which the runner shows beside the change.

Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from landing_zone_policies.controls import controls
from landing_zone_policies.judging import Report, Result, Verdict
from landing_zone_policies.reports.rows import framework_lines, name_of, ordered, remarks, told

ESCAPED = {"%": "%25", "\r": "%0D", "\n": "%0A"}
ESCAPED_TITLE = {**ESCAPED, ":": "%3A", ",": "%2C"}


def write(report: Report, *, everything: bool) -> str:
    """Return workflow commands."""
    lines = [_line(each) for each in ordered(report, everything=everything)]
    lines += [f"::notice title=landing-zone::{_escape(each, ESCAPED)}" for each in remarks(report)]
    return "".join(f"{line}\n" for line in lines)


def _line(result: Result) -> str:
    fails = result.verdict is Verdict.FAIL
    command = "error" if result.is_fatal else "warning" if fails else "notice"
    title = _escape(f"{result.rule.id} {name_of(result.urn)}", ESCAPED_TITLE)
    kind = f" ({result.type})" if result.type else ""
    about = "; ".join([result.rule.severity, *framework_lines(controls(result.rule.id))])
    what = f"{name_of(result.urn)}{kind}: {told(result)}. {result.rule.fix} ({about})"
    text = _escape(what, ESCAPED)
    return f"::{command} title={title}::{text}"


def _escape(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(each, each) for each in text)

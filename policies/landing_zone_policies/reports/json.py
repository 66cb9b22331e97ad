"""For programs: the JSON that docs/check.md promises."""

from __future__ import annotations

from json import dumps

from landing_zone_policies.judging import Report
from landing_zone_policies.reports.rows import ordered, row, summary

VERSION = 1
"""It grows only when a reader has to change."""


def write(report: Report, *, everything: bool) -> str:
    """Return the results, one to a line, their sum, and the exemptions that nothing needs."""
    results = ordered(report, everything=everything)
    rules = {each.rule.id: each.rule for each in results}
    unused = [{**each._asdict(), "expires": each.expires.isoformat()} for each in report.unused]
    about = {
        "summary": summary(report),
        "rules": {
            id_: {"statement": rule.statement, "rationale": rule.rationale}
            for id_, rule in rules.items()
        },
        "unused_exemptions": unused,
        "notes": [*report.notes],
    }
    rows = ",\n".join(f"    {dumps(row(each))}" for each in results)
    rest = dumps(about, indent=2).removeprefix("{\n")
    return f'{{\n  "version": {VERSION},\n  "results": [\n{rows}\n  ],\n{rest}\n'

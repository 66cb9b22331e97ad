"""For programs: the JSON that docs/check.md promises."""

from __future__ import annotations

from dataclasses import asdict
from json import dumps

from landing_zone_policies.judging import Report
from landing_zone_policies.reports.rows import ordered, row, summary

VERSION = 1
"""It grows only when a reader has to change."""


def write(report: Report, *, everything: bool) -> str:
    """Return the results, their sum, and the exemptions that nothing needs."""
    unused = [{**asdict(each), "expires": each.expires.isoformat()} for each in report.unused]
    document = {
        "version": VERSION,
        "results": [row(each) for each in ordered(report, everything=everything)],
        "summary": summary(report),
        "unused_exemptions": unused,
    }
    return dumps(document, indent=2) + "\n"

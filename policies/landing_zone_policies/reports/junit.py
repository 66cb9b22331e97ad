"""For test reports: a suite for each rule, a case for each resource.

Source: https://github.com/testmoapp/junitxml
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from landing_zone_policies.controls import controls
from landing_zone_policies.judging import Report, Result, Verdict
from landing_zone_policies.reports.rows import framework_lines, name_of, ordered, remarks, told

SURROGATES = range(0xD800, 0xE000)
FORBIDDEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *SURROGATES, 0xFFFE, 0xFFFF])
"""Characters that XML 1.0 does not know: https://www.w3.org/TR/xml/#charsets."""


def write(report: Report, *, everything: bool) -> str:
    """Return the results as XML; what cannot be told and what is exempt is skipped."""
    del everything
    results = ordered(report, everything=True)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites {_counts(results)}>"]
    for rule, group in groupby(results, key=lambda each: each.rule):
        own = [*group]
        lines.append(f"  <testsuite name={_quoted(f'{rule.id} {rule.statement}')} {_counts(own)}>")
        lines += [_case(each) for each in own]
        lines.append("  </testsuite>")
    return "\n".join([*lines, *_besides(report), "</testsuites>"]) + "\n"


def _besides(report: Report) -> Iterator[str]:
    """Yield what is said besides the results, as the output of a suite without cases."""
    said = escape("\n".join(remarks(report)).translate(FORBIDDEN))
    if said:
        yield f'  <testsuite name="landing-zone" {_counts([])}>'
        yield f"    <system-out>{said}</system-out>"
        yield "  </testsuite>"


def _case(result: Result) -> str:
    place = f"{name_of(result.urn)} {result.path}".strip()
    head = f"    <testcase classname={_quoted(result.urn)} name={_quoted(place)}"
    message = _quoted(f"{told(result)}. {result.rule.fix}")
    if result.verdict is Verdict.FAIL:
        kind = _quoted(result.rule.severity)
        return f"{head}><failure message={message} type={kind}>{_more(result)}</failure></testcase>"
    if result.verdict is Verdict.PASS:
        return f"{head}/>"
    return f"{head}><skipped message={_quoted(result.message)}/></testcase>"


def _more(result: Result) -> str:
    """Return why the rule is there, and what it is evidence for."""
    lines = [result.rule.rationale, *framework_lines(controls(result.rule.id))]
    return escape("\n".join(lines).translate(FORBIDDEN))


def _counts(results: list[Result]) -> str:
    failures = sum(each.verdict is Verdict.FAIL for each in results)
    skipped = sum(each.verdict not in (Verdict.FAIL, Verdict.PASS) for each in results)
    return f'tests="{len(results)}" failures="{failures}" skipped="{skipped}"'


def _quoted(text: str) -> str:
    return quoteattr(text.translate(FORBIDDEN))

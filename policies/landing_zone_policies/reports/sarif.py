"""For code scanning: SARIF 2.1.0.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from json import dumps
from typing import Any

from landing_zone_policies.controls import controls
from landing_zone_policies.judging import Report, Result, Verdict
from landing_zone_policies.reports.rows import (
    framework_lines,
    likeness,
    name_of,
    ordered,
    remarks,
    told,
)
from landing_zone_policies.rule import Rule, Severity

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
PROGRAM = "Pulumi.yaml"
"""What findings are shown at, in its first line: a plan does not know that of the program."""

LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
}
SCORES = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "3.0",
}
"""How GitHub tells severities apart.

Source: https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""
KINDS = {
    Verdict.PASS: "pass",
    Verdict.FAIL: "fail",
    Verdict.EXEMPT: "fail",
    Verdict.UNDETERMINED: "open",
    Verdict.NOT_APPLICABLE: "notApplicable",
}


def write(report: Report, *, everything: bool) -> str:
    """Return one run, with the rules that it has results of."""
    results = ordered(report, everything=everything)
    rules = {each.rule.id: each.rule for each in results}
    driver = {
        "name": "landing-zone",
        "version": _version(),
        "rules": [_rule(each) for each in rules.values()],
    }
    places = {id_: index for index, id_ in enumerate(rules)}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {"level": "note", "message": {"text": each}} for each in remarks(report)
                ],
            }
        ],
        "results": [
            _result(each, places[each.rule.id], number)
            for each, number in zip(results, _numbered(results), strict=True)
        ],
    }
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.statement},
        "fullDescription": {"text": rule.rationale},
        "help": {"text": rule.fix},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "security-severity": SCORES[rule.severity],
            "tags": ["security", *framework_lines(controls(rule.id))],
        },
    }


def _result(result: Result, place: int, number: int) -> dict[str, Any]:
    kind = KINDS[result.verdict]
    found: dict[str, Any] = {
        "ruleId": result.rule.id,
        "ruleIndex": place,
        "kind": kind,
        "level": LEVELS[result.rule.severity] if kind == "fail" else "none",
        "message": {"text": f"{name_of(result.urn)}: {told(result)}. {result.rule.fix}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": PROGRAM},
                    "region": {"startLine": 1},
                },
                "logicalLocations": [
                    {"fullyQualifiedName": f"{result.urn}#{result.path}", "kind": "resource"}
                ],
            }
        ],
        "partialFingerprints": {"landingZone/v1": _fingerprint(result, number)},
    }
    if result.verdict is Verdict.EXEMPT and result.exemption:
        excuse = f"{result.exemption.owner}: {result.exemption.reason}"
        found["suppressions"] = [{"kind": "external", "justification": excuse}]
    return found


def _numbered(results: Iterable[Result]) -> Iterator[int]:
    """Yield for each result how many before it are like it."""
    seen = Counter[tuple[str, ...]]()
    for each in results:
        alike = _likeness(each)
        yield seen[alike]
        seen[alike] += 1


def _fingerprint(result: Result, number: int) -> str:
    parts = (*_likeness(result), *([str(number)] if number else []))
    text = "\n".join(parts)
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _likeness(result: Result) -> tuple[str, ...]:
    return likeness(result.rule.id, result.urn, result.path, result.message)


def _version() -> str:
    try:
        return version("landing-zone")
    except PackageNotFoundError:
        return "0"

"""What the engine is told of results: all that a rule says of itself, and no secret."""

from __future__ import annotations

from collections.abc import Iterable

from pulumi.runtime.proto import analyzer_pb2

from landing_zone_policies.controls import controls
from landing_zone_policies.judging import Result, Verdict
from landing_zone_policies.live.information import LEVELS, SETTINGS, SEVERITIES
from landing_zone_policies.reports.rows import framework_lines
from landing_zone_policies.secrecy import without


def diagnostic(result: Result, hidden: Iterable[str]) -> analyzer_pb2.AnalyzeDiagnostic:
    """Return a failure, or what cannot be told, as the engine shows it.

    Args:
        result: The result.
        hidden: Texts that are kept out of it; see `secrets_of`.
    """
    fails = result.verdict is Verdict.FAIL
    return analyzer_pb2.AnalyzeDiagnostic(
        policyName=result.rule.id,
        description=result.rule.statement,
        message=without(hidden, _failure(result) if fails else _open(result)),
        enforcementLevel=LEVELS[result.level if fails else "advisory"],
        urn=result.urn,
        severity=SEVERITIES[result.rule.severity],
    )


def not_applicable(result: Result, hidden: Iterable[str]) -> analyzer_pb2.PolicyNotApplicable:
    """Return why a rule is not about a resource."""
    return analyzer_pb2.PolicyNotApplicable(
        policy_name=result.rule.id, reason=without(hidden, result.message)
    )


def excuse(result: Result) -> analyzer_pb2.AnalyzeDiagnostic:
    """Return a failure that is excused, with who answers for it."""
    who = result.exemption
    until = f"until {who.expires} by {who.owner}: {who.reason}" if who else ""
    return remark(f"exempt from {result.rule.id} {until}", result.urn)


def remark(message: str, urn: str = "") -> analyzer_pb2.AnalyzeDiagnostic:
    """Return what is no failure of a rule, and is to be known."""
    return analyzer_pb2.AnalyzeDiagnostic(
        policyName=SETTINGS,
        description="What was excused or left out",
        message=message,
        enforcementLevel=analyzer_pb2.ADVISORY,
        urn=urn,
    )


def _failure(result: Result) -> str:
    rule = result.rule
    evidence = "; ".join(framework_lines(controls(rule.id)))
    lines = (
        _placed(result),
        f"{rule.id}, {rule.severity}: {rule.statement}.",
        f"Why: {rule.rationale}",
        f"Fix: {rule.fix}",
        f"Evidence for: {evidence}" if evidence else "",
    )
    return "\n".join(filter(None, lines))


def _open(result: Result) -> str:
    return f"cannot be told: {_placed(result)} ({result.rule.id}: {result.rule.statement})"


def _placed(result: Result) -> str:
    """Return what a result says, with its property where it does not name it."""
    if not result.path or result.path in result.message:
        return result.message
    return f"{result.path}: {result.message}"

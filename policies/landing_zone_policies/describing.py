"""What a rule says of itself: in a list, in full, and as data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from textwrap import fill
from typing import Any

from landing_zone_policies.controls import controls
from landing_zone_policies.rule import Rule
from landing_zone_policies.tokens import cloud_of

WIDTH = 100
CLOUDS = ("aws", "gcp", "azure", "kubernetes")


def listed(rules: Iterable[Rule]) -> str:
    """Return a line for each rule."""
    return "".join(f"{rule.id:8}{rule.severity:10}{rule.statement}\n" for rule in rules)


def described(rule: Rule) -> str:
    """Return all that a rule says, for people."""
    lines = [
        f"{rule.id}  {rule.severity}",
        fill(rule.statement, WIDTH),
        "",
        fill(f"Why: {rule.rationale}", WIDTH),
        fill(f"Fix: {rule.fix}", WIDTH),
    ]
    if rule.since != "dev":
        lines.append(f"Asked from the profile {rule.since} on.")
    lines += ["", "Looks at"]
    for cloud, found in looks_at(rule).items():
        lines.append(f"  {cloud}")
        lines += [f"    {each}" for each in found]
    lines += ["", "Evidence for"]
    lines += [f"  {name}: {', '.join(each)}" for name, each in controls(rule.id).items()]
    return "\n".join(lines) + "\n"


def as_json(rules: Iterable[Rule]) -> str:
    """Return all that rules say, for programs."""
    return json.dumps({"version": 1, "rules": [_row(rule) for rule in rules]}, indent=2) + "\n"


def looks_at(rule: Rule) -> dict[str, list[str]]:
    """Return the types that a rule looks at, or looks for in programs of a cloud, by cloud."""
    looked_for = {
        each for survey in rule.surveys for each in survey.reads if cloud_of(each) in survey.clouds
    }
    found = {*rule.types, *looked_for}
    by_cloud = {
        cloud: sorted(each for each in found if cloud_of(each) == cloud) for cloud in CLOUDS
    }
    return {cloud: types for cloud, types in by_cloud.items() if types}


def _row(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "severity": rule.severity.value,
        "statement": rule.statement,
        "rationale": rule.rationale,
        "fix": rule.fix,
        "since": rule.since,
        "types": looks_at(rule),
        "controls": {name: [*each] for name, each in controls(rule.id).items()},
    }

"""What a pack says of itself to the engine, and what the engine says of its configuration."""

from __future__ import annotations

from collections.abc import Sequence

from google.protobuf import json_format
from pulumi.runtime.proto import analyzer_pb2

from landing_zone_policies import catalogue
from landing_zone_policies.catalogue import packs_of
from landing_zone_policies.configuration import ALL, SettingsError, settings_of
from landing_zone_policies.controls import controls
from landing_zone_policies.describing import listed
from landing_zone_policies.judging import level_of
from landing_zone_policies.live.decoding import plain
from landing_zone_policies.live.schedule import is_told_at_once, is_told_in_the_end
from landing_zone_policies.options import schema
from landing_zone_policies.reports.rows import framework_lines
from landing_zone_policies.rule import Rule, Severity
from landing_zone_policies.settings import Level, Settings
from landing_zone_policies.tokens import PACKAGES

SETTINGS = "settings"
"""The name under which the configuration of a pack is given; a rule that nothing breaks."""

LEVELS: dict[Level, analyzer_pb2.EnforcementLevel.ValueType] = {
    "advisory": analyzer_pb2.ADVISORY,
    "mandatory": analyzer_pb2.MANDATORY,
    "remediate": analyzer_pb2.REMEDIATE,
    "disabled": analyzer_pb2.DISABLED,
}
NAMES = {number: level for level, number in LEVELS.items()}

SEVERITIES = {
    Severity.LOW: analyzer_pb2.POLICY_SEVERITY_LOW,
    Severity.MEDIUM: analyzer_pb2.POLICY_SEVERITY_MEDIUM,
    Severity.HIGH: analyzer_pb2.POLICY_SEVERITY_HIGH,
    Severity.CRITICAL: analyzer_pb2.POLICY_SEVERITY_CRITICAL,
}


def pack_name(name: str) -> str:
    """Return what a pack is called wherever it meets others."""
    return f"landing-zone-{name.replace('_', '-')}"


def info(name: str, version: str, rules: Sequence[Rule]) -> analyzer_pb2.AnalyzerInfo:
    """Return what a pack says of itself."""
    settings = analyzer_pb2.PolicyInfo(
        name=SETTINGS,
        displayName="Settings",
        description="What the rules of this pack go by; see docs/policies.md.",
        enforcementLevel=analyzer_pb2.ADVISORY,
        policy_type=analyzer_pb2.POLICY_TYPE_STACK,
    )
    json_format.ParseDict({"properties": schema(packs_of(name))}, settings.configSchema)
    return analyzer_pb2.AnalyzerInfo(
        name=pack_name(name),
        displayName=f"Landing zone: {name.replace('_', ' ')}",
        version=version,
        supportsConfig=True,
        readme=listed(rules),
        tags=sorted({cloud for rule in rules for cloud in _clouds(rule)}),
        policies=[settings, *(_policy(rule) for rule in rules)],
    )


def configured(request: analyzer_pb2.ConfigureAnalyzerRequest, rules: Sequence[Rule]) -> Settings:
    """Return the settings that the engine passes on.

    It always says a level for every rule, that of the pack where the user gave none. So one that
    differs from the pack's is the user's; one that is the same is the profile's, unless all are the
    same, which only the user can have said. `settings.levels` is for the rest.

    Raises:
        SettingsError: with a line for each mistake.
    """
    config = dict(request.policyConfig)
    said = config.pop(SETTINGS, None)
    given = {name: NAMES[each.enforcementLevel] for name, each in config.items()}
    usual = {rule.id: level_of(rule, Settings()) for rule in rules}
    same = {*given.values()}
    if len(same) == 1 < len({*usual.values()}):
        chosen = {ALL: same.pop()}
    else:
        chosen = {name: level for name, level in given.items() if usual.get(name) != level}
    document: dict[str, object] = {**chosen, SETTINGS: plain(said.properties) if said else {}}
    try:
        return settings_of(document, [*usual])
    except SettingsError:
        return settings_of(document, [rule.id for rule in catalogue.rules()])


def _policy(rule: Rule) -> analyzer_pb2.PolicyInfo:
    evidence = controls(rule.id)
    policy = analyzer_pb2.PolicyInfo(
        name=rule.id,
        displayName=f"{rule.id} {rule.statement}",
        description=rule.statement,
        message=rule.rationale,
        enforcementLevel=LEVELS[level_of(rule, Settings())],
        policy_type=_type(rule),
        severity=SEVERITIES[rule.severity],
        tags=[*_clouds(rule), *framework_lines(evidence)],
        remediation_steps=rule.fix,
    )
    for framework, found in [*evidence.items()][:1]:
        policy.framework.name, policy.framework.reference = framework, ", ".join(found)
    return policy


def _clouds(rule: Rule) -> list[str]:
    """Return the clouds that a rule is about."""
    packages = {type_.partition(":")[0] for check in rule.checks for type_ in check.types}
    asked = {cloud for survey in rule.surveys for cloud in survey.clouds}
    return sorted({PACKAGES[each] for each in packages if each in PACKAGES} | asked)


def _type(rule: Rule) -> analyzer_pb2.PolicyType.ValueType:
    """Return when a rule is told; the engine counts one without a type both times."""
    if not is_told_in_the_end(rule):
        return analyzer_pb2.POLICY_TYPE_RESOURCE
    if not is_told_at_once(rule):
        return analyzer_pb2.POLICY_TYPE_STACK
    return analyzer_pb2.POLICY_TYPE_UNKNOWN

"""What a pack says of itself to the engine, and what the engine says of its configuration."""

from __future__ import annotations

from collections.abc import Sequence

from google.protobuf import json_format
from pulumi.runtime.proto import analyzer_pb2

from landing_zone_policies.catalogue import packs_of
from landing_zone_policies.configuration import settings_of
from landing_zone_policies.judging import level_of
from landing_zone_policies.live.decoding import plain
from landing_zone_policies.options import schema
from landing_zone_policies.rule import Rule, Severity
from landing_zone_policies.settings import Level, Settings

SETTINGS = "settings"
"""The name under which the configuration of a pack is given; a rule that nothing breaks."""

LEVELS: dict[Level, analyzer_pb2.EnforcementLevel.ValueType] = {
    "advisory": analyzer_pb2.ADVISORY,
    "mandatory": analyzer_pb2.MANDATORY,
    "disabled": analyzer_pb2.DISABLED,
}
SEVERITIES = {
    Severity.LOW: analyzer_pb2.POLICY_SEVERITY_LOW,
    Severity.MEDIUM: analyzer_pb2.POLICY_SEVERITY_MEDIUM,
    Severity.HIGH: analyzer_pb2.POLICY_SEVERITY_HIGH,
    Severity.CRITICAL: analyzer_pb2.POLICY_SEVERITY_CRITICAL,
}


def info(name: str, version: str, rules: Sequence[Rule]) -> analyzer_pb2.AnalyzerInfo:
    """Return what a pack says of itself."""
    properties = schema(packs_of(name))
    settings = analyzer_pb2.PolicyInfo(
        name=SETTINGS,
        description="What the rules of this pack go by; see docs/policies.md.",
        enforcementLevel=analyzer_pb2.ADVISORY,
        policy_type=analyzer_pb2.POLICY_TYPE_STACK,
    )
    json_format.ParseDict({"properties": properties}, settings.configSchema)
    return analyzer_pb2.AnalyzerInfo(
        name=f"landing-zone-{name.replace('_', '-')}",
        displayName=f"Landing zone: {name.replace('_', ' ')}",
        version=version,
        supportsConfig=True,
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
    given = {name: _level(each.enforcementLevel) for name, each in config.items()}
    usual = {rule.id: level_of(rule, Settings()) for rule in rules}
    every = len({*given.values()}) == 1 < len({*usual.values()})
    chosen = {name: level for name, level in given.items() if every or usual.get(name) != level}
    document: dict[str, object] = {**chosen, SETTINGS: plain(said.properties) if said else {}}
    return settings_of(document, [rule.id for rule in rules])


def _level(number: int) -> Level:
    """Return the level of the engine's number; what would be mended has to be so."""
    for name, own in LEVELS.items():
        if own == number:
            return name
    return "mandatory"


def _policy(rule: Rule) -> analyzer_pb2.PolicyInfo:
    alone = any(not check.joins for check in rule.checks)
    return analyzer_pb2.PolicyInfo(
        name=rule.id,
        displayName=f"{rule.id} {rule.statement}",
        description=rule.statement,
        message=rule.rationale,
        enforcementLevel=LEVELS[level_of(rule, Settings())],
        policy_type=(
            analyzer_pb2.POLICY_TYPE_RESOURCE if alone else analyzer_pb2.POLICY_TYPE_STACK
        ),
        severity=SEVERITIES[rule.severity],
        remediation_steps=rule.fix,
    )

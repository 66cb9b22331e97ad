"""The rules in Pulumi's own SDK for policies, as anyone would write them: the proof of our service.

A policy for each rule and moment: one that looks at a resource alone, one that looks at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pulumi_policy import (
    EnforcementLevel,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    StackValidationPolicy,
)
from pulumi_policy.policy import PolicyProviderResource, PolicyResource, _PolicyAnalyzerServicer
from pulumi_policy.proxy import UnknownValueError, _DictProxy, _ListProxy

from landing_zone_policies.estate import Estate
from landing_zone_policies.judging import Verdict, ask, index, level_of, surveyed
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Rule, World
from landing_zone_policies.settings import Settings
from landing_zone_policies.values import UNKNOWN


def servicer(rules: Sequence[Rule], settings: Settings) -> Any:
    """Return Pulumi's own service of some rules."""
    remembers: dict[str, Resource] = {}
    policies: list[Any] = [ResourceValidationPolicy("remember", "-", _remembering(remembers))]
    for rule in rules:
        level = level_of(rule, settings)
        if level == "disabled":
            continue
        common: dict[str, Any] = {"description": "-", "enforcement_level": EnforcementLevel(level)}
        policies += [
            ResourceValidationPolicy(f"{rule.id}-alone", validate=_alone(rule, settings), **common),
            StackValidationPolicy(
                f"{rule.id}-together", validate=_together(rule, settings, remembers), **common
            ),
        ]
    return _PolicyAnalyzerServicer("stock", "1", policies, EnforcementLevel.MANDATORY)


def _remembering(remembers: dict[str, Resource]):
    def validate(args: ResourceValidationArgs, _):
        remembers[args.urn] = _resource(args)

    return validate


def _alone(rule: Rule, settings: Settings):
    checks = _by_type(rule, settings, joins=False)

    def validate(args: ResourceValidationArgs, report):
        resource = _resource(args)
        world = World(Estate([resource]), settings)
        for each in ask(rule, checks.get(resource.type, ()), resource, world):
            if each.verdict is Verdict.FAIL:
                report(f"{each.path}|{each.message}", None)

    return validate


def _together(rule: Rule, settings: Settings, remembers: Mapping[str, Resource]):
    checks = _by_type(rule, settings, joins=True)

    def validate(args, report):
        found = [_joined(each, remembers[each.urn]) for each in args.resources]
        for each in found:
            each.provider = each.provider and remembers.get(each.provider.urn, each.provider)
        estate = Estate(found)
        world = World(estate, settings)
        results = [
            result
            for resource in estate.resources
            for result in ask(rule, checks.get(resource.type, ()), resource, world)
        ]
        for each in [*results, *surveyed([rule], world)]:
            if each.verdict is Verdict.FAIL:
                report(f"{each.path}|{each.message}", each.urn)

    return validate


def _by_type(rule: Rule, settings: Settings, *, joins: bool) -> Mapping[str, Iterable[Check]]:
    return {
        type_: [check for _, checks in asked for check in checks if check.joins is joins]
        for type_, asked in index([rule], settings).items()
    }


def _resource(args: ResourceValidationArgs) -> Resource:
    return Resource(
        urn=args.urn,
        token=args.resource_type,
        inputs=_read(args.props),
        custom=args.provider is not None or args.resource_type.startswith("pulumi:providers:"),
        parent=args.opts.parent or None,
        provider=_provider(args.provider),
        protect=args.opts.protect,
    )


def _joined(sent: PolicyResource, known: Resource) -> Resource:
    known.outputs = _read(sent.props)
    known.parent = sent.parent.urn if sent.parent else known.parent
    known.waits_for = tuple(each.urn for each in sent.dependencies)
    known.takes = {
        key: tuple(each.urn for each in found) for key, found in sent.property_dependencies.items()
    }
    return known


def _provider(sent: PolicyProviderResource | None) -> Resource | None:
    if sent is None:
        return None
    return Resource(urn=sent.urn, token=sent.resource_type, inputs=_read(sent.props))


def _read(value: Any) -> Any:
    """Return what the SDK's stand-ins stand for, which raise where something is not known."""
    if isinstance(value, Mapping | _DictProxy):
        return {key: _read(_known(value, key)) for key in list(value.keys())}
    if isinstance(value, list | _ListProxy):
        return [_read(_known(value, index)) for index in range(len(value))]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _known(values: Any, key: Any) -> Any:
    try:
        return values[key]
    except UnknownValueError:
        return UNKNOWN

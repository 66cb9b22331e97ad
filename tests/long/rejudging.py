"""Judging one zone after another that differ in little, by asking anew only what can differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from typing import Any

from landing_zone_policies.catalogue import rules
from landing_zone_policies.documents import estate_of
from landing_zone_policies.estate import Estate
from landing_zone_policies.judging import Result, Verdict, ask, index, judge, surveyed
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import World
from landing_zone_policies.settings import Settings
from landing_zone_rehearsal import Recording, to_document

MADE_OF_TAGS = ("tagsAll", "effectiveLabels", "pulumiLabels")
"""What a cloud answers of the tags that a resource and its provider are given."""


class Judge:
    """Knows a zone, and tells what the rules newly object to in one that is made of it."""

    def __init__(self, zone: Recording, settings: Settings) -> None:
        self.settings = settings
        self.asked = rules()
        self.estate = estate_of(to_document(zone))
        self.report = judge(self.estate, self.asked, settings)
        self.open = {(each.rule.id, each.urn) for each in self.report.of(Verdict.UNDETERMINED)}
        self._recorded = {each.urn: each for each in zone.resources}
        everything = index(self.asked, settings)
        self._alone = _those(everything, joins=False)
        self._joined = _those(everything, joins=True)

    def objection(self, zone: Recording) -> Result | None:
        """Return the first failure, else the first that is newly undetermined, else nothing."""
        left = None
        for each in self._results(zone):
            if each.verdict is Verdict.FAIL:
                return each
            if each.verdict is Verdict.UNDETERMINED and (each.rule.id, each.urn) not in self.open:
                left = left or each
        return left

    def whole(self, zone: Recording) -> Estate:
        """Return all that a zone declares, what it shares with the known one as it is there."""
        return Estate(self._made(zone)[0].values())

    def _results(self, zone: Recording) -> Iterator[Result]:
        resources, changed = self._made(zone)
        world = World(Estate(resources.values()), self.settings)
        for by_type in (self._alone, self._joined):
            for each in changed:
                for rule, checks in by_type.get(each.type, ()):
                    yield from ask(rule, checks, each, world)
        for each in resources.values():
            for rule, checks in self._joined.get(each.type, ()):
                yield from ask(rule, checks, each, world)
        yield from surveyed(self.asked, world)

    def _made(self, zone: Recording) -> tuple[dict[str, Resource], Sequence[Resource]]:
        """Return the resources of a zone, and those of them that are not as they were."""
        known = self._recorded
        differing = [each for each in zone.resources if known[each.urn] is not each]
        read = estate_of(to_document(replace(zone, resources=differing, outputs={}))).by_urn
        for each in differing:
            read[each.urn].outputs = _answered(read[each.urn], self.estate.by_urn[each.urn])
        made = {
            each.urn: read.get(each.urn, self.estate.by_urn[each.urn]) for each in zone.resources
        }
        for urn, each in made.items():
            provider = self.estate.by_urn[urn].provider
            if provider is not None and (urn in read or provider.urn in read):
                read[urn] = copy(each)
                read[urn].provider = made.get(provider.urn)
        return {**made, **read}, [*read.values()]


def _answered(now: Resource, before: Resource) -> dict[str, Any]:
    """Return what the cloud would answer: what it is given, and what it was not asked about."""
    keys = {*now.inputs, *before.inputs}
    changed = {key for key in keys if now.inputs.get(key) != before.inputs.get(key)}
    kept = {key: value for key, value in before.outputs.items() if key not in changed}
    if changed.intersection(("tags", "labels", "defaultTags", "defaultLabels")):
        kept = {key: value for key, value in kept.items() if key not in MADE_OF_TAGS}
    return {**kept, **{key: now.inputs[key] for key in changed if key in now.inputs}}


def _those(everything: Any, *, joins: bool) -> dict[str, Any]:
    chosen = {
        type_: [(rule, [each for each in checks if each.joins is joins]) for rule, checks in asked]
        for type_, asked in everything.items()
    }
    return {
        type_: [(rule, checks) for rule, checks in asked if checks]
        for type_, asked in chosen.items()
    }

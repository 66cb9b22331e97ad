"""What a pack knows in one run, and what it answers: a resource is read and judged once."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence

from google.protobuf import struct_pb2
from pulumi.runtime.proto import analyzer_pb2

from landing_zone_policies.estate import Estate
from landing_zone_policies.judging import Asked, Result, Verdict, reported
from landing_zone_policies.live.asking import answers, survey_answers
from landing_zone_policies.live.decoding import joined, properties_of, resource_of
from landing_zone_policies.live.information import pack_name
from landing_zone_policies.live.mending import NoPlaceError, mended
from landing_zone_policies.live.schedule import Schedule
from landing_zone_policies.live.telling import (
    diagnostic,
    excuse,
    not_applicable,
    remark,
)
from landing_zone_policies.notes import UNJUDGED
from landing_zone_policies.remedies import patches
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Rule, World
from landing_zone_policies.secrecy import secrets_of
from landing_zone_policies.settings import Exemption, Settings
from landing_zone_policies.tokens import normal

OPEN = (Verdict.FAIL, Verdict.UNDETERMINED)


class Session:
    """The rules of one pack, for the time of one preview or deployment; of any thread.

    What a rule can tell of a resource alone is told at once, so that a deployment stops before the
    resource is touched. What takes several is told in the end, by when all are known.
    """

    def __init__(self, pack: str, version: str, rules: Sequence[Rule]) -> None:
        self._name, self._version, self._rules = pack_name(pack), version, rules
        self._known: dict[str, Resource] = {}
        self._used: set[Exemption] = set()
        self._lock = threading.Lock()
        self.go_by(Settings())

    def go_by(self, settings: Settings) -> None:
        """Judge by some settings from now on."""
        self._settings = settings
        self._schedule = Schedule(self._rules, settings)

    def prepare(self) -> None:
        """Do what takes time before the program has declared anything."""
        threading.Thread(target=self._schedule.prepare, daemon=True).start()

    def mended(self, request: analyzer_pb2.AnalyzeRequest) -> analyzer_pb2.RemediateResponse:
        """Mend one resource, where a rule is to and that is certain to help."""
        type_ = normal(request.type)
        untouched, asked = self._schedule.unmended(type_), self._schedule.mending(type_)
        if not asked:
            return untouched
        response = analyzer_pb2.RemediateResponse()
        response.CopyFrom(untouched)
        resource, struct = resource_of(request, self._known), request.properties
        for one in asked:
            after = self._mended(one, resource, struct)
            if after is None:
                continue
            struct, resource = after, resource.given(properties_of(after))
            response.remediations.add(
                policyName=one[0].id,
                description=one[0].statement,
                policyPackName=self._name,
                policyPackVersion=self._version,
                properties=after,
            )
        return response

    def judged(self, request: analyzer_pb2.AnalyzeRequest) -> analyzer_pb2.AnalyzeResponse:
        """Tell what one resource alone breaks."""
        resource = resource_of(request, self._known)
        with self._lock:
            self._known[resource.urn] = resource
        asked = self._schedule.alone(resource.type)
        found = list(answers(asked, resource, World(Estate([resource]), self._settings)))
        return self._response(found, self._schedule.idle(resource.type), [resource])

    def judged_together(
        self, request: analyzer_pb2.AnalyzeStackRequest
    ) -> analyzer_pb2.AnalyzeResponse:
        """Tell what several resources break together, and which exemptions nothing needed."""
        with self._lock:
            known = dict(self._known)
        estate = Estate(joined(request.resources, known))
        world = World(estate, self._settings)
        found = [
            result
            for resource in estate.resources
            for result in answers(self._schedule.together(resource.type), resource, world)
        ]
        found += survey_answers(self._rules, world)
        response = self._response(found, self._schedule.silent(found), estate.resources)
        response.diagnostics.extend(self._stamped(map(remark, self._in_the_end())))
        return response

    def _mended(
        self, asked: Asked, resource: Resource, struct: struct_pb2.Struct
    ) -> struct_pb2.Struct | None:
        """Return properties to which a rule objects less than before, and to nothing new."""
        failures = self._failures(asked, resource)
        found = patches(resource, failures, self._settings)
        if not found:
            return None
        try:
            after = mended(struct, found)
        except NoPlaceError:
            return None
        left = self._failures(asked, resource.given(properties_of(after)))
        return after if _is_better(left, failures) else None

    def _failures(self, asked: Asked, resource: Resource) -> Sequence[Result]:
        """Return what a rule objects to and nobody has excused."""
        found = answers([asked], resource, World(Estate([resource]), self._settings))
        return reported(found, self._settings).of(Verdict.FAIL)

    def _response(
        self,
        found: Sequence[Result],
        idle: analyzer_pb2.AnalyzeResponse,
        resources: Sequence[Resource],
    ) -> analyzer_pb2.AnalyzeResponse:
        results = reported(found, self._settings).results
        told = [each for each in results if each.verdict in OPEN]
        not_about = [each for each in results if each.verdict is Verdict.NOT_APPLICABLE]
        hidden = secrets_of(resources) if told or not_about else ()
        excused = {
            (each.rule.id, each.urn): each for each in results if each.verdict is Verdict.EXEMPT
        }
        with self._lock:
            self._used.update(each.exemption for each in results if each.exemption)
        response = analyzer_pb2.AnalyzeResponse()
        response.CopyFrom(idle)
        response.diagnostics.extend(self._stamped(diagnostic(each, hidden) for each in told))
        response.diagnostics.extend(self._stamped(map(excuse, excused.values())))
        response.not_applicable.extend(not_applicable(each, hidden) for each in not_about)
        return response

    def _in_the_end(self) -> Iterator[str]:
        ids = {rule.id for rule in self._rules}
        if not self._settings.jurisdictions and any(rule.group == "REG" for rule in self._rules):
            yield UNJUDGED
        with self._lock:
            used = set(self._used)
        for each in self._settings.exemptions:
            if each.rule in ids and each not in used:
                yield f"exemption that nothing needs: {each.rule} on {each.resource} ({each.owner})"

    def _stamped(
        self, diagnostics: Iterable[analyzer_pb2.AnalyzeDiagnostic]
    ) -> Iterator[analyzer_pb2.AnalyzeDiagnostic]:
        for each in diagnostics:
            each.policyPackName, each.policyPackVersion = self._name, self._version
            yield each


def _is_better(left: Sequence[Result], before: Sequence[Result]) -> bool:
    """Whether fewer failures are left, each at a place that failed before, or inside of one."""
    places = {each.path for each in before}
    inside = all(any(each.path.startswith(place) for place in places) for each in left)
    return len(left) < len(before) and inside

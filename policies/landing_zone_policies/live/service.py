"""The service that the engine asks: a resource is read once, and by rules about its type alone."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence

from google.protobuf import empty_pb2
from grpc import ServicerContext, StatusCode
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc, plugin_pb2

from landing_zone_policies.configuration import SettingsError
from landing_zone_policies.estate import Estate
from landing_zone_policies.judging import Result, Verdict, ask, index, reported, surveyed
from landing_zone_policies.live.decoding import joined, resource_of
from landing_zone_policies.live.information import LEVELS, SETTINGS, SEVERITIES, configured, info
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Rule, World
from landing_zone_policies.settings import Settings


class Service(analyzer_pb2_grpc.AnalyzerServicer):
    """One pack, for the time of one preview or deployment.

    What a rule can tell of a resource alone is told at once, so that a deployment stops before the
    resource is touched. What takes several is told in the end, by when all are known.
    """

    def __init__(self, name: str, version: str, rules: Sequence[Rule]) -> None:
        self._name, self._version, self._rules = name, version, rules
        self._known: dict[str, Resource] = {}
        self._found: list[Result] = []
        self._lock = threading.Lock()
        self._configure(Settings())

    def GetAnalyzerInfo(  # noqa: N802 (the protocol's name)
        self, request: empty_pb2.Empty, context: ServicerContext
    ) -> analyzer_pb2.AnalyzerInfo:
        """Say which rules there are, and what can be configured."""
        del request, context
        return info(self._name, self._version, self._rules)

    def GetPluginInfo(  # noqa: N802
        self, request: empty_pb2.Empty, context: ServicerContext
    ) -> plugin_pb2.PluginInfo:
        """Say which version this is."""
        del request, context
        return plugin_pb2.PluginInfo(version=self._version)

    def Handshake(  # noqa: N802
        self, request: analyzer_pb2.AnalyzerHandshakeRequest, context: ServicerContext
    ) -> analyzer_pb2.AnalyzerHandshakeResponse:
        """Take note that there is an engine."""
        del request, context
        return analyzer_pb2.AnalyzerHandshakeResponse()

    def ConfigureStack(  # noqa: N802
        self, request: analyzer_pb2.AnalyzerStackConfigureRequest, context: ServicerContext
    ) -> analyzer_pb2.AnalyzerStackConfigureResponse:
        """Take note of the stack."""
        del request, context
        return analyzer_pb2.AnalyzerStackConfigureResponse()

    def Cancel(self, request: empty_pb2.Empty, context: ServicerContext) -> empty_pb2.Empty:  # noqa: N802
        """Nothing takes long enough to be stopped."""
        del request, context
        return empty_pb2.Empty()

    def Configure(  # noqa: N802
        self, request: analyzer_pb2.ConfigureAnalyzerRequest, context: ServicerContext
    ) -> empty_pb2.Empty:
        """Go by a configuration, or refuse it with a line for each mistake."""
        try:
            self._configure(configured(request, self._rules))
        except SettingsError as error:
            context.abort(StatusCode.INVALID_ARGUMENT, f"{self._name}: {error}")
        return empty_pb2.Empty()

    def Analyze(  # noqa: N802
        self, request: analyzer_pb2.AnalyzeRequest, context: ServicerContext
    ) -> analyzer_pb2.AnalyzeResponse:
        """Tell what one resource alone breaks."""
        del context
        resource = resource_of(request)
        world = World(Estate([resource]), self._settings)
        found = [
            result
            for rule, checks in self._alone.get(resource.type, ())
            for result in ask(rule, checks, resource, world)
        ]
        with self._lock:
            self._known[resource.urn] = resource
            self._found += found
        return self._response(found)

    def AnalyzeStack(  # noqa: N802
        self, request: analyzer_pb2.AnalyzeStackRequest, context: ServicerContext
    ) -> analyzer_pb2.AnalyzeResponse:
        """Tell what several resources break together, and what was excused."""
        del context
        estate = Estate(joined(self._known.get(each.urn), each) for each in request.resources)
        world = World(estate, self._settings)
        found = [
            result
            for resource in estate.resources
            for rule, checks in self._together.get(resource.type, ())
            for result in ask(rule, checks, resource, world)
        ]
        found += surveyed(self._rules, world)
        response = self._response(found)
        response.diagnostics.extend(self._excuses([*self._found, *found]))
        return response

    def _configure(self, settings: Settings) -> None:
        self._settings = settings
        by_type = index(self._rules, settings)
        self._alone = {type_: _with(asked, joins=False) for type_, asked in by_type.items()}
        self._together = {type_: _with(asked, joins=True) for type_, asked in by_type.items()}

    def _response(self, found: Iterable[Result]) -> analyzer_pb2.AnalyzeResponse:
        response = analyzer_pb2.AnalyzeResponse()
        for each in reported(found, self._settings).results:
            if each.verdict in (Verdict.FAIL, Verdict.UNDETERMINED):
                response.diagnostics.append(self._diagnostic(each))
            elif each.verdict is Verdict.NOT_APPLICABLE:
                response.not_applicable.append(
                    analyzer_pb2.PolicyNotApplicable(policy_name=each.rule.id, reason=each.message)
                )
        return response

    def _diagnostic(self, result: Result) -> analyzer_pb2.AnalyzeDiagnostic:
        fails = result.verdict is Verdict.FAIL
        words = result.message if fails else f"cannot be told: {result.message}"
        return analyzer_pb2.AnalyzeDiagnostic(
            policyName=result.rule.id,
            policyPackName=self._name,
            policyPackVersion=self._version,
            description=result.rule.statement,
            message=f"{words}. {result.rule.fix}",
            enforcementLevel=LEVELS[result.level if fails else "advisory"],
            urn=result.urn,
            severity=SEVERITIES[result.rule.severity],
        )

    def _excuses(self, found: Iterable[Result]) -> Iterator[analyzer_pb2.AnalyzeDiagnostic]:
        """Yield what was excused, each with who answers for it, and what nothing needed."""
        report = reported(found, self._settings)
        lines = [
            f"exempt from {each.rule.id} until {each.exemption.expires}: {each.urn}"
            f" ({each.exemption.owner}: {each.exemption.reason})"
            for each in report.of(Verdict.EXEMPT)
            if each.exemption
        ]
        if report.unused:
            lines.append(f"{len(report.unused)} exemptions that nothing needs")
        for line in lines:
            yield analyzer_pb2.AnalyzeDiagnostic(
                policyName=SETTINGS,
                policyPackName=self._name,
                policyPackVersion=self._version,
                description="What was excused",
                message=line,
                enforcementLevel=analyzer_pb2.ADVISORY,
            )


def _with(
    asked: Iterable[tuple[Rule, Sequence[Check]]], *, joins: bool
) -> list[tuple[Rule, list[Check]]]:
    """Return the checks of each rule that look at other resources, or those that do not."""
    found = ((rule, [each for each in checks if each.joins is joins]) for rule, checks in asked)
    return [(rule, checks) for rule, checks in found if checks]

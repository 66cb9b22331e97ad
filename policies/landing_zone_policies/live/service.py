"""The service that the engine asks; see `session` for its answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from google.protobuf import empty_pb2
from grpc import ServicerContext, StatusCode
from pulumi.runtime.proto import analyzer_pb2

from landing_zone_policies.configuration import SettingsError
from landing_zone_policies.live.asking import place
from landing_zone_policies.live.greeting import Greeting
from landing_zone_policies.live.information import configured, info, pack_name
from landing_zone_policies.live.session import Session
from landing_zone_policies.rule import Rule

Answer = TypeVar("Answer")


class Service(Greeting):
    """Pulumi's protocol of policy packs, for one pack.

    https://github.com/pulumi/pulumi/blob/master/proto/pulumi/analyzer.proto
    """

    def __init__(self, pack: str, version: str, rules: Sequence[Rule]) -> None:
        super().__init__(version)
        self._pack, self._rules = pack, rules
        self._session = Session(pack, version, rules)

    def GetAnalyzerInfo(  # noqa: N802 (the protocol's name)
        self, request: empty_pb2.Empty, context: ServicerContext
    ) -> analyzer_pb2.AnalyzerInfo:
        """Say which rules there are, and what can be configured."""
        del request
        return self._answer(context, lambda: info(self._pack, self._version, self._rules))

    def Configure(  # noqa: N802
        self, request: analyzer_pb2.ConfigureAnalyzerRequest, context: ServicerContext
    ) -> empty_pb2.Empty:
        """Go by a configuration, or refuse it with a line for each mistake."""
        self._answer(context, lambda: self._session.go_by(configured(request, self._rules)))
        self._session.prepare()
        return empty_pb2.Empty()

    def Remediate(  # noqa: N802
        self, request: analyzer_pb2.AnalyzeRequest, context: ServicerContext
    ) -> analyzer_pb2.RemediateResponse:
        """Mend one resource, where a rule is to."""
        return self._answer(context, lambda: self._session.mended(request))

    def Analyze(  # noqa: N802
        self, request: analyzer_pb2.AnalyzeRequest, context: ServicerContext
    ) -> analyzer_pb2.AnalyzeResponse:
        """Tell what one resource alone breaks."""
        return self._answer(context, lambda: self._session.judged(request))

    def AnalyzeStack(  # noqa: N802
        self, request: analyzer_pb2.AnalyzeStackRequest, context: ServicerContext
    ) -> analyzer_pb2.AnalyzeResponse:
        """Tell what several resources break together, and what nothing excuses any more."""
        return self._answer(context, lambda: self._session.judged_together(request))

    def _answer(self, context: ServicerContext, answer: Callable[[], Answer]) -> Answer:
        """Answer a call; what goes wrong ends it in a line that says where, and holds no value.

        Left to itself, gRPC would pass on an exception's words, and they may hold a secret.
        """
        try:
            return answer()
        except SettingsError as error:
            code, told = StatusCode.INVALID_ARGUMENT, str(error)
        except Exception as error:  # noqa: BLE001
            code, told = StatusCode.INTERNAL, f"a defect of the policy pack: {place(error)}"
        context.abort(code, f"{pack_name(self._pack)}: {told}")
        raise AssertionError(told)

"""Answering the engine before the rules are imported, so that it does not wait for them.

The engine starts a pack, asks what it is, configures it, and only then starts the program. What was
the same in the last run is answered from what is kept of that, and the rules are imported while the
program starts.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from google.protobuf import empty_pb2
from grpc import ServicerContext
from pulumi.runtime.proto import analyzer_pb2

from landing_zone_policies.live.greeting import Greeting
from landing_zone_policies.live.kept import Kept

if TYPE_CHECKING:
    from landing_zone_policies.live.service import Service


class Early(Greeting):
    """Answers what it can, and passes on the rest to the service, which it has made in time."""

    def __init__(self, version: str, kept: Kept, make: Callable[[], Service]) -> None:
        super().__init__(version)
        self._kept, self._make = kept, make
        self._lock = threading.Lock()
        self._service: Service | None = None
        self._taken: tuple[analyzer_pb2.ConfigureAnalyzerRequest, ServicerContext] | None = None

    def GetAnalyzerInfo(  # noqa: N802 (the protocol's name)
        self, request: empty_pb2.Empty, context: ServicerContext
    ) -> analyzer_pb2.AnalyzerInfo:
        """Say what was said last time."""
        if self._kept.information:
            return analyzer_pb2.AnalyzerInfo.FromString(self._kept.information)
        info = self._later().GetAnalyzerInfo(request, context)
        self._kept.say(info.SerializeToString())
        return info

    def Configure(  # noqa: N802
        self, request: analyzer_pb2.ConfigureAnalyzerRequest, context: ServicerContext
    ) -> empty_pb2.Empty:
        """Take at once what was taken last time; anything else is checked first."""
        content = request.SerializeToString(deterministic=True)
        if self._service is None and self._kept.has_taken(content):
            self._taken = (request, context)
            context.add_callback(threading.Thread(target=self._later, daemon=True).start)
            return empty_pb2.Empty()
        answer = self._later().Configure(request, context)
        self._kept.take(content)
        return answer

    def Remediate(  # noqa: N802
        self, request: analyzer_pb2.AnalyzeRequest, context: ServicerContext
    ) -> analyzer_pb2.RemediateResponse:
        """Mend one resource."""
        return self._later().Remediate(request, context)

    def Analyze(  # noqa: N802
        self, request: analyzer_pb2.AnalyzeRequest, context: ServicerContext
    ) -> analyzer_pb2.AnalyzeResponse:
        """Tell what one resource alone breaks."""
        return self._later().Analyze(request, context)

    def AnalyzeStack(  # noqa: N802
        self, request: analyzer_pb2.AnalyzeStackRequest, context: ServicerContext
    ) -> analyzer_pb2.AnalyzeResponse:
        """Tell what several resources break together."""
        return self._later().AnalyzeStack(request, context)

    def _later(self) -> Service:
        """Return the service, made and configured once."""
        if self._service is None:
            with self._lock:
                if self._service is None:
                    service = self._make()
                    if self._taken:
                        service.Configure(*self._taken)
                    self._service = service
        return self._service

"""What a pack answers without a look at its rules."""

from __future__ import annotations

from google.protobuf import empty_pb2
from grpc import ServicerContext
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc, plugin_pb2


class Greeting(analyzer_pb2_grpc.AnalyzerServicer):
    """The part of Pulumi's protocol of policy packs that is the same for every pack."""

    def __init__(self, version: str) -> None:
        self._version = version

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
        """Take note of the stack; its configuration, which may hold secrets, is not kept."""
        del request, context
        return analyzer_pb2.AnalyzerStackConfigureResponse()

    def Cancel(self, request: empty_pb2.Empty, context: ServicerContext) -> empty_pb2.Empty:  # noqa: N802
        """Nothing takes long enough to be stopped."""
        del request, context
        return empty_pb2.Empty()

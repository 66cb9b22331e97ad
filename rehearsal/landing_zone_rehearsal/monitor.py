"""The engine's side of a program: answers what the SDK asks, and records it."""

# ruff: noqa: N802, N815, D102, ARG002 (the methods are named and documented by the protocol)

from __future__ import annotations

from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from google.protobuf import empty_pb2
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import callback_pb2, provider_pb2
from pulumi.runtime.proto import resource_pb2 as protocol

from .errors import EngineError
from .functions import Functions
from .internals import Callbacks
from .ledger import Ledger
from .recording import Resource
from .transforms import own_transforms, transform_invoke, transform_resource
from .wire import decode_struct, encode_struct

UNSUPPORTED = (
    "SENDS_OPTIONS_TO_HOOKS",
    "BYTE_STRING",
    "INVOKE_PARENT",
    "INVOKE_OUTPUT_VALUES",
    "CALL_OUTPUT_VALUES",
)
"""Features of the protocol that only engines newer than the rehearsed one have."""

FEATURES = [
    feature
    for name, feature in protocol.ResourceMonitorFeature.items()
    if name.removeprefix("RESOURCE_MONITOR_FEATURE_") not in UNSUPPORTED
]


@dataclass(slots=True)
class Registered:
    """The answer to a registration, with the fields of the protocol's own message."""

    urn: str
    id: str
    object: Struct
    propertyDependencies: Mapping[str, Any] = field(default_factory=dict[str, Any])
    result: int = protocol.Result.SUCCESS
    unknown: bool = False


class Monitor:
    """Answers the resource monitor's protocol in process.

    Its methods are those of the protocol, by the protocol's names:
    https://github.com/pulumi/pulumi/blob/master/proto/pulumi/resource.proto
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.functions = Functions(ledger)
        self.callbacks = Callbacks(self)
        self._transforms: dict[str, list[callback_pb2.Callback]] = {}
        self._stack_transforms: list[callback_pb2.Callback] = []
        self._invoke_transforms: list[callback_pb2.Callback] = []

    def RegisterResource(
        self, request: protocol.RegisterResourceRequest
    ) -> Registered | Coroutine[Any, Any, Registered]:
        self.ledger.inherit(request)
        own = own_transforms(request)
        transforms = [*own, *self._inherited(request.parent), *self._stack_transforms]
        if not transforms:
            return self._register(request)
        return self._transform_and_register(request, transforms, own)

    async def _transform_and_register(
        self,
        request: protocol.RegisterResourceRequest,
        transforms: Sequence[callback_pb2.Callback],
        own: list[callback_pb2.Callback],
    ) -> Registered:
        transformed = await transform_resource(request, transforms, self.callbacks)
        answer = self._register(transformed)
        if own:
            self._transforms[answer.urn] = own
        return answer

    def _register(self, request: protocol.RegisterResourceRequest) -> Registered:
        resource, outputs = self.ledger.register(request)
        return Registered(resource.urn, _id(resource), outputs)

    def _inherited(self, parent: str) -> list[callback_pb2.Callback]:
        """The transforms of all ancestors, nearest first."""
        found: list[callback_pb2.Callback] = []
        while self._transforms and parent:
            found += self._transforms.get(parent, ())
            ancestor = self.ledger.recording.by_urn.get(parent)
            parent = (ancestor.parent if ancestor else None) or ""
        return found

    def ReadResource(self, request: protocol.ReadResourceRequest) -> protocol.ReadResourceResponse:
        resource = self.ledger.read(request)
        properties = encode_struct(resource.outputs)
        answer = protocol.ReadResourceResponse(urn=resource.urn, properties=properties)
        answer.id = _id(resource)
        return answer

    def RegisterResourceOutputs(
        self, request: protocol.RegisterResourceOutputsRequest
    ) -> empty_pb2.Empty:
        self.ledger.register_outputs(request.urn, decode_struct(request.outputs))
        return empty_pb2.Empty()

    def Invoke(
        self, request: protocol.ResourceInvokeRequest
    ) -> protocol.ResourceInvokeResponse | Coroutine[Any, Any, protocol.ResourceInvokeResponse]:
        if not self._invoke_transforms:
            return self.functions.invoke(request)
        return self._transform_and_invoke(request)

    async def _transform_and_invoke(
        self, request: protocol.ResourceInvokeRequest
    ) -> protocol.ResourceInvokeResponse:
        transforms = self._invoke_transforms
        return self.functions.invoke(await transform_invoke(request, transforms, self.callbacks))

    def Call(self, request: protocol.ResourceCallRequest) -> provider_pb2.CallResponse:
        return self.functions.call(request)

    def ExistsResource(
        self, request: protocol.ExistsResourceRequest
    ) -> protocol.ExistsResourceResponse:
        return protocol.ExistsResourceResponse(unknown=self.ledger.recording.preview, exists=True)

    def GetDeploymentInfo(self, request: empty_pb2.Empty) -> protocol.DeploymentInfo:
        recording = self.ledger.recording
        return protocol.DeploymentInfo(
            project=recording.project,
            stack=recording.stack,
            dryRun=recording.preview,
            supportedFeatures=FEATURES,
        )

    def SupportsFeature(
        self, request: protocol.SupportsFeatureRequest
    ) -> protocol.SupportsFeatureResponse:
        return protocol.SupportsFeatureResponse(hasSupport=True)

    def RegisterPackage(
        self, request: protocol.RegisterPackageRequest
    ) -> protocol.RegisterPackageResponse:
        return protocol.RegisterPackageResponse(ref=f"{request.name}@{request.version}")

    def RegisterStackTransform(self, callback: callback_pb2.Callback) -> empty_pb2.Empty:
        self._stack_transforms.append(callback)
        return empty_pb2.Empty()

    def RegisterStackInvokeTransform(self, callback: callback_pb2.Callback) -> empty_pb2.Empty:
        self._invoke_transforms.append(callback)
        return empty_pb2.Empty()

    def RegisterResourceHook(
        self, request: protocol.RegisterResourceHookRequest
    ) -> empty_pb2.Empty:
        return self._register_hook(request.name)

    def RegisterErrorHook(self, request: protocol.RegisterErrorHookRequest) -> empty_pb2.Empty:
        return self._register_hook(request.name)

    def _register_hook(self, name: str) -> empty_pb2.Empty:
        if name in self.ledger.hooks:
            raise EngineError(f'resource hook already registered for name "{name}"')
        self.ledger.hooks.add(name)
        return empty_pb2.Empty()

    def SignalAndWaitForShutdown(self, request: empty_pb2.Empty) -> empty_pb2.Empty:
        return empty_pb2.Empty()


def _id(resource: Resource) -> str:
    """An empty ID is an unknown one."""
    return resource.id if isinstance(resource.id, str) else ""

"""Speaks the engine's provider protocol for all packages at once, and asks the sandbox.

The engine attaches to it instead of starting a plugin (`PULUMI_DEBUG_PROVIDERS`). It opens one
connection for each provider of a stack, which is how two regions or accounts are told apart.

The protocol: https://github.com/pulumi/pulumi/blob/master/proto/pulumi/provider.proto
"""

# ruff: noqa: N802, ARG002, D102 (the methods are named and documented by the protocol)
# pyright: reportUnknownMemberType=false, reportUnknownParameterType=false
# pyright: reportMissingParameterType=false

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from typing import Any, NoReturn

import grpc
from google.protobuf import any_pb2, empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2_grpc
from pulumi.runtime.proto import provider_pb2 as protocol
from pulumi.runtime.proto.status_pb2 import Status

from landing_zone_rehearsal.urns import name_of, type_of
from landing_zone_rehearsal.wire import decode_struct, encode_struct

from .behaviour import NeverAnswers, NotReady, Refused
from .difference import Difference, provider_difference
from .objects import Object
from .simulation import Sandbox

VERSION = "999.0.0"
"""Newer than any version that an SDK asks for, so that the engine does not warn."""

Context = grpc.ServicerContext


class Provider(provider_pb2_grpc.ResourceProviderServicer):
    """Answers the engine for every package."""

    def __init__(self, sandbox: Sandbox) -> None:
        """Answer from this sandbox."""
        self._sandbox = sandbox
        self._configured: dict[str, Mapping[str, Any]] = {}
        """What each provider was configured with, by its connection."""

    # Being a provider

    def Handshake(self, request: Any, context: Context) -> protocol.ProviderHandshakeResponse:
        return protocol.ProviderHandshakeResponse(accept_secrets=True)

    def Attach(self, request: Any, context: Context) -> empty_pb2.Empty:
        return empty_pb2.Empty()

    def GetPluginInfo(self, request: Any, context: Context) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=VERSION)

    def Cancel(self, request: Any, context: Context) -> empty_pb2.Empty:
        return empty_pb2.Empty()

    def CheckConfig(
        self, request: protocol.CheckRequest, context: Context
    ) -> protocol.CheckResponse:
        urn = request.urn
        _, faults = self._sandbox.check(
            type_of(urn), name_of(urn), urn, decode_struct(request.news)
        )
        failures = [protocol.CheckFailure(property=f.path, reason=f.reason) for f in faults]
        return protocol.CheckResponse(inputs=request.news, failures=failures)

    def DiffConfig(self, request: protocol.DiffRequest, context: Context) -> protocol.DiffResponse:
        old, new = decode_struct(_old_inputs(request)), decode_struct(request.news)
        found = provider_difference(type_of(request.urn), old, new)
        return _diff_response(found, deletes_first=False)

    def Configure(
        self, request: protocol.ConfigureRequest, context: Context
    ) -> protocol.ConfigureResponse:
        self._configured[context.peer()] = decode_struct(request.args)
        return protocol.ConfigureResponse(acceptSecrets=True, supportsPreview=True)

    # Resources

    def Check(self, request: protocol.CheckRequest, context: Context) -> protocol.CheckResponse:
        inputs, faults = self._sandbox.check(
            type_of(request.urn),
            name_of(request.urn),
            request.urn,
            decode_struct(request.news),
            decode_struct(request.olds),
        )
        failures = [protocol.CheckFailure(property=f.path, reason=f.reason) for f in faults]
        return protocol.CheckResponse(inputs=encode_struct(inputs), failures=failures)

    def Diff(self, request: protocol.DiffRequest, context: Context) -> protocol.DiffResponse:
        type = type_of(request.urn)
        old, new = decode_struct(_old_inputs(request)), decode_struct(request.news)
        found = self._sandbox.diff(type, old, new, [*request.ignoreChanges])
        return _diff_response(found, deletes_first=self._sandbox.deletes_first(type, new))

    def Create(self, request: protocol.CreateRequest, context: Context) -> protocol.CreateResponse:
        inputs = decode_struct(request.properties)
        type, name = type_of(request.urn), name_of(request.urn)
        if request.preview:
            foreseen = self._sandbox.foresee(type, inputs)
            return protocol.CreateResponse(properties=encode_struct(foreseen))
        try:
            made = self._sandbox.create(type, name, request.urn, inputs, self._provider(context))
        except Refused as refused:
            _refuse(context, f"creating {name}: {refused}")
        except NotReady as unready:
            _not_ready(context, unready)
        except NeverAnswers:
            _wait_for_ever()
        return protocol.CreateResponse(id=made.id, properties=encode_struct(made.outputs))

    def Read(self, request: protocol.ReadRequest, context: Context) -> protocol.ReadResponse:
        known = {**decode_struct(request.inputs), **decode_struct(request.properties)}
        type = type_of(request.urn)
        found = self._sandbox.read(type, request.id, known, self._provider(context))
        if found is None:
            return protocol.ReadResponse(id="")
        return protocol.ReadResponse(
            id=found.id,
            inputs=encode_struct(found.inputs),
            properties=encode_struct(found.outputs),
        )

    def Update(self, request: protocol.UpdateRequest, context: Context) -> protocol.UpdateResponse:
        inputs, urn = decode_struct(request.news), request.urn
        if request.preview:
            old, old_inputs = decode_struct(request.olds), decode_struct(request.old_inputs)
            foreseen = self._sandbox.foresee(type_of(urn), inputs, old, old_inputs)
            return protocol.UpdateResponse(properties=encode_struct(foreseen))
        try:
            made = self._sandbox.update(
                type_of(urn), request.id, urn, inputs, self._provider(context)
            )
        except Refused as refused:
            _refuse(context, f"updating {name_of(urn)}: {refused}")
        except NotReady as unready:
            _not_ready(context, unready)
        except NeverAnswers:
            _wait_for_ever()
        return protocol.UpdateResponse(properties=encode_struct(made.outputs))

    def Delete(self, request: protocol.DeleteRequest, context: Context) -> empty_pb2.Empty:
        try:
            known = decode_struct(request.properties)
            type, urn = type_of(request.urn), request.urn
            self._sandbox.delete(type, request.id, urn, known, self._provider(context))
        except Refused as refused:
            _refuse(context, f"deleting {name_of(request.urn)}: {refused}")
        except NeverAnswers:
            _wait_for_ever()
        return empty_pb2.Empty()

    def Invoke(self, request: protocol.InvokeRequest, context: Context) -> protocol.InvokeResponse:
        arguments = decode_struct(request.args)
        try:
            answer = self._sandbox.invoke(request.tok, arguments, self._provider(context))
        except Refused as refused:
            _refuse(context, str(refused))
        response = protocol.InvokeResponse()
        getattr(response, "return").CopyFrom(encode_struct(answer))
        return response

    def _provider(self, context: Context) -> Mapping[str, Any]:
        return self._configured.get(context.peer(), {})


def _old_inputs(request: protocol.DiffRequest) -> Any:
    return request.old_inputs if request.HasField("old_inputs") else request.olds


def _diff_response(found: list[Difference], *, deletes_first: bool) -> protocol.DiffResponse:
    return protocol.DiffResponse(
        changes=protocol.DiffResponse.DIFF_SOME if found else protocol.DiffResponse.DIFF_NONE,
        diffs=[*dict.fromkeys(_top(each.path) for each in found)],
        replaces=[*dict.fromkeys(_top(each.path) for each in found if each.replaces)],
        detailedDiff={each.path: _property_diff(each) for each in found},
        hasDetailedDiff=True,
        deleteBeforeReplace=deletes_first and any(each.replaces for each in found),
    )


def _top(path: str) -> str:
    return re.split(r"[.\[]", path, maxsplit=1)[0]


def _property_diff(change: Difference) -> protocol.PropertyDiff:
    kinds = {
        ("added", False): protocol.PropertyDiff.ADD,
        ("added", True): protocol.PropertyDiff.ADD_REPLACE,
        ("removed", False): protocol.PropertyDiff.DELETE,
        ("removed", True): protocol.PropertyDiff.DELETE_REPLACE,
        ("changed", False): protocol.PropertyDiff.UPDATE,
        ("changed", True): protocol.PropertyDiff.UPDATE_REPLACE,
    }
    return protocol.PropertyDiff(kind=kinds[change.kind, change.replaces], inputDiff=True)


def _refuse(context: Context, reason: str) -> NoReturn:
    context.abort(grpc.StatusCode.UNKNOWN, reason)
    raise AssertionError  # `abort` always raises


def _not_ready(context: Context, unready: NotReady) -> NoReturn:
    """Say that it exists, so that the engine keeps it and mends it in the next update."""
    made: Object = unready.object
    detail = any_pb2.Any()
    detail.Pack(
        protocol.ErrorResourceInitFailed(
            id=made.id,
            properties=encode_struct(made.outputs),
            inputs=encode_struct(made.inputs),
            reasons=[str(unready)],
        )
    )
    code = grpc.StatusCode.UNKNOWN
    status = Status(code=code.value[0], message=str(unready), details=[detail])
    context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    context.abort(code, str(unready))
    raise AssertionError  # `abort` always raises


def _wait_for_ever() -> NoReturn:
    threading.Event().wait()
    raise AssertionError  # nobody sets it

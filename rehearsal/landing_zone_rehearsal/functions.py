"""Answers the data sources and methods that a program calls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2
from pulumi.runtime.proto import resource_pb2 as protocol

from .errors import EngineError
from .ledger import Ledger
from .recording import Invoke
from .urns import PROVIDER_TYPE
from .values import UNKNOWN, Unknown
from .wire import UNKNOWN_TEXT, decode_struct, encode_struct

GET_RESOURCE = "pulumi:pulumi:getResource"
READ_STACK_OUTPUTS = ("pulumi:pulumi:readStackOutputs", "pulumi:pulumi:readStackResourceOutputs")


class Functions:
    """Answers from the clouds' models, or unknown when an answer needs what is not there yet."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def invoke(self, request: protocol.ResourceInvokeRequest) -> protocol.ResourceInvokeResponse:
        """Answer a data source."""
        arguments = decode_struct(request.args)
        provider = request.provider or self._ledger.providers.default(
            request.tok, request.version, request.tok
        )
        if request.tok == GET_RESOURCE:
            return _found(self._get_resource(arguments))
        if self._waits_for(request.dependsOn):
            self._record(request.tok, arguments, provider, UNKNOWN, modelled=True)
            return protocol.ResourceInvokeResponse(unknown=True)
        if request.tok in READ_STACK_OUTPUTS:
            stack = str(arguments.get("name", arguments.get("stackName")))
            return _found(encode_struct(self._ledger.stack_outputs(stack) | {"name": stack}))
        answer = self._answer(request.tok, arguments, provider)
        return _found(encode_struct(answer))

    def call(self, request: protocol.ResourceCallRequest) -> provider_pb2.CallResponse:
        """Answer a method of a component; in a preview it is unknown."""
        arguments = decode_struct(request.args)
        if self._ledger.recording.preview:
            self._record(request.tok, arguments, request.provider, UNKNOWN, modelled=False)
            return _returned(encode_struct({"result": UNKNOWN}))
        return _returned(encode_struct(self._answer(request.tok, arguments, request.provider)))

    def _answer(self, token: str, arguments: dict[str, Any], provider: str) -> dict[str, Any]:
        inputs = self._ledger.providers.inputs(provider)
        answer = self._ledger.clouds.call(token, arguments, inputs)
        given = arguments if answer is None else answer
        self._record(token, arguments, provider, given, modelled=answer is not None)
        return given

    def _record(
        self,
        token: str,
        arguments: dict[str, Any],
        provider: str,
        answer: dict[str, Any] | Unknown,
        *,
        modelled: bool,
    ) -> None:
        invoke = Invoke(token, arguments, provider or None, answer, modelled)
        self._ledger.recording.invokes.append(invoke)

    def _waits_for(self, dependencies: Iterable[str]) -> bool:
        """Whether a resource that is yet to be created must be there first."""
        found = map(self._ledger.recording.by_urn.get, dependencies)
        return any(
            resource.custom and resource.id is UNKNOWN
            for resource in found
            if resource and not resource.type.startswith(PROVIDER_TYPE)
        )

    def _get_resource(self, arguments: dict[str, Any]) -> Struct:
        resource = self._ledger.recording.by_urn.get(arguments["urn"])
        if resource is None:
            raise EngineError(f"unknown resource {arguments['urn']}")
        id = resource.id if isinstance(resource.id, str) and resource.id != UNKNOWN_TEXT else ""
        return encode_struct({"urn": resource.urn, "id": id, "state": resource.outputs})


def _found(answer: Struct) -> protocol.ResourceInvokeResponse:
    fields: dict[str, Any] = {"return": answer}
    return protocol.ResourceInvokeResponse(**fields)


def _returned(answer: Struct) -> provider_pb2.CallResponse:
    fields: dict[str, Any] = {"return": answer}
    return provider_pb2.CallResponse(**fields)

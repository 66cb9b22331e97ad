"""Writes one registration down: what was asked for, and what the program gets back."""

from __future__ import annotations

from typing import Any

from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import resource_pb2 as protocol

from .errors import EngineError
from .recording import Resource
from .values import UNKNOWN, Secret
from .wire import decode_struct, encode


def resource_of(request: protocol.RegisterResourceRequest, urn: str) -> Resource:
    """Read a registration; aliases and the provider are settled elsewhere."""
    if (request.custom or request.remote) and request.type.count(":") != 2:
        wanted = "must have format '*:*:*'"
        raise EngineError(f"Type '{request.type}' is not a valid type token ({wanted})")
    return Resource(
        urn=urn,
        type=request.type,
        name=request.name,
        parent=request.parent or None,
        custom=request.custom,
        inputs=decode_struct(request.object),
        dependencies=sorted(request.dependencies),
        property_dependencies={
            name: sorted(found.urns) for name, found in request.propertyDependencies.items()
        },
        provider=request.provider or None,
        providers=dict(request.providers),
        protect=request.protect,
        additional_secret_outputs=list(request.additionalSecretOutputs),
        ignore_changes=list(request.ignoreChanges),
        replace_on_changes=list(request.replaceOnChanges),
        replace_with=sorted(request.replace_with),
        retain_on_delete=request.retainOnDelete,
        delete_before_replace=(
            request.deleteBeforeReplace if request.deleteBeforeReplaceDefined else None
        ),
        deleted_with=request.deletedWith or None,
        import_id=request.importId or None,
        custom_timeouts=_set_fields(request, "customTimeouts"),
        hooks=_set_fields(request, "hooks"),
        remote=request.remote,
    )


def _set_fields(request: protocol.RegisterResourceRequest, name: str) -> dict[str, Any]:
    if not request.HasField(name):  # pyright: ignore[reportArgumentType]
        return {}
    message = getattr(request, name)
    return {
        descriptor.name: value if isinstance(value, str) else list(value)
        for descriptor, value in message.ListFields()
    }


def hide(outputs: dict[str, Any], resource: Resource) -> None:
    """Make secret what is declared so, and what came in as a secret."""
    for name in resource.additional_secret_outputs:
        if name in outputs and not isinstance(outputs[name], Secret):
            outputs[name] = Secret(outputs[name])
    for name, value in resource.inputs.items():
        if isinstance(value, Secret) and not isinstance(outputs.get(name), Secret):
            outputs[name] = Secret(outputs.get(name))


def answer(given: Struct, resource: Resource) -> Struct:
    """Lay over the given properties those that differ; what is missing is unknown to the SDK."""
    inputs = resource.inputs
    differing = {
        name: encode(value)
        for name, value in resource.outputs.items()
        if value is not inputs.get(name, UNKNOWN)
    }
    if not differing:
        return given
    laid_over = Struct()
    laid_over.CopyFrom(given)
    laid_over.update(differing)
    return laid_over

"""Runs the transforms a program registered, as the engine does before it looks at a resource."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import callback_pb2
from pulumi.runtime.proto import resource_pb2 as protocol

from .internals import Callbacks
from .values import OutputValue, Reference, Secret, is_dict, is_list
from .wire import decode_struct, encode_struct

OPTIONS: Mapping[str, str] = {
    "depends_on": "dependencies",
    "ignore_changes": "ignoreChanges",
    "replace_on_changes": "replaceOnChanges",
    "aliases": "aliases",
    "additional_secret_outputs": "additionalSecretOutputs",
    "replace_with": "replace_with",
    "hide_diff": "hideDiffs",
    "protect": "protect",
    "version": "version",
    "provider": "provider",
    "plugin_download_url": "pluginDownloadURL",
    "retain_on_delete": "retainOnDelete",
    "deleted_with": "deletedWith",
    "delete_before_replace": "deleteBeforeReplace",
    "import": "importId",
    "custom_timeouts": "customTimeouts",
    "hooks": "hooks",
    "replacement_trigger": "replacement_trigger",
    "providers": "providers",
}
"""Each option of a transform, and the field of a registration that says the same."""


def own_transforms(request: protocol.RegisterResourceRequest) -> list[callback_pb2.Callback]:
    """Take the transforms that a resource brings with it."""
    return list(cast("Sequence[callback_pb2.Callback]", request.transforms))  # pyright: ignore[reportUnknownMemberType]


async def transform_resource(
    request: protocol.RegisterResourceRequest,
    transforms: Sequence[callback_pb2.Callback],
    callbacks: Callbacks,
) -> protocol.RegisterResourceRequest:
    """Run transforms one after the other; give the request that results."""
    properties = _for_transforms(request)
    options = _options(request)
    for transform in transforms:
        answer: protocol.TransformResponse = await callbacks.run(
            transform.token,
            protocol.TransformRequest(
                type=request.type,
                name=request.name,
                custom=request.custom,
                parent=request.parent,
                properties=properties,
                options=options,
            ),
        )
        properties = answer.properties if answer.HasField("properties") else properties
        options = answer.options if answer.HasField("options") else options
    return _transformed(request, decode_struct(properties), options)


async def transform_invoke(
    request: protocol.ResourceInvokeRequest,
    transforms: Sequence[callback_pb2.Callback],
    callbacks: Callbacks,
) -> protocol.ResourceInvokeRequest:
    """Run invoke transforms one after the other; give the request that results."""
    result = protocol.ResourceInvokeRequest()
    result.CopyFrom(request)
    for transform in transforms:
        answer: protocol.TransformInvokeResponse = await callbacks.run(
            transform.token,
            protocol.TransformInvokeRequest(
                token=result.tok,
                args=result.args,
                options=protocol.TransformInvokeOptions(
                    provider=result.provider,
                    version=result.version,
                    plugin_download_url=result.pluginDownloadURL,
                ),
            ),
        )
        if answer.HasField("args"):
            result.args.CopyFrom(answer.args)
        if answer.HasField("options"):
            result.provider = answer.options.provider
            result.version = answer.options.version
            result.pluginDownloadURL = answer.options.plugin_download_url
    return result


def _for_transforms(request: protocol.RegisterResourceRequest) -> Struct:
    """Hand properties over as outputs; a resource's own transforms also see what they depend on."""
    properties = decode_struct(request.object)
    if own_transforms(request):
        for name, dependencies in request.propertyDependencies.items():
            if name in properties and dependencies.urns:
                urns = tuple(sorted(dependencies.urns))
                properties[name] = OutputValue(properties[name], urns)
    return encode_struct(properties, as_outputs=True)


def _options(request: protocol.RegisterResourceRequest) -> protocol.TransformResourceOptions:
    options = protocol.TransformResourceOptions()
    for option, field in OPTIONS.items():
        _copy(request, field, options, option)
    if request.deleteBeforeReplaceDefined:
        options.delete_before_replace = request.deleteBeforeReplace
    return options


def _transformed(
    request: protocol.RegisterResourceRequest,
    properties: dict[str, Any],
    options: protocol.TransformResourceOptions,
) -> protocol.RegisterResourceRequest:
    result = protocol.RegisterResourceRequest()
    result.CopyFrom(request)
    for option, field in OPTIONS.items():
        result.ClearField(field)  # pyright: ignore[reportArgumentType]
        _copy(options, option, result, field)
    result.deleteBeforeReplaceDefined = options.HasField("delete_before_replace")
    _set_dependencies(
        result, properties, own=bool(own_transforms(request)), asked=request.dependencies
    )
    result.object.CopyFrom(encode_struct(properties))
    return result


def _copy(source: Any, source_field: str, target: Any, target_field: str) -> None:
    descriptor = source.DESCRIPTOR.fields_by_name[source_field]
    value = getattr(source, source_field)
    if descriptor.message_type and descriptor.message_type.GetOptions().map_entry:
        getattr(target, target_field).update(value)
    elif descriptor.label == descriptor.LABEL_REPEATED:
        getattr(target, target_field).extend(value)
    elif descriptor.message_type:
        if source.HasField(source_field):
            getattr(target, target_field).CopyFrom(value)
    elif source.HasField(source_field) if descriptor.has_presence else value:
        setattr(target, target_field, value)


def _set_dependencies(
    result: protocol.RegisterResourceRequest,
    properties: Mapping[str, Any],
    *,
    own: bool,
    asked: Sequence[str],
) -> None:
    """Take the dependencies from what the transforms left.

    The engine does so when the resource has transforms of its own. Those of the stack and of
    ancestors can add to the dependencies of properties, but not change `depends_on`:
    https://github.com/pulumi/pulumi/blob/pkg/v3.259.0/pkg/resource/deploy/source_eval.go
    """
    if own:
        result.ClearField("propertyDependencies")
    else:
        del result.dependencies[:]
        result.dependencies.extend(asked)
    found: set[str] = set()
    for name, value in properties.items():
        dependencies = _dependencies(value)
        found |= dependencies
        urns = result.propertyDependencies[name].urns
        urns.extend(dependencies.difference(urns))
    if own:
        result.dependencies.extend(found.difference(result.dependencies))


def _dependencies(value: Any) -> set[str]:
    if isinstance(value, OutputValue):
        return {*value.dependencies, *_dependencies(value.value)}
    if isinstance(value, Secret):
        return _dependencies(value.value)
    if isinstance(value, Reference):
        return _dependencies(value.id)
    if is_dict(value):
        return set[str]().union(*map(_dependencies, value.values()))
    if is_list(value):
        return set[str]().union(*map(_dependencies, value))
    return set()

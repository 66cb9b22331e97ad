"""From what the engine sends to what a rule reads, each value once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from google.protobuf import struct_pb2
from pulumi.runtime.proto import analyzer_pb2

from landing_zone_policies.resources import Resource
from landing_zone_policies.values import SECRET, SIGNATURE, read

Known: TypeAlias = Mapping[str, Resource]
"""Resources that were sent before, by URN."""
HIDDEN = {SIGNATURE: SECRET}
"""A secret that nobody here can open, for which the engine writes `[secret]`.

Source: https://www.pulumi.com/docs/iac/cli/commands/pulumi_policy_analyze/
"""
Sent: TypeAlias = analyzer_pb2.AnalyzeRequest | analyzer_pb2.AnalyzerResource


def resource_of(request: analyzer_pb2.AnalyzeRequest, known: Known) -> Resource:
    """Return the resource of a request to analyze or to remediate one."""
    return Resource(
        urn=request.urn,
        token=request.type,
        inputs=properties_of(request.properties),
        custom=_is_custom(request),
        parent=request.options.parent or None,
        provider=_provider_of(request, known),
        protect=request.options.protect,
    )


def joined(requested: Iterable[analyzer_pb2.AnalyzerResource], known: Known) -> list[Resource]:
    """Return the resources of a program with what the engine says of them in the end.

    That is their outputs and dependencies. What the program gave is known from before, in full: a
    preview leaves a property out whose value is not known as a whole.
    """
    sent = list(requested)
    found = {each.urn: _completed(known.get(each.urn), each) for each in sent}
    for each in sent:
        found[each.urn].provider = _provider_of(each, found)
    return [found[each.urn] for each in sent]


def properties_of(struct: struct_pb2.Struct) -> dict[str, Any]:
    """Return a property bag: whole numbers as such, unknowns and secrets marked."""
    return {key: read(_raw(value)) for key, value in struct.fields.items()}


def plain(struct: struct_pb2.Struct) -> dict[str, Any]:
    """Return a configuration as JSON."""
    return {key: _raw(value) for key, value in struct.fields.items()}


def _completed(known: Resource | None, sent: analyzer_pb2.AnalyzerResource) -> Resource:
    outputs = properties_of(sent.properties)
    found = known or Resource(
        urn=sent.urn, token=sent.type, inputs=outputs, custom=_is_custom(sent)
    )
    found.outputs = outputs
    found.parent = sent.parent or found.parent
    found.waits_for = tuple(sent.dependencies)
    found.takes = {key: tuple(each.urns) for key, each in sent.propertyDependencies.items()}
    return found


def _provider_of(sent: Sent, known: Known) -> Resource | None:
    """Return the provider itself where it was sent before, for rules that ask what it manages."""
    if not sent.HasField("provider"):
        return None
    provider = sent.provider
    return known.get(provider.urn) or Resource(
        urn=provider.urn, token=provider.type, inputs=properties_of(provider.properties)
    )


def _is_custom(sent: Sent) -> bool:
    """Whether something is no component: the engine tells by its provider alone."""
    return sent.HasField("provider") or sent.type.startswith("pulumi:providers:")


def _raw(value: struct_pb2.Value) -> Any:
    match value.WhichOneof("kind"):
        case "string_value":
            return HIDDEN if value.string_value == "[secret]" else value.string_value
        case "struct_value":
            return {key: _raw(each) for key, each in value.struct_value.fields.items()}
        case "list_value":
            return [_raw(each) for each in value.list_value.values]
        case "number_value":
            number = value.number_value
            return int(number) if number.is_integer() else number
        case "bool_value":
            return value.bool_value
        case _:
            return None

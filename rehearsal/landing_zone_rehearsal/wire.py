"""Between the protocol's structures and plain Python values.

The signatures are Pulumi's own, part of its protocol and of its state files:
https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from google.protobuf.struct_pb2 import Struct, Value

from .values import (
    UNKNOWN,
    Archive,
    Asset,
    OutputValue,
    Reference,
    Secret,
    Unknown,
    is_dict,
    is_list,
)

SIGNATURE = "4dabf18193072939515e22adb298388d"
"""The key under which a block says that it stands for something else."""

UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""Stands for a value that is not known yet."""


class Signature:
    """What a block with a signature stands for."""

    SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 (a word of the protocol)
    ASSET: Final = "c44067f5952c0a294b673a41bacd8c17"
    ARCHIVE: Final = "0def7320c3a5731c473e5ecbe6d01bc7"
    RESOURCE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
    OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"


def decode_struct(struct: Struct) -> dict[str, Any]:
    """Read the properties of a request."""
    return {name: decode(value) for name, value in struct.fields.items()}


def decode(value: Value) -> Any:  # noqa: PLR0911 (one for each kind of value)
    """Read one value."""
    match value.WhichOneof("kind"):
        case "string_value":
            text = value.string_value
            return UNKNOWN if text == UNKNOWN_TEXT else text
        case "bool_value":
            return value.bool_value
        case "number_value":
            number = value.number_value
            return int(number) if number.is_integer() else number
        case "struct_value":
            fields = value.struct_value.fields
            if SIGNATURE in fields:
                return _decode_signed(fields)
            return {name: decode(item) for name, item in fields.items()}
        case "list_value":
            return [decode(item) for item in value.list_value.values]
        case _:
            return None


def _decode_signed(fields: Mapping[str, Value]) -> Any:
    match fields[SIGNATURE].string_value:
        case Signature.SECRET:
            return Secret(decode(fields["value"]))
        case Signature.ASSET:
            kind = next(kind for kind in ("path", "text", "uri") if kind in fields)
            return Asset(kind, fields[kind].string_value)
        case Signature.ARCHIVE:
            kind = next(kind for kind in ("assets", "path", "uri") if kind in fields)
            return Archive(kind, decode(fields[kind]))
        case Signature.RESOURCE:
            id = decode(fields["id"]) if "id" in fields else None
            return Reference(fields["urn"].string_value, UNKNOWN if id == "" else id)
        case Signature.OUTPUT:
            return _decode_output(fields)
        case other:
            raise ValueError(f"unrecognized signature '{other}' in property value")


def _decode_output(fields: Mapping[str, Value]) -> Any:
    value = decode(fields["value"]) if "value" in fields else UNKNOWN
    if "secret" in fields and fields["secret"].bool_value:
        value = Secret(value)
    if "dependencies" not in fields:
        return value
    dependencies = [item.string_value for item in fields["dependencies"].list_value.values]
    return OutputValue(value, tuple(sorted(dependencies)))


def encode_struct(properties: Mapping[str, Any], *, as_outputs: bool = False) -> Struct:
    """Write properties for an answer.

    Args:
        properties: What to write.
        as_outputs: Write secrets and unknowns as output values, as the engine hands them to
            transforms.
    """
    struct = Struct()
    struct.update(
        {name: encode(value, as_outputs=as_outputs) for name, value in properties.items()}
    )
    return struct


def encode(value: Any, *, as_outputs: bool = False) -> Any:
    """Write one value as JSON with signatures."""
    if isinstance(value, str | int | float) or value is None:
        return value
    if is_dict(value):
        return {name: encode(item, as_outputs=as_outputs) for name, item in value.items()}
    if is_list(value):
        return [encode(item, as_outputs=as_outputs) for item in value]
    if as_outputs and isinstance(value, Unknown | Secret | OutputValue):
        return _encode_output(value)
    return _encode_special(value)


def _encode_special(value: Any) -> Any:
    match value:
        case Unknown():
            return UNKNOWN_TEXT
        case Secret(value=inner):
            return {SIGNATURE: Signature.SECRET, "value": encode(inner)}
        case OutputValue(value=inner):
            return encode(inner)
        case Reference(urn=urn, id=id):
            return {SIGNATURE: Signature.RESOURCE, "urn": urn} | (
                {} if id is None else {"id": encode(id)}
            )
        case Asset(kind=kind, content=content):
            return {SIGNATURE: Signature.ASSET, kind: content}
        case Archive(kind=kind, content=content):
            return {SIGNATURE: Signature.ARCHIVE, kind: encode(content)}
        case _:
            raise TypeError(f"not a property value: {type(value).__name__}")


def _encode_output(value: Unknown | Secret | OutputValue) -> dict[str, Any]:
    written: dict[str, Any] = {SIGNATURE: Signature.OUTPUT}
    inner: Any = value
    if isinstance(inner, OutputValue):
        written["dependencies"] = list(inner.dependencies)
        inner = inner.value
    if isinstance(inner, Secret):
        written["secret"] = True
        inner = inner.value
    if not isinstance(inner, Unknown):
        written["value"] = encode(inner, as_outputs=True)
    return written

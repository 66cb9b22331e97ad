"""Setting properties in what the engine sent, so that all else stays as it was, secrets included.

What is read for rules is never written back: a secret would be in clear, and what is not known
would be a text. So a patch is made to a copy of the message itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from google.protobuf import struct_pb2

from landing_zone_policies.remedies.remedy import Patch
from landing_zone_policies.values import OUTPUT, SECRET, SIGNATURE

DEFAULTS = "__defaults"
"""The property in which bridged providers name what they filled in themselves."""


class NoPlaceError(Exception):
    """A patch leads to where nothing can be set: into a text, or what is not known yet."""


def mended(struct: struct_pb2.Struct, patches: Iterable[Patch]) -> struct_pb2.Struct:
    """Return a copy of properties with patches made to it.

    Raises:
        NoPlaceError: if one of them leads nowhere.
    """
    whole = struct_pb2.Value()
    whole.struct_value.CopyFrom(struct)
    for patch in patches:
        at = whole
        for key in patch.keys:
            at = _inside(_bare(at), key)
        _set(_bare(at), patch.value)
    return whole.struct_value


def _inside(at: struct_pb2.Value, key: str | int) -> struct_pb2.Value:
    """Return what stands at a key, or the room for it."""
    kind = at.WhichOneof("kind")
    if isinstance(key, int):
        if kind in (None, "null_value") and key == 0:
            at.list_value.Clear()
        elif kind != "list_value" or key > len(at.list_value.values):
            raise NoPlaceError(f"no list that has or takes [{key}]")
        values = at.list_value.values
        return values[key] if key < len(values) else values.add()
    if kind in (None, "null_value"):
        at.struct_value.Clear()
    elif kind != "struct_value":
        raise NoPlaceError(f"no object that takes {key}")
    _own(at.struct_value, key)
    return at.struct_value.fields[key]


def _bare(at: struct_pb2.Value) -> struct_pb2.Value:
    """Return the value inside a secret, so that what is set there is one, too."""
    while at.WhichOneof("kind") == "struct_value" and SIGNATURE in at.struct_value.fields:
        fields = at.struct_value.fields
        if fields[SIGNATURE].string_value not in (SECRET, OUTPUT) or "value" not in fields:
            raise NoPlaceError("no value that is known")
        at = fields["value"]
    return at


def _own(struct: struct_pb2.Struct, key: str) -> None:
    """Say that a property is no longer one that the provider filled in."""
    if DEFAULTS not in struct.fields:
        return
    names = struct.fields[DEFAULTS].list_value
    kept = [each for each in names.values if each.string_value != key]
    if len(kept) < len(names.values):
        rest = struct_pb2.ListValue(values=kept)
        names.CopyFrom(rest)


def _set(at: struct_pb2.Value, value: Any) -> None:
    if isinstance(value, bool):
        at.bool_value = value
    elif isinstance(value, str):
        at.string_value = value
    elif isinstance(value, int | float):
        at.number_value = value
    else:
        at.struct_value.Clear()
        at.struct_value.update(cast("dict[str, Any]", value))

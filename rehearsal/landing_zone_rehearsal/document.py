"""The JSON of `lz plan --json`: a recording written as Pulumi writes a state file.

`docs/plan-json.md` documents the format.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .recording import Recording, Resource
from .values import Archive, Asset, OutputValue, Reference, Secret, Unknown, is_dict, is_list
from .wire import SIGNATURE, UNKNOWN_TEXT, Signature

VERSION = 1
"""Version of the format; it grows only when a reader has to change."""

REDACTED = "[secret]"
"""Stands where a state file has the encrypted value of a secret."""


def to_document(recording: Recording) -> dict[str, Any]:
    """Write a recording as the stable document of `lz plan --json`.

    Two runs of one program give the same document: parents stand before their children,
    siblings by URN, and nothing in it comes from the clock or from chance.

    Example:
        >>> json.dumps(to_document(record(program)), indent=2)
    """
    return {
        "version": VERSION,
        "resources": [_resource(resource) for resource in in_order(recording)],
        "outputs": _properties(recording.outputs),
    }


def in_order(recording: Recording) -> list[Resource]:
    """Sort resources as a tree is read: each before its children, siblings by URN."""
    return sorted(recording.resources, key=lambda resource: _lineage(resource, recording.by_urn))


def _lineage(resource: Resource, by_urn: Mapping[str, Resource]) -> tuple[str, ...]:
    above = by_urn.get(resource.parent or "")
    return (*_lineage(above, by_urn), resource.urn) if above else (resource.urn,)


def _resource(resource: Resource) -> dict[str, Any]:
    written: dict[str, Any] = {
        "urn": resource.urn,
        "custom": resource.custom,
        "id": resource.id if isinstance(resource.id, str) else None,
        "type": resource.type,
        "inputs": _properties(resource.inputs),
        "outputs": _properties(resource.outputs),
        "parent": resource.parent,
        "protect": resource.protect,
        "external": resource.external,
        "dependencies": resource.dependencies,
        "provider": resource.provider,
        "propertyDependencies": dict(sorted(resource.property_dependencies.items())),
        "additionalSecretOutputs": resource.additional_secret_outputs,
        "aliases": resource.aliases,
        "customTimeouts": resource.custom_timeouts,
        "importID": resource.import_id,
        "retainOnDelete": resource.retain_on_delete,
        "deletedWith": resource.deleted_with,
        "replaceWith": resource.replace_with,
        "ignoreChanges": resource.ignore_changes,
        "replaceOnChanges": resource.replace_on_changes,
    }
    return {name: value for name, value in written.items() if value or name == "custom"}


def _properties(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: to_json(value) for name, value in sorted(properties.items())}


def to_json(value: Any) -> Any:
    """Write one value as a state file does, with secrets redacted."""
    if is_dict(value):
        return _properties(value)
    if is_list(value):
        return [to_json(item) for item in value]
    return _special(value)


def _special(value: Any) -> Any:  # noqa: PLR0911 (one for each kind of value)
    match value:
        case Unknown():
            return UNKNOWN_TEXT
        case Secret():
            return {SIGNATURE: Signature.SECRET, "ciphertext": REDACTED}
        case OutputValue(value=inner):
            return to_json(inner)
        case Reference():
            return {SIGNATURE: Signature.RESOURCE, **_reference(value)}
        case Asset(kind=kind, content=content):
            return {SIGNATURE: Signature.ASSET, "hash": _digest(kind, content), kind: content}
        case Archive(kind=kind, content=content):
            return {SIGNATURE: Signature.ARCHIVE, kind: to_json(content)}
        case _:
            return value


def _reference(value: Reference) -> dict[str, Any]:
    return {"urn": value.urn} if value.id is None else {"urn": value.urn, "id": to_json(value.id)}


def _digest(kind: str, content: str) -> str:
    """Digest an asset's bytes; of an address, or a file that is not there, only its name."""
    path = Path(content)
    text = path.read_bytes() if kind == "path" and path.is_file() else content.encode()
    return hashlib.sha256(text).hexdigest()

"""Builds a stack's configuration as the Pulumi CLI hands it to a program.

Structured values travel as JSON text; what is encrypted stays undisclosed:
https://www.pulumi.com/docs/iac/concepts/config/
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .errors import ProjectError
from .values import is_dict, is_list

UNDISCLOSED = "[secret]"
"""What a program reads in place of an encrypted value, which only the CLI can decrypt."""


@dataclass(slots=True)
class Configuration:
    """A stack's configuration: text by key, and which keys are secret."""

    values: dict[str, str] = field(default_factory=dict[str, str])
    secret_keys: set[str] = field(default_factory=set[str])

    def set(self, key: str, value: Any) -> None:
        """Set a value as a stack file gives it."""
        self.values[key] = _text(value)
        if _has_secret(value):
            self.secret_keys.add(key)


def build(
    project: str, declared: Mapping[str, Any], given: Mapping[str, Any], shown_as: str
) -> Configuration:
    """Join what the project declares with what the stack gives.

    Args:
        project: Name of the project: the namespace of keys without one.
        declared: The `config` of `Pulumi.yaml`: values, or types with `default` or `value`.
        given: The `config` of the stack file.
        shown_as: How messages name the stack file.

    Raises:
        ProjectError: A key is malformed, or has no value although the project asks for one.
    """
    configuration = Configuration()
    for key, value in given.items():
        configuration.set(_qualified(key, project, shown_as), value)
    missing: list[str] = []
    for key, declaration in declared.items():
        qualified = _qualified(key, project, "Pulumi.yaml")
        if qualified in configuration.values:
            continue
        value = _declared_value(declaration)
        if value is not None:
            configuration.set(qualified, value)
        elif qualified.startswith(f"{project}:"):
            missing.append(key)
    if missing:
        names = ", ".join(sorted(missing))
        raise ProjectError(f"{shown_as}: no value for {names}, which Pulumi.yaml asks for")
    return configuration


def _qualified(key: str, project: str, shown_as: str) -> str:
    parts = key.split(":")
    if len(parts) == 3 and parts[1] == "config":
        parts.pop(1)
    if len(parts) > 2 or not all(parts):
        raise ProjectError(f"{shown_as}: config.{key}: a key is <name> or <namespace>:<name>")
    return ":".join(parts) if len(parts) == 2 else f"{project}:{key}"


def _declared_value(declaration: Any) -> Any:
    """Read a declaration: a bare value, or a type with `default` (or `value`, for providers)."""
    if not is_dict(declaration):
        return declaration
    default = declaration.get("default")
    return declaration.get("value") if default is None else default


def _text(value: Any) -> str:
    plain = _disclosed(value)
    if isinstance(plain, str):
        return plain
    return json.dumps(plain, separators=(",", ":"), sort_keys=True, ensure_ascii=False)


def _disclosed(value: Any) -> Any:
    if _is_secure(value):
        return UNDISCLOSED
    if is_dict(value):
        return {str(key): _disclosed(item) for key, item in value.items()}
    if is_list(value):
        return [_disclosed(item) for item in value]
    return value


def _has_secret(value: Any) -> bool:
    if _is_secure(value):
        return True
    if is_dict(value):
        return any(map(_has_secret, value.values()))
    return is_list(value) and any(map(_has_secret, value))


def _is_secure(value: Any) -> bool:
    return is_dict(value) and list(value) == ["secure"]

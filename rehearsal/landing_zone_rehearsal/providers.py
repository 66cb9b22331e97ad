"""Which provider manages a resource: the one given, an inherited one, or a default one."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from .errors import EngineError
from .values import Secret

DISABLED = "pulumi:disable-default-providers"


def disabled_default_providers(config: Mapping[str, str]) -> frozenset[str]:
    """Read which packages must not have a default provider; `*` stands for all."""
    text = config.get(DISABLED, "")
    if not text:
        return frozenset()
    try:
        packages: Any = json.loads(text)
    except ValueError as error:
        raise EngineError(f"Failed to parse {text}: {error}") from None
    for index, package in enumerate(packages):
        if not isinstance(package, str):
            raise EngineError(f"{DISABLED}[{index}] must be a string")
    return frozenset(package.strip() for package in packages)


def refuse_disabled(package: str, disabled: Collection[str], user: str) -> None:
    """Refuse a default provider that the configuration disables.

    Args:
        package: Whose default provider is asked for. Pulumi's own is always allowed.
        disabled: The packages that must not have one.
        user: What asks: the URN of a resource, or the token of a function.
    """
    if package != "pulumi" and (package in disabled or "*" in disabled):
        raise EngineError(
            f"Default provider for '{package}' disabled. '{user}' must use an explicit provider."
        )


def default_name(version: str) -> str:
    """Name a default provider as the engine does: `default_7_51_1`."""
    return "_".join(["default", *version.replace("-", ".").replace("+", ".").split(".")]).rstrip(
        "_"
    )


def package_config(
    config: Mapping[str, str], secret_keys: Collection[str], package: str
) -> dict[str, Any]:
    """Collect the configuration of a package (`aws:region`): its default provider's inputs."""
    return {
        key.partition(":")[2]: Secret(value) if key in secret_keys else value
        for key, value in config.items()
        if key.partition(":")[0] == package
    }


def package_of(token: str) -> str:
    """Take the package out of a type or function token."""
    if token.startswith("pulumi:providers:"):
        return token.rpartition(":")[2]
    return token.partition(":")[0]

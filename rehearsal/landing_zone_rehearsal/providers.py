"""Which provider manages a resource: the one given, an inherited one, or a default one."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from pulumi.runtime.proto import resource_pb2 as protocol

from .errors import EngineError
from .recording import Recording, Resource
from .urns import PROVIDER_TYPE, Namer, type_of
from .values import Secret
from .wire import UNKNOWN_TEXT

DISABLED = "pulumi:disable-default-providers"


@dataclass(slots=True)
class Providers:
    """Knows the providers of one run, and makes default ones when they are needed."""

    recording: Recording
    namer: Namer
    config: Mapping[str, str]
    secret_keys: Collection[str]
    disabled: Collection[str]
    """Packages that must not have a default provider; `*` stands for all."""
    _inputs: dict[str, Mapping[str, Any]] = field(default_factory=dict[str, Mapping[str, Any]])

    def default(self, token: str, version: str, user: str) -> str:
        """Refer to the default provider for a type or function, which may have to be made.

        Args:
            token: The type or function.
            version: The version of its package.
            user: What asks, in a refusal: the URN of a resource, or the token of a function.
        """
        package = token.partition(":")[0]
        self._refuse_disabled(package, user)
        name = default_name(version)
        urn = self.namer.urn(None, PROVIDER_TYPE + package, name)
        if urn not in self.recording.by_urn:
            inputs = self._package_config(package) | ({"version": version} if version else {})
            provider = Resource(
                urn=urn,
                type=PROVIDER_TYPE + package,
                name=name,
                parent=None,
                custom=True,
                inputs=inputs,
                id=self.id(urn),
                outputs=dict(inputs),
            )
            self.recording.add(provider)
        return f"{urn}::{self.id(urn)}"

    def _refuse_disabled(self, package: str, user: str) -> None:
        if package != "pulumi" and (package in self.disabled or "*" in self.disabled):
            raise EngineError(
                f"Default provider for '{package}' disabled."
                f" '{user}' must use an explicit provider."
            )

    def _package_config(self, package: str) -> dict[str, Any]:
        """Collect the configuration of a package (`aws:region`): its default provider's inputs."""
        return {
            key.partition(":")[2]: Secret(value) if key in self.secret_keys else value
            for key, value in self.config.items()
            if key.partition(":")[0] == package
        }

    def id(self, urn: str) -> str:
        """Tell the ID of a provider; in a preview it is unknown."""
        return UNKNOWN_TEXT if self.recording.preview else str(uuid.uuid5(uuid.NAMESPACE_URL, urn))

    def inputs(self, reference: str | None) -> Mapping[str, Any]:
        """Find what a provider was configured with."""
        urn = (reference or "").rpartition("::")[0]
        if urn not in self._inputs:
            provider = self.recording.by_urn.get(urn)
            self._inputs[urn] = provider.inputs if provider else {}
        return self._inputs[urn]


def inherited_provider(request: protocol.RegisterResourceRequest, parent: Resource) -> str:
    """Find the provider that a resource takes over from its parent."""
    package = request.type.partition(":")[0]
    if parent.provider and type_of(parent.provider_urn or "") == PROVIDER_TYPE + package:
        return parent.provider
    return parent.providers.get(package, "")


def disabled_default_providers(config: Mapping[str, str]) -> frozenset[str]:
    """Read which packages must not have a default provider."""
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


def default_name(version: str) -> str:
    """Name a default provider as the engine does: `default_7_51_1`."""
    return "_".join(["default", *re.split("[.+-]", version)]) if version else "default"

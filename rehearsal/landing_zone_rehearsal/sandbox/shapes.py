"""Checks the inputs of any resource against the types that its SDK gives them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from landing_zone_rehearsal.clouds.model import short
from landing_zone_rehearsal.values import Secret

from .shape_check import BRIDGED, Check, Manners, opened
from .shape_faults import Fault, no_such_type
from .shape_source import Sdk
from .shape_types import Block, Choice, Simple, Type

__all__ = ["Fault", "Shapes"]

PROVIDER = "pulumi:providers:"
ENGINE_INPUTS = frozenset({"version", "pluginDownloadURL"})
"""What the engine adds to a provider's own inputs."""

OPEN = frozenset({"NatGatewaySkuName", "PublicIPAddressSkuName", "VirtualMachineSizeTypes"})
MANNERS = {
    "azure-native": Manners(any_case=True, open_names=OPEN),
    "kubernetes": Manners(),
}
"""How the providers that are not bridged take values.

Azure has stopped keeping its enumeration of machine sizes and points to a list per region, and
its list of gateways lacks `StandardV2`, which the service takes:
https://learn.microsoft.com/rest/api/compute/resource-skus/list,
https://learn.microsoft.com/azure/nat-gateway/nat-sku
"""


class Shapes:
    """Which inputs each resource type takes, read from the SDKs when a type is first met."""

    def __init__(self) -> None:
        self._sdks: dict[str, Sdk | None] = {}
        self._blocks: dict[str, Block] = {}

    def check(self, type: str, inputs: Mapping[str, Any]) -> list[Fault]:
        """Return what the type's SDK does not allow; nothing when the SDK is not installed."""
        sdk = self.sdk(type)
        if sdk is None:
            return []
        if type not in sdk.types:
            return [] if _is_custom(type, sdk) else [no_such_type(type, sdk.title, sdk.types)]
        block = self.block(type)
        if type.startswith(PROVIDER):
            inputs = _provider_inputs(block, inputs)
        manners = MANNERS.get(_package(type), BRIDGED)
        return list(Check(manners).block(block, inputs, ""))

    def unknown(self, type: str) -> Fault | None:
        """Return why a type that is written short cannot be; None if it can."""
        sdk = self.sdk(type)
        known = {short(each) for each in sdk.types} if sdk else {type}
        if sdk is None or type in known or _is_custom(type, sdk):
            return None
        return no_such_type(type, sdk.title, known)

    def sdk(self, type: str) -> Sdk | None:
        """Return the SDK that a type belongs to; without one nothing of it can be checked."""
        package = _package(type)
        if package not in self._sdks:
            self._sdks[package] = Sdk.of(package)
        return self._sdks[package]

    def block(self, type: str) -> Block:
        """Return what a type takes."""
        if type not in self._blocks:
            sdk = self.sdk(type)
            if sdk is None or type not in sdk.types:
                raise LookupError(f"no installed SDK has the type {type}")
            self._blocks[type] = sdk.block(type)
        return self._blocks[type]


def _package(type: str) -> str:
    return type.removeprefix(PROVIDER).partition(":")[0]


def _is_custom(type: str, sdk: Sdk) -> bool:
    """Whether a type may be defined by users in their own cluster: its API group is not known.

    Such a group has a dot, which only some of Kubernetes' own have.
    https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/
    """
    group = _group(type)
    return _package(type) == "kubernetes" and "." in group and group not in map(_group, sdk.types)


def _group(type: str) -> str:
    return type.partition(":")[2].partition("/")[0]


def _provider_inputs(block: Block, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what the engine added, and read the JSON that an SDK makes of all but texts."""
    return {
        name: value if _takes_text(block.properties.get(name)) else _from_json(value)
        for name, value in inputs.items()
        if name not in ENGINE_INPUTS
    }


def _takes_text(type: Type | None) -> bool:
    return type is None or type is Simple.TEXT or isinstance(type, Choice)


def _from_json(given: Any) -> Any:
    value, is_secret = opened(given)
    if not isinstance(value, str):
        return given
    try:
        read = json.loads(value)
    except ValueError:
        return given
    return Secret(read) if is_secret else read

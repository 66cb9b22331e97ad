"""A whole landing zone, composed of the capabilities from one spec."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pulumi
from pydantic import Field, ValidationInfo, field_validator

from landing_zone import baseline
from landing_zone.core import (
    Component,
    Environment,
    Fault,
    LandingZoneError,
    Spec,
    original_name,
    refuse,
)
from landing_zone.core.config import read
from landing_zone.datalake import DataLake, DataLakeOutputs, DataLakeSpec
from landing_zone.identity import Identity, IdentityOutputs, IdentitySpec
from landing_zone.keys import Keys, KeysOutputs, KeysSpec, Purpose
from landing_zone.network import Network, NetworkOutputs, NetworkSpec, PrivateService

NAME = "ai"
"""The zone's name in a stack of this project; the names of all its parts begin with it."""


NEEDS = (
    (("keys", "purposes"), Purpose.DATA, "the lake"),
    (("keys", "purposes"), Purpose.LOGS, "flow and access logs"),
    (("network", "private_services"), PrivateService.KEYS, "the keys"),
    (("network", "private_services"), PrivateService.STORAGE, "the lake"),
)
"""What one part of a zone must offer for another."""


class ZoneSpec(Spec):
    """What a landing zone consists of; everything has a sound default."""

    network: NetworkSpec = Field(default_factory=NetworkSpec)
    """Addresses and ways out."""
    keys: KeysSpec = Field(default_factory=KeysSpec)
    """Encryption keys."""
    lake: DataLakeSpec = Field(default_factory=DataLakeSpec)
    """Stores for data."""
    identity: IdentitySpec = Field(default_factory=IdentitySpec)
    """Who may do what."""

    @field_validator("identity")
    @classmethod
    def _grants_layers_that_exist(cls, identity: IdentitySpec, info: ValidationInfo) -> Any:
        lake = info.data.get("lake")
        if lake is not None:
            refuse("ZoneSpec", identity.faults(lake.layers))
        return identity

    @field_validator("network", "keys")
    @classmethod
    def _offers_what_others_need(cls, part: NetworkSpec | KeysSpec, info: ValidationInfo) -> Any:
        refuse("ZoneSpec", _unmet_needs(part, str(info.field_name)))
        return part


@dataclass(frozen=True, kw_only=True)
class ZoneOutputs:
    """The outputs of every capability of a zone, for whatever is built on it."""

    network: NetworkOutputs
    keys: KeysOutputs
    lake: DataLakeOutputs
    identity: IdentityOutputs

    def as_dict(self) -> dict[str, Any]:
        """Return the capabilities by name, for state and stack exports."""
        return {name: outputs.as_dict() for name, outputs in vars(self).items()}


class LandingZone(pulumi.ComponentResource):
    """A private network, keys, an encrypted lake and identities, wired together.

    Unless the options bring a provider for the environment's cloud, the zone declares its own,
    pinned to the environment's account and region.
    """

    outputs: ZoneOutputs

    def __init__(
        self,
        name: str,
        env: Environment,
        spec: ZoneSpec | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        spec = spec or ZoneSpec()
        original = original_name(name, opts)
        faults = list(faults_of(original, env, spec))
        if faults:
            raise LandingZoneError.of(f"{name}.{fault}" for fault in faults)
        settled = spec.settled(env.profile)
        intent = settled.model_dump(mode="json", exclude_none=True)
        super().__init__("landing-zone:index:LandingZone", name, intent, opts)
        given = opts or pulumi.ResourceOptions()
        inside = pulumi.ResourceOptions.merge(
            baseline.provided(self, original, env),
            pulumi.ResourceOptions(depends_on=given.depends_on, protect=given.protect),
        )

        keys = Keys(f"{original}-keys", env, spec.keys, opts=inside).outputs
        network = Network(f"{original}-network", env, spec.network, keys=keys, opts=inside).outputs
        lake = DataLake(
            f"{original}-lake", env, spec.lake, keys=keys, network=network, opts=inside
        ).outputs
        identity = Identity(
            f"{original}-identity", env, spec.identity, lake=lake, keys=keys, opts=inside
        ).outputs

        self.outputs = ZoneOutputs(network=network, keys=keys, lake=lake, identity=identity)
        self.register_outputs(self.outputs.as_dict())


CAPABILITIES: dict[str, type[Component[Any]]] = {
    "network": Network,
    "keys": Keys,
    "lake": DataLake,
    "identity": Identity,
}
"""The component behind each field of the spec."""


def faults_of(name: str, env: Environment, spec: ZoneSpec) -> Iterator[LandingZoneError]:
    """Yield what the environment's cloud refuses of a spec, before anything is declared."""
    settled = spec.settled(env.profile)
    for field, component in CAPABILITIES.items():
        for fault in component.faults(f"{name}-{field}", env, getattr(settled, field)):
            yield LandingZoneError(f"{field}.{fault}")


def _unmet_needs(part: Spec, name: str) -> Iterator[Fault]:
    for (owner, field), wanted, who in NEEDS:
        if owner == name and wanted not in (given := getattr(part, field)):
            allowed = f"a list with {wanted}, for {who}"
            yield Fault((field,), allowed, [each.value for each in given])


def main() -> None:
    """Declare the zone that the stack's configuration describes, and export its outputs."""
    env, spec = read(
        ("environment", Environment),
        ("zone", ZoneSpec),
        check=lambda env, spec: faults_of(NAME, env, spec),
    )
    zone = LandingZone(NAME, env, spec)
    for name, outputs in zone.outputs.as_dict().items():
        pulumi.export(name, outputs)

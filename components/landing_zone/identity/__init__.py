"""Identities for programs and people, with least privilege and no credential."""

import pulumi

from landing_zone.core import Component, Environment, LandingZoneError
from landing_zone.datalake.spec import DataLakeOutputs
from landing_zone.identity.spec import Grant, IdentityOutputs, IdentitySpec, Verb, Workload
from landing_zone.keys.spec import KeysOutputs

__all__ = ["Grant", "Identity", "IdentityOutputs", "IdentitySpec", "Verb", "Workload"]


class Identity(Component[IdentityOutputs]):
    """An identity for each workload and persona, granted its layers and their key."""

    def __init__(
        self,
        name: str,
        env: Environment,
        spec: IdentitySpec,
        *,
        lake: DataLakeOutputs,
        keys: KeysOutputs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        faults = [f"{name}: {fault.line()}" for fault in spec.faults(lake.ids)]
        if faults:
            raise LandingZoneError.of(faults)
        super().__init__(name, env, spec.on(lake.ids), opts, lake=lake, keys=keys)

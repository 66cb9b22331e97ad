"""Private networking: addresses, routes out, private paths to the cloud's own services."""

from collections.abc import Iterator

import pulumi

from landing_zone.core import Component, Environment, LandingZoneError
from landing_zone.keys.spec import KeysOutputs, Purpose
from landing_zone.network.spec import Egress, Nat, NetworkOutputs, NetworkSpec, PrivateService
from landing_zone_policies.facts.regions import REGIONS

__all__ = ["Egress", "Nat", "Network", "NetworkOutputs", "NetworkSpec", "PrivateService"]


class Network(Component[NetworkOutputs]):
    """A private network with a planned address space, recorded traffic and one way out.

    The keys encrypt the flow logs, and the network makes the private path to the key store, so
    it comes after the keys on every cloud.
    """

    def __init__(
        self,
        name: str,
        env: Environment,
        spec: NetworkSpec,
        *,
        keys: KeysOutputs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        keys.require(name, Purpose.LOGS)
        super().__init__(name, env, spec, opts, keys=keys)

    @classmethod
    def faults(cls, name: str, env: Environment, spec: NetworkSpec) -> Iterator[LandingZoneError]:
        """Yield what the cloud refuses, and more zones than the region has."""
        yield from super().faults(name, env, spec)
        zones = REGIONS[env.cloud][env.region].zones
        if zones is not None and zones < spec.zones:
            few = (
                f"at most {zones}, as {env.region} has no more" if zones else "a region with zones"
            )
            yield LandingZoneError(f"zones: {few}, got {spec.zones}")

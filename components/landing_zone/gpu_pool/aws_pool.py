"""What every part of a pool on EKS is declared from, and which zones its nodes may be in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pulumi

from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.core import LandingZoneError, Scope
from landing_zone.gpu_pool.capacity import Rung
from landing_zone.gpu_pool.resolution import Choice, resolve
from landing_zone.gpu_pool.spec import Fabric, GpuPoolSpec, pool_name
from landing_zone.network.aws_zones import zone_names
from landing_zone.network.spec import NetworkOutputs

MOST_ZONES = 3
"""A network has no more."""


@dataclass(frozen=True)
class Pool:
    """A pool, its machine and its surroundings."""

    scope: Scope
    spec: GpuPoolSpec
    choice: Choice
    cluster: ClusterOutputs
    network: NetworkOutputs

    @classmethod
    def of(
        cls, scope: Scope, spec: GpuPoolSpec, cluster: ClusterOutputs, network: NetworkOutputs
    ) -> "Pool":
        """Choose the pool's machine."""
        choice = resolve(scope.env.cloud, scope.env.region, spec)
        return cls(scope, spec, choice, cluster, network)

    @property
    def name(self) -> str:
        """What jobs call the pool."""
        return pool_name(self.scope.names.component)

    @cached_property
    def rungs(self) -> Mapping[str, Rung]:
        """The ladder by the rungs' codes."""
        return self.spec.rungs()

    def zones(self, rung: Rung) -> list[int]:
        """Return the zones of the network that a rung's nodes may be in."""
        return zones_for(self.scope.env.region, self.spec, self.choice, rung)

    def subnets(self, rung: Rung) -> pulumi.Output[list[str]]:
        """Return the subnets that a rung's nodes may be in."""
        wanted = self.zones(rung)
        given = self.spec.zones is not None
        return self.network.node_subnets.apply(lambda every: _those(every, wanted, given=given))


def zones_for(region: str, spec: GpuPoolSpec, choice: Choice, rung: Rung) -> list[int]:
    """Return the numbers of the zones for a rung: those given, or all that have the machine.

    It is one zone where nodes have to be close together, or are reserved.
    """
    zones = list(spec.zones or zones_with(region, choice))
    return zones[:1] if spec.fabric is not Fabric.NONE or rung.nodes else zones


def zones_with(region: str, choice: Choice) -> list[int]:
    """Return the numbers of the zones that have the machine; all of them where it is not known."""
    known = choice.offer.zones
    names = zone_names(region, MOST_ZONES)
    return [number for number, name in enumerate(names, 1) if not known or name in known]


def _those(subnets: Sequence[str], zones: Sequence[int], *, given: bool) -> list[str]:
    there = [zone for zone in zones if zone <= len(subnets)]
    if (given and len(there) < len(zones)) or not there:
        limit = f"at most {len(subnets)}, as the network has no more"
        raise LandingZoneError(f"zones: {limit}, got {max(zones)}")
    return [subnets[zone - 1] for zone in there]

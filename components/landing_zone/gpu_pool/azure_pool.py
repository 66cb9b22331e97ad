"""What every part of a pool on AKS is declared from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pulumi

from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.core import Scope
from landing_zone.gpu_pool.capacity import Rung
from landing_zone.gpu_pool.resolution import Choice, resolve
from landing_zone.gpu_pool.spec import GpuPoolSpec, pool_name
from landing_zone.network.azure_zones import zone_names

MOST_ZONES = 3
"""A network has no more."""


@dataclass(frozen=True)
class Pool:
    """A pool, its machine and its surroundings."""

    scope: Scope
    spec: GpuPoolSpec
    choice: Choice
    cluster: ClusterOutputs

    @classmethod
    def of(cls, scope: Scope, spec: GpuPoolSpec, cluster: ClusterOutputs) -> "Pool":
        """Choose the pool's machine."""
        return cls(scope, spec, resolve(scope.env.cloud, scope.env.region, spec), cluster)

    @property
    def name(self) -> str:
        """What jobs call the pool."""
        return pool_name(self.scope.names.component)

    @cached_property
    def rungs(self) -> Mapping[str, Rung]:
        """The ladder by the rungs' codes."""
        return self.spec.rungs()

    @property
    def user(self) -> pulumi.Output[str]:
        """What the control plane is, which puts machines where they are held."""
        return self.cluster.place["identity"]

    @property
    def zones(self) -> list[str] | None:
        """The zones that nodes may be in; None leaves that to Azure.

        Few sizes with accelerators are in all of a region's zones, nobody tells in which, and a
        zone without the size fails the deployment; a pool that names none gets machines wherever
        they are.

        Source: https://learn.microsoft.com/azure/aks/availability-zones-overview
        """
        names = zone_names(self.scope.env.region, MOST_ZONES)
        return [names[number - 1] for number in self.spec.zones] if self.spec.zones else None

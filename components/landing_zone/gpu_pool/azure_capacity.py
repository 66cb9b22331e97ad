"""Where the machines of each rung come from on Azure, and what keeps them close together."""

from dataclasses import dataclass

import pulumi

from landing_zone.baseline.azure import resource_group
from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.core import Scope
from landing_zone.gpu_pool.azure_placement import placement
from landing_zone.gpu_pool.azure_reservations import existing, reserve
from landing_zone.gpu_pool.capacity import RungKind
from landing_zone.gpu_pool.resolution import Choice
from landing_zone.gpu_pool.spec import Fabric, GpuPoolSpec
from landing_zone.network.azure_zones import zone_names


@dataclass(frozen=True, kw_only=True)
class Held:
    """Where the nodes of a rung come from; the cluster may use it once it is known."""

    zones: list[str] | None
    placement: pulumi.Output[str] | None = None
    reservation: pulumi.Output[str] | None = None


def hold(
    scope: Scope, spec: GpuPoolSpec, choice: Choice, cluster: ClusterOutputs
) -> dict[str, Held]:
    """Declare what keeps the pool's machines close or reserved, and return it by rung.

    Without `zones` nothing names a zone: few sizes with accelerators are in all of a region's, and
    a pool of the region gets them wherever they are. A fabric needs one place and not a certain
    one, which its placement group finds.

    Source: https://learn.microsoft.com/azure/virtual-machines/co-location
    """
    zones, user = _zones(scope, spec), cluster.place["identity"]
    ways = spec.rungs()
    if spec.fabric is not Fabric.NONE:
        close = placement(scope, resource_group(scope), choice, zones=zones, user=user)
        return {rung: Held(zones=zones, placement=close) for rung in ways}
    held = {rung: Held(zones=zones) for rung in ways}
    reserved = {rung: way for rung, way in ways.items() if way.kind is RungKind.RESERVATION}
    new = any(way.id is None for way in reserved.values())
    group = resource_group(scope) if new else None
    for rung, way in reserved.items():
        if way.id is not None:
            held[rung] = Held(zones=zones, reservation=existing(scope, rung, way.id, user))
        elif group is not None and way.nodes is not None:
            one = zones[:1] if zones else None
            held[rung] = Held(
                zones=one,
                reservation=reserve(
                    scope,
                    group,
                    rung,
                    {"name": choice.machine.name, "capacity": way.nodes},
                    zones=one,
                    user=user,
                ),
            )
    return held


def _zones(scope: Scope, spec: GpuPoolSpec) -> list[str] | None:
    names = zone_names(scope.env.region, 3)
    return [names[number - 1] for number in spec.zones] if spec.zones else None

"""Where the machines of each rung come from on Azure, and what keeps them close together."""

from dataclasses import dataclass

import pulumi

from landing_zone.baseline.azure import resource_group
from landing_zone.gpu_pool.azure_placement import placement
from landing_zone.gpu_pool.azure_pool import Pool
from landing_zone.gpu_pool.azure_reservations import existing, reserve
from landing_zone.gpu_pool.capacity import RungKind
from landing_zone.gpu_pool.spec import Fabric


@dataclass(frozen=True, kw_only=True)
class Held:
    """Where the nodes of a rung come from; the cluster may use it once it is known."""

    zones: list[str] | None
    placement: pulumi.Output[str] | None = None
    reservation: pulumi.Output[str] | None = None


def hold(pool: Pool) -> dict[str, Held]:
    """Declare what keeps the pool's machines close or reserved, and return it by rung."""
    held = {code: Held(zones=pool.zones) for code in pool.rungs}
    if pool.spec.fabric is not Fabric.NONE:
        close = placement(pool, resource_group(pool.scope))
        return {code: Held(zones=pool.zones, placement=close) for code in held}
    reserved = [code for code, rung in pool.rungs.items() if rung.kind is RungKind.RESERVATION]
    new = [code for code in reserved if pool.rungs[code].id is None]
    group = resource_group(pool.scope) if new else None
    for code in reserved:
        if code not in new or group is None:
            held[code] = Held(zones=pool.zones, reservation=existing(pool, code))
            continue
        one = pool.zones[:1] if pool.zones else None
        held[code] = Held(zones=one, reservation=reserve(pool, code, group, zones=one))
    return held

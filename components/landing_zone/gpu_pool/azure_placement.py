"""What keeps the machines of a pool close together on Azure."""

import pulumi
from pulumi_azure_native import compute, resources

from landing_zone.core import after
from landing_zone.gpu_pool.azure_pool import Pool
from landing_zone.gpu_pool.azure_rights import Use, let_use

JOINING = Use(
    "Puts machines into a proximity placement group.",
    tuple(f"Microsoft.Compute/proximityPlacementGroups/{verb}" for verb in ("read", "write")),
)
"""Source: https://learn.microsoft.com/azure/aks/concepts-identity#aks-service-permissions"""


def placement(pool: Pool, group: resources.ResourceGroup) -> pulumi.Output[str]:
    """Keep all rungs in one datacentre; InfiniBand, where there is some, is the machine's own.

    A fabric needs one place and not a certain one: without a zone, Azure finds one that has the
    size. The subscription needs the feature `AKSInfinibandSupport` of
    `Microsoft.ContainerService`, or machines of one pool may be on different InfiniBand networks.

    Sources: https://learn.microsoft.com/azure/aks/reduce-latency-ppg,
    https://azure.github.io/aks-rdma-infiniband/
    """
    scope = pool.scope
    close = compute.ProximityPlacementGroup(
        scope.child("placement"),
        resource_group_name=group.name,
        location=scope.env.region,
        proximity_placement_group_type="Standard",
        intent={"vm_sizes": [pool.choice.machine.name]},
        zones=pool.zones,
        tags=scope.tags,
        opts=scope.opts(replace_on_changes=["intent", "zones"]),
    )
    return after(close.id, let_use(pool, "placement", JOINING, on=close.id, within=group.id))

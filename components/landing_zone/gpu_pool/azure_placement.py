"""What keeps the machines of a pool close together on Azure."""

import pulumi
from pulumi_azure_native import compute, resources

from landing_zone.core import Scope, after
from landing_zone.gpu_pool.azure_rights import Use, let_use
from landing_zone.gpu_pool.resolution import Choice

JOINING = Use(
    "Puts machines into a proximity placement group.",
    tuple(f"Microsoft.Compute/proximityPlacementGroups/{verb}" for verb in ("read", "write")),
)
"""Source: https://learn.microsoft.com/azure/aks/concepts-identity#aks-service-permissions"""


def placement(
    scope: Scope,
    group: resources.ResourceGroup,
    choice: Choice,
    *,
    zones: list[str] | None,
    user: pulumi.Input[str],
) -> pulumi.Output[str]:
    """Keep all rungs in one datacentre; InfiniBand, where there is some, is the machine's own.

    The subscription needs the feature `AKSInfinibandSupport` of `Microsoft.ContainerService`, or
    machines of one pool may be on different InfiniBand networks.

    Sources: https://learn.microsoft.com/azure/aks/reduce-latency-ppg,
    https://azure.github.io/aks-rdma-infiniband/
    """
    close = compute.ProximityPlacementGroup(
        scope.child("placement"),
        resource_group_name=group.name,
        location=scope.env.region,
        proximity_placement_group_type="Standard",
        intent={"vm_sizes": [choice.machine.name]},
        zones=zones,
        tags=scope.tags,
        opts=scope.opts(replace_on_changes=["intent", "zones"]),
    )
    usable = let_use(scope, "placement", JOINING, on=close.id, within=group.id, user=user)
    return after(close.id, usable)

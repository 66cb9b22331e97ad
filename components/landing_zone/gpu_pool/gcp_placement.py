"""What keeps the nodes of a pool close together on Google Cloud."""

import pulumi
from pulumi_gcp import compute, container

from landing_zone.gpu_pool.capacity import Rung, RungKind
from landing_zone.gpu_pool.gcp_pool import RACK, Pool, is_in_racks
from landing_zone.gpu_pool.spec import Fabric

Placement = container.NodePoolPlacementPolicyArgsDict


def placement(pool: Pool, apis: list[pulumi.Resource]) -> compute.ResourcePolicy | None:
    """Declare what keeps the nodes of all rungs close together, as far as there is room.

    Machines that NVLink joins are placed by racks instead, which cannot be left out.

    Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/compact-placement,
    https://cloud.google.com/compute/docs/instance-groups/create-workload-policies
    """
    scope = pool.scope
    if not any(is_placed(pool, rung) for rung in pool.rungs.values()):
        return None
    joined = is_in_racks(pool.choice)
    return compute.ResourcePolicy(
        scope.child("placement"),
        project=scope.env.account,
        region=scope.env.region,
        description=f"Keeps the nodes of {scope.names.component} close together.",
        group_placement_policy=None if joined else {"collocation": "COLLOCATED"},
        workload_policy={"type": "HIGH_THROUGHPUT", "accelerator_topology": RACK}
        if joined
        else None,
        opts=scope.opts(depends_on=apis),
    )


def placed(pool: Pool, rung: Rung, close: compute.ResourcePolicy | None) -> Placement | None:
    """Return what a rung's node pool is told of it."""
    if close is None or not is_placed(pool, rung):
        return None
    return {"type": "COMPACT", "policy_name": close.name}


def is_placed(pool: Pool, rung: Rung) -> bool:
    """Whether a rung's nodes have to be told to be close to each other.

    What was reserved ahead lies together already, and so does what comes at once.

    Source: https://cloud.google.com/ai-hypercomputer/docs/placement-policy-and-workload-policy
    """
    if is_in_racks(pool.choice):
        return True
    apart = rung.kind in (RungKind.SPOT, RungKind.ON_DEMAND)
    return apart and pool.spec.fabric is not Fabric.NONE

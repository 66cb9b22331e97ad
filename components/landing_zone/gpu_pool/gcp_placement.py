"""What keeps the nodes of a pool close together on Google Cloud."""

import pulumi
from pulumi_gcp import compute, container

from landing_zone.gpu_pool.capacity import Rung, RungKind
from landing_zone.gpu_pool.gcp_pool import RACK, Pool, is_in_racks
from landing_zone.gpu_pool.spec import Fabric

Placement = container.NodePoolPlacementPolicyArgsDict
Workload = compute.ResourcePolicyWorkloadPolicyArgsDict

PLACED_FLEX = ("a3-ultragpu-", "a4-")
"""Machines that can be placed when they come by flex-start.

Source: https://github.com/GoogleCloudPlatform/cluster-toolkit/pull/5737
"""


def placement(pool: Pool, apis: list[pulumi.Resource]) -> dict[str, compute.ResourcePolicy]:
    """Declare what keeps the nodes of each rung close together, as far as there is room.

    Rungs share one policy, but for flex, whose nodes a workload's policy keeps together. Machines
    that NVLink joins are placed by racks instead, which cannot be left out.

    Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/compact-placement,
    https://cloud.google.com/compute/docs/instance-groups/create-workload-policies,
    https://github.com/GoogleCloudPlatform/cluster-toolkit/pull/6348
    """
    parts = {code: _part(pool, rung) for code, rung in pool.rungs.items() if is_placed(pool, rung)}
    made = {part: _policy(pool, part, apis) for part in sorted({*parts.values()})}
    return {code: made[part] for code, part in parts.items()}


def placed(close: compute.ResourcePolicy | None) -> Placement | None:
    """Return what a rung's node pool is told of what keeps its nodes close."""
    return None if close is None else {"type": "COMPACT", "policy_name": close.name}


def is_placed(pool: Pool, rung: Rung) -> bool:
    """Whether a rung's nodes have to be told to be close to each other.

    What was reserved ahead lies together already. What comes by flex lies as it comes where GKE
    cannot do both.

    Source: https://cloud.google.com/ai-hypercomputer/docs/placement-policy-and-workload-policy
    """
    if is_in_racks(pool.choice):
        return True
    if pool.spec.fabric is Fabric.NONE or rung.kind in (RungKind.RESERVATION, RungKind.BLOCK):
        return False
    if rung.kind is RungKind.FLEX:
        return not rung.queued and pool.choice.machine.name.startswith(PLACED_FLEX)
    return True


def _part(pool: Pool, rung: Rung) -> str:
    apart = rung.kind is RungKind.FLEX and not is_in_racks(pool.choice)
    return "placement-flex" if apart else "placement"


def _policy(pool: Pool, part: str, apis: list[pulumi.Resource]) -> compute.ResourcePolicy:
    scope, joined = pool.scope, is_in_racks(pool.choice)
    workload: Workload = {"type": "HIGH_THROUGHPUT"}
    if joined:
        workload["accelerator_topology"] = RACK
    grouped = part == "placement" and not joined
    return compute.ResourcePolicy(
        scope.child(part),
        project=scope.env.account,
        region=scope.env.region,
        description=f"Keeps the nodes of {scope.names.component} close together.",
        group_placement_policy={"collocation": "COLLOCATED"} if grouped else None,
        workload_policy=None if grouped else workload,
        opts=scope.opts(depends_on=apis),
    )

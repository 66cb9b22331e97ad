"""Where a rung's machines come from on AWS, in the words of its launch template."""

import re
from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

from landing_zone.baseline.aws import arn
from landing_zone.core import Environment
from landing_zone.gpu_pool.aws_fabric import Among
from landing_zone.gpu_pool.aws_pool import Pool
from landing_zone.gpu_pool.capacity import Rung, RungKind
from landing_zone.network.aws_zones import zone_names

CAPACITY_TYPES: Mapping[RungKind, str] = {
    RungKind.RESERVATION: "ON_DEMAND",
    RungKind.BLOCK: "CAPACITY_BLOCK",
    RungKind.SPOT: "SPOT",
    RungKind.ON_DEMAND: "ON_DEMAND",
}
"""Flex has no like.

Source: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html#managed-node-group-capacity-types
"""

KEPT = (RungKind.RESERVATION, RungKind.BLOCK)
"""Rungs with no machine to spare: an update takes the old node away before the new one comes.

Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_NodegroupUpdateConfig.html
"""

RESERVATION_ID = re.compile(r"cr-[0-9a-f]{8,17}")
GROUP_NAME = re.compile(r"(?!cr-)[A-Za-z0-9_.-]{1,127}")
"""Source: https://docs.aws.amazon.com/ARG/latest/APIReference/API_CreateGroup.html"""


def source(pool: Pool, code: str, close: Among) -> dict[str, Any]:
    """Return what a launch template says of where its machines come from.

    What was reserved elsewhere lies where it lies, so that it is not placed with the rest. What
    is bought ahead lies close together by itself.

    Sources: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/cr-cpg.html,
    https://docs.aws.amazon.com/eks/latest/userguide/capacity-blocks-mng.html
    """
    rung = pool.rungs[code]
    placed = {"placement": {"group_name": close.placement.name}} if close.placement else {}
    if rung.kind is RungKind.BLOCK:
        return {
            **_only(target(pool.scope.env, str(rung.id))),
            "instance_market_options": {"market_type": "capacity-block"},
            "instance_type": pool.choice.machine.name,
        }
    if rung.id is not None:
        return _only(target(pool.scope.env, rung.id))
    if rung.nodes is not None:
        reserved = _reservation(pool, code, rung, rung.nodes, close)
        return {**_only({"capacity_reservation_id": reserved.id}), **placed}
    return placed


def target(env: Environment, id: str) -> dict[str, pulumi.Input[str]]:
    """Return what a reservation's ID, or the name of a group of them, stands for."""
    if RESERVATION_ID.fullmatch(id):
        return {"capacity_reservation_id": id}
    return {"capacity_reservation_resource_group_arn": arn(env, "resource-groups", f"group/{id}")}


def _only(target: Mapping[str, Any]) -> dict[str, Any]:
    """Say that machines come from a reservation or not at all, so that the next rung is tried.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CapacityReservationSpecification.html
    """
    return {
        "capacity_reservation_specification": {
            "capacity_reservation_preference": "capacity-reservations-only",
            "capacity_reservation_target": target,
        }
    }


def _reservation(
    pool: Pool, code: str, rung: Rung, nodes: int, close: Among
) -> aws.ec2.CapacityReservation:
    """Reserve machines for this rung alone, in the group that keeps the pool's nodes together.

    It costs what they cost, from now on. The zone's name is asked for, as it is another one in
    every account.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-reservations.html
    """
    scope = pool.scope
    zone = zone_names(scope.env.region, pool.zones(rung)[0])[-1]
    named = aws.get_availability_zone_output(
        zone_id=zone, opts=pulumi.InvokeOutputOptions(parent=scope.component)
    )
    return aws.ec2.CapacityReservation(
        scope.child(f"{code}-reserved"),
        availability_zone=named.name,
        instance_type=pool.choice.machine.name,
        instance_platform="Linux/UNIX",
        instance_count=nodes,
        instance_match_criteria="targeted",
        end_date_type="unlimited",
        placement_group_arn=close.placement.arn if close.placement else None,
        tags=scope.tags,
        opts=scope.opts(),
    )

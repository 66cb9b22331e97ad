"""Machines that are reserved on Azure: in a group that exists, or in one of our own."""

import re

import pulumi
from pulumi_azure_native import compute, resources

from landing_zone.core import Environment, after
from landing_zone.gpu_pool.azure_pool import Pool
from landing_zone.gpu_pool.azure_rights import Use, let_use

PROVIDER = "providers/Microsoft.Compute/capacityReservationGroups"

GROUP_ID = re.compile(
    r"(?i)/subscriptions/(?P<account>[^/]+)/resourceGroups/(?P<group>[^/]+)"
    rf"/{re.escape(PROVIDER)}/[^/]+"
)
SHORT_ID = re.compile(r"([-\w.()]{1,90}/)?[a-zA-Z0-9][\w.-]{0,79}")

RUNNING = Use(
    "Runs machines that a capacity reservation group holds.",
    tuple(
        f"Microsoft.Compute/capacityReservationGroups/{action}"
        for action in (
            "read",
            "deploy/action",
            "capacityReservations/read",
            "capacityReservations/deploy/action",
        )
    ),
)
"""Microsoft's guide gives the cluster every right in the group's resource group instead.

Sources: https://learn.microsoft.com/azure/role-based-access-control/permissions/compute,
https://learn.microsoft.com/azure/aks/use-capacity-reservation-groups
"""


def existing(pool: Pool, code: str) -> pulumi.Output[str]:
    """Use a group of reservations that exists.

    One whose reservations are in zones serves a pool that is in no other zones; one without, a
    pool that names none.

    Source: https://learn.microsoft.com/azure/virtual-machines/capacity-reservation-overview
    """
    id = pool.rungs[code].id or ""
    full = GROUP_ID.fullmatch(id)
    name = full["group"] if full else id.partition("/")[0]
    within = f"/subscriptions/{pool.scope.env.account}/resourceGroups/{name}"
    on = id if full else f"{within}/{PROVIDER}/{id.rpartition('/')[2]}"
    return after(on, let_use(pool, code, RUNNING, on=on, within=within))


def reserve(
    pool: Pool, code: str, group: resources.ResourceGroup, *, zones: list[str] | None
) -> pulumi.Output[str]:
    """Reserve a rung's machines, which cost from now on what they would if they ran."""
    scope = pool.scope
    reserved = compute.CapacityReservationGroup(
        scope.child(f"{code}-reserved-group"),
        resource_group_name=group.name,
        location=scope.env.region,
        zones=zones,
        tags=scope.tags,
        opts=scope.opts(replace_on_changes=["zones"]),
    )
    machines = compute.CapacityReservation(
        scope.child(f"{code}-reserved"),
        resource_group_name=group.name,
        capacity_reservation_group_name=reserved.name,
        location=scope.env.region,
        sku={"name": pool.choice.machine.name, "capacity": pool.rungs[code].nodes},
        zones=zones,
        tags=scope.tags,
        opts=scope.opts(replace_on_changes=["sku.name", "zones"]),
    )
    usable = let_use(pool, code, RUNNING, on=reserved.id, within=group.id)
    return after(reserved.id, machines, usable)


def id_fault(env: Environment, id: str) -> str | None:
    """Return what an ID should be instead; None if it can be one of the environment's."""
    full = GROUP_ID.fullmatch(id)
    if full is None and SHORT_ID.fullmatch(id) is None:
        return "a capacity reservation group: its name, `resource group/name` or resource ID"
    if full and full["account"].lower() != env.account:
        return f"a group in the environment's subscription {env.account}"
    return None

"""What the control plane itself may do on Azure with what holds machines for a pool."""

from dataclasses import dataclass

import pulumi

from landing_zone.baseline.azure_roles import assign_role, custom_role
from landing_zone.gpu_pool.azure_pool import Pool


@dataclass(frozen=True)
class Use:
    """A way of using what holds machines, for which no built-in role is narrow enough."""

    description: str
    actions: tuple[str, ...]


def let_use(
    pool: Pool, part: str, use: Use, *, on: pulumi.Input[str], within: pulumi.Input[str]
) -> pulumi.Resource:
    """Let the control plane use something, and return what allows it.

    Args:
        pool: whose machines it holds.
        part: what it is, in logical names.
        use: how it is used.
        on: its ID.
        within: the ID of the resource group that it is in.
    """
    role = custom_role(
        pool.scope,
        f"{part}-role",
        named=part,
        description=use.description,
        actions=use.actions,
        data_actions=[],
        within=[within],
    )
    return assign_role(
        pool.scope, f"{part}-use", role=role, on=on, to=pool.user, kind="ServicePrincipal"
    )

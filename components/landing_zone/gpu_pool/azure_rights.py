"""What the cluster itself may do on Azure with what holds machines for its pools."""

from dataclasses import dataclass

import pulumi

from landing_zone.baseline.azure_roles import assign_role, custom_role
from landing_zone.core import Scope


@dataclass(frozen=True)
class Use:
    """A way of using what holds machines, for which no built-in role is narrow enough."""

    description: str
    actions: tuple[str, ...]


def let_use(
    scope: Scope,
    part: str,
    use: Use,
    *,
    on: pulumi.Input[str],
    within: pulumi.Input[str],
    user: pulumi.Input[str],
) -> pulumi.Resource:
    """Let the identity of a control plane use something, and return what allows it.

    Args:
        scope: the pool.
        part: what it is, in logical names.
        use: how it is used.
        on: its ID.
        within: the ID of the resource group that it is in.
        user: the object ID of the identity.
    """
    role = custom_role(
        scope,
        f"{part}-role",
        named=part,
        description=use.description,
        actions=use.actions,
        data_actions=[],
        within=[within],
    )
    return assign_role(scope, f"{part}-use", role=role, on=on, to=user, kind="ServicePrincipal")

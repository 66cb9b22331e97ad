"""Rights on Azure: built-in roles, roles of our own, and who is given them."""

from collections.abc import Sequence
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

import pulumi
from pulumi_azure_native import authorization

from landing_zone.core import Environment, NameRule, Scope

CUSTOM_ROLE = NameRule(kind="custom role", max_length=128, unique=True)
"""A role's name is unique in its tenant.

Source: https://learn.microsoft.com/azure/role-based-access-control/custom-roles
"""

ROLES = {
    "Azure Kubernetes Service RBAC Cluster Admin": "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
    "Key Vault Crypto Service Encryption User": "e147488a-f6f5-4113-8e2d-b22465e65bf6",
    "Key Vault Crypto User": "12338af0-0e69-4776-bea7-57ae8d297424",
    "Managed Identity Operator": "f1a07417-d97a-45cb-824c-7a7467783830",
    "Network Contributor": "4d97b98b-1d4f-4787-a291-c67834d212e7",
    "Private DNS Zone Contributor": "b12aa53e-6015-4669-85d0-8515ebb3ae7f",
    "Reader": "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    "Storage Blob Data Contributor": "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
    "Storage Blob Data Reader": "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
}
"""Built-in roles by name; the IDs are the same in every tenant.

Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
"""

PrincipalType = Literal["ServicePrincipal", "Group"]


def assign_role(
    scope: Scope,
    part: str,
    *,
    role: pulumi.Input[str],
    on: pulumi.Input[str],
    to: pulumi.Input[str],
    kind: PrincipalType,
    condition: str | None = None,
) -> authorization.RoleAssignment:
    """Give a principal a role on a resource, under a name that never changes.

    An assignment's name is a GUID; drawn from the logical name it is the same in every run.
    The kind of principal is said, so that an identity made a moment ago is not looked up in vain.
    A role cannot be changed in place, so let `part` tell it: another one is another assignment.
    Azure refuses a second assignment of the same role to the same principal on the same scope.

    Source: https://learn.microsoft.com/azure/role-based-access-control/role-assignments-template
    """
    return authorization.RoleAssignment(
        scope.child(part),
        role_assignment_name=_stable_guid(scope, part),
        role_definition_id=role,
        scope=on,
        principal_id=to,
        principal_type=kind,
        condition=condition,
        condition_version="2.0" if condition else None,
        opts=scope.opts(),
    )


def built_in(env: Environment, role: str) -> str:
    """Return the ID of a built-in role in the environment's subscription."""
    provider = "providers/Microsoft.Authorization/roleDefinitions"
    return f"/subscriptions/{env.account}/{provider}/{ROLES[role]}"


def custom_role(
    scope: Scope,
    part: str,
    *,
    named: str,
    description: str,
    actions: Sequence[str],
    data_actions: Sequence[str],
    within: pulumi.Input[Sequence[pulumi.Input[str]]],
) -> pulumi.Output[str]:
    """Declare a role where no built-in one is narrow enough, and return its ID.

    Args:
        scope: the component that owns it.
        part: its part of the logical names.
        named: what its name says beyond the component.
        description: what it is for, as people read it in the portal.
        actions: what it lets do with resources.
        data_actions: what it lets do with what they hold.
        within: the resource groups in which it may be assigned.

    Source: https://learn.microsoft.com/azure/role-based-access-control/custom-roles
    """
    role = authorization.RoleDefinition(
        scope.child(part),
        role_definition_id=_stable_guid(scope, part),
        role_name=scope.physical(CUSTOM_ROLE, named),
        role_type="CustomRole",
        description=description,
        scope=f"/subscriptions/{scope.env.account}",
        assignable_scopes=within,
        permissions=[{"actions": [*actions], "data_actions": [*data_actions]}],
        opts=scope.opts(),
    )
    return role.id


def _stable_guid(scope: Scope, part: str) -> str:
    """Return the GUID that names a child wherever Azure wants one as a name."""
    env = scope.env
    return str(uuid5(NAMESPACE_URL, f"{env.identity}/{env.org}/{env.stage}/{scope.child(part)}"))

"""What every component on Azure stands on: the provider, a resource group, role assignments."""

from collections.abc import Iterator
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

import pulumi
import pulumi_azure_native as azure_native
from pulumi_azure_native import authorization, resources

from landing_zone.core import (
    Environment,
    LandingZoneError,
    NameRule,
    Names,
    Profile,
    Scope,
    UnsupportedError,
)
from landing_zone_policies.facts.regions import REGIONS

GROUP = NameRule(kind="resource group", max_length=90, unique=True)
"""A group's name is unique in its subscription; the digest tells regions apart.

Source:
https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
"""

ROLES = {
    "Key Vault Crypto Service Encryption User": "e147488a-f6f5-4113-8e2d-b22465e65bf6",
    "Reader": "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    "Storage Blob Data Contributor": "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
    "Storage Blob Data Owner": "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
    "Storage Blob Data Reader": "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
}
"""Built-in roles by name; the IDs are the same in every tenant.

Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
"""

PrincipalType = Literal["ServicePrincipal", "Group"]


def provider(name: str, env: Environment, opts: pulumi.ResourceOptions) -> pulumi.ProviderResource:
    """Declare a provider pinned to the environment's subscription and tenant.

    It registers resource providers by itself the first time one is needed (azure-native uses the
    Azure SDK's pipeline, which does), so the deployer needs `*/register/action`. For
    `Microsoft.Insights` that was seen to fail: run
    `az provider register --namespace Microsoft.Insights` once per subscription.

    Sources: https://pkg.go.dev/github.com/Azure/azure-sdk-for-go/sdk/azcore/arm/runtime,
    https://github.com/pulumi/pulumi-azure-native/issues/3479
    """
    return azure_native.Provider(
        name,
        subscription_id=env.account,
        tenant_id=env.tenant,
        disable_pulumi_partner_id=True,
        opts=opts,
    )


def resource_group(scope: Scope, *, stateful: bool = False) -> resources.ResourceGroup:
    """Declare the group that everything of a component lives in, and is deleted with."""
    return resources.ResourceGroup(
        scope.child("group"),
        resource_group_name=checked(scope, scope.physical(GROUP)),
        location=scope.env.region,
        tags=scope.tags,
        opts=scope.opts(stateful=stateful),
    )


def checked(scope: Scope, value: str) -> pulumi.Output[str]:
    """Return a value once the provider in use is known to reach the environment's subscription.

    Users may bring a provider of their own, so it is asked here rather than where ours is made;
    what a component declares first depends on the answer.

    Raises:
        LandingZoneError: in the program's run, if it reaches another subscription or tenant.
    """
    client = authorization.get_client_config_output(
        opts=pulumi.InvokeOptions(parent=scope.component)
    )
    return client.apply(lambda found: _verified(found, scope.env, value))


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
        role_assignment_name=stable_guid(scope, part),
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
    return role_id(env, ROLES[role])


def role_id(env: Environment, guid: str) -> str:
    """Return the ID of a role definition in the environment's subscription."""
    provider = "providers/Microsoft.Authorization/roleDefinitions"
    return f"/subscriptions/{env.account}/{provider}/{guid}"


def stable_guid(scope: Scope, part: str) -> str:
    """Return the GUID that names a child wherever Azure wants one as a name."""
    env = scope.env
    return str(uuid5(NAMESPACE_URL, f"{env.identity}/{env.org}/{env.stage}/{scope.child(part)}"))


def refusals(names: Names) -> Iterator[LandingZoneError]:
    """Yield why no component can be had: sovereign clouds have names of their own for everything.

    Source: https://learn.microsoft.com/azure/private-link/private-endpoint-dns
    """
    yield from names.check("name", GROUP)
    region = names.env.region
    if REGIONS[names.env.cloud][region].realm:
        where = f"the sovereign cloud of region {region}"
        yield UnsupportedError(where, "azure", instead="use a region of the public cloud")


def zone_refusals(names: Names, path: str) -> Iterator[LandingZoneError]:
    """Yield why a region cannot keep data in several zones, as it is kept from `standard` up."""
    region = names.env.region
    if names.env.profile.at_least(Profile.STANDARD) and REGIONS[names.env.cloud][region].zones == 0:
        what = f"{path}: spreading over zones in region {region}"
        yield UnsupportedError(what, "azure", instead="use a region with availability zones")


def _verified(found: authorization.GetClientConfigResult, env: Environment, value: str) -> str:
    pairs = (
        ("subscription", found.subscription_id, env.account),
        ("tenant", found.tenant_id, env.tenant),
    )
    for kind, given, wanted in pairs:
        if given and given.lower() != wanted:
            raise LandingZoneError(
                f"the provider reaches the {kind} {given}, but the environment is for {wanted}; "
                "sign in there, or pass `landing_zone.baseline.provider(...)`"
            )
    return value

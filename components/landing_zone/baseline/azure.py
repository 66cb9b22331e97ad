"""What every component on Azure stands on: the provider, a resource group, what is refused."""

from collections.abc import Iterator

import pulumi
import pulumi_azure_native as azure_native
from pulumi_azure_native import authorization, resources

from landing_zone.core import (
    Environment,
    LandingZoneError,
    NameRule,
    Names,
    Scope,
    UnsupportedError,
)
from landing_zone_policies.facts.regions import REGIONS

GROUP = NameRule(kind="resource group", max_length=90, unique=True)
"""A group's name is unique in its subscription; the digest tells regions apart.

Source:
https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
"""


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


def refusals(names: Names) -> Iterator[LandingZoneError]:
    """Yield why no component can be had: sovereign clouds have names of their own for everything.

    Source: https://learn.microsoft.com/azure/private-link/private-endpoint-dns
    """
    yield from names.check("name", GROUP)
    region = names.env.region
    if REGIONS[names.env.cloud][region].realm:
        where = f"the sovereign cloud of region {region}"
        yield UnsupportedError(where, "azure", instead="use a region of the public cloud")


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

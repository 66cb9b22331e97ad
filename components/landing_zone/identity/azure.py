"""Identities on Azure: a managed identity for each workload, and the groups of people."""

from collections.abc import Iterable, Iterator

import pulumi
from pulumi_azure_native import authorization, managedidentity, resources

from landing_zone.baseline.azure import (
    PrincipalType,
    assign_role,
    built_in,
    refusals,
    resource_group,
)
from landing_zone.core import LandingZoneError, NameRule, Names, Persona, Scope, after
from landing_zone.datalake.spec import DataLakeOutputs
from landing_zone.identity.azure_conditions import within
from landing_zone.identity.spec import Grant, IdentityOutputs, IdentitySpec, Verb, Workload
from landing_zone.keys.spec import KeysOutputs

IDENTITY = NameRule(kind="managed identity", max_length=128)
"""Source: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules"""

ROLE_OF = {
    Verb.READ: "Storage Blob Data Reader",
    Verb.WRITE: "Storage Blob Data Contributor",
    Verb.ADMIN: "Storage Blob Data Owner",
}
"""The built-in role behind each verb.

Source: https://learn.microsoft.com/azure/storage/blobs/authorize-access-azure-active-directory
"""

AUDIENCE = "api://AzureADTokenExchange"
"""Source: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust-user-assigned-managed-identity"""


def check(names: Names, spec: IdentitySpec) -> Iterator[LandingZoneError]:
    """Yield what Azure refuses of a settled spec."""
    yield from refusals(names)
    for n, workload in enumerate(spec.workloads):
        yield from names.check(f"workloads.{n}.name", IDENTITY, workload.name)


def build(
    scope: Scope, spec: IdentitySpec, *, lake: DataLakeOutputs, keys: KeysOutputs
) -> IdentityOutputs:
    """Declare who may do what; nobody here needs the key.

    On Azure the account's own identity uses the key, so whoever may read an object gets it
    decrypted and is granted nothing in the vault.

    Source: https://learn.microsoft.com/azure/storage/common/customer-managed-keys-overview
    """
    del keys
    workloads = _workloads(scope, spec, lake)
    return IdentityOutputs(
        principals={
            name: after(identity.principal_id, *ready)
            for name, (identity, ready) in workloads.items()
        },
        logins={
            name: after(identity.client_id, *ready) for name, (identity, ready) in workloads.items()
        },
        groups={
            persona.value: after(object_id, *_people(scope, spec, lake, persona, object_id))
            for persona, object_id in scope.env.groups.items()
        },
    )


def _workloads(
    scope: Scope, spec: IdentitySpec, lake: DataLakeOutputs
) -> dict[str, tuple[managedidentity.UserAssignedIdentity, list[pulumi.Resource]]]:
    """Declare an identity for each workload, and return it with what makes it usable."""
    if not spec.workloads:
        return {}
    group = resource_group(scope)
    made = dict[str, tuple[managedidentity.UserAssignedIdentity, list[pulumi.Resource]]]()
    for workload in spec.workloads:
        identity = _identity(scope, group, workload)
        granted = _grants(
            scope,
            workload.name,
            workload.grants,
            lake,
            to=identity.principal_id,
            kind="ServicePrincipal",
        )
        trusted = _federation(scope, group, workload, identity, spec.issuer)
        made[workload.name] = identity, [*granted, *trusted]
    return made


def _identity(
    scope: Scope, group: resources.ResourceGroup, workload: Workload
) -> managedidentity.UserAssignedIdentity:
    return managedidentity.UserAssignedIdentity(
        scope.child(workload.name),
        resource_group_name=group.name,
        resource_name_=scope.physical(IDENTITY, workload.name),
        location=scope.env.region,
        tags=scope.tags,
        opts=scope.opts(),
    )


def _federation(
    scope: Scope,
    group: resources.ResourceGroup,
    workload: Workload,
    identity: managedidentity.UserAssignedIdentity,
    issuer: str | None,
) -> Iterator[managedidentity.FederatedIdentityCredential]:
    """Yield the trust in a cluster's tokens: one, as an identity takes one change at a time.

    Source: https://learn.microsoft.com/azure/aks/workload-identity-overview
    """
    if issuer is None:
        return
    yield managedidentity.FederatedIdentityCredential(
        scope.child(f"{workload.name}-trust"),
        resource_group_name=group.name,
        resource_name_=identity.name,
        issuer=issuer,
        subject=f"system:serviceaccount:{workload.namespace}:{workload.service_account}",
        audiences=[AUDIENCE],
        opts=scope.opts(),
    )


def _people(
    scope: Scope,
    spec: IdentitySpec,
    lake: DataLakeOutputs,
    persona: Persona,
    object_id: str,
) -> list[authorization.RoleAssignment]:
    """Grant a persona its layers; auditors also see how each is kept, without its data.

    The record of accesses is opened to them by the lake, which alone knows whether there is one.
    """
    name = persona.value.replace("_", "-")
    grants = (spec.people or {}).get(persona, ())
    granted = _grants(scope, name, grants, lake, to=object_id, kind="Group")
    if persona is not Persona.AUDITOR:
        return granted
    seen = [
        assign_role(
            scope,
            f"{name}-{layer}-metadata",
            role=built_in(scope.env, "Reader"),
            on=container,
            to=object_id,
            kind="Group",
        )
        for layer, container in lake.ids.items()
    ]
    return [*granted, *seen]


def _grants(
    scope: Scope,
    name: str,
    grants: Iterable[Grant],
    lake: DataLakeOutputs,
    *,
    to: pulumi.Input[str],
    kind: PrincipalType,
) -> list[authorization.RoleAssignment]:
    """Grant layers by verb; prefixes of the same layer and verb share one assignment."""
    prefixes = dict[tuple[str, Verb], list[str | None]]()
    for grant in grants:
        prefixes.setdefault((grant.layer, grant.verb), []).append(grant.prefix)
    return [
        assign_role(
            scope,
            f"{name}-{layer}-{verb.value}",
            role=built_in(scope.env, ROLE_OF[verb]),
            on=lake.ids[layer],
            to=to,
            kind=kind,
            condition=within(verb, wanted),
        )
        for (layer, verb), wanted in prefixes.items()
    ]

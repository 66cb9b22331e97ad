"""Identities on Azure: a managed identity for each workload, and the groups of people."""

from collections.abc import Iterator

import pulumi
from pulumi_azure_native import managedidentity, resources

from landing_zone.baseline.azure import refusals, resource_group
from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.core import LandingZoneError, NameRule, Names, Persona, Scope, after
from landing_zone.datalake.spec import DataLakeOutputs
from landing_zone.identity.azure_access import Access
from landing_zone.identity.spec import IdentityOutputs, IdentitySpec, Verb, Workload
from landing_zone.keys.spec import KeysOutputs

IDENTITY = NameRule(kind="managed identity", max_length=128)
"""Source: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules"""

AUDIENCE = "api://AzureADTokenExchange"
"""Source: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust-user-assigned-managed-identity"""


def check(names: Names, spec: IdentitySpec) -> Iterator[LandingZoneError]:
    """Yield what Azure refuses of a settled spec."""
    yield from refusals(names)
    for n, workload in enumerate(spec.workloads):
        yield from names.check(f"workloads.{n}.name", IDENTITY, workload.name)
    yield from _given_twice(names, spec)


def build(
    scope: Scope,
    spec: IdentitySpec,
    *,
    lake: DataLakeOutputs,
    keys: KeysOutputs,
    cluster: ClusterOutputs | None = None,
) -> IdentityOutputs:
    """Declare who may do what, and the cluster's pods as who does it; nobody here needs the key.

    On Azure the account's own identity uses the key, so whoever may read an object gets it
    decrypted and is granted nothing in the vault.

    Source: https://learn.microsoft.com/azure/storage/common/customer-managed-keys-overview
    """
    del keys
    access = Access.to(scope, lake, spec)
    workloads = _workloads(access, spec, cluster.issuer if cluster else spec.issuer)
    return IdentityOutputs(
        principals={
            name: after(identity.principal_id, *ready)
            for name, (identity, ready) in workloads.items()
        },
        logins={
            name: after(identity.client_id, *ready) for name, (identity, ready) in workloads.items()
        },
        groups={
            persona.value: after(group, *_people(access, spec, persona, group))
            for persona, group in scope.env.groups.items()
        },
    )


def _given_twice(names: Names, spec: IdentitySpec) -> Iterator[LandingZoneError]:
    """Yield what one group would get as two personas: Azure gives a role on a layer only once.

    Source: https://learn.microsoft.com/azure/role-based-access-control/troubleshooting
    """
    first = dict[tuple[str, str, Verb], Persona]()
    for persona, grants in (spec.people or {}).items():
        group = names.env.groups.get(persona)
        for n, grant in enumerate(grants if group else ()):
            other = first.setdefault((str(group), grant.layer, grant.verb), persona)
            if other is not persona:
                yield LandingZoneError(
                    f"people.{persona}.{n}: {grant.verb} on {grant.layer} is what {other} has, and "
                    f"both are the group {group}: give them different groups, or say it once"
                )


def _workloads(
    access: Access, spec: IdentitySpec, issuer: pulumi.Input[str] | None
) -> dict[str, tuple[managedidentity.UserAssignedIdentity, list[pulumi.Resource]]]:
    """Declare an identity for each workload, and return it with what makes it usable."""
    if not spec.workloads:
        return {}
    group = resource_group(access.scope)
    made = dict[str, tuple[managedidentity.UserAssignedIdentity, list[pulumi.Resource]]]()
    for workload in spec.workloads:
        identity = _identity(access.scope, group, workload)
        granted = access.granted(
            _pod(workload), workload.grants, to=identity.principal_id, kind="ServicePrincipal"
        )
        trusted = _federation(access.scope, group, workload, identity, issuer)
        made[workload.name] = identity, [*granted, *trusted]
    return made


def _identity(
    scope: Scope, group: resources.ResourceGroup, workload: Workload
) -> managedidentity.UserAssignedIdentity:
    return managedidentity.UserAssignedIdentity(
        scope.child(_pod(workload)),
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
    issuer: pulumi.Input[str] | None,
) -> Iterator[managedidentity.FederatedIdentityCredential]:
    """Yield the trust in a cluster's tokens: one, as an identity takes one change at a time.

    Source: https://learn.microsoft.com/azure/aks/workload-identity-overview
    """
    if issuer is None:
        return
    yield managedidentity.FederatedIdentityCredential(
        scope.child(f"{_pod(workload)}-trust"),
        resource_group_name=group.name,
        resource_name_=identity.name,
        issuer=issuer,
        subject=f"system:serviceaccount:{workload.namespace}:{workload.service_account}",
        audiences=[AUDIENCE],
        opts=scope.opts(),
    )


def _people(
    access: Access, spec: IdentitySpec, persona: Persona, group: str
) -> list[pulumi.Resource]:
    """Grant a persona its layers; auditors also see how each is kept, without its data.

    The record of accesses is opened to them by the lake, which alone knows whether there is one.
    """
    part = f"people-{persona.value.replace('_', '-')}"
    grants = (spec.people or {}).get(persona, ())
    granted = access.granted(part, grants, to=group, kind="Group")
    if persona is not Persona.AUDITOR:
        return [*granted]
    return [*granted, *access.overseen(part, to=group, kind="Group")]


def _pod(workload: Workload) -> str:
    return f"pod-{workload.name}"

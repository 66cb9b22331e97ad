"""Which identities a pod acts as on Azure, by the credentials that trust its cluster."""

from __future__ import annotations

import re
from collections.abc import Iterator

from landing_zone_rehearsal.sandbox.behaviour import Decision
from landing_zone_rehearsal.sandbox.objects import Object, World

from .arm import last
from .parents import parent_id

CLUSTER = "azure-native:containerservice:ManagedCluster"
IDENTITY = "azure-native:managedidentity:UserAssignedIdentity"
CREDENTIAL = "azure-native:managedidentity:FederatedIdentityCredential"
AUDIENCE = "api://AzureADTokenExchange"

POD = re.compile(r"system:serviceaccount:[^:]+:[^:]+")
OF_AKS = re.compile(r"https://[a-z0-9]+\.oic\.prod-aks\.azure\.com/.*")
"""The issuers that are clusters of AKS, and so exist only with them.

Source: https://learn.microsoft.com/azure/aks/use-oidc-issuer
"""


def assumes(world: World, subject: str, principal: str) -> Decision:
    """Say whether a token of a cluster lets somebody act as an identity.

    Args:
        world: What exists.
        subject: Who the token is about: `system:serviceaccount:NAMESPACE:NAME`.
        principal: The principal, client or resource ID of an identity.

    Source: https://learn.microsoft.com/entra/workload-id/workload-identity-federation
    """
    identity = _identity(world, principal)
    if identity is None:
        return Decision(allowed=False, because=f"no identity is {principal}")
    refused = Decision(
        allowed=False, because=f"no federated credential of {last(identity.id)} trusts {subject}"
    )
    for credential in world.of(CREDENTIAL):
        theirs = parent_id(credential).lower() == identity.id.lower()
        if theirs and credential.get("subject") == subject:
            refused = _exchanged(world, credential)
            if refused:
                return refused
    return refused


def acts_as(world: World, subject: str) -> Iterator[tuple[str, Decision]]:
    """Yield the principal of each identity that a pod may act as, with what lets it."""
    for identity in world.of(IDENTITY):
        decided = assumes(world, subject, identity.id)
        if decided:
            yield str(identity.get("principalId")), decided


def _exchanged(world: World, credential: Object) -> Decision:
    """Say whether Entra takes a token that a credential is about for one of its own."""
    issuer, told = str(credential.get("issuer")), f"federated credential {last(credential.id)}"
    if AUDIENCE not in (credential.get("audiences") or ()):
        return Decision(allowed=False, because=f"{told} wants another audience")
    if OF_AKS.fullmatch(issuer) and not any(_signs(each, issuer) for each in world.of(CLUSTER)):
        return Decision(allowed=False, because=f"{told} trusts {issuer}, and no cluster signs so")
    return Decision(allowed=True, because=f"{told} trusts {credential.get('subject')} of {issuer}")


def _signs(cluster: Object, issuer: str) -> bool:
    profile = "oidcIssuerProfile."
    return bool(
        cluster.get(f"{profile}enabled")
        and cluster.get("securityProfile.workloadIdentity.enabled")
        and cluster.get(f"{profile}issuerURL") == issuer
    )


def _identity(world: World, principal: str) -> Object | None:
    for identity in world.of(IDENTITY):
        names = {identity.get("principalId"), identity.get("clientId"), identity.id}
        if principal in names:
            return identity
    return None

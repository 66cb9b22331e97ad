"""What AKS refuses of a cluster: its version, its own nodes, its plan and its upkeep.

Where no page or issue shows a message, its words are the sandbox's own.

Sources: https://learn.microsoft.com/azure/aks/upgrade-aks-cluster,
https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/welcome-azure-kubernetes
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object, World

from .arm import at, last, lies_in
from .encryption import why_unusable

POOL = "azure-native:containerservice:AgentPool"

OLDEST = 3
"""Minor versions that nodes may be behind the control plane.

Source: https://learn.microsoft.com/azure/aks/supported-kubernetes-versions
"""

HELP = "Please see https://aka.ms/aks-supported-k8s-ver for version details."
RELEASES = "default"


def version_goes_elsewhere(request: Request) -> Iterator[str]:
    """Refuse a minor version that is not the next one.

    Source: https://learn.microsoft.com/azure/aks/upgrade-aks-cluster
    """
    made, old = request.object, request.old
    before, now = minor(old), minor(made)
    if before is None or now is None or now - before in {0, 1}:
        return
    yield (
        'Code="OperationNotAllowed" Message="Upgrading Kubernetes version'
        f" {old.get('currentKubernetesVersion') if old else ''} to"
        f" {made.get('kubernetesVersion')} is not allowed. Available upgrades: 1.{before + 1}."
        f' {HELP}"'
    )


def nodes_do_not_fit(request: Request) -> Iterator[str]:
    """Refuse nodes, the cluster's own or others, that are newer than it or far older.

    Sources: https://learn.microsoft.com/azure/aks/supported-kubernetes-versions,
    https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/create-upgrade-delete/nodepoolmcversionincompatible-error
    """
    made = request.object
    pools: list[Any] = made.all("agentPoolProfiles[].orchestratorVersion")
    pools += [each.get("orchestratorVersion") for each in _pools(request.world, made)]
    for version in pools:
        yield from is_too_far(version, made)


def own_nodes_are_wrong(request: Request) -> Iterator[str]:
    """Refuse a cluster without nodes for its own programs, or with numbers that contradict.

    Source: https://learn.microsoft.com/azure/aks/use-system-pools
    """
    pools: list[Any] = request.object.all("agentPoolProfiles[]")
    if not any(pool.get("mode") == "System" for pool in pools):
        yield _invalid("agentPoolProfiles", "Must define at least one system pool.")
    for pool in pools:
        least, most = pool.get("minCount"), pool.get("maxCount")
        if not pool.get("enableAutoScaling"):
            if pool.get("count") is None:
                yield _invalid("agentPoolProfile.count", "Required parameter count is missing.")
            continue
        if least is None or most is None or least > most:
            words = f"minCount {least} must be at most maxCount {most}, and both be given."
            yield _invalid("agentPoolProfile.minCount", words)
        elif pool.get("mode") == "System" and least < 1:
            words = "a system node pool must have at least 1 node."
            yield _invalid("agentPoolProfile.minCount", words)


def settings_contradict(request: Request) -> Iterator[str]:
    """Refuse what a cluster has only with something else.

    Sources: https://learn.microsoft.com/azure/aks/long-term-support,
    https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad,
    https://learn.microsoft.com/azure/aks/workload-identity-deploy-cluster
    """
    made = request.object
    entra = made.get("aadProfile.managed")
    if made.get("supportPlan") == "AKSLongTermSupport" and made.get("sku.tier") != "Premium":
        yield _invalid("supportPlan", "AKSLongTermSupport is only available in the Premium tier.")
    if made.get("metricsProfile.costAnalysis.enabled") and made.get("sku.tier") == "Free":
        yield _invalid("metricsProfile", "cost analysis is not available in the Free tier.")
    if made.get("disableLocalAccounts") and not entra:
        yield _invalid("disableLocalAccounts", "local accounts are needed without managed AAD.")
    if made.get("aadProfile.enableAzureRBAC") and not entra:
        yield _invalid("aadProfile.enableAzureRBAC", "Azure RBAC needs managed AAD.")
    pods = made.get("securityProfile.workloadIdentity.enabled")
    if pods and not made.get("oidcIssuerProfile.enabled"):
        words = "the OIDC issuer must be enabled to enable workload identity."
        yield _invalid("securityProfile.workloadIdentity", words)


def secrets_cannot_be_encrypted(request: Request) -> Iterator[str]:
    """Refuse key management that cannot reach its vault, or that moves between kinds of vaults.

    Sources: https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption,
    https://github.com/Azure/telescope/pull/1121
    """
    made, old = request.object, request.old
    kms = "securityProfile.azureKeyVaultKms."
    if not made.get(f"{kms}enabled"):
        return
    address, access = str(made.get(f"{kms}keyId") or ""), made.get(f"{kms}keyVaultNetworkAccess")
    vault = str(made.get(f"{kms}keyVaultResourceId") or "")
    if not re.fullmatch(r"https://[^/]+/keys/[^/]+/[0-9a-f]{32}", address):
        yield f'Code="BadRequest" Message="The key identifier \'{address}\' names no version."'
    if access == "Private" and not vault:
        yield (
            'Code="BadRequest" Message="KeyVault resource ID is empty when KeyVault network access'
            ' is Private."'
        )
    if access == "Private" and not made.get("apiServerAccessProfile.enableVnetIntegration"):
        yield (
            'Code="BadRequest" Message="A private key vault is only supported with API Server VNet'
            ' Integration."'
        )
    holder = at(request.world, vault)
    closed = str(holder.get("properties.publicNetworkAccess")) if holder else ""
    if access != "Private" and closed.lower() == "disabled":
        yield f'Code="BadRequest" Message="Key vault {last(vault)} disables public access."'
    before = old.get(f"{kms}keyVaultNetworkAccess") if old and old.get(f"{kms}enabled") else access
    if before != access:
        yield (
            'Code="OperationNotAllowed" Message="Turn off KMS before its key vault is changed from'
            f' {before} to {access}."'
        )


def disks_cannot_be_encrypted(request: Request) -> Iterator[str]:
    """Refuse nodes whose disks could not be encrypted with the customer's key at this moment.

    Source: https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys
    """
    named = request.object.get("diskEncryptionSetID")
    disks = at(request.world, str(named)) if named else None
    reason = why_unusable(request.world, disks) if disks else None
    if disks and reason:
        yield (
            'Code="KeyVaultAccessForbidden" Message="Unable to access key vault resource to enable'
            " encryption at rest. Please grant get, wrap and unwrap key permissions to disk"
            f" encryption set '{last(disks.id)}'. Please visit https://aka.ms/keyvaultaccessssecmk"
            f' for more information." [{reason}]'
        )


def window_has_another_form(request: Request) -> Iterator[str]:
    """Refuse a window for releases that is no list of hours, and any other that is one.

    Source: https://learn.microsoft.com/azure/aks/planned-maintenance
    """
    made = request.object
    wanted, other = "maintenanceWindow", "timeInWeek"
    if str(made.get("configName")) == RELEASES:
        wanted, other = other, wanted
    if not made.get(wanted) or made.get(other):
        name = made.get("configName")
        yield _invalid(wanted, f"the configuration '{name}' takes {wanted} and no {other}.")


def is_too_far(version: object, cluster: Object) -> Iterator[str]:
    """Say that nodes of a version cannot be those of a cluster."""
    ours, theirs = minor_of(version), minor(cluster)
    if ours is None or theirs is None or 0 <= theirs - ours <= OLDEST:
        return
    word = "bigger than" if ours > theirs else f"more than {OLDEST} below"
    yield (
        f'Code="NodePoolMcVersionIncompatible" Message="Node pool version {version} and control'
        f" plane version {cluster.get('kubernetesVersion')} are incompatible. Minor version of node"
        f" pool version {ours} is {word} control plane version {theirs}. For more information,"
        ' please check https://aka.ms/aks/UpgradeVersionRules"'
    )


def minor(cluster: Object | None) -> int | None:
    """Return the minor version of a control plane."""
    return minor_of(cluster.get("kubernetesVersion")) if cluster else None


def minor_of(version: object) -> int | None:
    """Return the minor version that a text tells: 35 for `1.35` and `1.35.2`."""
    found = re.match(r"1\.(\d+)", str(version or ""))
    return int(found[1]) if found else None


def _pools(world: World, cluster: Object) -> Iterator[Object]:
    yield from (each for each in world.of(POOL) if lies_in(each.id, cluster.id))


def _invalid(target: str, words: str) -> str:
    return f'Code="InvalidParameter" Message="{words}" Target="{target}"'

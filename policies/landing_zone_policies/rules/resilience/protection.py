"""Whether what holds data can be deleted by mistake: by the cloud's word, and by Pulumi's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, need
from landing_zone_policies.wanted import absent, not_false, not_true, one_of, true

IS_PRIMARY = [("replicateSourceDb", absent)]
IS_ACTIVE = one_of("ACTIVE")

PROTECTED = (
    "aws:docdb:Cluster",
    "aws:dynamodb:Table",
    "aws:efs:FileSystem",
    "aws:eks:Cluster",
    "aws:elasticsearch:Domain",
    "aws:kms:Key",
    "aws:neptune:Cluster",
    "aws:opensearch:Domain",
    "aws:rds:Cluster",
    "aws:rds:Instance",
    "aws:redshift:Cluster",
    "aws:s3:Bucket",
    "gcp:alloydb:Cluster",
    "gcp:bigtable:Instance",
    "gcp:container:Cluster",
    "gcp:filestore:Instance",
    "gcp:firestore:Database",
    "gcp:kms:CryptoKey",
    "gcp:spanner:Database",
    "gcp:spanner:Instance",
    "gcp:sql:DatabaseInstance",
    "gcp:storage:Bucket",
)
"""What cannot be made again from its program: it holds data, or the keys to data."""

LOCKABLE = (
    "azure-native:containerservice:ManagedCluster",
    "azure-native:cosmosdb:DatabaseAccount",
    "azure-native:dbformysql:Server",
    "azure-native:dbforpostgresql:Server",
    "azure-native:keyvault:Vault",
    "azure-native:recoveryservices:Vault",
    "azure-native:sql:Database",
    "azure-native:sql:Server",
    "azure-native:storage:StorageAccount",
)
"""The same on Azure, where a lock does what each service of the others does by itself."""

LOCKS: Mapping[str, str] = {
    "azure-native:authorization:ManagementLockByScope": "scope",
    "azure-native:authorization:ManagementLockAtResourceLevel": "resourceName",
    "azure-native:authorization:ManagementLockAtResourceGroupLevel": "resourceGroupName",
    "azure-native:authorization:ManagementLockAtSubscriptionLevel": "",
}
"""Locks of Azure, and where they say of what."""

GROUP = "azure-native:resources:ResourceGroup"


@check(*PROTECTED, reads=("protect",))
def pulumi_protects(resource: Resource, _: World) -> Iterator[Outcome]:
    """What holds data is marked so that Pulumi refuses to delete or replace it."""
    if any(resource.first(path).is_known for path in ("replicateSourceDb", "masterInstanceName")):
        yield NotApplicable("a replica can be made again")
    elif resource.protect:
        yield Pass("protect")
    else:
        yield Fail("protect", "`pulumi destroy` or a replacement deletes it with its data")


@check(*LOCKABLE, reads=("protect", *(f"{type_}.level" for type_ in LOCKS)), joins=True)
def locked_or_protected(resource: Resource, world: World) -> Iterator[Outcome]:
    """What holds data is protected by Pulumi, or by a lock on it, its group or subscription."""
    if resource.protect or _is_locked(resource, world):
        yield Pass("protect")
    else:
        yield Fail("protect", "neither Pulumi's protect nor a lock keeps it from deletion")


def _is_locked(resource: Resource, world: World) -> bool:
    groups = world.estate.targets(resource, "resourceGroupName", GROUP)
    for type_, path in LOCKS.items():
        for lock in world.estate.of(type_):
            if not path or _is_within(lock, path, [resource, *groups], world):
                return True
    return False


def _is_within(lock: Resource, path: str, scopes: list[Resource], world: World) -> bool:
    types = {each.type for each in scopes}
    if any(each in scopes for each in world.estate.targets(lock, path, *types)):
        return True
    said, id_ = lock.get(path), scopes[0].id
    if path != "scope" or not isinstance(said, str) or not isinstance(id_, str):
        return False
    return f"{id_.strip('/')}/".casefold().startswith(f"{said.strip('/')}/".casefold())


LEVEL = one_of("CanNotDelete", "ReadOnly")

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "BAK-02": (
        pulumi_protects,
        locked_or_protected,
        need(tuple(LOCKS), "level", LEVEL),
        need("aws:rds:Instance", "deletionProtection", true, when=IS_PRIMARY),
        need("aws:rds:Instance", "skipFinalSnapshot", not_true, when=IS_PRIMARY),
        need(
            (
                "aws:docdb:Cluster",
                "aws:eks:Cluster",
                "aws:neptune:Cluster",
                "aws:rds:Cluster",
                "aws:rds:GlobalCluster",
            ),
            "deletionProtection",
            true,
        ),
        need(
            (
                "aws:docdb:Cluster",
                "aws:neptune:Cluster",
                "aws:rds:Cluster",
                "aws:redshift:Cluster",
            ),
            "skipFinalSnapshot",
            not_true,
        ),
        need("aws:dynamodb:Table", "deletionProtectionEnabled", true),
        need("aws:lb:LoadBalancer", "enableDeletionProtection", true),
        need(("aws:s3:Bucket", "aws:backup:Vault"), "forceDestroy", not_true),
        need("aws:ecr:Repository", "forceDelete", not_true),
        need("aws:cognito:UserPool", "deletionProtection", IS_ACTIVE),
        need("gcp:sql:DatabaseInstance", "settings.deletionProtectionEnabled", true),
        need(
            (
                "gcp:alloydb:Cluster",
                "gcp:bigquery:Table",
                "gcp:bigtable:Instance",
                "gcp:container:Cluster",
                "gcp:spanner:Database",
                "gcp:sql:DatabaseInstance",
            ),
            "deletionProtection",
            not_false,
        ),
        need("gcp:spanner:Database", "enableDropProtection", true),
        need("gcp:storage:Bucket", "forceDestroy", not_true),
        need("gcp:bigquery:Dataset", "deleteContentsOnDestroy", not_true),
        need(
            "gcp:firestore:Database",
            "deleteProtectionState",
            one_of("DELETE_PROTECTION_ENABLED"),
        ),
        need(
            ("gcp:filestore:Instance", "gcp:memorystore:Instance", "gcp:redis:Cluster"),
            "deletionProtectionEnabled",
            true,
        ),
    ),
}

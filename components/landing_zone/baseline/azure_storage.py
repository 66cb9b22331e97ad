"""Storage accounts on Azure as every component declares them: private, and under a given key."""

from typing import Any, Literal

import pulumi
from pulumi_azure_native import managedidentity, resources, storage

from landing_zone.core import NameRule, Profile, Scope
from landing_zone.keys.spec import KeysOutputs, Purpose

ACCOUNT = NameRule(
    kind="storage account",
    max_length=24,
    separator="",
    unique=True,
    begins_with=("org", "stage"),
)
"""Unique in the world: lower-case letters and digits alone.

Source: https://learn.microsoft.com/azure/storage/common/storage-account-overview
"""

LOGS = "lg"
"""The part of a log account's name, as short as fits beside the longest organisation and stage."""

SOFT_DELETE_DAYS = 7
"""Days in which a deleted log can be brought back: tampering by hand can be undone."""

Bypass = Literal["None", "AzureServices"]


def account(
    scope: Scope,
    group: resources.ResourceGroup,
    part: str,
    *names: str,
    keys: KeysOutputs,
    purpose: Purpose,
    bypass: Bypass,
    waiting_for: pulumi.Output[Any],
    hierarchical: bool = False,
    immutable_days: int | None = None,
) -> tuple[storage.StorageAccount, pulumi.Output[str]]:
    """Declare an account that nobody reaches from outside, and return it with its key.

    An identity of its own uses the key and is granted it first. Role assignments take minutes to
    reach a vault, and an account that is created before is refused; it therefore waits for
    something slow as well, the network. The key is named without a version, so that the account
    takes on each rotated version by itself.

    Args:
        scope: the component that owns it.
        group: its resource group.
        part: its part of the logical names.
        names: what its name says beyond organisation and stage.
        keys: holds the key.
        purpose: which key.
        bypass: whether trusted services, such as Azure Monitor, may write despite closed doors.
        waiting_for: what must be known before.
        hierarchical: whether it has folders, as a data lake does.
        immutable_days: how long nothing in it can be changed or deleted; None: it can. Only what
            is appended may grow. An account is made so, or never becomes it.

    Sources: https://learn.microsoft.com/azure/storage/common/customer-managed-keys-overview,
    https://learn.microsoft.com/azure/storage/blobs/immutable-version-level-worm-policies,
    https://learn.microsoft.com/azure/role-based-access-control/troubleshooting,
    https://learn.microsoft.com/azure/storage/common/storage-network-security
    """
    identity = managedidentity.UserAssignedIdentity(
        scope.child(f"{part}-identity"),
        resource_group_name=group.name,
        location=scope.env.region,
        tags=scope.tags,
        opts=scope.opts(),
    )
    granted = keys.grant(scope, purpose, identity.principal_id, name=f"{part}-key")
    key = pulumi.Output.all(granted, waiting_for).apply(lambda both: str(both[0]))
    zonal = scope.env.profile.at_least(Profile.STANDARD)
    made = storage.StorageAccount(
        scope.child(part),
        resource_group_name=group.name,
        account_name=scope.physical(ACCOUNT, *names),
        location=scope.env.region,
        kind="StorageV2",
        sku={"name": "Standard_ZRS" if zonal else "Standard_LRS"},
        access_tier=storage.AccessTier.HOT,
        is_hns_enabled=hierarchical,
        identity={"type": "UserAssigned", "user_assigned_identities": [identity.id]},
        encryption=_encryption(key, identity.id),
        public_network_access="Disabled",
        network_rule_set={"default_action": storage.DefaultAction.DENY, "bypass": bypass},
        allow_blob_public_access=False,
        allow_shared_key_access=False,
        default_to_o_auth_authentication=True,
        allow_cross_tenant_replication=False,
        allowed_copy_scope="PrivateLink",
        enable_https_traffic_only=True,
        minimum_tls_version="TLS1_2",
        is_local_user_enabled=False,
        is_sftp_enabled=False,
        immutable_storage_with_versioning=_immutable(immutable_days),
        tags=scope.tags,
        opts=scope.opts(stateful=True),
    )
    return made, granted


def log_account(
    scope: Scope,
    group: resources.ResourceGroup,
    *,
    keys: KeysOutputs,
    days: int,
    waiting_for: pulumi.Output[Any],
) -> storage.StorageAccount:
    """Declare an account that Azure writes records to and that forgets them after some days.

    From `regulated` up nobody can change or delete a record before. The account's own policy ends
    every record. Retention in a flow log or a diagnostic setting is
    left off: the first would overwrite this policy, the second is no longer obeyed.

    Sources:
    https://www.pulumi.com/registry/packages/azure/api-docs/network/networkwatcherflowlog,
    https://learn.microsoft.com/azure/azure-monitor/platform/migrate-to-azure-storage-lifecycle-policy
    """
    regulated = scope.env.profile.at_least(Profile.REGULATED)
    logs, _ = account(
        scope,
        group,
        "logs",
        LOGS,
        keys=keys,
        purpose=Purpose.LOGS,
        bypass="AzureServices",
        waiting_for=waiting_for,
        immutable_days=days if regulated else None,
    )
    soft_delete(
        scope, group, logs, "logs-recovery", days=SOFT_DELETE_DAYS, versioned=regulated or None
    )
    ended: storage.ManagementPolicyActionArgsDict = {
        "base_blob": {"delete": {"days_after_modification_greater_than": days}}
    }
    if regulated:
        ended["version"] = {"delete": {"days_after_creation_greater_than": days}}
    storage.ManagementPolicy(
        scope.child("logs-retention"),
        resource_group_name=group.name,
        account_name=logs.name,
        management_policy_name="default",
        policy={
            "rules": [
                {
                    "name": "expire",
                    "type": "Lifecycle",
                    "enabled": True,
                    "definition": {
                        "filters": {"blob_types": ["blockBlob", "appendBlob"]},
                        "actions": ended,
                    },
                }
            ]
        },
        opts=scope.opts(),
    )
    return logs


def soft_delete(
    scope: Scope,
    group: resources.ResourceGroup,
    made: storage.StorageAccount,
    part: str,
    *,
    days: int,
    versioned: bool | None = None,
) -> storage.BlobServiceProperties:
    """Let what is deleted from an account, blobs and whole containers, be brought back for days.

    What is to be immutable needs versions; an account with folders has none.

    Sources: https://learn.microsoft.com/azure/storage/blobs/soft-delete-blob-overview,
    https://learn.microsoft.com/azure/storage/blobs/soft-delete-container-overview
    """
    return storage.BlobServiceProperties(
        scope.child(part),
        resource_group_name=group.name,
        account_name=made.name,
        blob_services_name="default",
        delete_retention_policy={"enabled": True, "days": days, "allow_permanent_delete": False},
        container_delete_retention_policy={"enabled": True, "days": days},
        is_versioning_enabled=versioned,
        opts=scope.opts(),
    )


def _immutable(days: int | None) -> storage.ImmutableStorageAccountArgsDict | None:
    if days is None:
        return None
    return {
        "enabled": True,
        "immutability_policy": {
            "state": "Unlocked",
            "immutability_period_since_creation_in_days": days,
            "allow_protected_append_writes": True,
        },
    }


def _encryption(
    key: pulumi.Output[str], identity: pulumi.Output[str]
) -> storage.EncryptionArgsDict:
    whole: storage.EncryptionServiceArgsDict = {"enabled": True, "key_type": "Account"}
    return {
        "key_source": "Microsoft.Keyvault",
        "key_vault_properties": {
            "key_vault_uri": key.apply(lambda uri: uri.partition("/keys/")[0]),
            "key_name": key.apply(lambda uri: uri.partition("/keys/")[2]),
        },
        "encryption_identity": {"encryption_user_assigned_identity": identity},
        "require_infrastructure_encryption": True,
        "services": {"blob": whole, "file": whole, "queue": whole, "table": whole},
    }

"""Roles that Azure brings, as far as they are known here, and what they allow.

A role assignment of one that is missing here is refused: add a row. Rights to what no zone declares
(alerts, deployments, support) are left out of the rows.

Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

STORAGE = "Microsoft.Storage/storageAccounts"
BLOBS = f"{STORAGE}/blobServices/containers/blobs"
VAULTS = "Microsoft.KeyVault/vaults"

BLOB_ACTIONS = (
    *("read", "write", "delete", "add/action", "move/action", "filter/action"),
    *("deleteBlobVersion/action", "permanentDelete/action", "manageOwnership/action"),
    *("modifyPermissions/action", "runAsSuperUser/action", "tags/read", "tags/write"),
    *("immutableStorage/runAsSuperUser/action",),
)
"""Source: https://learn.microsoft.com/azure/role-based-access-control/permissions/storage"""

VAULT_ACTIONS = (
    *("keys/read", "keys/create/action", "keys/import/action", "keys/update/action"),
    *("keys/delete", "keys/recover/action", "keys/restore/action", "keys/backup/action"),
    *("keys/purge/action", "keys/encrypt/action", "keys/decrypt/action", "keys/wrap/action"),
    *("keys/unwrap/action", "keys/sign/action", "keys/verify/action", "keys/release/action"),
    *("keys/rotate/action", "keyrotationpolicies/read", "keyrotationpolicies/write"),
    *("secrets/getSecret/action", "secrets/readMetadata/action", "secrets/setSecret/action"),
    *("secrets/update/action", "secrets/delete", "secrets/recover/action"),
    *("secrets/backup/action", "secrets/restore/action", "secrets/purge/action"),
    *("certificates/read", "certificates/create/action", "certificates/delete"),
    *("certificates/import/action", "certificates/update/action", "certificates/purge/action"),
    *("certificatecas/read", "certificatecas/write", "certificatecas/delete"),
    *("certificatecontacts/write",),
)
"""Source: https://learn.microsoft.com/azure/role-based-access-control/permissions/security"""

DATA_ACTIONS: Mapping[str, frozenset[str]] = {
    f"{BLOBS}/".lower(): frozenset(f"{BLOBS}/{each}".lower() for each in BLOB_ACTIONS),
    f"{VAULTS}/".lower(): frozenset(f"{VAULTS}/{each}".lower() for each in VAULT_ACTIONS),
}
"""By how they begin: every operation there is on what blobs and vaults hold."""


@dataclass(frozen=True, slots=True)
class Role:
    """What a role allows."""

    name: str
    actions: tuple[str, ...] = ()
    data_actions: tuple[str, ...] = ()
    not_actions: tuple[str, ...] = ()
    not_data_actions: tuple[str, ...] = ()

    def allows(self, operation: str) -> bool:
        """Whether it allows an operation on resources, or on what they hold."""
        if is_on_data(operation):
            return _among(operation, self.data_actions, self.not_data_actions)
        return _among(operation, self.actions, self.not_actions)


def is_on_data(operation: str) -> bool:
    """Whether an operation is on what a resource holds, which rights on the resource leave out."""
    wanted = operation.lower()
    return any(wanted in known for known in DATA_ACTIONS.values())


def _among(operation: str, wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> bool:
    return _matches(operation, wanted) and not _matches(operation, unwanted)


def _matches(operation: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(operation.lower(), pattern.lower()) for pattern in patterns)


CONTAINER = f"{STORAGE}/blobServices/containers"
KEY = f"{VAULTS}/keys"
NO_RIGHTS = (
    "Microsoft.Authorization/*/Delete",
    "Microsoft.Authorization/*/Write",
    "Microsoft.Authorization/elevateAccess/Action",
)
CRYPTO_USER = tuple(
    f"{KEY}/{each}"
    for each in (
        *("read", "update/action", "backup/action", "encrypt/action", "decrypt/action"),
        *("wrap/action", "unwrap/action", "sign/action", "verify/action"),
    )
)

BUILT_IN: Mapping[str, Role] = {
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": Role("Owner", ("*",)),
    "b24988ac-6180-42a0-ab88-20f7382dd24c": Role("Contributor", ("*",), (), NO_RIGHTS),
    "acdd72a7-3385-48ef-bd42-f606fba81ae7": Role("Reader", ("*/read",)),
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": Role(
        "User Access Administrator", ("*/read", "Microsoft.Authorization/*")
    ),
    "f58310d9-a9f6-439a-9e8d-f62e7b41a168": Role(
        "Role Based Access Control Administrator",
        ("*/read", "Microsoft.Authorization/roleAssignments/*"),
    ),
    "b7e6dc6d-f1e8-4753-8033-0f276bb0955b": Role(
        "Storage Blob Data Owner", (f"{CONTAINER}/*",), (f"{BLOBS}/*",)
    ),
    "ba92f5b4-2d11-453d-a403-e96b0029c9fe": Role(
        "Storage Blob Data Contributor",
        tuple(f"{CONTAINER}/{each}" for each in ("delete", "read", "write")),
        tuple(
            f"{BLOBS}/{each}" for each in ("delete", "read", "write", "move/action", "add/action")
        ),
    ),
    "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1": Role(
        "Storage Blob Data Reader", (f"{CONTAINER}/read",), (f"{BLOBS}/read",)
    ),
    "17d1049b-9a84-46fb-8f53-869881c3d3ab": Role("Storage Account Contributor", (f"{STORAGE}/*",)),
    "c12c1c16-33a1-487b-954d-41c89c60f349": Role(
        "Reader and Data Access", (f"{STORAGE}/listKeys/action", f"{STORAGE}/read")
    ),
    "00482a5a-887f-4fb3-b363-3b7fe8e74483": Role(
        "Key Vault Administrator", (f"{VAULTS}/*/read",), (f"{VAULTS}/*",)
    ),
    "a4417e6f-fecd-4de8-b567-7b0420556985": Role(
        "Key Vault Certificates Officer",
        (f"{VAULTS}/*/read",),
        (f"{VAULTS}/certificatecas/*", f"{VAULTS}/certificates/*"),
    ),
    "14b46e9e-c2b7-41b4-b07b-48a6ebf60603": Role(
        "Key Vault Crypto Officer",
        (f"{VAULTS}/*/read",),
        (f"{KEY}/*", f"{VAULTS}/keyrotationpolicies/*"),
    ),
    "e147488a-f6f5-4113-8e2d-b22465e65bf6": Role(
        "Key Vault Crypto Service Encryption User",
        ("Microsoft.EventGrid/eventSubscriptions/*",),
        tuple(f"{KEY}/{each}" for each in ("read", "wrap/action", "unwrap/action")),
    ),
    "08bbd89e-9f13-488c-ac41-acfcb10c90ab": Role(
        "Key Vault Crypto Service Release User", (), (f"{KEY}/release/action",)
    ),
    "12338af0-0e69-4776-bea7-57ae8d297424": Role("Key Vault Crypto User", (), CRYPTO_USER),
    "21090545-7ca7-4776-b22c-e363652d74d2": Role(
        "Key Vault Reader",
        (f"{VAULTS}/*/read",),
        (f"{VAULTS}/*/read", f"{VAULTS}/secrets/readMetadata/action"),
    ),
    "b86a8fe4-44ce-4948-aee5-eccb2c155cd7": Role(
        "Key Vault Secrets Officer", (f"{VAULTS}/*/read",), (f"{VAULTS}/secrets/*",)
    ),
    "4633458b-17de-408a-b874-0445c86b69e6": Role(
        "Key Vault Secrets User",
        (),
        (f"{VAULTS}/secrets/getSecret/action", f"{VAULTS}/secrets/readMetadata/action"),
    ),
    "f25e0fa2-a7c8-4377-a976-54943a77a395": Role("Key Vault Contributor", (f"{VAULTS}/*",)),
    "7f951dda-4ed3-11e8-bbf0-0a580a020228": Role(
        "AcrPull", ("Microsoft.ContainerRegistry/registries/pull/read",)
    ),
    "8311e382-0749-4cb8-b61a-304f252e45ec": Role(
        "AcrPush",
        (
            "Microsoft.ContainerRegistry/registries/pull/read",
            "Microsoft.ContainerRegistry/registries/push/write",
        ),
    ),
    "4d97b98b-1d4f-4787-a291-c67834d212e7": Role("Network Contributor", ("Microsoft.Network/*",)),
    "b12aa53e-6015-4669-85d0-8515ebb3ae7f": Role(
        "Private DNS Zone Contributor", ("Microsoft.Network/privateDnsZones/*",)
    ),
    "f1a07417-d97a-45cb-824c-7a7467783830": Role(
        "Managed Identity Operator",
        tuple(
            f"Microsoft.ManagedIdentity/userAssignedIdentities/*/{each}"
            for each in ("read", "assign/action")
        ),
    ),
    "43d0d8ad-25c7-4714-9337-8ba259a9fe05": Role("Monitoring Reader", ("*/read",)),
    "73c42c96-874c-492b-b04d-ab87d138a893": Role("Log Analytics Reader", ("*/read",)),
    "3913510d-42f4-4e42-8a64-420c390055eb": Role(
        "Monitoring Metrics Publisher",
        ("Microsoft.Insights/Register/Action",),
        ("Microsoft.Insights/Metrics/Write", "Microsoft.Insights/Telemetry/Write"),
    ),
    "4abbcc35-e782-43d8-92c5-2d3f1bd2253f": Role(
        "Azure Kubernetes Service Cluster User Role",
        (
            "Microsoft.ContainerService/managedClusters/listClusterUserCredential/action",
            "Microsoft.ContainerService/managedClusters/read",
        ),
    ),
    "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b": Role(
        "Azure Kubernetes Service RBAC Cluster Admin",
        (),
        ("Microsoft.ContainerService/managedClusters/*",),
    ),
}
"""By GUID, which is the same in every tenant."""

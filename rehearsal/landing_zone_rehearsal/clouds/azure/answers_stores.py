"""What Azure answers about keys, stores and records.

Sources: https://learn.microsoft.com/rest/api/storagerp/,
https://learn.microsoft.com/rest/api/keyvault/
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.model import Kind, Template

from .kinds import IDENTITY, arm, extension, named

ACCOUNT = "Microsoft.Storage/storageAccounts"
IN_ACCOUNT = f"{ACCOUNT}/{{accountName}}"
CONTAINERS = f"{IN_ACCOUNT}/blobServices/default/containers"
STORAGE, VAULT = "2024-01-01", "2024-11-01"
HOST = "{accountName}.{service}.core.windows.net"
KEY_URI = "https://{vaultName}.vault.azure.net/keys/{keyName}"
CURRENT_KEY = f"{KEY_URI}/{{_hex:32:keyName}}"
"""The address of a key's current version, which others read as well."""

OF_KEY = ("attributes", "curveName", "keyOps", "keySize", "kty", "releasePolicy", "rotationPolicy")
"""What is given in a block and comes back beside it."""

ETAG = '"0x{_upper:15}"'
ON: Template = {"enabled": True, "keyType": "Account"}

STORES: Mapping[str, Kind] = {
    "azure-native:keyvault:Key": named(
        "Microsoft.KeyVault/vaults/{vaultName}/keys",
        "keyName",
        VAULT,
        keyUri=KEY_URI,
        keyUriWithVersion=CURRENT_KEY,
        location="{_region}",
        **{name: f"{{properties.{name}}}" for name in OF_KEY},
    ),
    "azure-native:keyvault:Vault": named(
        "Microsoft.KeyVault/vaults",
        "vaultName",
        VAULT,
        **{
            "properties.vaultUri": "https://{vaultName}.vault.azure.net/",
            "properties.provisioningState": "Succeeded",
        },
    ),
    "azure-native:monitor:DiagnosticSetting": extension(
        "Microsoft.Insights/diagnosticSettings",
        "{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}",
        "name",
        "2021-05-01-preview",
        logs=[],
        metrics=[],
    ),
    "azure-native:monitor:PrivateLinkScope": arm(
        "Microsoft.Insights/privateLinkScopes", "scopeName", "2023-06-01-preview"
    ),
    "azure-native:storage:Blob": named(
        f"{CONTAINERS}/{{containerName}}/blobs",
        "blobName",
        STORAGE,
        url=f"https://{HOST.replace('{service}', 'blob')}/{{containerName}}/{{blobName}}",
    ),
    "azure-native:storage:BlobContainer": named(
        CONTAINERS,
        "containerName",
        STORAGE,
        defaultEncryptionScope="$account-encryption-key",
        deleted=False,
        denyEncryptionScopeOverride=False,
        etag=ETAG,
        hasImmutabilityPolicy=False,
        hasLegalHold=False,
        leaseState="Available",
        leaseStatus="Unlocked",
        publicAccess="None",
        remainingRetentionDays=0,
    ),
    "azure-native:storage:BlobContainerImmutabilityPolicy": named(
        f"{CONTAINERS}/{{containerName}}/immutabilityPolicies",
        "immutabilityPolicyName",
        STORAGE,
        etag=ETAG,
        state="Unlocked",
    ),
    "azure-native:storage:BlobServiceProperties": named(
        f"{IN_ACCOUNT}/blobServices",
        "blobServicesName",
        STORAGE,
        cors={"corsRules": []},
        deleteRetentionPolicy={"allowPermanentDelete": False, "enabled": False},
    ),
    "azure-native:storage:ManagementPolicy": named(
        f"{IN_ACCOUNT}/managementPolicies", "managementPolicyName", STORAGE
    ),
    "azure-native:storage:StorageAccount": arm(
        ACCOUNT,
        "accountName",
        STORAGE,
        allowCrossTenantReplication=False,
        enableHttpsTrafficOnly=True,
        encryption={"keySource": "Microsoft.Storage", "services": {"blob": ON, "file": ON}},
        networkRuleSet={
            "bypass": "AzureServices",
            "defaultAction": "Allow",
            "ipRules": [],
            "virtualNetworkRules": [],
        },
        primaryEndpoints={
            service: f"https://{HOST.replace('{service}', service)}/"
            for service in ("blob", "dfs", "file", "queue", "table")
        },
        primaryLocation="{_region}",
        statusOfPrimary="available",
        **IDENTITY,
    ),
}
"""By short type token."""

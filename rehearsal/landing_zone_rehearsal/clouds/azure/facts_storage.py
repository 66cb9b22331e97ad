"""Storage accounts on Azure and what is in them, as facts.

Sources: https://learn.microsoft.com/rest/api/storagerp/storage-accounts/create,
https://learn.microsoft.com/azure/storage/common/storage-account-overview,
https://learn.microsoft.com/azure/storage/blobs/immutable-container-level-worm-policies
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts, Within

from .conditions import is_not_an_upgrade, is_switched_off, moves_between_zones
from .forms import GROUP, ONLY_DEFAULT, to

SERVICES = ("blob", "file", "table", "queue")
IN_ACCOUNT = ("resourceGroupName", "accountName")

STORAGE: Mapping[str, Facts] = {
    "azure-native:storage:StorageAccount": Facts(
        replaces=(
            *IN_ACCOUNT,
            "location",
            "isHnsEnabled",
            *(f"encryption.services.{service}.keyType" for service in SERVICES),
        ),
        fixed=(
            "dnsEndpointType",
            "enableNfsV3",
            "encryption.requireInfrastructureEncryption",
            "extendedLocation",
            "immutableStorageWithVersioning",
        ),
        fixed_when={
            "kind": is_not_an_upgrade,
            "sku.name": moves_between_zones,
            "largeFileSharesState": is_switched_off,
        },
        formats={"accountName": "[a-z0-9]{3,24}"},
        tags="tags",
        refers={
            "resourceGroupName": GROUP,
            "identity.userAssignedIdentities[]": to("managedidentity:UserAssignedIdentity"),
            "encryption.encryptionIdentity.encryptionUserAssignedIdentity": to(
                "managedidentity:UserAssignedIdentity"
            ),
            "networkRuleSet.virtualNetworkRules[].virtualNetworkResourceId": to("network:Subnet"),
        },
        scope=Within.WORLD,
        unique={("accountName",): Within.WORLD},
        stateful=True,
        conflict='Code="StorageAccountAlreadyTaken" Message="The storage account named {name} is'
        ' already taken."',
    ),
    "azure-native:storage:Blob": Facts(
        replaces=(*IN_ACCOUNT, "containerName", "blobName", "type", "source", "contentMd5"),
        refers={"resourceGroupName": GROUP},
        scope=Within.WORLD,
        stateful=True,
    ),
    "azure-native:storage:BlobContainer": Facts(
        replaces=(*IN_ACCOUNT, "containerName"),
        fixed=(
            "defaultEncryptionScope",
            "denyEncryptionScopeOverride",
            "immutableStorageWithVersioning",
        ),
        formats={"containerName": r"\$root|\$web|\$logs|[a-z0-9](?!.*--)[a-z0-9-]{1,61}[a-z0-9]"},
        refers={"resourceGroupName": GROUP},
        scope=Within.WORLD,
        stateful=True,
    ),
    "azure-native:storage:BlobContainerImmutabilityPolicy": Facts(
        replaces=(*IN_ACCOUNT, "containerName", "immutabilityPolicyName"),
        bounds={"immutabilityPeriodSinceCreationInDays": (1, 146000)},
        formats={"immutabilityPolicyName": ONLY_DEFAULT},
        refers={"resourceGroupName": GROUP},
        scope=Within.WORLD,
        stateful=True,
    ),
    "azure-native:storage:BlobServiceProperties": Facts(
        replaces=(*IN_ACCOUNT, "blobServicesName"),
        bounds={
            "deleteRetentionPolicy.days": (1, 365),
            "containerDeleteRetentionPolicy.days": (1, 365),
            "restorePolicy.days": (1, 364),
            "changeFeed.retentionInDays": (1, 146000),
        },
        formats={"blobServicesName": ONLY_DEFAULT},
        refers={"resourceGroupName": GROUP},
        scope=Within.WORLD,
        adopts=True,
    ),
    "azure-native:storage:ManagementPolicy": Facts(
        replaces=(*IN_ACCOUNT, "managementPolicyName"),
        formats={
            "managementPolicyName": ONLY_DEFAULT,
            "policy.rules[].name": "[a-zA-Z0-9-]{1,256}",
        },
        values={
            "policy.rules[].definition.filters.blobTypes[]": ("blockBlob", "appendBlob"),
        },
        refers={"resourceGroupName": GROUP},
        scope=Within.WORLD,
    ),
}
"""By short type token."""

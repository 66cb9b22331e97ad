"""Vaults, keys and resource groups on Azure, as facts.

What a later request says of a key is not read: Azure Resource Manager creates a key once and then
returns it as it is, so nothing of a key's properties is `fixed`, and none is changed either.

Sources: https://learn.microsoft.com/rest/api/keyvault/keyvault/vaults/create-or-update,
https://learn.microsoft.com/rest/api/keyvault/keyvault/keys/create-if-not-exist,
https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts, Within

from .forms import DAYS, GROUP, GUID, to

VAULT_TAKEN = (
    'Code="VaultAlreadyExists" Message="The vault name \'{name}\' is already in use. Vault names'
    " are globally unique so it is possible that the name is already taken. If you are sure that"
    " the vault name was not taken then it is possible that a vault with the same name was recently"
    ' deleted but not purged after being placed in a recoverable state."'
)
"""Source: https://github.com/Azure/azure-powershell/issues/15115"""

OPERATIONS = (
    "encrypt",
    "decrypt",
    "sign",
    "verify",
    "wrapKey",
    "unwrapKey",
    "import",
    "release",
)

KEYS: Mapping[str, Facts] = {
    "azure-native:resources:ResourceGroup": Facts(
        replaces=("resourceGroupName", "location"),
        formats={"resourceGroupName": r"[-\w._()]{0,89}[-\w_()]"},
        tags="tags",
        scope=Within.ACCOUNT,
        missing='Code="ResourceGroupNotFound" Message="Resource group \'{value}\' could not be'
        ' found."',
    ),
    "azure-native:keyvault:Vault": Facts(
        replaces=("resourceGroupName", "vaultName"),
        fixed=("location",),
        kept=("properties.accessPolicies",),
        bounds={"properties.softDeleteRetentionInDays": (7, 90)},
        formats={
            "vaultName": "[a-zA-Z](?!.*--)[a-zA-Z0-9-]{1,22}[a-zA-Z0-9]",
            "properties.tenantId": GUID,
            "properties.accessPolicies[].objectId": GUID,
        },
        tags="tags",
        refers={
            "resourceGroupName": GROUP,
            "properties.networkAcls.virtualNetworkRules[].id": to("network:Subnet"),
        },
        scope=Within.WORLD,
        unique={("vaultName",): Within.WORLD},
        serialises="vaultName",
        keeps="the vault {name} is soft-deleted and holds its name until it is purged",
        stateful=True,
        conflict=VAULT_TAKEN,
    ),
    "azure-native:keyvault:Key": Facts(
        replaces=("resourceGroupName", "vaultName", "keyName"),
        values={
            "properties.keySize": (2048, 3072, 4096),
            "properties.keyOps[]": OPERATIONS,
        },
        formats={
            "keyName": "[a-zA-Z0-9-]{1,127}",
            "properties.rotationPolicy.attributes.expiryTime": DAYS,
            "properties.rotationPolicy.lifetimeActions[].trigger.timeAfterCreate": DAYS,
            "properties.rotationPolicy.lifetimeActions[].trigger.timeBeforeExpiry": DAYS,
        },
        tags="tags",
        refers={"resourceGroupName": GROUP},
        scope=Within.WORLD,
        keeps="the key {name} is soft-deleted and holds its name in its vault until it is purged",
        stateful=True,
    ),
}
"""By short type token."""

"""What an account on Azure must be: encrypted, restored, tidied and logged."""

from tests.promises.table import (
    Expected,
    has,
    is_at_least,
    is_missing,
    says,
    says_all,
)


def encrypted(account: str, purpose: str) -> Expected:
    """Expect the customer's key, used by an identity of the account's own, for all it holds."""
    identity = f"{{id:ai-{account}-identity}}"
    services = ("blob", "file", "queue", "table")
    return {
        "encryption.keySource": "Microsoft.Keyvault",
        "encryption.keyVaultProperties.keyName": says(f"{{name:ai-keys-{purpose}}}"),
        "encryption.keyVaultProperties.keyVaultUri": says(
            "https://{name:ai-keys-kv}.vault.azure.net"
        ),
        "encryption.keyVaultProperties.keyVersion": is_missing,
        "encryption.encryptionIdentity.encryptionUserAssignedIdentity": says(identity),
        "encryption.requireInfrastructureEncryption": True,
        "identity.type": "UserAssigned",
        "identity.userAssignedIdentities": says_all(identity),
        **{f"encryption.services.{service}.enabled": True for service in services},
        **{f"encryption.services.{service}.keyType": "Account" for service in services},
    }


def deletes(days: int, prefix: str = "") -> Expected:
    """Expect a rule that deletes after so many days, below a prefix or everywhere."""
    return {
        "definition.actions.baseBlob.delete.daysAfterModificationGreaterThan": days,
        "definition.filters.blobTypes": says_all("blockBlob", "appendBlob"),
        **_applies(prefix),
    }


def cools(days: int, prefix: str) -> Expected:
    """Expect a rule that moves to a cheaper tier after so many days."""
    return {
        "definition.actions.baseBlob.tierToCool.daysAfterModificationGreaterThan": days,
        "definition.actions.baseBlob.delete": is_missing,
        "definition.filters.blobTypes": says_all("blockBlob"),
        **_applies(prefix),
    }


def _applies(prefix: str) -> Expected:
    return {
        "definition.filters.prefixMatch": says_all(prefix) if prefix else is_missing,
        "enabled": True,
        "type": "Lifecycle",
    }


def restores(account: str, days: int) -> Expected:
    """Expect that what is deleted from an account can be brought back for so many days."""
    return {
        "accountName": says(f"{{name:ai-{account}}}"),
        "blobServicesName": "default",
        "deleteRetentionPolicy.enabled": True,
        "deleteRetentionPolicy.days": is_at_least(days),
        "deleteRetentionPolicy.allowPermanentDelete": False,
        "containerDeleteRetentionPolicy.enabled": True,
        "containerDeleteRetentionPolicy.days": is_at_least(days),
    }


def unchangeable(days: int) -> Expected:
    """Expect that nobody changes or deletes what an account holds before so many days are over."""
    policy = "immutableStorageWithVersioning.immutabilityPolicy"
    return {
        "immutableStorageWithVersioning.enabled": True,
        f"{policy}.state": "Unlocked",
        f"{policy}.immutabilityPeriodSinceCreationInDays": days,
        f"{policy}.allowProtectedAppendWrites": True,
    }


def kept(account: str, days: int) -> Expected:
    """Expect the same of an account of logs, each version of which stays for itself."""
    return {**restores(account, days), "isVersioningEnabled": True}


def forgotten(days: int) -> Expected:
    """Expect a rule that deletes logs after so many days, and every version of them."""
    return {
        **deletes(days),
        "definition.actions.version.delete.daysAfterCreationGreaterThan": days,
    }


def logged(source: str, to: str, *categories: str) -> Expected:
    """Expect that what happens to a resource is logged to an account."""
    return {
        "resourceUri": says(source),
        "storageAccountId": says(f"{{id:ai-{to}}}"),
        "logs": has({category: {"enabled": True} for category in categories}, by="category"),
    }

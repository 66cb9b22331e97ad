"""What lies on Azure as the classic provider declares it, and under whose key.

Source: https://www.pulumi.com/registry/packages/azure/api-docs/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Outcome
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged, need
from landing_zone_policies.rules.encryption.vocabulary import in_production, own_key, under_key
from landing_zone_policies.values import MISSING
from landing_zone_policies.wanted import one_of, true

ACCOUNT = "azure:storage:Account"
SERVER = "azure:mssql:Server"
MACHINES = ("azure:compute:LinuxVirtualMachine", "azure:compute:WindowsVirtualMachine")
PREMIUM = [("sku", one_of("Premium"))]


def _or_beside(owner_type: str, own_path: str, beside_type: str, at: str, path: str) -> Check:
    """Return a row: the key is the resource's own property, or that of a resource beside it."""

    @check(owner_type, reads=(own_path, f"{beside_type}.{path}"), joins=True)
    def has_a_key(owner: Resource, world: World) -> Iterator[Outcome]:
        own = owner.first(own_path)
        beside = world.estate.pointing(owner, at, beside_type)
        if own.value is not MISSING or not beside:
            yield judged(own, own_key, world.settings)
        for each in beside:
            yield judged(each.first(path), own_key, world.settings)

    return has_a_key


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ENC-01": (
        _or_beside(
            ACCOUNT,
            "customerManagedKey.keyVaultKeyId",
            "azure:storage:CustomerManagedKey",
            "storageAccountId",
            "keyName",
        ),
    ),
    "ENC-02": (
        in_production(under_key("azure:compute:ManagedDisk", "diskEncryptionSetId")),
        in_production(under_key(MACHINES, "osDisk.diskEncryptionSetId")),
        in_production(under_key("azure:containerservice:KubernetesCluster", "diskEncryptionSetId")),
        under_key("azure:compute:DiskEncryptionSet", "keyVaultKeyId"),
    ),
    "ENC-04": (
        _or_beside(
            SERVER,
            "transparentDataEncryptionKeyVaultKeyId",
            "azure:mssql:ServerTransparentDataEncryption",
            "serverId",
            "keyVaultKeyId",
        ),
        under_key(
            ("azure:postgresql:FlexibleServer", "azure:mysql:FlexibleServer"),
            "customerManagedKey.keyVaultKeyId",
        ),
    ),
    "ENC-05": (
        under_key("azure:cosmosdb:Account", "keyVaultKeyId"),
        need("azure:search:Service", "customerManagedKeyEnforcementEnabled", true),
    ),
    "ENC-08": (
        under_key("azure:synapse:Workspace", "customerManagedKey.keyName"),
        need("azure:databricks:Workspace", "customerManagedKeyEnabled", true),
        under_key("azure:datafactory:Factory", "customerManagedKeyId"),
    ),
    "ENC-09": (
        under_key("azure:containerservice:Registry", "encryption.keyVaultKeyId", when=PREMIUM),
    ),
    "ENC-10": (
        under_key("azure:containerservice:KubernetesCluster", "keyManagementService.keyVaultKeyId"),
    ),
    "ENC-13": (
        under_key("azure:machinelearning:Workspace", "encryption.keyId"),
        under_key("azure:cognitive:Account", "customerManagedKey.keyVaultKeyId"),
    ),
    "ENC-18": (under_key("azure:recoveryservices:Vault", "encryption.keyId"),),
    "ENC-19": (
        need(ACCOUNT, "infrastructureEncryptionEnabled", true),
        need(MACHINES, "encryptionAtHostEnabled", true),
    ),
}

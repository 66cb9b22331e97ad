"""What lies in Azure's storage accounts, on its disks and in its file systems, by whose key."""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_policies.rule import Check, need
from landing_zone_policies.rules.encryption.vocabulary import (
    each,
    in_key_vault,
    in_production,
    own_key,
    under_key,
)
from landing_zone_policies.wanted import given, none_of, one_of, true

ACCOUNT = "azure-native:storage:StorageAccount"
SCOPE = "azure-native:storage:EncryptionScope"
MACHINE = "azure-native:compute:VirtualMachine"
SCALE_SET = "azure-native:compute:VirtualMachineScaleSet"
CLUSTER = "azure-native:containerservice:ManagedCluster"
DISKS = ("azure-native:compute:Disk", "azure-native:compute:Snapshot")
SET = "managedDisk.diskEncryptionSet.id"
BROUGHT = ("createOption", one_of("Attach"))
"""A disk that is there already has its key where it is made."""
SAN = "azure-native:elasticsan:VolumeGroup"
NETAPP = "azure-native:netapp:Account"

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ENC-01": (
        need(ACCOUNT, "encryption.keySource", in_key_vault),
        need(ACCOUNT, "encryption.keyVaultProperties.keyName", given),
        under_key(ACCOUNT, "encryption.keyVaultProperties.keyVaultUri"),
        need(SCOPE, "source", in_key_vault),
        under_key(SCOPE, "keyVaultProperties.keyUri"),
    ),
    "ENC-02": (
        in_production(
            under_key(
                DISKS,
                "encryption.diskEncryptionSetId",
                when=[("securityProfile.secureVMDiskEncryptionSetId", none_of())],
            )
        ),
        in_production(
            under_key(
                MACHINE,
                f"storageProfile.osDisk.{SET}",
                when=[("storageProfile.osDisk.createOption", none_of("Attach"))],
            )
        ),
        in_production(
            each(MACHINE, "storageProfile.dataDisks[]", (SET, own_key), unless=[BROUGHT])
        ),
        in_production(under_key(SCALE_SET, f"virtualMachineProfile.storageProfile.osDisk.{SET}")),
        in_production(
            each(SCALE_SET, "virtualMachineProfile.storageProfile.dataDisks[]", (SET, own_key))
        ),
        in_production(under_key(CLUSTER, "diskEncryptionSetID")),
        under_key("azure-native:compute:DiskEncryptionSet", "activeKey.keyUrl"),
    ),
    "ENC-06": (
        need(NETAPP, "encryption.keySource", in_key_vault),
        under_key(NETAPP, "encryption.keyVaultProperties.keyVaultUri"),
        under_key(
            ("azure-native:storagecache:AmlFilesystem", "azure-native:storagecache:Cache"),
            "encryptionSettings.keyEncryptionKey.keyUrl",
        ),
        need(SAN, "encryption", one_of("EncryptionAtRestWithCustomerManagedKey")),
        under_key(SAN, "encryptionProperties.keyVaultProperties.keyVaultUri"),
    ),
    "ENC-19": (
        need(ACCOUNT, "encryption.requireInfrastructureEncryption", true),
        need(MACHINE, "securityProfile.encryptionAtHost", true),
        need(SCALE_SET, "virtualMachineProfile.securityProfile.encryptionAtHost", true),
        need("azure-native:containerservice:AgentPool", "enableEncryptionAtHost", true),
        each(CLUSTER, "agentPoolProfiles[]", ("enableEncryptionAtHost", true)),
    ),
}

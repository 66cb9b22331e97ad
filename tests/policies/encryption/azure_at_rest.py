"""Programs on Azure that the rules of encryption at rest admit and deny."""

from typing import Any

from pulumi_azure_native import (
    appconfiguration,
    batch,
    cognitiveservices,
    compute,
    containerregistry,
    containerservice,
    cosmosdb,
    databricks,
    datafactory,
    dataprotection,
    dbformysql,
    dbforpostgresql,
    elasticsan,
    eventhub,
    hdinsight,
    healthcareapis,
    keyvault,
    kusto,
    machinelearningservices,
    netapp,
    operationalinsights,
    recoveryservices,
    redisenterprise,
    search,
    servicebus,
    sql,
    storage,
    storagecache,
    synapse,
)

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.encryption.declaring import Rows, TokenRows, both, of

CASES = Cases()
DEV = Settings(profile="dev")
KEY = "https://acme-kv.vault.azure.net/keys/data"
VAULT = "https://acme-kv.vault.azure.net/"
SET = "/subscriptions/a/resourceGroups/b/providers/Microsoft.Compute/diskEncryptionSets/c"
GROUP: Any = {"resource_group_name": "data"}
IN_VAULT: Any = {"key_vault_properties": {"key_name": "data", "key_vault_uri": VAULT}}
CUSTOMER: Any = {"encryption": {"key_source": "Microsoft.KeyVault", **IN_VAULT}}
DISK_SET: Any = {"managed_disk": {"disk_encryption_set": {"id": SET}}}
BROKER: Any = {
    "encryption": {
        "key_source": "Microsoft.KeyVault",
        "key_vault_properties": [{"key_name": "data", "key_vault_uri": VAULT}],
    }
}
POOL: Any = {"name": "system", "count": 1, "vm_size": "Standard_D4s_v5"}

ROWS: Rows = (
    (
        "ENC-01",
        storage.StorageAccount,
        {"encryption": {"key_source": "microsoft.keyvault", **IN_VAULT}},
        {"kind": "StorageV2", "sku": {"name": "Standard_ZRS"}},
    ),
    (
        "ENC-01",
        storage.EncryptionScope,
        {"source": "Microsoft.KeyVault", "key_vault_properties": {"key_uri": KEY}},
        {"account_name": "a", "source": "Microsoft.Storage"},
    ),
    (
        "ENC-02",
        compute.Disk,
        {"encryption": {"disk_encryption_set_id": SET}},
        {"creation_data": {"create_option": "Empty"}},
    ),
    (
        "ENC-02",
        compute.Snapshot,
        {"encryption": {"disk_encryption_set_id": SET}},
        {"creation_data": {"create_option": "Copy"}},
    ),
    (
        "ENC-02",
        compute.VirtualMachine,
        {
            "storage_profile": {
                "os_disk": {"create_option": "FromImage", **DISK_SET},
                "data_disks": [{"create_option": "Empty", "lun": 0, **DISK_SET}],
            }
        },
        {
            "storage_profile": {
                "os_disk": {"create_option": "FromImage", **DISK_SET},
                "data_disks": [{"create_option": "Empty", "lun": 0}],
            }
        },
    ),
    (
        "ENC-02",
        compute.VirtualMachineScaleSet,
        {
            "virtual_machine_profile": {
                "storage_profile": {"os_disk": {"create_option": "FromImage", **DISK_SET}}
            }
        },
        {
            "virtual_machine_profile": {
                "storage_profile": {"os_disk": {"create_option": "FromImage"}}
            }
        },
    ),
    ("ENC-02", containerservice.ManagedCluster, {"disk_encryption_set_id": SET}, {}),
    ("ENC-02", compute.DiskEncryptionSet, {"active_key": {"key_url": KEY}}, {}),
    ("ENC-04", sql.Server, {"key_id": KEY}, {}),
    ("ENC-04", sql.ManagedInstance, {"key_id": KEY}, {}),
    (
        "ENC-04",
        sql.TransparentDataEncryption,
        {"state": "Enabled"},
        {"database_name": "a", "server_name": "b", "state": "Disabled"},
    ),
    (
        "ENC-04",
        dbforpostgresql.Server,
        {"data_encryption": {"type": "AzureKeyVault", "primary_key_uri": KEY}},
        {},
    ),
    (
        "ENC-04",
        dbformysql.Server,
        {"data_encryption": {"type": "AzureKeyVault", "primary_key_uri": KEY}},
        {},
    ),
    (
        "ENC-05",
        cosmosdb.DatabaseAccount,
        {"key_vault_key_uri": KEY},
        {
            "locations": [{"location_name": "westeurope"}],
            "database_account_offer_type": "Standard",
        },
    ),
    ("ENC-05", search.Service, {"encryption_with_cmk": {"enforcement": "Enabled"}}, {}),
    (
        "ENC-05",
        redisenterprise.RedisEnterprise,
        {"encryption": {"customer_managed_key_encryption": {"key_encryption_key_url": KEY}}},
        {"sku": {"name": "Balanced_B10"}, "public_network_access": "Disabled"},
    ),
    (
        "ENC-06",
        netapp.Account,
        {
            "encryption": {
                "key_source": "Microsoft.KeyVault",
                "key_vault_properties": {"key_name": "data", "key_vault_uri": VAULT},
            }
        },
        {},
    ),
    (
        "ENC-06",
        storagecache.AmlFilesystem,
        {
            "encryption_settings": {
                "key_encryption_key": {"key_url": KEY, "source_vault": {"id": "a"}}
            }
        },
        {
            "encryption_settings": {"key_encryption_key": {"source_vault": {"id": "a"}}},
            "filesystem_subnet": "a",
            "maintenance_window": {"day_of_week": "Friday"},
            "storage_capacity_ti_b": 16,
            "zones": ["1"],
        },
    ),
    (
        "ENC-06",
        elasticsan.VolumeGroup,
        {
            "encryption": "EncryptionAtRestWithCustomerManagedKey",
            "encryption_properties": IN_VAULT,
        },
        {"elastic_san_name": "a"},
    ),
    ("ENC-07", eventhub.Namespace, BROKER, {"sku": {"name": "Premium"}}),
    ("ENC-07", servicebus.Namespace, BROKER, {"sku": {"name": "Premium"}}),
    (
        "ENC-08",
        synapse.Workspace,
        {"encryption": {"cmk": {"key": {"key_vault_url": KEY, "name": "data"}}}},
        {},
    ),
    (
        "ENC-08",
        databricks.Workspace,
        {
            "encryption": {
                "entities": {
                    "managed_services": {
                        "key_source": "Microsoft.Keyvault",
                        "key_vault_properties": {
                            "key_name": "data",
                            "key_vault_uri": VAULT,
                            "key_version": "1",
                        },
                    }
                }
            }
        },
        {
            "managed_resource_group_id": "a",
            "compute_mode": "Hybrid",
            "encryption": {
                "entities": {
                    "managed_services": {
                        "key_vault_properties": {"key_vault_uri": VAULT, "key_version": "1"},
                    }
                }
            },
        },
    ),
    (
        "ENC-08",
        kusto.Cluster,
        IN_VAULT,
        {"sku": {"name": "Standard_E8ads_v5", "tier": "Standard"}},
    ),
    (
        "ENC-08",
        datafactory.Factory,
        {"encryption": {"key_name": "data", "vault_base_url": VAULT}},
        {},
    ),
    (
        "ENC-09",
        containerregistry.Registry,
        {"encryption": {"status": "enabled", "key_vault_properties": {"key_identifier": KEY}}},
        {"sku": {"name": "Premium"}},
    ),
    (
        "ENC-10",
        containerservice.ManagedCluster,
        {"security_profile": {"azure_key_vault_kms": {"enabled": True, "key_id": KEY}}},
        {"security_profile": {}},
    ),
    ("ENC-12", operationalinsights.Cluster, IN_VAULT, {}),
    (
        "ENC-13",
        machinelearningservices.Workspace,
        {
            "encryption": {
                "status": "Enabled",
                "key_vault_properties": {"key_identifier": KEY, "key_vault_arm_id": "a"},
            }
        },
        {"kind": "Hub", "encryption": {"key_vault_properties": {"key_vault_arm_id": "a"}}},
    ),
    (
        "ENC-13",
        cognitiveservices.Account,
        {"properties": CUSTOMER},
        {"kind": "OpenAI", "sku": {"name": "S0"}},
    ),
    (
        "ENC-18",
        recoveryservices.Vault,
        {"properties": {"encryption": {"key_vault_properties": {"key_uri": KEY}}}},
        {},
    ),
    (
        "ENC-18",
        dataprotection.BackupVault,
        {
            "properties": {
                "storage_settings": [],
                "security_settings": {
                    "encryption_settings": {
                        "state": "Enabled",
                        "key_vault_properties": {"key_uri": KEY},
                    }
                },
            }
        },
        {"properties": {"storage_settings": []}},
    ),
    (
        "ENC-19",
        storage.StorageAccount,
        {"encryption": {"require_infrastructure_encryption": True}},
        {"kind": "StorageV2", "sku": {"name": "Standard_ZRS"}},
    ),
    (
        "ENC-19",
        compute.VirtualMachine,
        {"security_profile": {"encryption_at_host": True}},
        {},
    ),
    (
        "ENC-19",
        containerservice.AgentPool,
        {"enable_encryption_at_host": True},
        {"resource_name_": "a"},
    ),
    (
        "ENC-19",
        containerservice.ManagedCluster,
        {"agent_pool_profiles": [{**POOL, "enable_encryption_at_host": True}]},
        {"agent_pool_profiles": [POOL]},
    ),
)
for rule, kind, has, base in ROWS:
    both(CASES, rule, kind, has, {**GROUP, **base})

CLASSIC: Any = {"customerManagedKey": {"keyVaultKeyId": KEY}}

BY_TOKEN: TokenRows = (
    ("ENC-01", "azure:storage/account:Account", CLASSIC, {}),
    (
        "ENC-02",
        "azure:compute/managedDisk:ManagedDisk",
        {"diskEncryptionSetId": SET},
        {},
    ),
    (
        "ENC-02",
        "azure:compute/linuxVirtualMachine:LinuxVirtualMachine",
        {"osDisk": {"diskEncryptionSetId": SET}},
        {"osDisk": {}},
    ),
    (
        "ENC-04",
        "azure:mssql/server:Server",
        {"transparentDataEncryptionKeyVaultKeyId": KEY},
        {},
    ),
    ("ENC-04", "azure:postgresql/flexibleServer:FlexibleServer", CLASSIC, {}),
    ("ENC-05", "azure:cosmosdb/account:Account", {"keyVaultKeyId": KEY}, {}),
    ("ENC-08", "azure:datafactory/factory:Factory", {"customerManagedKeyId": KEY}, {}),
    (
        "ENC-09",
        "azure:containerservice/registry:Registry",
        {"encryption": {"keyVaultKeyId": KEY}},
        {"sku": "Premium"},
    ),
    (
        "ENC-10",
        "azure:containerservice/kubernetesCluster:KubernetesCluster",
        {"keyManagementService": {"keyVaultKeyId": KEY}},
        {},
    ),
    (
        "ENC-13",
        "azure:machinelearning/workspace:Workspace",
        {"encryption": {"keyId": KEY}},
        {},
    ),
    ("ENC-13", "azure:cognitive/account:Account", CLASSIC, {}),
    ("ENC-18", "azure:recoveryservices/vault:Vault", {"encryption": {"keyId": KEY}}, {}),
    ("ENC-02", "azure:compute/diskEncryptionSet:DiskEncryptionSet", {"keyVaultKeyId": KEY}, {}),
    (
        "ENC-02",
        "azure:compute/windowsVirtualMachine:WindowsVirtualMachine",
        {"osDisk": {"diskEncryptionSetId": SET}},
        {"osDisk": {}},
    ),
    (
        "ENC-02",
        "azure:containerservice/kubernetesCluster:KubernetesCluster",
        {"diskEncryptionSetId": SET},
        {},
    ),
    ("ENC-04", "azure:mysql/flexibleServer:FlexibleServer", CLASSIC, {}),
    (
        "ENC-05",
        "azure:search/service:Service",
        {"customerManagedKeyEnforcementEnabled": True},
        {},
    ),
    (
        "ENC-06",
        "azure-native:storagecache:Cache",
        {"encryptionSettings": {"keyEncryptionKey": {"keyUrl": KEY}}},
        {},
    ),
    (
        "ENC-08",
        "azure:databricks/workspace:Workspace",
        {"customerManagedKeyEnabled": True},
        {},
    ),
    (
        "ENC-08",
        "azure:synapse/workspace:Workspace",
        {"customerManagedKey": {"keyName": "data"}},
        {},
    ),
    (
        "ENC-19",
        "azure:compute/linuxVirtualMachine:LinuxVirtualMachine",
        {"encryptionAtHostEnabled": True},
        {},
    ),
    (
        "ENC-19",
        "azure-native:compute:VirtualMachineScaleSet",
        {"virtualMachineProfile": {"securityProfile": {"encryptionAtHost": True}}},
        {},
    ),
    (
        "ENC-19",
        "azure:storage/account:Account",
        {"infrastructureEncryptionEnabled": True},
        {},
    ),
)
for rule, token, has, base in BY_TOKEN:
    both(CASES, rule, of(token), has, base)


def account(name, encryption):
    storage.StorageAccount(
        name, **GROUP, kind="StorageV2", sku={"name": "Standard_ZRS"}, encryption=encryption
    )


@CASES.admits("ENC-01", "ENC-17")
def account_under_a_key_of_the_program(name):
    vault = keyvault.Vault(
        f"{name}-kv",
        **GROUP,
        location="West Europe",
        properties={"tenant_id": "a", "sku": {"family": "A", "name": "premium"}},
    )
    key = keyvault.Key(f"{name}-key", **GROUP, vault_name=vault.name, properties={"kty": "RSA"})
    named: Any = {"key_name": key.name, "key_vault_uri": vault.properties.vault_uri}
    account(name, {"key_source": "Microsoft.Keyvault", "key_vault_properties": named})


@CASES.denies("ENC-01", path="encryption.keySource")
def account_under_microsofts_key(name):
    account(name, {"key_source": "Microsoft.Storage"})


@CASES.denies("ENC-01", path="encryption.keyVaultProperties")
def account_that_names_no_key(name):
    account(name, {"key_source": "Microsoft.Keyvault"})


@CASES.denies("ENC-01", path="encryption.keySource")
def account_of_an_older_version_of_its_interface(name):
    of("azure-native:storage/v20240101:StorageAccount")(name, encryption={})


@CASES.admits("ENC-01")
def classic_account_with_a_key_beside_it(name):
    made = of("azure:storage/account:Account")(name)
    of("azure:storage/customerManagedKey:CustomerManagedKey")(
        f"{name}-key", storageAccountId=made.id, keyName="data"
    )


@CASES.passes_by("ENC-02", settings=DEV)
def disk_in_development(name):
    compute.Disk(name, **GROUP, creation_data={"create_option": "Empty"})


@CASES.denies("ENC-02", path="storageProfile")
def machine_that_says_nothing_of_disks(name):
    compute.VirtualMachine(name, **GROUP)


@CASES.admits("ENC-04")
def server_with_a_protector_beside_it(name):
    sql.Server(name, **GROUP, server_name="acme-sql")
    sql.EncryptionProtector(
        f"{name}-protector", **GROUP, server_name="acme-sql", server_key_type="AzureKeyVault"
    )


@CASES.denies("ENC-04", path="serverKeyType")
def protector_under_microsofts_key(name):
    sql.EncryptionProtector(name, **GROUP, server_name="a", server_key_type="ServiceManaged")


@CASES.passes_by("ENC-07")
def broker_of_a_tier_that_takes_no_key(name):
    eventhub.Namespace(name, **GROUP, sku={"name": "Standard"})


@CASES.passes_by("ENC-09")
def registry_of_a_tier_that_takes_no_key(name):
    containerregistry.Registry(name, **GROUP, sku={"name": "Basic"})


@CASES.passes_by("ENC-13")
def project_with_its_hubs_key(name):
    machinelearningservices.Workspace(name, **GROUP, kind="Project")


@CASES.denies("ENC-10")
def cluster_with_its_keys_turned_off(name):
    kms: Any = {"enabled": False, "key_id": KEY}
    containerservice.ManagedCluster(name, **GROUP, security_profile={"azure_key_vault_kms": kms})


BY_URL: Any = {"customer_managed_key_encryption": {"key_encryption_key_url": KEY}}
MORE: Rows = (
    ("ENC-05", healthcareapis.FhirService, {"encryption": BY_URL}, {"workspace_name": "a"}),
    (
        "ENC-08",
        hdinsight.Cluster,
        {"properties": {"disk_encryption_properties": {"vault_uri": VAULT, "key_name": "data"}}},
        {},
    ),
    (
        "ENC-08",
        batch.BatchAccount,
        {
            "encryption": {
                "key_source": "Microsoft.KeyVault",
                "key_vault_properties": {"key_identifier": KEY},
            }
        },
        {},
    ),
    (
        "ENC-11",
        appconfiguration.ConfigurationStore,
        {"encryption": {"key_vault_properties": {"key_identifier": KEY}}},
        {"sku": {"name": "standard"}},
    ),
)
for rule, kind, has, base in MORE:
    both(CASES, rule, kind, has, {**GROUP, **base})


@CASES.passes_by("ENC-11")
def store_of_a_tier_that_takes_no_key(name):
    appconfiguration.ConfigurationStore(name, **GROUP, sku={"name": "free"})

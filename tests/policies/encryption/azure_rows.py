"""Programs on Azure with one property that the rules of encryption deny."""

from pulumi_azure_native import compute, datafactory, keyvault, operationalinsights, storage

from tests.policies.cases import Cases
from tests.policies.encryption.declaring import of
from tests.policies.weakened import LEFT_OUT, weakened

CASES = Cases()
GROUP = {"resource_group_name": "data"}
VAULT = "https://acme-kv.vault.azure.net/"
SET = "/subscriptions/a/resourceGroups/b/providers/Microsoft.Compute/diskEncryptionSets/c"

NAMED = {"key_vault_properties": {"key_name": "data", "key_vault_uri": VAULT}}
LAKE = {
    **GROUP,
    "kind": "StorageV2",
    "sku": {"name": "Standard_ZRS"},
    "encryption": {"key_source": "Microsoft.Keyvault", **NAMED},
}
FACTORY = {**GROUP, "encryption": {"key_name": "data", "vault_base_url": VAULT}}
LOGS = {**GROUP, **NAMED}
DISK = {"managed_disk": {"disk_encryption_set": {"id": SET}}}
DISKS = {
    "os_disk": {"create_option": "FromImage", **DISK},
    "data_disks": [{"create_option": "Empty", "lun": 0, **DISK}],
}
SCALE_SET = {**GROUP, "virtual_machine_profile": {"storage_profile": DISKS}}
OF_DATA = "virtual_machine_profile.storage_profile.data_disks[0].managed_disk"
SHARES = {
    **GROUP,
    "account_name": "acme",
    "file_services_name": "default",
    "protocol_settings": {"smb": {"versions": "SMB3.1.1", "channel_encryption": "AES-256-GCM"}},
}

CLASSIC_LAKE = {"minTlsVersion": "TLS1_2"}
CACHE = {"minimumTlsVersion": "1.2"}
APP = {"httpsOnly": True, "siteConfig": {"minimumTlsVersion": "1.2", "ftpsState": "Disabled"}}

weakened(
    CASES,
    (
        ("ENC-01", storage.StorageAccount, LAKE, "encryption.key_vault_properties.key_name"),
        ("ENC-02", compute.VirtualMachineScaleSet, SCALE_SET, f"{OF_DATA}.disk_encryption_set.id"),
        ("ENC-08", datafactory.Factory, FACTORY, "encryption.key_name"),
        ("ENC-08", datafactory.Factory, FACTORY, "encryption.vault_base_url"),
        ("ENC-12", operationalinsights.Cluster, LOGS, "key_vault_properties.key_name"),
        ("ENC-12", operationalinsights.Cluster, LOGS, "key_vault_properties.key_vault_uri"),
        (
            "ENC-36",
            storage.FileServiceProperties,
            SHARES,
            "protocol_settings.smb.versions",
            "SMB3.0;SMB3.1.1",
        ),
    ),
)
weakened(
    CASES,
    (
        (rule, of(token), sound, path, weak)
        for rule, token, sound, path, weak in (
            (
                "ENC-16",
                "azure:keyvault/keyVault:KeyVault",
                {"purgeProtectionEnabled": True, "softDeleteRetentionDays": 90},
                "softDeleteRetentionDays",
                7,
            ),
            (
                "ENC-30",
                "azure:storage/account:Account",
                CLASSIC_LAKE,
                "enableHttpsTrafficOnly",
                False,
            ),
            (
                "ENC-30",
                "azure:storage/account:Account",
                CLASSIC_LAKE,
                "httpsTrafficOnlyEnabled",
                False,
            ),
            ("ENC-33", "azure:redis/cache:Cache", CACHE, "enableNonSslPort", True),
            ("ENC-33", "azure:redis/cache:Cache", CACHE, "minimumTlsVersion", LEFT_OUT),
            (
                "ENC-34",
                "azure:appservice/linuxWebApp:LinuxWebApp",
                APP,
                "siteConfig.minimumTlsVersion",
                "1.0",
            ),
            (
                "ENC-34",
                "azure:appservice/linuxWebApp:LinuxWebApp",
                APP,
                "siteConfig.ftpsState",
                "AllAllowed",
            ),
        )
    ),
)


@CASES.denies("ENC-17", path="customerManagedKey.keyName")
def classic_workspace_with_a_key_overseas(name):
    sku = {"family": "A", "name": "premium"}
    vault = keyvault.Vault(
        f"{name}-kv", **GROUP, location="eastus2", properties={"tenant_id": "a", "sku": sku}
    )
    key = keyvault.Key(f"{name}-key", **GROUP, vault_name=vault.name, properties={"kty": "RSA"})
    workspace = of("azure:synapse/workspace:Workspace")
    workspace(name, location="westeurope", customerManagedKey={"keyName": key.name})

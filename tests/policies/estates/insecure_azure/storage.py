"""Storage accounts, disks, shares and registries, as tutorials leave them."""

from pulumi_azure_native import (
    compute,
    containerregistry,
    netapp,
    recoveryservices,
    resources,
    storage,
    storagecache,
)

GROUP = "terragoat"

EXPECTED = {
    "terragoat": "untagged abroad",
    "appazgoatstorage": "public cleartext unkeyed untagged abroad unversioned shared-key",
    "goat-blobs": "unversioned",
    "storage-container": "public",
    "prod-container": "public",
    "dev-container": "public",
    "index-html": "",
    "sa-static": "unkeyed untagged abroad public",
    "oldtls": "cleartext unkeyed untagged abroad",
    "geostore": "abroad untagged unkeyed",
    "datalake": "unkeyed untagged public abroad",
    "accountsas": "shared-key",
    "fileshare": "",
    "nfs-premium": "unkeyed cleartext untagged abroad public",
    "terragoat-disk": "unkeyed untagged abroad",
    "open-disk": "unkeyed public untagged abroad",
    "disk-snapshot": "unkeyed public untagged abroad",
    "golden-image": "untagged abroad",
    "gallery": "untagged abroad",
    "acrpublic": "public unkeyed untagged abroad admin",
    "acrpremium": "public unkeyed untagged abroad admin",
    "acr-replica": "copied-abroad untagged",
    "netapp-account": "unkeyed untagged abroad",
    "netapp-pool": "untagged",
    "lustre": "unkeyed untagged abroad",
    "recovery-vault": "unkeyed untagged abroad unlocked public",
    "vm-policy": "",
    "sync-container": "public",
}


def accounts():
    """https://github.com/ine-labs/AzureGoat/blob/main/main.tf"""
    group = resources.ResourceGroup("terragoat", location="eastus")
    account = storage.StorageAccount(
        "appazgoatstorage",
        resource_group_name=group.name,
        location="eastus",
        kind="StorageV2",
        sku={"name": "Standard_LRS"},
        allow_blob_public_access=True,
        enable_https_traffic_only=False,
        minimum_tls_version="TLS1_0",
    )
    storage.BlobServiceProperties(
        "goat-blobs",
        account_name=account.name,
        resource_group_name=group.name,
        blob_services_name="default",
        is_versioning_enabled=False,
        delete_retention_policy={"enabled": False},
        cors={
            "cors_rules": [
                {
                    "allowed_headers": ["*"],
                    "allowed_methods": ["GET", "PUT"],
                    "allowed_origins": ["*"],
                    "exposed_headers": ["*"],
                    "max_age_in_seconds": 3600,
                }
            ]
        },
    )
    for name, access in {
        "storage-container": storage.PublicAccess.BLOB,
        "prod-container": "Blob",
        "dev-container": "Container",
        "sync-container": "container",
    }.items():
        storage.BlobContainer(
            name,
            account_name=account.name,
            resource_group_name=group.name,
            public_access=access,
        )
    storage.Blob(
        "index-html",
        account_name=account.name,
        resource_group_name=group.name,
        container_name="$web",
        content_type="text/html",
    )


def more_accounts():
    """https://www.pulumi.com/templates/static-website/azure/"""
    small = storage.SkuArgs(name=storage.SkuName.STANDARD_LRS)
    site = storage.StorageAccount(
        "sa-static", resource_group_name=GROUP, kind=storage.Kind.STORAGE_V2, sku=small
    )
    storage.StorageAccountStaticWebsite(
        "static-site",
        account_name=site.name,
        resource_group_name=GROUP,
        index_document="index.html",
    )
    storage.StorageAccount(
        "oldtls",
        resource_group_name=GROUP,
        kind="BlobStorage",
        sku=small,
        access_tier="Hot",
        minimum_tls_version="TLS1_1",
        network_rule_set={"default_action": "Allow", "bypass": "None"},
    )
    storage.StorageAccount(
        "geostore",
        resource_group_name=GROUP,
        location="East US 2",
        kind="StorageV2",
        sku={"name": "Standard_RAGRS"},
    )
    storage.StorageAccount(
        "datalake",
        resource_group_name=GROUP,
        kind="StorageV2",
        sku=small,
        is_hns_enabled=True,
        public_network_access="Enabled",
        is_sftp_enabled=True,
        is_local_user_enabled=True,
    )
    storage.StorageAccount(
        "accountsas",
        resource_group_name=GROUP,
        kind="StorageV2",
        sku=small,
        allow_shared_key_access=True,
    )
    storage.FileShare("fileshare", account_name="accountsas", resource_group_name=GROUP)
    storage.StorageAccount(
        "nfs-premium",
        resource_group_name=GROUP,
        kind="FileStorage",
        sku={"name": "Premium_LRS"},
        enable_https_traffic_only=False,
    )


def disks():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/azure/storage.tf"""
    disk = compute.Disk(
        "terragoat-disk",
        resource_group_name=GROUP,
        location="eastus",
        disk_size_gb=1,
        creation_data={"create_option": "Empty"},
        sku={"name": "Standard_LRS"},
    )
    compute.Disk(
        "open-disk",
        resource_group_name=GROUP,
        creation_data={"create_option": "Empty"},
        disk_size_gb=32,
        network_access_policy="AllowAll",
        public_network_access="Enabled",
    )
    compute.Snapshot(
        "disk-snapshot",
        resource_group_name=GROUP,
        creation_data={"create_option": "Copy", "source_resource_id": disk.id},
    )
    compute.Image("golden-image", resource_group_name=GROUP, location="westus")
    compute.Gallery("gallery", resource_group_name=GROUP, location="westus")


def registries():
    """https://learn.microsoft.com/azure/container-registry/container-registry-get-started-portal"""
    containerregistry.Registry(
        "acrpublic", resource_group_name=GROUP, sku={"name": "Basic"}, admin_user_enabled=True
    )
    premium = containerregistry.Registry(
        "acrpremium",
        resource_group_name=GROUP,
        sku={"name": "Premium"},
        admin_user_enabled=True,
        anonymous_pull_enabled=True,
        public_network_access="Enabled",
    )
    containerregistry.Replication(
        "acr-replica",
        registry_name=premium.name,
        resource_group_name=GROUP,
        location="southeastasia",
    )


def shares():
    """https://learn.microsoft.com/azure/azure-netapp-files/azure-netapp-files-quickstart-set-up-account-create-volumes"""
    account = netapp.Account("netapp-account", resource_group_name=GROUP, location="eastus")
    netapp.CapacityPool(
        "netapp-pool",
        account_name=account.name,
        resource_group_name=GROUP,
        service_level="Premium",
        size=4398046511104,
    )
    storagecache.AmlFilesystem(
        "lustre",
        resource_group_name=GROUP,
        location="eastus",
        sku={"name": "AMLFS-Durable-Premium-250"},
        storage_capacity_ti_b=16,
        filesystem_subnet="/subscriptions/s/resourceGroups/g/providers/n/virtualNetworks/v/subnets/s",
        zones=["1"],
        maintenance_window={"day_of_week": "Friday", "time_of_day_utc": "22:00"},
    )
    vault = recoveryservices.Vault(
        "recovery-vault",
        resource_group_name=GROUP,
        location="eastus",
        sku={"name": "Standard"},
        properties={"public_network_access": "Enabled"},
    )
    recoveryservices.ProtectionPolicy(
        "vm-policy",
        resource_group_name=GROUP,
        vault_name=vault.name,
        properties={"backupManagementType": "AzureIaasVM"},
    )


PROGRAM = (accounts, more_accounts, disks, registries, shares)

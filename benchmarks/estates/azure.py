"""A team's resources on Azure."""

from benchmarks.estates.kind import NAME, TAGS, Fact, Kind, Said, To, Workload, differs, same

GROUP = "/subscriptions/6f1c2c1e-0000-4000-8000-000000000001/resourceGroups/"
OF = GROUP + "shared/providers/"
WHERE = (
    same("location", "westeurope"),
    same("resource_group_name", To("group")),
    differs("tags", None, TAGS),
)
OPEN, CLOSED = Said(True, "Enabled"), Said(False, "Disabled")
RULE = ("security_rule[0].", "securityRules[0].")


def _public(pulumi: str = "publicNetworkAccess") -> Fact:
    return differs("public_network_access_enabled", OPEN, CLOSED, pulumi)


WORKLOAD: Workload = (
    Kind(
        "group",
        "azurerm_resource_group",
        "azure-native:resources:ResourceGroup",
        NAME,
        (
            same("name", NAME, "resourceGroupName"),
            same("location", "westeurope"),
            differs("tags", None, TAGS),
        ),
    ),
    Kind(
        "vault",
        "azurerm_key_vault",
        "azure-native:keyvault:Vault",
        OF + "Microsoft.KeyVault/vaults/{name}",
        (
            *WHERE,
            same("name", NAME, "vaultName"),
            same("tenant_id", "6f1c2c1e-0000-4000-8000-000000000002", "properties.tenantId"),
            same("sku_name", "premium", "properties.sku.name"),
            differs("purge_protection_enabled", None, True, "properties.enablePurgeProtection"),
            differs("soft_delete_retention_days", 7, 90, "properties.softDeleteRetentionInDays"),
            differs(
                "rbac_authorization_enabled", False, True, "properties.enableRbacAuthorization"
            ),
            _public("properties.publicNetworkAccess"),
            differs(
                "network_acls[0].default_action",
                "Allow",
                "Deny",
                "properties.networkAcls.defaultAction",
            ),
            same("network_acls[0].bypass", "AzureServices", "properties.networkAcls.bypass"),
        ),
    ),
    Kind(
        "account",
        "azurerm_storage_account",
        "azure-native:storage:StorageAccount",
        OF + "Microsoft.Storage/storageAccounts/{name}",
        (
            *WHERE,
            same("name", NAME, "accountName"),
            same("account_kind", "StorageV2", "kind"),
            Fact("account_tier", "sku.name", Said("Standard", None), Said("Standard", None)),
            Fact(
                "account_replication_type",
                "sku.name",
                Said("LRS", "Standard_LRS"),
                Said("ZRS", "Standard_ZRS"),
            ),
            differs("https_traffic_only_enabled", False, True, "enableHttpsTrafficOnly"),
            differs("min_tls_version", "TLS1_0", "TLS1_2", "minimumTlsVersion"),
            differs("allow_nested_items_to_be_public", True, False, "allowBlobPublicAccess"),
            differs("shared_access_key_enabled", True, False, "allowSharedKeyAccess"),
            _public(),
            differs(
                "network_rules[0].default_action", "Allow", "Deny", "networkRuleSet.defaultAction"
            ),
        ),
    ),
    Kind(
        "container",
        "azurerm_storage_container",
        "azure-native:storage:BlobContainer",
        OF + "Microsoft.Storage/storageAccounts/shared/blobServices/default/containers/{name}",
        (
            same("name", NAME, "containerName"),
            Fact(
                "storage_account_id",
                "accountName",
                Said(To("account"), "account-{team}"),
                Said(To("account"), "account-{team}"),
            ),
            Fact(
                "container_access_type",
                "publicAccess",
                Said("blob", "Blob"),
                Said("private", "None"),
            ),
        ),
    ),
    Kind(
        "rules",
        "azurerm_network_security_group",
        "azure-native:network:NetworkSecurityGroup",
        OF + "Microsoft.Network/networkSecurityGroups/{name}",
        (
            *WHERE,
            same("name", NAME, "networkSecurityGroupName"),
            *(
                differs(RULE[0] + terraform, careless, careful, RULE[1] + pulumi)
                for terraform, pulumi, careless, careful in (
                    ("name", "name", "in", "in"),
                    ("priority", "priority", 100, 100),
                    ("direction", "direction", "Inbound", "Inbound"),
                    ("access", "access", "Allow", "Allow"),
                    ("protocol", "protocol", "Tcp", "Tcp"),
                    ("source_port_range", "sourcePortRange", "*", "*"),
                    ("destination_port_range", "destinationPortRange", "22", "443"),
                    ("source_address_prefix", "sourceAddressPrefix", "*", "10.0.0.0/16"),
                    ("destination_address_prefix", "destinationAddressPrefix", "*", "*"),
                )
            ),
        ),
    ),
    Kind(
        "network",
        "azurerm_virtual_network",
        "azure-native:network:VirtualNetwork",
        OF + "Microsoft.Network/virtualNetworks/{name}",
        (
            *WHERE,
            same("name", NAME, "virtualNetworkName"),
            same("address_space", ["10.2.0.0/16"], "addressSpace.addressPrefixes"),
        ),
    ),
    Kind(
        "disk",
        "azurerm_managed_disk",
        "azure-native:compute:Disk",
        OF + "Microsoft.Compute/disks/{name}",
        (
            *WHERE,
            same("name", NAME, "diskName"),
            same("storage_account_type", "Premium_LRS", "sku.name"),
            same("create_option", "Empty", "creationData.createOption"),
            same("disk_size_gb", 128, "diskSizeGB"),
            differs(
                "disk_encryption_set_id",
                None,
                OF + "Microsoft.Compute/diskEncryptionSets/shared",
                "encryption.diskEncryptionSetId",
            ),
            _public(),
            differs(
                "network_access_policy",
                "AllowAll",
                "DenyAll",
            ),
        ),
    ),
    Kind(
        "images",
        "azurerm_container_registry",
        "azure-native:containerregistry:Registry",
        OF + "Microsoft.ContainerRegistry/registries/{name}",
        (
            *WHERE,
            same("name", NAME, "registryName"),
            same("sku", "Premium", "sku.name"),
            differs("admin_enabled", True, False, "adminUserEnabled"),
            differs("anonymous_pull_enabled", True, False),
            _public(),
        ),
    ),
    Kind(
        "sql",
        "azurerm_mssql_server",
        "azure-native:sql:Server",
        OF + "Microsoft.Sql/servers/{name}",
        (
            *WHERE,
            same("name", NAME, "serverName"),
            same("version", "12.0"),
            differs("minimum_tls_version", "1.0", "1.2", "minimalTlsVersion"),
            _public(),
        ),
    ),
    Kind(
        "documents",
        "azurerm_cosmosdb_account",
        "azure-native:cosmosdb:DatabaseAccount",
        OF + "Microsoft.DocumentDB/databaseAccounts/{name}",
        (
            *WHERE,
            same("name", NAME, "accountName"),
            same("offer_type", "Standard", "databaseAccountOfferType"),
            same("kind", "GlobalDocumentDB"),
            same("geo_location[0].location", "westeurope", "locations[0].locationName"),
            same("geo_location[0].failover_priority", 0, "locations[0].failoverPriority"),
            differs("local_authentication_disabled", False, True, "disableLocalAuth"),
            _public(),
        ),
    ),
    Kind(
        "cluster",
        "azurerm_kubernetes_cluster",
        "azure-native:containerservice:ManagedCluster",
        OF + "Microsoft.ContainerService/managedClusters/{name}",
        (
            *WHERE,
            same("name", NAME, "resourceName"),
            same("dns_prefix", NAME),
            same("default_node_pool[0].name", "system", "agentPoolProfiles[0].name"),
            same("default_node_pool[0].vm_size", "Standard_D4s_v5", "agentPoolProfiles[0].vmSize"),
            same("default_node_pool[0].node_count", 3, "agentPoolProfiles[0].count"),
            same("identity[0].type", "SystemAssigned"),
            differs(
                "private_cluster_enabled",
                False,
                True,
                "apiServerAccessProfile.enablePrivateCluster",
            ),
            differs("local_account_disabled", False, True, "disableLocalAccounts"),
            differs("role_based_access_control_enabled", False, True, "enableRBAC"),
            differs("azure_policy_enabled", False, True, "addonProfiles.azurepolicy.enabled"),
        ),
    ),
)

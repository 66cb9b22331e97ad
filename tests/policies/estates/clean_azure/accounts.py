"""Storage accounts under the customer's key."""

from pulumi_azure_native import network, storage

from tests.policies.estates.clean_azure.ways import endpoint, watched


def private_account(name, made, *, lake=False):
    """A storage account under the customer's key, reached from inside alone."""
    account = storage.StorageAccount(
        name,
        **made.common,
        kind="StorageV2",
        sku={"name": "Standard_ZRS"},
        is_hns_enabled=lake,
        access_tier="Hot",
        identity=made.assigned,
        allow_blob_public_access=False,
        allow_shared_key_access=False,
        allow_cross_tenant_replication=False,
        default_to_o_auth_authentication=True,
        enable_https_traffic_only=True,
        minimum_tls_version="TLS1_2",
        public_network_access="Disabled",
        network_rule_set={"default_action": "Deny", "bypass": "AzureServices"},
        encryption={
            "key_source": "Microsoft.Keyvault",
            "require_infrastructure_encryption": True,
            "encryption_identity": {"encryption_user_assigned_identity": made.identity.id},
            "key_vault_properties": {
                "key_name": made.key.name,
                "key_vault_uri": made.vault.properties.vault_uri,
            },
        },
        opts=made.kept,
    )
    storage.BlobServiceProperties(
        name,
        resource_group_name=made.group.name,
        account_name=account.name,
        blob_services_name="default",
        is_versioning_enabled=not lake,
        change_feed={"enabled": not lake},
        delete_retention_policy={"enabled": True, "days": 35},
        container_delete_retention_policy={"enabled": True, "days": 35},
        opts=made.opts,
    )
    storage.ManagementPolicy(
        name,
        resource_group_name=made.group.name,
        account_name=account.name,
        management_policy_name="default",
        policy={
            "rules": [
                {
                    "name": "old-versions",
                    "type": "Lifecycle",
                    "enabled": True,
                    "definition": {
                        "filters": {"blob_types": ["blockBlob"]},
                        "actions": {
                            "version": {"delete": {"days_after_creation_greater_than": 90}},
                            "snapshot": {"delete": {"days_after_creation_greater_than": 90}},
                        },
                    },
                }
            ]
        },
        opts=made.opts,
    )
    watched(f"{name}-blob", account.id.apply(lambda id: f"{id}/blobServices/default"), made)
    endpoint(name, account.id, "blob", "privatelink.blob.core.windows.net", made)
    return account


def flow_logs(made):
    account = private_account("flowlogs", made)
    watcher = network.NetworkWatcher("shop", **made.common, opts=made.opts)
    network.FlowLog(
        "shop",
        **made.common,
        network_watcher_name=watcher.name,
        target_resource_id=made.network.id,
        storage_id=account.id,
        enabled=True,
        retention_policy={"enabled": True, "days": 400},
        format={"type": "JSON", "version": 2},
        opts=made.opts,
    )

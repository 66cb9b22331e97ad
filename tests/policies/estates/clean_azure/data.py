"""The data platform: lake, streams, documents, models."""

from pulumi_azure_native import cognitiveservices, cosmosdb, eventhub, search

from tests.policies.estates.clean_azure.accounts import private_account
from tests.policies.estates.clean_azure.names import TAGS
from tests.policies.estates.clean_azure.ways import endpoint, watched


def data(made):
    lake = private_account("shoplake", made, lake=True)
    hub = eventhub.Namespace(
        "clicks",
        **made.common,
        sku={"name": "Premium", "tier": "Premium", "capacity": 1},
        identity=made.assigned,
        disable_local_auth=True,
        minimum_tls_version="1.2",
        public_network_access="Disabled",
        zone_redundant=True,
        encryption={
            "key_source": "Microsoft.KeyVault",
            "require_infrastructure_encryption": True,
            "key_vault_properties": [
                {
                    "key_name": made.key.name,
                    "key_vault_uri": made.vault.properties.vault_uri,
                    "identity": {"user_assigned_identity": made.identity.id},
                }
            ],
        },
        opts=made.kept,
    )
    watched("clicks", hub.id, made)
    endpoint("clicks", hub.id, "namespace", "privatelink.servicebus.windows.net", made)
    carts = cosmosdb.DatabaseAccount(
        "carts",
        **made.common,
        kind="GlobalDocumentDB",
        database_account_offer_type="Standard",
        identity=made.assigned,
        default_identity=made.identity.id.apply(lambda id: f"UserAssignedIdentity={id}"),
        key_vault_key_uri=made.key.key_uri,
        disable_local_auth=True,
        disable_key_based_metadata_write_access=True,
        minimal_tls_version="Tls12",
        public_network_access="Disabled",
        is_virtual_network_filter_enabled=True,
        locations=[
            {"location_name": "westeurope", "failover_priority": 0, "is_zone_redundant": True},
            {"location_name": "northeurope", "failover_priority": 1, "is_zone_redundant": True},
        ],
        backup_policy={
            "type": "Continuous",
            "continuous_mode_properties": {"tier": "Continuous30Days"},
        },
        opts=made.kept,
    )
    watched("carts", carts.id, made)
    endpoint("carts", carts.id, "Sql", "privatelink.documents.azure.com", made)
    return lake


def models(made):
    account = cognitiveservices.Account(
        "openai",
        **made.common,
        kind="OpenAI",
        sku={"name": "S0"},
        identity={"type": "SystemAssigned"},
        properties={
            "custom_sub_domain_name": "acmeshop",
            "disable_local_auth": True,
            "public_network_access": "Disabled",
            "restrict_outbound_network_access": True,
            "network_acls": {"default_action": "Deny"},
            "encryption": {
                "key_source": "Microsoft.KeyVault",
                "key_vault_properties": {
                    "key_name": made.key.name,
                    "key_vault_uri": made.vault.properties.vault_uri,
                },
            },
        },
        opts=made.kept,
    )
    watched("openai", account.id, made)
    endpoint("openai", account.id, "account", "privatelink.openai.azure.com", made)
    kinds = ("Hate", "Sexual", "Violence", "Selfharm")
    polite = cognitiveservices.RaiPolicy(
        "polite",
        resource_group_name=made.group.name,
        account_name=account.name,
        tags=TAGS,
        properties={
            "mode": "Blocking",
            "base_policy_name": "Microsoft.DefaultV2",
            "content_filters": [
                {
                    "name": kind,
                    "enabled": True,
                    "blocking": True,
                    "severity_threshold": "Medium",
                    "source": source,
                }
                for kind in kinds
                for source in ("Prompt", "Completion")
            ],
        },
        opts=made.opts,
    )
    cognitiveservices.Deployment(
        "chat",
        resource_group_name=made.group.name,
        account_name=account.name,
        sku={"name": "Standard", "capacity": 50},
        tags=TAGS,
        properties={
            "model": {"format": "OpenAI", "name": "gpt-4o", "version": "2024-11-20"},
            "rai_policy_name": polite.name,
            "version_upgrade_option": "NoAutoUpgrade",
        },
        opts=made.opts,
    )
    documents = search.Service(
        "documents",
        **made.common,
        sku={"name": "standard"},
        identity=made.assigned,
        replica_count=3,
        partition_count=1,
        disable_local_auth=True,
        public_network_access="disabled",
        encryption_with_cmk={"enforcement": "Enabled"},
        opts=made.kept,
    )
    watched("documents", documents.id, made)
    endpoint("documents", documents.id, "searchService", "privatelink.search.windows.net", made)

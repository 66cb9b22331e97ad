"""The web shop: a registry, a database, a cache, a bus."""

from pulumi_azure_native import containerregistry, dbforpostgresql, privatedns, redis, servicebus

from tests.policies.estates.clean_azure.names import TAGS, TENANT
from tests.policies.estates.clean_azure.services import backups, containers, entrance
from tests.policies.estates.clean_azure.ways import endpoint, watched


def shop(made):
    registry(made)
    databases(made)
    messages(made)
    containers(made)
    entrance(made)
    backups(made)


def registry(made):
    images = containerregistry.Registry(
        "images",
        **made.common,
        registry_name="acmeshop",
        sku={"name": "Premium"},
        admin_user_enabled=False,
        anonymous_pull_enabled=False,
        public_network_access="Disabled",
        network_rule_bypass_options="AzureServices",
        zone_redundancy="Enabled",
        identity=made.assigned_by_id,
        encryption={
            "status": "enabled",
            "key_vault_properties": {
                "identity": made.identity.client_id,
                "key_identifier": made.key.key_uri,
            },
        },
        policies={
            "retention_policy": {"status": "enabled", "days": 30},
            "export_policy": {"status": "disabled"},
        },
        opts=made.kept,
    )
    watched("images", images.id, made)
    endpoint("images", images.id, "registry", "privatelink.azurecr.io", made)


def databases(made):
    names = privatedns.PrivateZone(
        "database",
        resource_group_name=made.group.name,
        location="global",
        private_zone_name="shop.private.postgres.database.azure.com",
        tags=TAGS,
        opts=made.opts,
    )
    server = dbforpostgresql.Server(
        "shop",
        **made.common,
        version="16",
        sku={"name": "Standard_D4ds_v5", "tier": "GeneralPurpose"},
        storage={"storage_size_gb": 256, "auto_grow": "Enabled"},
        identity=made.assigned_by_id,
        data_encryption={
            "type": "AzureKeyVault",
            "primary_key_uri": made.key.key_uri,
            "primary_user_assigned_identity_id": made.identity.id,
        },
        auth_config={
            "active_directory_auth": "Enabled",
            "password_auth": "Disabled",
            "tenant_id": TENANT,
        },
        backup={"backup_retention_days": 35, "geo_redundant_backup": "Disabled"},
        high_availability={"mode": "ZoneRedundant"},
        network={
            "delegated_subnet_resource_id": made.subnets["database"].id,
            "private_dns_zone_arm_resource_id": names.id,
            "public_network_access": "Disabled",
        },
        opts=made.kept,
    )
    for name, value in {
        "require_secure_transport": "on",
        "ssl_min_protocol_version": "TLSv1.2",
        "log_connections": "on",
        "pgaudit.log": "ddl,role",
    }.items():
        dbforpostgresql.Configuration(
            name.replace(".", "-"),
            resource_group_name=made.group.name,
            server_name=server.name,
            configuration_name=name,
            value=value,
            source="user-override",
            opts=made.opts,
        )
    watched("database", server.id, made)
    cache = redis.Redis(
        "sessions",
        **made.common,
        sku={"name": "Premium", "family": "P", "capacity": 1},
        identity=made.assigned,
        enable_non_ssl_port=False,
        minimum_tls_version="1.2",
        public_network_access="Disabled",
        disable_access_key_authentication=True,
        redis_configuration={"aad_enabled": "true"},
        zones=["1", "2", "3"],
        opts=made.kept,
    )
    watched("sessions", cache.id, made)
    endpoint("sessions", cache.id, "redisCache", "privatelink.redis.cache.windows.net", made)


def messages(made):
    bus = servicebus.Namespace(
        "orders",
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
    servicebus.Queue(
        "orders",
        resource_group_name=made.group.name,
        namespace_name=bus.name,
        dead_lettering_on_message_expiration=True,
        opts=made.opts,
    )
    watched("orders", bus.id, made)
    endpoint("orders", bus.id, "namespace", "privatelink.servicebus.windows.net", made)

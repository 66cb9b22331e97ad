"""The web shop: container apps behind a gateway, a database, a cache, a bus, backups."""

from pulumi_azure_native import (
    app,
    containerregistry,
    dataprotection,
    dbforpostgresql,
    managedidentity,
    network,
    privatedns,
    redis,
    servicebus,
)

from tests.policies.estates.clean_azure.base import TAGS, TENANT, endpoint, watched

IMAGE = "acmeshop.azurecr.io/shop@sha256:" + "4f" * 32


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


def containers(made):
    identity = managedidentity.UserAssignedIdentity("web", **made.common, opts=made.opts)
    environment = app.ManagedEnvironment(
        "web",
        **made.common,
        zone_redundant=True,
        public_network_access="Disabled",
        vnet_configuration={
            "internal": True,
            "infrastructure_subnet_id": made.subnets["web"].id,
        },
        app_logs_configuration={"destination": "azure-monitor"},
        peer_authentication={"mtls": {"enabled": True}},
        peer_traffic_configuration={"encryption": {"enabled": True}},
        workload_profiles=[{"name": "Consumption", "workload_profile_type": "Consumption"}],
        opts=made.opts,
    )
    watched("web", environment.id, made)
    app.ContainerApp(
        "web",
        **made.common,
        managed_environment_id=environment.id,
        identity={"type": "UserAssigned", "user_assigned_identities": [identity.id]},
        configuration={
            "active_revisions_mode": "Single",
            "ingress": {
                "external": False,
                "allow_insecure": False,
                "target_port": 8443,
                "transport": "auto",
            },
            "registries": [{"server": "acmeshop.azurecr.io", "identity": identity.id}],
            "secrets": [
                {
                    "name": "payment",
                    "key_vault_url": "https://shop.vault.azure.net/secrets/payment",
                    "identity": identity.id,
                }
            ],
        },
        template={
            "containers": [
                {
                    "name": "web",
                    "image": IMAGE,
                    "resources": {"cpu": 1, "memory": "2Gi"},
                    "env": [{"name": "PAYMENT_TOKEN", "secret_ref": "payment"}],
                }
            ],
            "scale": {"min_replicas": 2, "max_replicas": 20},
        },
        opts=made.opts,
    )


def entrance(made):
    address = network.PublicIPAddress(
        "entrance",
        **made.common,
        sku={"name": "Standard"},
        public_ip_allocation_method="Static",
        zones=["1", "2", "3"],
        opts=made.opts,
    )
    policy = network.WebApplicationFirewallPolicy(
        "entrance",
        **made.common,
        policy_settings={"mode": "Prevention", "state": "Enabled"},
        managed_rules={
            "managed_rule_sets": [
                {"rule_set_type": "Microsoft_DefaultRuleSet", "rule_set_version": "2.1"}
            ]
        },
        opts=made.opts,
    )
    gateway = network.ApplicationGateway(
        "entrance",
        **made.common,
        zones=["1", "2", "3"],
        sku={"name": "WAF_v2", "tier": "WAF_v2"},
        autoscale_configuration={"min_capacity": 2, "max_capacity": 6},
        firewall_policy={"id": policy.id},
        identity=made.assigned,
        ssl_policy={"policy_type": "Predefined", "policy_name": "AppGwSslPolicy20220101S"},
        ssl_certificates=[
            {
                "name": "shop",
                "key_vault_secret_id": "https://shop.vault.azure.net/secrets/certificate",
            }
        ],
        gateway_ip_configurations=[
            {"name": "gateway", "subnet": {"id": made.subnets["gateway"].id}}
        ],
        frontend_ip_configurations=[{"name": "public", "public_ip_address": {"id": address.id}}],
        frontend_ports=[{"name": "https", "port": 443}],
        backend_address_pools=[
            {"name": "web", "backend_addresses": [{"fqdn": "web.internal.example.com"}]}
        ],
        backend_http_settings_collection=[
            {"name": "https", "port": 443, "protocol": "Https", "cookie_based_affinity": "Disabled"}
        ],
        http_listeners=[{"name": "https", "protocol": "Https"}],
        request_routing_rules=[{"name": "all", "rule_type": "Basic", "priority": 100}],
        opts=made.opts,
    )
    watched("entrance", gateway.id, made)


def backups(made):
    vault = dataprotection.BackupVault(
        "backups",
        **made.common,
        identity={"type": "SystemAssigned"},
        properties={
            "storage_settings": [{"type": "ZoneRedundant", "datastore_type": "VaultStore"}],
            "security_settings": {
                "immutability_settings": {"state": "Locked"},
                "soft_delete_settings": {"state": "AlwaysOn", "retention_duration_in_days": 35},
                "encryption_settings": {
                    "state": "Enabled",
                    "infrastructure_encryption": "Enabled",
                    "kek_identity": {
                        "identity_type": "UserAssigned",
                        "identity_id": made.identity.id,
                    },
                    "key_vault_properties": {"key_uri": made.key.key_uri},
                },
            },
        },
        opts=made.kept,
    )
    watched("backups", vault.id, made)

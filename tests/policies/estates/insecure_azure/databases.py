"""Databases, caches and buses with the defaults of their first page."""

from pulumi_azure_native import cosmosdb, dbformysql, dbforpostgresql, redis, redisenterprise, sql

GROUP = "terragoat"

EXPECTED = {
    "sql-server": "public password cleartext untagged abroad unkeyed",
    "sql-allow-azure": "open",
    "sql-allow-all": "open",
    "sql-database": "untagged abroad single",
    "sql-alerts": "unlogged",
    "sql-tde": "unencrypted",
    "sql-audit": "short-logs",
    "managed-instance": "public password unkeyed untagged abroad cleartext",
    "postgres-flex": "password public unbacked unkeyed untagged abroad single",
    "postgres-open": "open",
    "postgres-tls": "cleartext",
    "mysql-flex": "password public unbacked unkeyed untagged abroad",
    "mysql-open": "open",
    "mysql-tls": "cleartext",
    "cosmos": "public unkeyed untagged abroad unbacked keys",
    "cosmos-asia": "copied-abroad unkeyed public untagged",
    "cosmos-db": "",
    "cache": "public cleartext untagged abroad",
    "cache-open": "open",
    "enterprise-cache": "unkeyed untagged abroad",
    "enterprise-db": "cleartext",
}


def relational():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/azure/sql.tf"""
    server = sql.Server(
        "sql-server",
        resource_group_name=GROUP,
        location="eastus",
        administrator_login="ariel",
        administrator_login_password="Aa12345678",
        minimal_tls_version="1.0",
        public_network_access="Enabled",
    )
    for name, (first, last) in {
        "sql-allow-azure": ("0.0.0.0", "0.0.0.0"),
        "sql-allow-all": ("0.0.0.0", "255.255.255.255"),
    }.items():
        sql.FirewallRule(
            name,
            resource_group_name=GROUP,
            server_name=server.name,
            start_ip_address=first,
            end_ip_address=last,
        )
    database = sql.Database(
        "sql-database", resource_group_name=GROUP, server_name=server.name, sku={"name": "S0"}
    )
    sql.ServerSecurityAlertPolicy(
        "sql-alerts", resource_group_name=GROUP, server_name=server.name, state="Disabled"
    )
    sql.TransparentDataEncryption(
        "sql-tde",
        resource_group_name=GROUP,
        server_name=server.name,
        database_name=database.name,
        state="Disabled",
    )
    sql.ServerBlobAuditingPolicy(
        "sql-audit",
        resource_group_name=GROUP,
        server_name=server.name,
        state="Enabled",
        retention_days=20,
        storage_endpoint="https://logs.blob.core.windows.net",
    )
    sql.ManagedInstance(
        "managed-instance",
        resource_group_name=GROUP,
        administrator_login="dummylogin",
        administrator_login_password="PLACEHOLDER-Aa1",
        minimal_tls_version="1.0",
        public_data_endpoint_enabled=True,
        sku={"name": "GP_Gen5", "tier": "GeneralPurpose"},
    )


def flexible():
    """https://learn.microsoft.com/azure/postgresql/flexible-server/quickstart-create-server-bicep"""
    postgres = dbforpostgresql.Server(
        "postgres-flex",
        resource_group_name=GROUP,
        location="eastus",
        administrator_login="pgadmin",
        administrator_login_password="terraG0at-pg",
        version="14",
        create_mode="Create",
        sku={"name": "Standard_B1ms", "tier": "Burstable"},
        storage={"storage_size_gb": 32},
        backup={"backup_retention_days": 7, "geo_redundant_backup": "Disabled"},
        high_availability={"mode": "Disabled"},
        network={"public_network_access": "Enabled"},
    )
    dbforpostgresql.FirewallRule(
        "postgres-open",
        resource_group_name=GROUP,
        server_name=postgres.name,
        start_ip_address="0.0.0.0",
        end_ip_address="255.255.255.255",
    )
    dbforpostgresql.Configuration(
        "postgres-tls",
        resource_group_name=GROUP,
        server_name=postgres.name,
        configuration_name="require_secure_transport",
        value="off",
        source="user-override",
    )
    mysql = dbformysql.Server(
        "mysql-flex",
        resource_group_name=GROUP,
        location="eastus",
        administrator_login="mysqladmin",
        administrator_login_password="terraG0at-my",
        version="8.0.21",
        sku={"name": "Standard_B1ms", "tier": "Burstable"},
        backup={"backup_retention_days": 1},
    )
    dbformysql.FirewallRule(
        "mysql-open",
        resource_group_name=GROUP,
        server_name=mysql.name,
        start_ip_address="0.0.0.0",
        end_ip_address="255.255.255.255",
    )
    dbformysql.Configuration(
        "mysql-tls",
        resource_group_name=GROUP,
        server_name=mysql.name,
        configuration_name="require_secure_transport",
        value="OFF",
        source="user-override",
    )


def documents():
    """https://github.com/ine-labs/AzureGoat/blob/main/main.tf"""
    account = cosmosdb.DatabaseAccount(
        "cosmos",
        resource_group_name=GROUP,
        location="eastus",
        kind="GlobalDocumentDB",
        database_account_offer_type="Standard",
        locations=[{"location_name": "eastus", "failover_priority": 0}],
        capabilities=[{"name": "EnableServerless"}],
    )
    cosmosdb.SqlResourceSqlDatabase(
        "cosmos-db",
        resource_group_name=GROUP,
        account_name=account.name,
        resource={"id": "shop"},
    )
    cosmosdb.DatabaseAccount(
        "cosmos-asia",
        resource_group_name=GROUP,
        location="West Europe",
        database_account_offer_type="Standard",
        is_virtual_network_filter_enabled=False,
        locations=[
            {"location_name": "West Europe", "failover_priority": 0},
            {"location_name": "Southeast Asia", "failover_priority": 1},
        ],
    )


def caches():
    """https://www.pulumi.com/registry/packages/azure-native/api-docs/redis/redis/"""
    cache = redis.Redis(
        "cache",
        resource_group_name=GROUP,
        enable_non_ssl_port=True,
        minimum_tls_version="1.0",
        sku={"name": "Basic", "family": "C", "capacity": 0},
    )
    redis.FirewallRule(
        "cache-open",
        resource_group_name=GROUP,
        cache_name=cache.name,
        start_ip="0.0.0.0",
        end_ip="255.255.255.255",
    )
    enterprise = redisenterprise.RedisEnterprise(
        "enterprise-cache",
        resource_group_name=GROUP,
        sku={"name": "Enterprise_E10", "capacity": 2},
        public_network_access="Enabled",
    )
    redisenterprise.Database(
        "enterprise-db",
        resource_group_name=GROUP,
        cluster_name=enterprise.name,
        client_protocol="Plaintext",
    )


PROGRAM = (
    relational,
    flexible,
    documents,
    caches,
)

"""Buses, warehouses and their feeds with the defaults of their first page."""

from pulumi_azure_native import (
    databricks,
    datafactory,
    eventgrid,
    eventhub,
    kusto,
    servicebus,
    signalrservice,
    synapse,
)

GROUP = "terragoat"

EXPECTED = {
    "bus": "public unkeyed cleartext untagged abroad",
    "hub": "public unkeyed cleartext untagged abroad",
    "hub-rule": "keys",
    "topic": "public untagged abroad",
    "synapse": "public password untagged abroad unkeyed",
    "synapse-open": "open",
    "spark-pool": "untagged abroad",
    "dedicated-pool": "untagged abroad unencrypted",
    "factory": "public unkeyed untagged abroad",
    "factory-link": "password",
    "bricks": "public unkeyed untagged abroad",
    "explorer": "public unkeyed untagged abroad",
    "chat": "public untagged abroad",
}


def buses():
    """https://learn.microsoft.com/azure/service-bus-messaging/service-bus-quickstart-portal"""
    servicebus.Namespace(
        "bus",
        resource_group_name=GROUP,
        sku={"name": "Standard", "tier": "Standard"},
        minimum_tls_version="1.0",
    )
    hub = eventhub.Namespace(
        "hub",
        resource_group_name=GROUP,
        sku={"name": "Standard", "tier": "Standard", "capacity": 1},
        minimum_tls_version="1.0",
        public_network_access="Enabled",
    )
    eventhub.NamespaceAuthorizationRule(
        "hub-rule",
        resource_group_name=GROUP,
        namespace_name=hub.name,
        rights=["Listen", "Send", "Manage"],
    )
    eventgrid.Topic("topic", resource_group_name=GROUP, public_network_access="Enabled")
    signalrservice.SignalR(
        "chat",
        resource_group_name=GROUP,
        sku={"name": "Standard_S1", "capacity": 1},
        cors={"allowed_origins": ["*"]},
    )


def analytics():
    """https://learn.microsoft.com/azure/synapse-analytics/quickstart-create-workspace"""
    workspace = synapse.Workspace(
        "synapse",
        resource_group_name=GROUP,
        sql_administrator_login="sqladminuser",
        sql_administrator_login_password="H@Sh1CoR3!",
        identity={"type": "SystemAssigned"},
        public_network_access="Enabled",
        default_data_lake_storage={
            "account_url": "https://lake.dfs.core.windows.net",
            "filesystem": "default",
        },
    )
    synapse.IpFirewallRule(
        "synapse-open",
        resource_group_name=GROUP,
        workspace_name=workspace.name,
        start_ip_address="0.0.0.0",
        end_ip_address="255.255.255.255",
    )
    synapse.BigDataPool(
        "spark-pool",
        resource_group_name=GROUP,
        workspace_name=workspace.name,
        node_size="Large",
        auto_scale={"enabled": True, "min_node_count": 3, "max_node_count": 200},
    )
    synapse.SqlPool(
        "dedicated-pool",
        resource_group_name=GROUP,
        workspace_name=workspace.name,
        sku={"name": "DW100c"},
    )
    factory = datafactory.Factory("factory", resource_group_name=GROUP)
    datafactory.LinkedService(
        "factory-link",
        resource_group_name=GROUP,
        factory_name=factory.name,
        properties={
            "type": "AzureStorage",
            "connectionString": "DefaultEndpointsProtocol=https;AccountName=lake;AccountKey="
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
        },
    )
    databricks.Workspace(
        "bricks",
        resource_group_name=GROUP,
        compute_mode="Hybrid",
        sku={"name": "standard"},
        managed_resource_group_id="/subscriptions/s/resourceGroups/databricks",
        public_network_access="Enabled",
    )
    kusto.Cluster(
        "explorer",
        resource_group_name=GROUP,
        sku={"name": "Dev(No SLA)_Standard_D11_v2", "tier": "Basic", "capacity": 1},
    )


PROGRAM = (
    buses,
    analytics,
)

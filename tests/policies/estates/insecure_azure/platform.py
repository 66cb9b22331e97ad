"""What else a subscription gathers: devices, desktops, dashboards, backups."""

from pulumi_azure_native import (
    communication,
    consumption,
    dashboard,
    dataprotection,
    desktopvirtualization,
    devcenter,
    dns,
    elasticsan,
    healthcareapis,
    iothub,
    keyvault,
    loadtestservice,
    mongocluster,
    monitor,
    notificationhubs,
    privatedns,
    purview,
    relay,
    streamanalytics,
    trafficmanager,
    webpubsub,
)

GROUP = "terragoat"

EXPECTED = {
    "iot": "public untagged abroad",
    "grafana": "public untagged abroad",
    "prometheus": "public untagged abroad",
    "host-pool": "untagged abroad public",
    "desktops": "untagged abroad",
    "vcore-mongo": "public password untagged abroad unkeyed",
    "vcore-open": "open",
    "catalogue": "public untagged abroad",
    "stream-job": "untagged abroad",
    "protect-vault": "unlocked untagged abroad",
    "disk-backup": "",
    "dev-center": "untagged abroad unkeyed",
    "health": "public untagged abroad",
    "fhir": "public untagged abroad unkeyed",
    "san": "untagged abroad public",
    "san-volumes": "unkeyed",
    "hybrid-relay": "untagged abroad",
    "push": "untagged abroad",
    "public-zone": "untagged",
    "private-zone": "untagged",
    "traffic": "untagged",
    "traffic-endpoint": "",
    "mailer": "untagged",
    "load-test": "unkeyed untagged abroad",
    "pubsub": "public untagged abroad",
    "tiny-budget": "no-alert",
    "alerts": "untagged",
    "web-autoscale": "untagged abroad",
    "platform-vault": "public loose-key untagged abroad",
}


def devices():
    """https://learn.microsoft.com/azure/iot-hub/create-hub"""
    iothub.IotHubResource(
        "iot",
        resource_group_name=GROUP,
        location="eastus",
        sku={"name": "S1", "capacity": 1},
        properties={"min_tls_version": "1.0", "public_network_access": "Enabled"},
    )
    dashboard.Grafana(
        "grafana",
        resource_group_name=GROUP,
        location="eastus",
        sku={"name": "Standard"},
        properties={"public_network_access": "Enabled", "api_key": "Enabled"},
    )
    monitor.AzureMonitorWorkspace("prometheus", resource_group_name=GROUP, location="eastus")
    monitor.ActionGroup(
        "alerts", resource_group_name=GROUP, group_short_name="ops", enabled=True, location="global"
    )
    monitor.AutoscaleSetting(
        "web-autoscale",
        resource_group_name=GROUP,
        location="eastus",
        profiles=[
            {
                "name": "all",
                "capacity": {"default": "2", "minimum": "2", "maximum": "1000"},
                "rules": [],
            }
        ],
    )
    pool = desktopvirtualization.HostPool(
        "host-pool",
        resource_group_name=GROUP,
        location="eastus",
        host_pool_type="Pooled",
        load_balancer_type="BreadthFirst",
        preferred_app_group_type="Desktop",
        public_network_access="Enabled",
    )
    desktopvirtualization.ApplicationGroup(
        "desktops",
        resource_group_name=GROUP,
        location="eastus",
        application_group_type="Desktop",
        host_pool_arm_path=pool.id,
    )
    devcenter.DevCenter("dev-center", resource_group_name=GROUP, location="eastus")
    loadtestservice.LoadTest("load-test", resource_group_name=GROUP, location="eastus")


def data():
    """https://learn.microsoft.com/azure/cosmos-db/mongodb/vcore/quickstart-portal"""
    mongo = mongocluster.MongoCluster(
        "vcore-mongo",
        resource_group_name=GROUP,
        location="eastus",
        properties={
            "administrator": {"user_name": "root", "password": "hunter2-Hunter2"},
            "public_network_access": "Enabled",
            "high_availability": {"target_mode": "Disabled"},
        },
    )
    mongocluster.FirewallRule(
        "vcore-open",
        resource_group_name=GROUP,
        mongo_cluster_name=mongo.name,
        properties={"start_ip_address": "0.0.0.0", "end_ip_address": "255.255.255.255"},
    )
    purview.Account(
        "catalogue", resource_group_name=GROUP, location="eastus", public_network_access="Enabled"
    )
    streamanalytics.StreamingJob(
        "stream-job", resource_group_name=GROUP, location="eastus", sku={"name": "Standard"}
    )
    vault = dataprotection.BackupVault(
        "protect-vault",
        resource_group_name=GROUP,
        location="eastus",
        properties={
            "storage_settings": [{"type": "LocallyRedundant", "datastore_type": "VaultStore"}],
            "security_settings": {
                "immutability_settings": {"state": "Disabled"},
                "soft_delete_settings": {"state": "Off"},
            },
        },
    )
    dataprotection.BackupInstance("disk-backup", resource_group_name=GROUP, vault_name=vault.name)
    workspace = healthcareapis.Workspace("health", resource_group_name=GROUP, location="eastus")
    healthcareapis.FhirService(
        "fhir",
        resource_group_name=GROUP,
        workspace_name=workspace.name,
        location="eastus",
        kind="fhir-R4",
    )
    san = elasticsan.ElasticSan(
        "san",
        resource_group_name=GROUP,
        location="eastus",
        base_size_ti_b=1,
        extended_capacity_size_ti_b=1,
        sku={"name": "Premium_LRS"},
        public_network_access="Enabled",
    )
    elasticsan.VolumeGroup(
        "san-volumes",
        resource_group_name=GROUP,
        elastic_san_name=san.name,
        encryption="EncryptionAtRestWithPlatformKey",
    )


def edges():
    """https://learn.microsoft.com/azure/traffic-manager/quickstart-create-traffic-manager-profile"""
    relay.Namespace("hybrid-relay", resource_group_name=GROUP, location="eastus")
    notificationhubs.Namespace(
        "push", resource_group_name=GROUP, location="eastus", sku={"name": "Free"}
    )
    dns.Zone("public-zone", resource_group_name=GROUP, location="global")
    privatedns.PrivateZone("private-zone", resource_group_name=GROUP, location="global")
    profile = trafficmanager.Profile(
        "traffic",
        resource_group_name=GROUP,
        location="global",
        traffic_routing_method="Performance",
        dns_config={"relative_name": "acme", "ttl": 60},
        monitor_config={"protocol": "HTTP", "port": 80, "path": "/"},
    )
    trafficmanager.Endpoint(
        "traffic-endpoint",
        resource_group_name=GROUP,
        profile_name=profile.name,
        endpoint_type="ExternalEndpoints",
        target="www.example.com",
    )
    communication.CommunicationService(
        "mailer", resource_group_name=GROUP, location="global", data_location="United States"
    )
    webpubsub.WebPubSub(
        "pubsub", resource_group_name=GROUP, location="eastus", sku={"name": "Free_F1"}
    )
    consumption.Budget(
        "tiny-budget",
        scope="/subscriptions/1a6c3d7f-2e4b-4f9a-8c8b-3d5e7f9a1b2c",
        amount=100,
        category="Cost",
        time_grain="Monthly",
        time_period={"start_date": "2026-01-01T00:00:00Z"},
    )
    keyvault.Vault(
        "platform-vault",
        resource_group_name=GROUP,
        location="eastus",
        properties={
            "tenant_id": "3f2e1d0c-9b8a-4776-a554-433221100fed",
            "sku": {"family": "A", "name": "standard"},
            "enabled_for_deployment": True,
            "enable_soft_delete": True,
        },
    )


PROGRAM = (devices, data, edges)

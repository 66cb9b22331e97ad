"""Web apps, functions and containers, straight from the getting-started guides."""

from pulumi_azure_native import (
    apimanagement,
    app,
    appplatform,
    batch,
    containerinstance,
    containerservice,
    logic,
    redhatopenshift,
    web,
)

GROUP = "terragoat"
SUBNET = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/s"

EXPECTED = {
    "plan": "untagged abroad",
    "app-service1": "cleartext public untagged abroad",
    "app-service2": "cleartext public untagged abroad",
    "function-app": "cleartext password public untagged abroad",
    "app-slot": "cleartext untagged abroad",
    "app-settings": "password",
    "app-connections": "password",
    "app-auth": "",
    "static-web": "untagged abroad public",
    "api": "public untagged abroad cleartext",
    "api-http": "cleartext",
    "container-env": "untagged abroad public",
    "container-app": "public password untagged abroad cleartext",
    "gpu-app": "untagged abroad public",
    "container-group": "public password untagged abroad unkeyed",
    "workflow": "untagged abroad",
    "batch-account": "public unkeyed untagged abroad",
    "batch-pool": "unbounded public-machines",
    "spring": "untagged abroad",
    "k8s-cluster": "public static unlogged untagged abroad unkeyed",
    "old-cluster": "public old untagged abroad static",
    "gpu-pool": "unbounded untainted untagged",
    "spot-pool": "spot-gpu untagged",
    "huge-pool": "machine untagged always-on",
    "openshift": "public untagged abroad unkeyed",
}


def apps():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/azure/app_service.tf"""
    plan = web.AppServicePlan(
        "plan", resource_group_name=GROUP, sku={"tier": "Dynamic", "name": "Y1"}
    )
    first = web.WebApp(
        "app-service1",
        resource_group_name=GROUP,
        server_farm_id=plan.id,
        https_only=False,
        site_config={"min_tls_version": "1.0", "ftps_state": "AllAllowed", "http20_enabled": False},
    )
    web.WebApp(
        "app-service2",
        resource_group_name=GROUP,
        server_farm_id=plan.id,
        site_config={"remote_debugging_enabled": True},
    )
    web.WebApp(
        "function-app",
        resource_group_name=GROUP,
        kind="FunctionApp",
        server_farm_id=plan.id,
        site_config={
            "app_settings": [
                {"name": "JWT_SECRET", "value": "T2BYL6#]zc>Byuzu"},
                {"name": "FUNCTIONS_WORKER_RUNTIME", "value": "python"},
                {
                    "name": "AzureWebJobsStorage",
                    "value": "DefaultEndpointsProtocol=https;AccountName=goat;AccountKey="
                    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr"
                    "/KBHBeksoGMGw==;EndpointSuffix=core.windows.net",
                },
            ],
            "cors": {"allowed_origins": ["*"]},
        },
    )
    web.WebAppSlot("app-slot", resource_group_name=GROUP, name=first.name, slot="staging")
    web.WebAppApplicationSettings(
        "app-settings",
        resource_group_name=GROUP,
        name=first.name,
        properties={"DB_PASSWORD": "hunter2-Hunter2"},
    )
    web.WebAppConnectionStrings(
        "app-connections",
        resource_group_name=GROUP,
        name=first.name,
        properties={
            "db": {
                "type": "SQLAzure",
                "value": "Server=tcp:goat.database.windows.net;User ID=sa;Password=Aa12345678;",
            }
        },
    )
    web.WebAppAuthSettings("app-auth", resource_group_name=GROUP, name=first.name, enabled=False)
    web.StaticSite("static-web", resource_group_name=GROUP, sku={"name": "Free", "tier": "Free"})
    service = apimanagement.ApiManagementService(
        "api",
        resource_group_name=GROUP,
        publisher_email="a@example.com",
        publisher_name="A",
        sku={"name": "Developer", "capacity": 1},
        custom_properties={
            "Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls10": "true",
            "Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Ssl30": "true",
        },
    )
    apimanagement.Api(
        "api-http",
        resource_group_name=GROUP,
        service_name=service.name,
        path="shop",
        display_name="shop",
        protocols=["http"],
    )
    logic.Workflow("workflow", resource_group_name=GROUP)


def containers():
    """https://www.pulumi.com/templates/container-service/azure/"""
    environment = app.ManagedEnvironment("container-env", resource_group_name=GROUP)
    app.ContainerApp(
        "container-app",
        resource_group_name=GROUP,
        managed_environment_id=environment.id,
        configuration={
            "ingress": {"external": True, "target_port": 80, "allow_insecure": True},
            "secrets": [{"name": "db", "value": "hunter2-Hunter2"}],
        },
        template={
            "containers": [
                {
                    "name": "web",
                    "image": "nginx",
                    "env": [{"name": "API_KEY", "value": "sk-proj-9vT2kLmQ8xR4wZ7a"}],
                }
            ]
        },
    )
    app.ContainerApp(
        "gpu-app",
        resource_group_name=GROUP,
        managed_environment_id=environment.id,
        workload_profile_name="gpu-a100",
        configuration={"ingress": {"external": True, "target_port": 8000}},
        template={"containers": [{"name": "llm", "image": "vllm/vllm-openai:latest"}]},
    )
    containerinstance.ContainerGroup(
        "container-group",
        resource_group_name=GROUP,
        os_type="Linux",
        ip_address={"type": "Public", "ports": [{"port": 80, "protocol": "Tcp"}]},
        containers=[
            {
                "name": "app",
                "image": "acme/app",
                "resources": {"requests": {"cpu": 1, "memory_in_gb": 1.5}},
                "environment_variables": [{"name": "DB_PASSWORD", "value": "hunter2-Hunter2"}],
            }
        ],
    )
    account = batch.BatchAccount("batch-account", resource_group_name=GROUP)
    batch.Pool(
        "batch-pool",
        resource_group_name=GROUP,
        account_name=account.name,
        vm_size="STANDARD_NC24RS_V3",
        scale_settings={"fixed_scale": {"target_dedicated_nodes": 50}},
    )
    appplatform.Service("spring", resource_group_name=GROUP, sku={"name": "B0", "tier": "Basic"})


def clusters():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/azure/aks.tf"""
    cluster = containerservice.ManagedCluster(
        "k8s-cluster",
        resource_group_name=GROUP,
        location="eastus",
        dns_prefix="terragoat",
        identity={"type": "SystemAssigned"},
        enable_rbac=False,
        agent_pool_profiles=[
            {"name": "default", "count": 2, "vm_size": "Standard_D2_v2", "mode": "System"}
        ],
        addon_profiles={
            "omsagent": {"enabled": False},
            "kubeDashboard": {"enabled": True},
        },
    )
    containerservice.ManagedCluster(
        "old-cluster",
        resource_group_name=GROUP,
        kubernetes_version="1.22.6",
        dns_prefix="old",
        service_principal_profile={"client_id": "app", "secret": "hunter2-Hunter2"},
        agent_pool_profiles=[
            {
                "name": "default",
                "count": 3,
                "vm_size": "Standard_D2_v2",
                "mode": "System",
                "enable_node_public_ip": True,
            }
        ],
        api_server_access_profile={"authorized_ip_ranges": ["0.0.0.0/0"]},
    )
    pool = {"resource_group_name": GROUP, "resource_name_": cluster.name}
    containerservice.AgentPool(
        "gpu-pool",
        vm_size="Standard_NC6s_v3",
        enable_auto_scaling=True,
        min_count=3,
        max_count=500,
        **pool,
    )
    containerservice.AgentPool(
        "spot-pool", vm_size="Standard_NC24ads_A100_v4", scale_set_priority="Spot", count=2, **pool
    )
    containerservice.AgentPool("huge-pool", vm_size="Standard_ND96isr_H100_v5", count=8, **pool)
    redhatopenshift.OpenShiftCluster(
        "openshift",
        resource_group_name=GROUP,
        apiserver_profile={"visibility": "Public"},
        ingress_profiles=[{"name": "default", "visibility": "Public"}],
        master_profile={"vm_size": "Standard_D8s_v3", "subnet_id": SUBNET},
        network_profile={"pod_cidr": "10.128.0.0/14", "service_cidr": "172.30.0.0/16"},
        cluster_profile={
            "domain": "acme",
            "resource_group_id": "/subscriptions/s/resourceGroups/o",
        },
    )


PROGRAM = (apps, containers, clusters)

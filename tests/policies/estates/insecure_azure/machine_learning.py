"""Workspaces, models, search and bots, as quickstarts create them."""

from pulumi_azure_native import (
    botservice,
    cognitiveservices,
    devtestlab,
    hdinsight,
    machinelearningservices,
    search,
    videoindexer,
)

GROUP = "terragoat"

EXPECTED = {
    "ml-workspace": "public unkeyed untagged abroad",
    "ai-hub": "public unkeyed untagged abroad",
    "ml-registry": "public untagged abroad",
    "compute-instance": "public untagged abroad idle",
    "gpu-instance": "public untagged abroad idle",
    "gpu-cluster": "unbounded public untagged abroad",
    "small-cluster": "public untagged abroad",
    "online-endpoint": "public keys untagged abroad",
    "online-deployment": "untagged",
    "batch-endpoint": "untagged abroad",
    "serverless-model": "untagged abroad unlisted-model",
    "lake-store": "",
    "openai": "public unkeyed keys untagged abroad",
    "openai-eu": "public unkeyed keys untagged",
    "gpt-global": "cross-region",
    "gpt-zone": "cross-region",
    "gpt-unfiltered": "unguarded",
    "deepseek": "unlisted-model",
    "weak-filter": "unguarded",
    "speech": "public unkeyed untagged abroad",
    "foundry": "public unkeyed untagged abroad",
    "foundry-project": "untagged abroad",
    "doc-search": "public unkeyed untagged abroad keys",
    "bot": "untagged public",
    "bot-channel": "",
    "video": "untagged abroad",
    "hadoop": "password public unkeyed untagged abroad",
    "lab": "untagged abroad",
}


def workspaces():
    """https://learn.microsoft.com/azure/machine-learning/quickstart-create-resources"""
    workspace = machinelearningservices.Workspace(
        "ml-workspace",
        resource_group_name=GROUP,
        location="eastus",
        identity={"type": "SystemAssigned"},
        storage_account="/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a",
        key_vault="/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v",
        application_insights="/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/components/i",
        public_network_access="Enabled",
    )
    machinelearningservices.Workspace(
        "ai-hub",
        resource_group_name=GROUP,
        kind="Hub",
        hbi_workspace=False,
        v1_legacy_mode=True,
    )
    machinelearningservices.Registry(
        "ml-registry",
        resource_group_name=GROUP,
        registry_properties={
            "public_network_access": "Enabled",
            "region_details": [{"location": "eastus"}, {"location": "southindia"}],
        },
    )
    of_workspace = {"resource_group_name": GROUP, "workspace_name": workspace.name}
    for name, size in {
        "compute-instance": "STANDARD_DS3_V2",
        "gpu-instance": "STANDARD_NC24S_V3",
    }.items():
        machinelearningservices.Compute(
            name,
            **of_workspace,
            properties={
                "compute_type": "ComputeInstance",
                "properties": {
                    "vm_size": size,
                    "ssh_settings": {"ssh_public_access": "Enabled"},
                    "application_sharing_policy": "Shared",
                },
            },
        )
    for name, (size, least, most) in {
        "gpu-cluster": ("STANDARD_ND40RS_V2", 4, 100),
        "small-cluster": ("STANDARD_D2_V2", 0, 2),
    }.items():
        machinelearningservices.Compute(
            name,
            **of_workspace,
            properties={
                "compute_type": "AmlCompute",
                "properties": {
                    "vm_size": size,
                    "remote_login_port_public_access": "Enabled",
                    "scale_settings": {"min_node_count": least, "max_node_count": most},
                    "enable_node_public_ip": True,
                },
            },
        )
    machinelearningservices.Datastore(
        "lake-store",
        **of_workspace,
        datastore_properties={
            "datastore_type": "AzureBlob",
            "account_name": "lake",
            "container_name": "data",
            "credentials": {
                "credentials_type": "AccountKey",
                "secrets": {
                    "secrets_type": "AccountKey",
                    "key": "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1",
                },
            },
        },
    )
    endpoint = machinelearningservices.OnlineEndpoint(
        "online-endpoint",
        **of_workspace,
        online_endpoint_properties={"auth_mode": "Key", "public_network_access": "Enabled"},
    )
    machinelearningservices.OnlineDeployment(
        "online-deployment",
        **of_workspace,
        endpoint_name=endpoint.name,
        online_deployment_properties={
            "endpoint_compute_type": "Managed",
            "instance_type": "Standard_NC6s_v3",
            "egress_public_network_access": "Enabled",
        },
    )
    machinelearningservices.BatchEndpoint(
        "batch-endpoint", **of_workspace, batch_endpoint_properties={"auth_mode": "AADToken"}
    )
    machinelearningservices.ServerlessEndpoint(
        "serverless-model",
        **of_workspace,
        serverless_endpoint_properties={
            "auth_mode": "Key",
            "model_settings": {
                "model_id": "azureml://registries/azureml-deepseek/models/DeepSeek-R1"
            },
        },
    )


def cognition():
    """https://learn.microsoft.com/azure/ai-services/openai/how-to/create-resource"""
    account = cognitiveservices.Account(
        "openai",
        resource_group_name=GROUP,
        location="eastus",
        kind="OpenAI",
        sku={"name": "S0"},
        properties={"public_network_access": "Enabled"},
    )
    europe = cognitiveservices.Account(
        "openai-eu",
        resource_group_name=GROUP,
        location="swedencentral",
        kind="OpenAI",
        sku={"name": "S0"},
    )
    models = {
        "gpt-global": ("GlobalStandard", "gpt-4o", "OpenAI"),
        "gpt-zone": ("DataZoneStandard", "gpt-4o", "OpenAI"),
        "gpt-unfiltered": ("Standard", "gpt-35-turbo", "OpenAI"),
        "deepseek": ("GlobalStandard", "DeepSeek-R1", "DeepSeek"),
    }
    for name, (sku, model, publisher) in models.items():
        cognitiveservices.Deployment(
            name,
            resource_group_name=GROUP,
            account_name=europe.name,
            sku={"name": sku, "capacity": 100},
            properties={
                "model": {"format": publisher, "name": model},
                "rai_policy_name": None if name != "gpt-unfiltered" else "weak",
            },
        )
    cognitiveservices.RaiPolicy(
        "weak-filter",
        resource_group_name=GROUP,
        account_name=account.name,
        properties={
            "mode": "Default",
            "base_policy_name": "Microsoft.Default",
            "content_filters": [
                {"name": "hate", "enabled": False, "blocking": False, "source": "Prompt"},
                {"name": "violence", "enabled": True, "blocking": False, "source": "Completion"},
            ],
        },
    )
    cognitiveservices.Account(
        "speech",
        resource_group_name=GROUP,
        location="eastus",
        kind="SpeechServices",
        sku={"name": "F0"},
    )
    foundry = cognitiveservices.Account(
        "foundry",
        resource_group_name=GROUP,
        location="eastus2",
        kind="AIServices",
        sku={"name": "S0"},
        identity={"type": "SystemAssigned"},
        properties={"allow_project_management": True, "disable_local_auth": False},
    )
    cognitiveservices.Project(
        "foundry-project",
        resource_group_name=GROUP,
        account_name=foundry.name,
        location="eastus2",
        identity={"type": "SystemAssigned"},
    )
    search.Service(
        "doc-search",
        resource_group_name=GROUP,
        location="eastus",
        sku={"name": "basic"},
        public_network_access="Enabled",
        disable_local_auth=False,
    )


def others():
    """https://learn.microsoft.com/azure/hdinsight/hadoop/apache-hadoop-linux-create-cluster-get-started-portal"""
    bot = botservice.Bot(
        "bot",
        resource_group_name=GROUP,
        location="global",
        kind="azurebot",
        sku={"name": "F0"},
        properties={
            "display_name": "bot",
            "endpoint": "http://bot.example.com/api/messages",
            "msa_app_id": "app",
            "public_network_access": "Enabled",
            "is_cmek_enabled": False,
        },
    )
    botservice.Channel(
        "bot-channel",
        resource_group_name=GROUP,
        resource_name_=bot.name,
        channel_name="WebChatChannel",
    )
    videoindexer.Account("video", resource_group_name=GROUP, location="eastus")
    hdinsight.Cluster(
        "hadoop",
        resource_group_name=GROUP,
        location="eastus",
        properties={
            "cluster_version": "4.0",
            "os_type": "Linux",
            "cluster_definition": {
                "kind": "Hadoop",
                "configurations": {
                    "gateway": {
                        "restAuthCredential.isEnabled": True,
                        "restAuthCredential.username": "admin",
                        "restAuthCredential.password": "Password123!",
                    }
                },
            },
        },
    )
    devtestlab.Lab("lab", resource_group_name=GROUP, location="eastus")


PROGRAM = (workspaces, cognition, others)

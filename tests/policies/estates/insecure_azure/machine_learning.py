"""Workspaces and their machines, as quickstarts create them."""

from pulumi_azure_native import machinelearningservices

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
        location="eastus",
        public_network_access="Enabled",
        region_details=[{"location": "eastus"}, {"location": "southindia"}],
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
        properties={
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
        properties={"auth_mode": "Key", "public_network_access": "Enabled"},
    )
    machinelearningservices.OnlineDeployment(
        "online-deployment",
        **of_workspace,
        endpoint_name=endpoint.name,
        properties={
            "endpointComputeType": "Managed",
            "instanceType": "Standard_NC6s_v3",
            "egressPublicNetworkAccess": "Enabled",
        },
    )
    machinelearningservices.BatchEndpoint(
        "batch-endpoint", **of_workspace, properties={"auth_mode": "AADToken"}
    )
    machinelearningservices.ServerlessEndpoint(
        "serverless-model",
        **of_workspace,
        properties={
            "auth_mode": "Key",
            "model_settings": {
                "model_id": "azureml://registries/azureml-deepseek/models/DeepSeek-R1"
            },
        },
    )


PROGRAM = (workspaces,)

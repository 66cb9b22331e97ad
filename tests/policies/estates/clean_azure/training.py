"""Training: a cluster and a workspace with GPUs."""

from pulumi_azure_native import compute, containerservice, machinelearningservices

from tests.policies.estates.clean_azure.data import models
from tests.policies.estates.clean_azure.names import TAGS
from tests.policies.estates.clean_azure.ways import endpoint, watched


def training(made, lake):
    cluster(made)
    workspace(made, lake)
    models(made)


def cluster(made):
    disks = compute.DiskEncryptionSet(
        "disks",
        **made.common,
        encryption_type="EncryptionAtRestWithPlatformAndCustomerKeys",
        identity=made.assigned,
        rotation_to_latest_key_version_enabled=True,
        active_key={
            "key_url": made.key.key_uri_with_version,
            "source_vault": {"id": made.vault.id},
        },
        opts=made.opts,
    )
    aks = containerservice.ManagedCluster(
        "models",
        **made.common,
        dns_prefix="models",
        kubernetes_version="1.34",
        sku={"name": "Base", "tier": "Standard"},
        identity=made.assigned,
        enable_rbac=True,
        disable_local_accounts=True,
        aad_profile={"managed": True, "enable_azure_rbac": True},
        api_server_access_profile={
            "enable_private_cluster": True,
            "enable_private_cluster_public_fqdn": False,
        },
        auto_upgrade_profile={"upgrade_channel": "stable", "node_os_upgrade_channel": "NodeImage"},
        network_profile={
            "network_plugin": "azure",
            "network_plugin_mode": "overlay",
            "network_dataplane": "cilium",
            "network_policy": "cilium",
            "outbound_type": "userAssignedNATGateway",
            "load_balancer_sku": "standard",
        },
        oidc_issuer_profile={"enabled": True},
        security_profile={
            "workload_identity": {"enabled": True},
            "azure_key_vault_kms": {
                "enabled": True,
                "key_id": made.key.key_uri_with_version,
                "key_vault_network_access": "Private",
                "key_vault_resource_id": made.vault.id,
            },
            "defender": {
                "log_analytics_workspace_resource_id": made.workspace.id,
                "security_monitoring": {"enabled": True},
            },
            "image_cleaner": {"enabled": True, "interval_hours": 48},
        },
        addon_profiles={
            "azurepolicy": {"enabled": True},
            "azureKeyvaultSecretsProvider": {
                "enabled": True,
                "config": {"enableSecretRotation": "true"},
            },
        },
        disk_encryption_set_id=disks.id,
        agent_pool_profiles=[
            {
                "name": "system",
                "mode": "System",
                "type": "VirtualMachineScaleSets",
                "vm_size": "Standard_D4ds_v5",
                "count": 3,
                "enable_auto_scaling": True,
                "min_count": 3,
                "max_count": 6,
                "availability_zones": ["1", "2", "3"],
                "enable_encryption_at_host": True,
                "enable_node_public_ip": False,
                "os_sku": "AzureLinux",
                "vnet_subnet_id": made.subnets["nodes"].id,
                "security_profile": {"enable_secure_boot": True, "enable_vtpm": True},
                "tags": TAGS,
            }
        ],
        opts=made.kept,
    )
    watched("models", aks.id, made)
    containerservice.AgentPool(
        "gpu",
        resource_group_name=made.group.name,
        resource_name_=aks.name,
        agent_pool_name="gpu",
        mode="User",
        type="VirtualMachineScaleSets",
        vm_size="Standard_NC24ads_A100_v4",
        enable_auto_scaling=True,
        count=0,
        min_count=0,
        max_count=4,
        node_taints=["nvidia.com/gpu=present:NoSchedule"],
        enable_encryption_at_host=True,
        enable_node_public_ip=False,
        vnet_subnet_id=made.subnets["nodes"].id,
        security_profile={"enable_secure_boot": True, "enable_vtpm": True},
        tags=TAGS,
        opts=made.opts,
    )


def workspace(made, lake):
    studio = machinelearningservices.Workspace(
        "studio",
        **made.common,
        kind="Default",
        identity=made.assigned,
        primary_user_assigned_identity=made.identity.id,
        storage_account=lake.id,
        key_vault=made.vault.id,
        public_network_access="Disabled",
        hbi_workspace=True,
        encryption={
            "status": "Enabled",
            "identity": {"user_assigned_identity": made.identity.id},
            "key_vault_properties": {
                "key_vault_arm_id": made.vault.id,
                "key_identifier": made.key.key_uri_with_version,
            },
        },
        managed_network={"isolation_mode": "AllowOnlyApprovedOutbound"},
        opts=made.kept,
    )
    watched("studio", studio.id, made)
    endpoint("studio", studio.id, "amlworkspace", "privatelink.api.azureml.ms", made)
    for name, properties in {
        "notebook": {
            "compute_type": "ComputeInstance",
            "disable_local_auth": True,
            "properties": {
                "vm_size": "Standard_DS3_v2",
                "application_sharing_policy": "Personal",
                "enable_node_public_ip": False,
                "enable_sso": True,
                "idle_time_before_shutdown": "PT60M",
                "ssh_settings": {"ssh_public_access": "Disabled"},
                "subnet": {"id": made.subnets["training"].id},
            },
        },
        "a100": {
            "compute_type": "AmlCompute",
            "disable_local_auth": True,
            "properties": {
                "vm_size": "Standard_NC24ads_A100_v4",
                "vm_priority": "Dedicated",
                "enable_node_public_ip": False,
                "remote_login_port_public_access": "Disabled",
                "scale_settings": {
                    "min_node_count": 0,
                    "max_node_count": 4,
                    "node_idle_time_before_scale_down": "PT10M",
                },
                "subnet": {"id": made.subnets["training"].id},
            },
        },
    }.items():
        machinelearningservices.Compute(
            name,
            **made.common,
            workspace_name=studio.name,
            identity=made.assigned,
            properties=properties,
            opts=made.opts,
        )

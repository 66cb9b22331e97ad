"""Training and serving: a cluster with GPUs, notebooks, endpoints."""

from pulumi_gcp import compute, container, filestore, gkebackup, vertex, workbench

from tests.policies.estates.clean_gcp.base import LABELS, PROJECT, REGION
from tests.policies.estates.clean_gcp.shop import worker


def training(made):
    filestore.Instance(
        "checkpoints",
        tier="REGIONAL",
        location=REGION,
        kms_key_name=made.key.id,
        deletion_protection_enabled=True,
        protocol="NFS_V4_1",
        file_shares={"name": "checkpoints", "capacity_gb": 1024},
        networks=[{"network": made.network.id, "modes": ["MODE_IPV4"]}],
        opts=made.kept,
    )
    cluster(made)
    notebooks(made)
    serving(made)


def cluster(made):
    gke = container.Cluster(
        "models",
        location=REGION,
        network=made.network.id,
        subnetwork=made.subnet.id,
        remove_default_node_pool=True,
        initial_node_count=1,
        deletion_protection=True,
        datapath_provider="ADVANCED_DATAPATH",
        release_channel={"channel": "REGULAR"},
        enable_shielded_nodes=True,
        enable_intranode_visibility=True,
        in_transit_encryption_config="IN_TRANSIT_ENCRYPTION_INTER_NODE_TRANSPARENT",
        database_encryption={"state": "ENCRYPTED", "key_name": made.key.id},
        workload_identity_config={"workload_pool": f"{PROJECT}.svc.id.goog"},
        authenticator_groups_config={"security_group": "gke-security-groups@example.com"},
        binary_authorization={"evaluation_mode": "PROJECT_SINGLETON_POLICY_ENFORCE"},
        ip_allocation_policy={
            "cluster_secondary_range_name": "pods",
            "services_secondary_range_name": "services",
        },
        private_cluster_config={"enable_private_nodes": True, "enable_private_endpoint": True},
        master_authorized_networks_config={
            "cidr_blocks": [{"cidr_block": "10.30.0.0/20", "display_name": "inside"}],
            "gcp_public_cidrs_access_enabled": False,
        },
        master_auth={"client_certificate_config": {"issue_client_certificate": False}},
        logging_config={
            "enable_components": [
                "SYSTEM_COMPONENTS",
                "WORKLOADS",
                "APISERVER",
                "CONTROLLER_MANAGER",
                "SCHEDULER",
            ]
        },
        monitoring_config={
            "enable_components": ["SYSTEM_COMPONENTS"],
            "managed_prometheus": {"enabled": True},
        },
        security_posture_config={"mode": "BASIC", "vulnerability_mode": "VULNERABILITY_BASIC"},
        addons_config={"gke_backup_agent_config": {"enabled": True}},
        cost_management_config={"enabled": True},
        maintenance_policy={"daily_maintenance_window": {"start_time": "03:00"}},
        resource_labels=LABELS,
        opts=made.kept,
    )
    account = worker("nodes", made, "container.defaultNodeServiceAccount")
    common = {
        "service_account": account.email,
        "oauth_scopes": ["https://www.googleapis.com/auth/cloud-platform"],
        "boot_disk_kms_key": made.key.id,
        "labels": LABELS,
        "resource_labels": LABELS,
        "shielded_instance_config": {
            "enable_secure_boot": True,
            "enable_integrity_monitoring": True,
        },
        "workload_metadata_config": {"mode": "GKE_METADATA"},
        "metadata": {"disable-legacy-endpoints": "true"},
    }
    healing = {"auto_repair": True, "auto_upgrade": True}
    container.NodePool(
        "system",
        cluster=gke.name,
        location=REGION,
        autoscaling={"min_node_count": 1, "max_node_count": 3},
        management=healing,
        node_config={**common, "machine_type": "e2-standard-4"},
        opts=made.opts,
    )
    container.NodePool(
        "gpu",
        cluster=gke.name,
        location=REGION,
        node_locations=[f"{REGION}-a"],
        autoscaling={"total_min_node_count": 0, "total_max_node_count": 4},
        management=healing,
        node_config={
            **common,
            "machine_type": "g2-standard-12",
            "guest_accelerators": [
                {
                    "type": "nvidia-l4",
                    "count": 1,
                    "gpu_driver_installation_config": {"gpu_driver_version": "LATEST"},
                }
            ],
            "taints": [{"key": "nvidia.com/gpu", "value": "present", "effect": "NO_SCHEDULE"}],
        },
        opts=made.opts,
    )
    gkebackup.BackupPlan(
        "models",
        cluster=gke.id,
        location=REGION,
        backup_config={
            "all_namespaces": True,
            "include_volume_data": True,
            "include_secrets": True,
            "encryption_key": {"gcp_kms_encryption_key": made.key.id},
        },
        backup_schedule={"cron_schedule": "0 3 * * *"},
        retention_policy={"backup_retain_days": 35, "backup_delete_lock_days": 30, "locked": True},
        opts=made.kept,
    )


def notebooks(made):
    account = worker("analyst", made, "aiplatform.user")
    workbench.Instance(
        "analyst",
        location=f"{REGION}-a",
        disable_proxy_access=False,
        instance_owners=["analyst@example.com"],
        gce_setup={
            "machine_type": "n2-standard-4",
            "disable_public_ip": True,
            "enable_ip_forwarding": False,
            "service_accounts": [{"email": account.email}],
            "network_interfaces": [
                {"network": made.network.id, "subnet": made.subnet.id, "nic_type": "GVNIC"}
            ],
            "boot_disk": {
                "disk_encryption": "CMEK",
                "kms_key": made.key.id,
                "disk_size_gb": "150",
            },
            "data_disks": {
                "disk_encryption": "CMEK",
                "kms_key": made.key.id,
                "disk_size_gb": "200",
            },
            "shielded_instance_config": {
                "enable_secure_boot": True,
                "enable_vtpm": True,
                "enable_integrity_monitoring": True,
            },
            "metadata": {"idle-timeout-seconds": "3600", "notebook-disable-root": "true"},
        },
        opts=made.opts,
    )


def serving(made):
    spec = {"kms_key_name": made.key.id}
    vertex.AiEndpoint(
        "ranking",
        display_name="ranking",
        location=REGION,
        region=REGION,
        encryption_spec=spec,
        private_service_connect_config={
            "enable_private_service_connect": True,
            "project_allowlists": [PROJECT],
        },
        predict_request_response_logging_config={
            "enabled": True,
            "sampling_rate": 1,
            "bigquery_destination": {"output_uri": f"bq://{PROJECT}.analytics.predictions"},
        },
        opts=made.opts,
    )
    vertex.AiDataset(
        "images",
        display_name="images",
        region=REGION,
        metadata_schema_uri="gs://google-cloud-aiplatform/schema/dataset/metadata/image_1.0.0.yaml",
        encryption_spec=spec,
        opts=made.opts,
    )
    vertex.AiTensorboard(
        "runs", display_name="runs", region=REGION, encryption_spec=spec, opts=made.opts
    )
    compute.Instance(
        "jump",
        machine_type="e2-small",
        zone=f"{REGION}-a",
        deletion_protection=True,
        boot_disk={
            "initialize_params": {"image": "debian-cloud/debian-12", "labels": LABELS},
            "kms_key_self_link": made.key.id,
        },
        network_interfaces=[{"subnetwork": made.subnet.id}],
        shielded_instance_config={
            "enable_secure_boot": True,
            "enable_vtpm": True,
            "enable_integrity_monitoring": True,
        },
        metadata={"enable-oslogin": "TRUE", "block-project-ssh-keys": "TRUE"},
        service_account={
            "email": worker("jump", made).email,
            "scopes": ["https://www.googleapis.com/auth/cloud-platform"],
        },
        opts=made.kept,
    )

"""Kubernetes clusters and their node pools, as tutorials and defaults leave them."""

from pulumi_gcp import backupdisasterrecovery, container, gkebackup, gkehub, monitoring, projects

EXPECTED = {
    "workload-cluster": "public legacy unkeyed abroad untagged unlogged unprotected",
    "hello-gke": "public static unkeyed unprotected untagged borrowed abroad",
    "autopilot": "public unkeyed abroad untagged",
    "basic-auth": "public static old unkeyed unlogged untagged abroad",
    "private-ish": "public unkeyed untagged abroad",
    "custom-pool": "unshielded borrowed untagged unkeyed abroad",
    "spot-pool": "borrowed untagged unkeyed spot-gpu unshielded",
    "t4-pool": "borrowed untagged always-on unshielded",
    "a100-pool": "unbounded borrowed untagged always-on",
    "open-pool": "unbounded untainted borrowed untagged",
    "fleet": "untagged",
    "backup-plan": "abroad untagged unkeyed unlocked",
    "backup-dr": "abroad untagged unlocked",
    "uptime": "cleartext",
    "compute-api": "",
}


def clusters():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/gcp/gke.tf"""
    container.Cluster(
        "workload-cluster",
        location="us-central1-a",
        initial_node_count=1,
        enable_legacy_abac=True,
        logging_service="none",
        monitoring_service="none",
        deletion_protection=False,
        master_authorized_networks_config={
            "cidr_blocks": [{"cidr_block": "0.0.0.0/0", "display_name": "anywhere"}]
        },
    )
    container.Cluster("autopilot", location="us-central1", enable_autopilot=True)
    container.Cluster(
        "basic-auth",
        location="us-east1-b",
        initial_node_count=3,
        min_master_version="1.22",
        master_auth={"client_certificate_config": {"issue_client_certificate": True}},
        release_channel={"channel": "UNSPECIFIED"},
        node_config={"metadata": {"disable-legacy-endpoints": "false"}},
        deletion_protection=False,
    )
    container.Cluster(
        "private-ish",
        location="us-central1",
        initial_node_count=1,
        private_cluster_config={
            "enable_private_nodes": True,
            "enable_private_endpoint": False,
            "master_ipv4_cidr_block": "172.16.0.0/28",
        },
    )


def pools():
    """https://www.pulumi.com/registry/packages/gcp/how-to-guides/gke/"""
    cluster = container.Cluster(
        "hello-gke",
        location="us-central1-a",
        initial_node_count=2,
        deletion_protection=False,
        node_config={
            "machine_type": "n1-standard-1",
            "oauth_scopes": [
                "https://www.googleapis.com/auth/compute",
                "https://www.googleapis.com/auth/cloud-platform",
            ],
        },
    )
    scopes = ["https://www.googleapis.com/auth/cloud-platform"]
    container.NodePool(
        "custom-pool",
        cluster=cluster.name,
        location="us-central1-a",
        initial_node_count=3,
        node_config={
            "machine_type": "e2-medium",
            "image_type": "COS",
            "oauth_scopes": scopes,
            "workload_metadata_config": {"mode": "GCE_METADATA"},
            "shielded_instance_config": {"enable_secure_boot": False},
        },
        management={"auto_repair": False, "auto_upgrade": False},
    )
    container.NodePool(
        "spot-pool",
        cluster=cluster.name,
        node_count=8,
        node_config={
            "machine_type": "g2-standard-24",
            "spot": True,
            "oauth_scopes": scopes,
            "guest_accelerators": [{"type": "nvidia-l4", "count": 2}],
        },
    )
    container.NodePool(
        "t4-pool",
        cluster=cluster.name,
        node_count=4,
        node_config={
            "preemptible": True,
            "machine_type": "n1-standard-4",
            "guest_accelerators": [{"type": "nvidia-tesla-t4", "count": 1}],
        },
    )
    container.NodePool(
        "a100-pool",
        cluster=cluster.name,
        autoscaling={"min_node_count": 2, "max_node_count": 100},
        node_config={
            "machine_type": "a2-highgpu-8g",
            "guest_accelerators": [{"type": "nvidia-tesla-a100", "count": 8}],
        },
    )
    container.NodePool(
        "open-pool",
        cluster=cluster.name,
        autoscaling={"total_min_node_count": 1, "total_max_node_count": 50},
        node_config={"machine_type": "a3-highgpu-8g"},
    )


def protection():
    """https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/how-to/backup-plan"""
    gkehub.Membership(
        "fleet",
        membership_id="fleet",
        endpoint={
            "gke_cluster": {
                "resource_link": "//container.googleapis.com/projects/acme/locations/us-central1/"
                "clusters/autopilot"
            }
        },
    )
    gkebackup.BackupPlan(
        "backup-plan",
        cluster="projects/acme/locations/us-central1/clusters/autopilot",
        location="us-central1",
        backup_config={"all_namespaces": True, "include_secrets": True},
        retention_policy={"backup_retain_days": 1},
    )
    backupdisasterrecovery.BackupVault(
        "backup-dr",
        backup_vault_id="vault",
        location="us-central1",
        backup_minimum_enforced_retention_duration="86400s",
    )
    monitoring.UptimeCheckConfig(
        "uptime",
        display_name="site",
        timeout="10s",
        http_check={"path": "/", "port": 80, "use_ssl": False},
        monitored_resource={
            "type": "uptime_url",
            "labels": {"host": "www.example.com", "project_id": "acme"},
        },
    )
    projects.Service("compute-api", service="compute.googleapis.com")


PROGRAM = (clusters, pools, protection)

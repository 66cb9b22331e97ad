"""The control plane of a cluster on Google Cloud."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_gcp import container, serviceaccount

from landing_zone.cluster.gcp_maintenance import maintenance_policy
from landing_zone.cluster.gcp_telemetry import LOGS, METRICS
from landing_zone.cluster.spec import ClusterSpec, UpgradeChannel
from landing_zone.core import NameRule, Scope

CLUSTER = NameRule("cluster", 40)
"""Source: https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters"""

SERVICES_RANGE = "services"
"""The name of the secondary range of Kubernetes services, in the network of this project."""

CHANNELS = {UpgradeChannel.STANDARD: "REGULAR", UpgradeChannel.EXTENDED: "EXTENDED"}
"""Source: https://cloud.google.com/kubernetes-engine/docs/concepts/release-channels"""


@dataclass(frozen=True)
class Surroundings:
    """What a cluster and its nodes lie in and use."""

    network: pulumi.Output[str]
    """The self link of the network."""
    subnetwork: pulumi.Output[str]
    """Where nodes are: its ID."""
    pods_range: pulumi.Output[str]
    """The name of the secondary range of pods."""
    addresses: pulumi.Output[str]
    """All addresses of the network."""
    account: serviceaccount.Account
    """As whom nodes act."""
    secrets_key: pulumi.Output[str]
    """The key for Kubernetes secrets, which GKE may use."""
    disk_key: pulumi.Output[str]
    """The key for boot disks, which Compute Engine may use."""


def control_plane(
    scope: Scope, spec: ClusterSpec, around: Surroundings, *, before: Sequence[pulumi.Resource]
) -> container.Cluster:
    """Declare a regional control plane that only the network and the networks given reach.

    GKE makes a pool with every cluster, which is removed at once: it too acts as our account and
    is encrypted with our key, and what is said of it later changes nothing.

    `version` is the least that the control plane has: GKE patches it, and an older one is no
    change to it. Multi-networking is on for the pools that need more than one interface.

    Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster,
    https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation,
    https://github.com/hashicorp/terraform-provider-google/issues/12070
    """
    networks = () if spec.endpoint == "private" else spec.endpoint
    return container.Cluster(
        scope.child("control-plane"),
        name=scope.physical(CLUSTER),
        project=scope.env.account,
        location=scope.env.region,
        deletion_protection=scope.env.protects_data,
        min_master_version=spec.version,
        release_channel={"channel": CHANNELS[spec.upgrade_channel]},
        maintenance_policy=maintenance_policy(spec.maintenance),
        remove_default_node_pool=True,
        initial_node_count=1,
        node_config={
            "service_account": around.account.email,
            "boot_disk_kms_key": around.disk_key,
            "metadata": {"disable-legacy-endpoints": "true"},
            "workload_metadata_config": {"mode": "GKE_METADATA"},
            "shielded_instance_config": {"enable_secure_boot": True},
        },
        node_pool_defaults={
            "node_config_defaults": {
                "gcfs_config": {"enabled": True},
                "insecure_kubelet_readonly_port_enabled": "FALSE",
            }
        },
        network=around.network,
        subnetwork=around.subnetwork,
        networking_mode="VPC_NATIVE",
        ip_allocation_policy={
            "cluster_secondary_range_name": around.pods_range,
            "services_secondary_range_name": SERVICES_RANGE,
        },
        datapath_provider="ADVANCED_DATAPATH",
        enable_multi_networking=True,
        enable_intranode_visibility=True,
        enable_l4_ilb_subsetting=True,
        private_cluster_config={
            "enable_private_nodes": True,
            "enable_private_endpoint": not networks,
        },
        master_authorized_networks_config={
            "cidr_blocks": [
                {"cidr_block": around.addresses, "display_name": "network"},
                *({"cidr_block": str(each), "display_name": "outside"} for each in networks),
            ],
            "gcp_public_cidrs_access_enabled": False,
            "private_endpoint_enforcement_enabled": True,
        },
        control_plane_endpoints_config={
            "dns_endpoint_config": {"allow_external_traffic": False},
            "ip_endpoints_config": {"enabled": True},
        },
        database_encryption={"state": "ENCRYPTED", "key_name": around.secrets_key},
        workload_identity_config={"workload_pool": f"{scope.env.account}.svc.id.goog"},
        master_auth={"client_certificate_config": {"issue_client_certificate": False}},
        enable_legacy_abac=False,
        enable_shielded_nodes=True,
        anonymous_authentication_config={"mode": "LIMITED"},
        rbac_binding_config={
            "enable_insecure_binding_system_authenticated": False,
            "enable_insecure_binding_system_unauthenticated": False,
        },
        service_external_ips_config={"enabled": False},
        binary_authorization={"evaluation_mode": "PROJECT_SINGLETON_POLICY_ENFORCE"},
        security_posture_config={
            "mode": "BASIC",
            "vulnerability_mode": "VULNERABILITY_DISABLED",
        },
        logging_config={"enable_components": LOGS},
        monitoring_config={
            "enable_components": METRICS,
            "managed_prometheus": {"enabled": True},
            "advanced_datapath_observability_config": {
                "enable_metrics": True,
                "enable_relay": False,
            },
        },
        cost_management_config={"enabled": True},
        cluster_autoscaling={"autoscaling_profile": "BALANCED"},
        gateway_api_config={"channel": "CHANNEL_STANDARD"},
        addons_config={
            "dns_cache_config": {"enabled": True},
            "gce_persistent_disk_csi_driver_config": {"enabled": True},
            "gcp_filestore_csi_driver_config": {"enabled": True},
            "gcs_fuse_csi_driver_config": {"enabled": True},
            "horizontal_pod_autoscaling": {"disabled": False},
            "http_load_balancing": {"disabled": False},
        },
        resource_labels=scope.tags,
        opts=scope.opts(stateful=True, depends_on=[*before], ignore_changes=["nodeConfig"]),
    )


def node_version(cluster: container.Cluster, spec: ClusterSpec) -> pulumi.Output[str]:
    """Return the whole version that nodes have: the control plane's, once it has the spec's.

    A preview of an upgrade knows the old one only, and would not announce what happens to nodes: so
    it is told the new minor version.
    """
    return cluster.master_version.apply(
        lambda version: version if _minor(version) >= _minor(spec.version) else spec.version
    )


def _minor(version: str) -> int:
    return int(version.split(".")[1])

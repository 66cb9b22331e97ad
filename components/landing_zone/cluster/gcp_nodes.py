"""The nodes of a cluster on Google Cloud: as whom they act, and those for its own programs."""

import pulumi
from pulumi_gcp import container, projects, serviceaccount

from landing_zone.cluster.gcp_control_plane import Surroundings, node_version
from landing_zone.cluster.spec import ClusterSpec, Machine, NodeOs
from landing_zone.core import NameRule, Scope
from landing_zone.network.addresses import MOST_ZONES
from landing_zone.network.gcp_zones import zone_names

ACCOUNT = NameRule("service account", 30, begins_with=("component",))
"""Source: https://cloud.google.com/iam/docs/service-accounts-create#creating"""

POOL = NameRule("node pool", 40 - len("-1234567"), begins_with=("component",))
"""A name of 40 characters, of which Pulumi adds the last 8.

Source: https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters.nodePools
"""

ROLES = {
    "join": "roles/container.defaultNodeServiceAccount",
    "images": "roles/artifactregistry.reader",
}
"""What nodes may do: write logs and metrics, and pull images; pods have identities of their own.

Source: https://cloud.google.com/kubernetes-engine/docs/how-to/service-accounts
"""

MACHINES = {
    Machine.STANDARD_4: "e2-standard-4",
    Machine.STANDARD_8: "e2-standard-8",
    Machine.STANDARD_16: "e2-standard-16",
}
"""Machines that every zone has.

Source: https://cloud.google.com/compute/docs/general-purpose-machines#e2_machine_types
"""

IMAGES = {NodeOs.MINIMAL: "COS_CONTAINERD", NodeOs.GENERAL: "UBUNTU_CONTAINERD"}
"""Source: https://cloud.google.com/kubernetes-engine/docs/concepts/node-images"""

PODS_PER_NODE = 64
"""The most pods on a node, which gets twice as many addresses: half of what it has by default.

Source: https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr
"""


def zones(region: str, spec: ClusterSpec) -> list[str]:
    """Return the zones that general-purpose nodes spread over."""
    names = zone_names(region, MOST_ZONES)
    return [names[number - 1] for number in spec.node_zones] if spec.node_zones else names


def node_account(
    scope: Scope, apis: list[pulumi.Resource]
) -> tuple[serviceaccount.Account, list[pulumi.Resource]]:
    """Declare the service account of all nodes, and what little it may do."""
    account = serviceaccount.Account(
        scope.child("nodes"),
        project=scope.env.account,
        account_id=scope.physical(ACCOUNT, "nodes"),
        display_name=f"Nodes of {scope.names.component}",
        opts=scope.opts(depends_on=apis),
    )
    roles = [
        projects.IAMMember(
            scope.child(f"nodes-{part}"),
            project=scope.env.account,
            role=role,
            member=account.member,
            opts=scope.opts(),
        )
        for part, role in ROLES.items()
    ]
    return account, [*roles]


def system_pool(
    scope: Scope, spec: ClusterSpec, around: Surroundings, cluster: container.Cluster
) -> container.NodePool:
    """Declare the nodes for the cluster's own programs, patched and repaired by Google.

    They follow the control plane's version, so that a new minor version reaches it first. Images
    are streamed where the node's own image can, which is Container-Optimized OS alone.

    Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster,
    https://cloud.google.com/kubernetes-engine/docs/concepts/node-pool-upgrade-strategies,
    https://cloud.google.com/kubernetes-engine/docs/how-to/image-streaming
    """
    pool = spec.system_pool
    return container.NodePool(
        scope.child("system"),
        project=scope.env.account,
        location=scope.env.region,
        cluster=cluster.name,
        version=node_version(cluster, spec),
        node_locations=zones(scope.env.region, spec),
        initial_node_count=1,
        autoscaling={
            "total_min_node_count": pool.min_nodes,
            "total_max_node_count": pool.max_nodes,
            "location_policy": "BALANCED",
        },
        management={"auto_repair": True, "auto_upgrade": True},
        upgrade_settings={"strategy": "SURGE", "max_surge": 1, "max_unavailable": 0},
        max_pods_per_node=PODS_PER_NODE,
        network_config={"enable_private_nodes": True, "pod_range": around.pods_range},
        node_config={
            "machine_type": MACHINES[pool.machine],
            "image_type": IMAGES[spec.node_os],
            "disk_type": "pd-balanced",
            "disk_size_gb": pool.disk_gib,
            "boot_disk_kms_key": around.disk_key,
            "service_account": around.account.email,
            "oauth_scopes": ["https://www.googleapis.com/auth/cloud-platform"],
            "metadata": {"disable-legacy-endpoints": "true"},
            "workload_metadata_config": {"mode": "GKE_METADATA"},
            "shielded_instance_config": {
                "enable_secure_boot": True,
                "enable_integrity_monitoring": True,
            },
            "kubelet_config": {"insecure_kubelet_readonly_port_enabled": "FALSE"},
            "gcfs_config": {"enabled": spec.node_os is NodeOs.MINIMAL},
            "gvnic": {"enabled": True},
            "resource_labels": scope.tags,
        },
        opts=scope.opts(ignore_changes=["initialNodeCount"]),
    )

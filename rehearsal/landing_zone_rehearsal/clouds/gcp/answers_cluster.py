"""What Google Cloud answers about clusters."""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.certificates import AUTHORITY
from landing_zone_rehearsal.clouds.model import Kind

from .answers_forms import DELETED, PROJECT

CLUSTER = "projects/{_account}/locations/{location|_region}/clusters/{name}"

PUBLIC = "34.91.{_number:2}.{_number:2:=cluster}"
PRIVATE = "10.0.0.{_number:2}"

VERSION = "{minMasterVersion|=1.35}.5-gke.1011000"
"""A minor version stands for its latest patch, which here is always the fifth.

Source: https://cloud.google.com/kubernetes-engine/versioning#specifying_cluster_version
"""

CLUSTERS: Mapping[str, Kind] = {
    "gcp:container:Cluster": Kind(
        id=CLUSTER,
        name="name",
        outputs={
            **PROJECT,
            **DELETED,
            "location": "{_region}",
            "endpoint": PUBLIC,
            "selfLink": f"https://container.googleapis.com/v1/{CLUSTER}",
            "labelFingerprint": "{_hex:8}",
            "operation": "",
            "servicesIpv4Cidr": "10.0.112.0/20",
            "clusterIpv4Cidr": "10.0.128.0/17",
            "tpuIpv4CidrBlock": "",
            "defaultMaxPodsPerNode": 110,
            "nodeLocations": ["{_region}-a", "{_region}-b", "{_region}-c"],
            "masterVersion": VERSION,
            "nodeVersion": VERSION,
            "loggingService": "logging.googleapis.com/kubernetes",
            "monitoringService": "monitoring.googleapis.com/kubernetes",
            "networkingMode": "VPC_NATIVE",
            "deletionProtection": True,
            "enableShieldedNodes": True,
            "releaseChannel": {"channel": "REGULAR"},
            "effectiveLabels": "{resourceLabels}",
            "pulumiLabels": "{resourceLabels}",
            "masterAuth": {"clientCertificateConfig": {"issueClientCertificate": False}},
            "masterAuth.clusterCaCertificate": AUTHORITY,
            "masterAuth.clientCertificate": "",
            "privateClusterConfig": {"enablePrivateNodes": False, "enablePrivateEndpoint": False},
            "privateClusterConfig.privateEndpoint": PRIVATE,
            "privateClusterConfig.publicEndpoint": PUBLIC,
            "privateClusterConfig.peeringName": "",
            "controlPlaneEndpointsConfig.dnsEndpointConfig.endpoint": (
                "gke-{_hex:32}-{_number:12:_account}.{location|_region}.gke.goog"
            ),
        },
    ),
}
"""Clusters."""

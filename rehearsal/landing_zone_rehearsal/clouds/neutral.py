"""What packages answer that belong to no cloud."""

from __future__ import annotations

from collections.abc import Mapping

from .model import CloudModel, Kind

CLUSTER_WIDE = Kind(id="{metadata.name}", name="metadata.name")

KUBERNETES = CloudModel(
    package="kubernetes",
    place={"_account": "{clusterIdentifier|_hex:16:kubeconfig}"},
    kinds={
        "kubernetes:core:Namespace": CLUSTER_WIDE,
        "kubernetes:admissionregistration.k8s.io:ValidatingAdmissionPolicy": CLUSTER_WIDE,
        "kubernetes:admissionregistration.k8s.io:ValidatingAdmissionPolicyBinding": CLUSTER_WIDE,
        "kubernetes:cloud.google.com:ComputeClass": CLUSTER_WIDE,
        "kubernetes:mellanox.com:NicClusterPolicy": CLUSTER_WIDE,
        "kubernetes:networking.gke.io:GKENetworkParamSet": CLUSTER_WIDE,
        "kubernetes:networking.gke.io:Network": CLUSTER_WIDE,
        "kubernetes:rbac.authorization.k8s.io:ClusterRole": CLUSTER_WIDE,
        "kubernetes:rbac.authorization.k8s.io:ClusterRoleBinding": CLUSTER_WIDE,
        "kubernetes:scheduling.k8s.io:PriorityClass": CLUSTER_WIDE,
        "kubernetes:storage.k8s.io:StorageClass": CLUSTER_WIDE,
        "kubernetes:helm.sh:Release": Kind(
            id="{namespace|=default}/{name}",
            name="name",
            outputs={
                "namespace": "default",
                "status": {
                    "chart": "{_last:chart}",
                    "name": "{name}",
                    "namespace": "{namespace|=default}",
                    "revision": 1,
                    "status": "deployed",
                    "version": "{version}",
                },
            },
        ),
    },
    functions={},
    fallback=Kind(id="{metadata.namespace|=default}/{metadata.name}", name="metadata.name"),
)

RANDOM = CloudModel(
    package="random",
    kinds={
        "random:index:RandomId": Kind(
            id="{_hex:8}", outputs={"hex": "{_hex:8}", "dec": "{_number:10}", "b64Url": "{_hex:8}"}
        ),
        "random:index:RandomString": Kind(id="{_hex:16}", outputs={"result": "{_hex:16}"}),
        "random:index:RandomPassword": Kind(id="none", outputs={"result": "{_upper:24}"}),
        "random:index:RandomUuid": Kind(id="{_guid}", outputs={"result": "{_guid}"}),
    },
    functions={},
)

MODELS: Mapping[str, CloudModel] = {model.package: model for model in (KUBERNETES, RANDOM)}
"""By package."""


def unknown_package(package: str) -> CloudModel:
    """Answer for a package without a table: an ID, and outputs as the inputs were."""
    return CloudModel(package=package, kinds={}, functions={})

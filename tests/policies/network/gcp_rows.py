"""Programs on Google Cloud with one property that the rules of networks deny."""

import json

from pulumi_gcp import (
    accesscontextmanager,
    alloydb,
    artifactregistry,
    bigquery,
    cloudfunctions,
    colab,
    compute,
    container,
    dataproc,
    storage,
    tpu,
    vertex,
)

from tests.policies.cases import Cases
from tests.policies.weakened import LEFT_OUT, weakened

CASES = Cases()
HERE = {"location": "europe-west4"}
ZONE = {"zone": "europe-west4-a"}
EVERYONE, SOME = "allUsers", "group:ours@acme.example"


def policy(member: str) -> str:
    bindings = [{"role": "roles/viewer", "members": [member]}]
    return json.dumps({"bindings": bindings})


ACCESS = {"bucket": "lake", "role": "READER", "entity": "group-ours@acme.example"}
INSTANCE = {
    "cluster": "projects/acme/locations/europe-west4/clusters/ours",
    "instance_id": "main",
    "instance_type": "PRIMARY",
    "network_config": {
        "enable_public_ip": False,
        "authorized_external_networks": [{"cidr_range": "203.0.113.0/24"}],
    },
}
MACHINE = {
    **ZONE,
    "machine_type": "n2-standard-4",
    "boot_disk": {"initialize_params": {"image": "debian-cloud/debian-12"}},
    "network_interfaces": [{"network": "ours"}],
}
PUBLIC_IPV6 = [{"network_tier": "PREMIUM"}]
SPARK = {
    "region": "europe-west4",
    "cluster_config": {"gce_cluster_config": {"internal_ip_only": True}},
}
NETWORK = {"auto_create_subnetworks": False}
FIREWALL = {"network": "ours", "allows": [{"protocol": "tcp", "ports": ["443"]}]}
GARDEN = {
    **HERE,
    "publisher_model_name": "publishers/google/models/gemma3@gemma-3-4b-it",
    "endpoint_config": {
        "private_service_connect_config": {
            "enable_private_service_connect": True,
            "project_allowlists": ["acme"],
        }
    },
}
SLICE = {
    **ZONE,
    "runtime_version": "tpu-ubuntu2204-base",
    "network_configs": [{"network": "ours", "enable_external_ips": False}],
}
NODE = {
    "runtime_version": "tpu-ubuntu2204-base",
    "accelerator_type": "v5litepod-8",
    "network_config": {"network": "ours", "enable_external_ips": False},
}
QUEUED = {**ZONE, "tpu": {"node_specs": [{"parent": "projects/acme", "node": NODE}]}}
RUNTIME = {
    **HERE,
    "display_name": "notebook",
    "network_spec": {"network": "ours", "enable_internet_access": False},
}
PERIMETER = {
    "parent": "accessPolicies/1",
    "name": "accessPolicies/1/servicePerimeters/data",
    "title": "data",
    "status": {"restricted_services": ["storage.googleapis.com"]},
}
CLUSTER = {
    **HERE,
    "initial_node_count": 1,
    "node_config": {"workload_metadata_config": {"mode": "GKE_METADATA"}},
}
INVOKER = {
    "cloud_function": "ours",
    "role": "roles/cloudfunctions.invoker",
    "members": [SOME],
}
READER = {"repository": "ours", "role": "roles/artifactregistry.reader", "members": [SOME]}
DATASET = {
    **HERE,
    "dataset_id": "lake",
    "accesses": [
        {"role": "READER", "special_group": "projectReaders"},
        {"role": "READER", "iam_member": SOME},
    ],
}

weakened(
    CASES,
    (
        ("NET-03", storage.BucketACL, {"bucket": "lake"}, "predefined_acl", "publicRead"),
        ("NET-03", storage.BucketAccessControl, ACCESS, "entity", EVERYONE),
        (
            "NET-04",
            alloydb.Instance,
            INSTANCE,
            "network_config.authorized_external_networks[0].cidr_range",
            "0.0.0.0/0",
        ),
        (
            "NET-06",
            compute.Instance,
            MACHINE,
            "network_interfaces[0].ipv6_access_configs",
            PUBLIC_IPV6,
        ),
        (
            "NET-06",
            dataproc.Cluster,
            SPARK,
            "cluster_config.gce_cluster_config.internal_ip_only",
            False,
        ),
        ("NET-07", compute.Network, {**NETWORK, "name": "ours"}, "name", "default"),
        ("NET-07", compute.Firewall, FIREWALL, "network", "default"),
        (
            "NET-08",
            vertex.AiEndpointWithModelGardenDeployment,
            GARDEN,
            "endpoint_config.private_service_connect_config.enable_private_service_connect",
            False,
        ),
        ("NET-08", tpu.V2Vm, SLICE, "network_configs[0].enable_external_ips", True),
        (
            "NET-08",
            tpu.V2QueuedResource,
            QUEUED,
            "tpu.node_specs[0].node.network_config.enable_external_ips",
            True,
        ),
        (
            "NET-08",
            colab.RuntimeTemplate,
            RUNTIME,
            "network_spec.enable_internet_access",
            True,
        ),
        (
            "NET-09",
            accesscontextmanager.ServicePerimeter,
            PERIMETER,
            "status.restricted_services",
            LEFT_OUT,
        ),
        ("NET-10", cloudfunctions.FunctionIamBinding, INVOKER, "members[0]", EVERYONE),
        (
            "NET-10",
            cloudfunctions.FunctionIamPolicy,
            {"cloud_function": "ours", "policy_data": policy(SOME)},
            "policy_data",
            policy(EVERYONE),
        ),
        (
            "NET-13",
            container.Cluster,
            CLUSTER,
            "node_config.workload_metadata_config.mode",
            "GCE_METADATA",
        ),
        ("NET-14", artifactregistry.RepositoryIamBinding, READER, "members[0]", EVERYONE),
        (
            "NET-14",
            artifactregistry.RepositoryIamPolicy,
            {"repository": "ours", "policy_data": policy(SOME)},
            "policy_data",
            policy(EVERYONE),
        ),
        (
            "NET-14",
            bigquery.Dataset,
            DATASET,
            "accesses[0].special_group",
            "allAuthenticatedUsers",
        ),
        ("NET-14", bigquery.Dataset, DATASET, "accesses[1].iam_member", EVERYONE),
    ),
)

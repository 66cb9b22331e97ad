"""Programs on Google Cloud with one property that the rules of identities deny."""

from pulumi_gcp import compute, container, orgpolicy, projects

from tests.policies.cases import Cases
from tests.policies.weakened import weakened

CASES = Cases()
KEY = "ann:ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI ann"
ROLE = {"role_id": "reader", "title": "reader", "permissions": ["storage.objects.get"]}
METADATA = {"metadata": {"enable-oslogin": "TRUE"}}
CLUSTER = {
    "location": "europe-west4",
    "initial_node_count": 1,
    "node_config": {"service_account": "nodes@acme-prod.iam.gserviceaccount.com"},
}
GUARD = {
    "parent": "projects/acme-prod",
    "spec": {"rules": [{"enforce": "TRUE"}]},
}

weakened(
    CASES,
    (
        ("IAM-01", projects.IAMCustomRole, ROLE, "permissions[0]", "storage.*"),
        ("IAM-05", compute.ProjectMetadata, METADATA, "metadata.sshKeys", KEY),
        ("IAM-05", compute.ProjectMetadata, METADATA, "metadata.enable-oslogin", "FALSE"),
        ("IAM-06", container.Cluster, CLUSTER, "node_config.service_account", "default"),
        ("IAM-10", orgpolicy.Policy, GUARD, "spec"),
    ),
)


@CASES.denies("IAM-05", path="value")
def keys_for_all_machines(name):
    compute.ProjectMetadataItem(name, key="ssh-keys", value=KEY)


@CASES.denies("IAM-05", path="value")
def keys_for_all_machines_under_their_older_name(name):
    compute.ProjectMetadataItem(name, key="sshKeys", value=KEY)

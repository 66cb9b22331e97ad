"""Who may do what on Google Cloud: every role that is given to somebody, and where."""

from tests.promises.table import (
    Expected,
    is_key_for,
    matches,
    says,
)
from tests.zones import FULL

BUCKET_GRANT = "gcp:storage/bucketIAMMember:BucketIAMMember"
FOLDER = "gcp:storage/managedFolder:ManagedFolder"
FOLDER_GRANT = "gcp:storage/managedFolderIamMember:ManagedFolderIamMember"
KEY_GRANT = "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember"
RING_GRANT = "gcp:kms/keyRingIAMMember:KeyRingIAMMember"
ACCOUNT = "gcp:serviceaccount/account:Account"
LOGIN = "gcp:serviceaccount/iAMMember:IAMMember"
PROJECT_GRANT = "gcp:projects/iAMMember:IAMMember"
POOL = "gcp:iam/workloadIdentityPool:WorkloadIdentityPool"
ISSUER = "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider"

LAYERS = ("raw", "curated", "models", "scratch")
VIEWER, USER, ADMIN, METADATA = (
    "roles/storage.objectViewer",
    "roles/storage.objectUser",
    "roles/storage.objectAdmin",
    "roles/storage.legacyBucketReader",
)
GROUPS = {
    "data_scientist": {"raw": VIEWER, "curated": VIEWER, "models": VIEWER, "scratch": USER},
    "ml_engineer": {"raw": VIEWER, "curated": USER, "models": USER, "scratch": USER},
}
"""What groups of people may do on each layer."""


def grants_on_buckets() -> dict[str, Expected]:
    """Expect one grant for each person's and workload's verb on a layer, and on that alone."""
    people = {
        f"people-{persona.replace('_', '-')}-{layer}": (f"group:{{group:{persona}}}", role)
        for persona, verbs in GROUPS.items()
        for layer, role in verbs.items()
    }
    auditor = {
        f"people-auditor-{layer}-metadata": ("group:{group:auditor}", METADATA) for layer in LAYERS
    }
    trainer = "serviceAccount:{email:ai-identity-pod-trainer}"
    workloads = {"pod-trainer-curated": (trainer, VIEWER), "pod-trainer-scratch": (trainer, ADMIN)}
    return {
        f"{BUCKET_GRANT} ai-identity-{name}": {
            "member": says(member),
            "role": role,
            "bucket": says(f"{{id:ai-lake-{name.removesuffix('-metadata').rpartition('-')[2]}}}"),
        }
        for name, (member, role) in {**people, **auditor, **workloads}.items()
    }


def grant_on_folder(workload: str, role: str, prefix: str) -> dict[str, Expected]:
    """Expect a grant below a prefix of the models."""
    folder = prefix.rstrip("/")
    within: Expected = {"bucket": says("{id:ai-lake-models}")}
    return {
        f"{FOLDER} ai-identity-models-{folder}": {**within, "name": prefix},
        f"{FOLDER_GRANT} ai-identity-pod-{workload}-models-{folder}": {
            **within,
            "managedFolder": prefix,
            "member": says(f"serviceAccount:{{email:ai-identity-pod-{workload}}}"),
            "role": role,
        },
    }


def key_grant(purpose: str, agent: str, component: str) -> Expected:
    """Expect that a service's own account may use one key, and do nothing else with it."""
    return {
        "cryptoKeyId": is_key_for(purpose),
        "member": matches(rf"serviceAccount:{agent}\.iam\.gserviceaccount\.com"),
        "role": "roles/cloudkms.cryptoKeyEncrypterDecrypter",
        "condition.title": component,
        "condition.expression": 'resource.service == "cloudkms.googleapis.com"',
    }


def login(workload: str, subject: str) -> dict[str, Expected]:
    """Expect that one service account of the cluster may act as a workload."""
    pool = "principal://iam.googleapis.com/{name:ai-identity-pool}/subject/system:serviceaccount"
    return {
        f"{ACCOUNT} ai-identity-pod-{workload}": {"accountId": f"ai-identity-{workload}"},
        f"{LOGIN} ai-identity-pod-{workload}-login": {
            "serviceAccountId": says(f"{{name:ai-identity-pod-{workload}}}"),
            "role": "roles/iam.workloadIdentityUser",
            "member": says(f"{pool}:{subject}"),
        },
    }


RIGHTS: dict[str, Expected] = {
    **grants_on_buckets(),
    **grant_on_folder("trainer", USER, "candidates/"),
    **grant_on_folder("server", VIEWER, "released/"),
    f"{KEY_GRANT} ai-keys-registry-agent": key_grant(
        "registry", r"service-\d+@gcp-sa-artifactregistry", "ai-keys"
    ),
    f"{KEY_GRANT} ai-keys-secrets-agent": key_grant(
        "secrets", r"service-\d+@gcp-sa-secretmanager", "ai-keys"
    ),
    f"{KEY_GRANT} ai-lake-storage-key": key_grant(
        "data", r"service-\d+@gs-project-accounts", "ai-lake"
    ),
    f"{KEY_GRANT} ai-lake-access-key": key_grant("logs", r"cmek-p\d+@gcp-sa-logging", "ai-lake"),
    f"{KEY_GRANT} ai-network-flows-key": key_grant(
        "logs", r"cmek-p\d+@gcp-sa-logging", "ai-network"
    ),
    RING_GRANT: {
        "keyRingId": says("{id:ai-keys-ring}"),
        "member": says("group:{group:platform_admin}"),
        "role": "roles/cloudkms.admin",
    },
    f"{PROJECT_GRANT} ai-lake-access-auditor": {
        "member": says("group:{group:auditor}"),
        "role": "roles/logging.viewAccessor",
        "condition.expression": says(
            'resource.name == "{id:ai-lake-access-bucket}/views/_AllLogs"'
        ),
    },
    **login("trainer", "training:trainer"),
    **login("server", "serving:server"),
    ISSUER: {
        "workloadIdentityPoolId": says("{workloadIdentityPoolId:ai-identity-pool}"),
        "oidc.issuerUri": FULL["identity"]["issuer"],
        "attributeMapping": {"google.subject": "assertion.sub"},
        "attributeCondition": (
            "assertion.sub in ['system:serviceaccount:training:trainer',"
            " 'system:serviceaccount:serving:server']"
        ),
    },
}
"""Every grant, and nothing wider than a bucket, a folder or a key."""

"""Service accounts with keys, projects that anyone owns, keys and secrets without rules."""

from pulumi_gcp import (
    folder,
    iam,
    kms,
    logging,
    organizations,
    projects,
    secretmanager,
    serviceaccount,
)

EXPECTED = {
    "ci-account": "",
    "ci-key": "longlived",
    "backup-key": "longlived",
    "owner": "almighty",
    "editors": "almighty",
    "compute-editor": "almighty",
    "project-policy": "almighty",
    "account-user": "escalation",
    "token-creator": "escalation",
    "everyone-viewer": "anyone",
    "impersonate-all": "anyone",
    "key-admin": "escalation",
    "goat-role": "escalation",
    "star-role": "almighty",
    "folder-owner": "almighty",
    "org-admin": "almighty",
    "default-grants": "almighty",
    "github-pool": "",
    "github-provider": "anyone",
    "us-ring": "abroad",
    "plain-key": "unrotated untagged",
    "short-key": "loose-key",
    "slow-key": "unrotated",
    "key-for-all": "anyone",
    "db-password": "untagged unkeyed abroad",
    "db-password-value": "password",
    "us-secret": "untagged unkeyed abroad",
    "secret-readers": "anyone",
    "audit-off": "unlogged",
    "log-bucket": "short-logs log-abroad unkeyed",
    "log-exclusion": "unlogged",
}

PROJECT = "acme"


def accounts():
    """https://github.com/ine-labs/GCPGoat/blob/main/main.tf"""
    account = serviceaccount.Account("ci-account", account_id="ci-runner")
    serviceaccount.Key("ci-key", service_account_id=account.name)
    serviceaccount.Key(
        "backup-key",
        service_account_id="projects/acme/serviceAccounts/backup@acme.iam.gserviceaccount.com",
        public_key_type="TYPE_X509_PEM_FILE",
    )
    member = account.email.apply(lambda email: f"serviceAccount:{email}")
    projects.IAMMember("owner", project=PROJECT, role="roles/owner", member="user:jane@example.com")
    projects.IAMBinding(
        "editors",
        project=PROJECT,
        role="roles/editor",
        members=["group:all@example.com", "user:jane@example.com"],
    )
    projects.IAMMember(
        "compute-editor",
        project=PROJECT,
        role="roles/editor",
        member="serviceAccount:123456789012-compute@developer.gserviceaccount.com",
    )
    projects.IAMPolicy(
        "project-policy",
        project=PROJECT,
        policy_data='{"bindings":[{"role":"roles/owner","members":["user:a@example.com"]}]}',
    )
    projects.IAMMember(
        "account-user", project=PROJECT, role="roles/iam.serviceAccountUser", member=member
    )
    projects.IAMMember(
        "token-creator", project=PROJECT, role="roles/iam.serviceAccountTokenCreator", member=member
    )
    projects.IAMMember(
        "everyone-viewer", project=PROJECT, role="roles/viewer", member="allAuthenticatedUsers"
    )
    projects.IAMMember(
        "key-admin", project=PROJECT, role="roles/iam.serviceAccountKeyAdmin", member=member
    )
    serviceaccount.IAMMember(
        "impersonate-all",
        service_account_id=account.name,
        role="roles/iam.serviceAccountTokenCreator",
        member="allAuthenticatedUsers",
    )


def roles():
    """https://rhinosecuritylabs.com/gcp/privilege-escalation-google-cloud-platform-part-1/"""
    projects.IAMCustomRole(
        "goat-role",
        role_id="development",
        title="Dev role",
        permissions=[
            "iam.serviceAccounts.actAs",
            "iam.serviceAccountKeys.create",
            "storage.buckets.setIamPolicy",
        ],
    )
    organizations.IAMCustomRole(
        "star-role",
        org_id="123456789012",
        role_id="superuser",
        title="All",
        permissions=["resourcemanager.projects.setIamPolicy", "iam.roles.update"],
    )
    folder.IAMMember(
        "folder-owner", folder="folders/1234567", role="roles/owner", member="user:b@example.com"
    )
    organizations.IAMMember(
        "org-admin",
        org_id="123456789012",
        role="roles/resourcemanager.organizationAdmin",
        member="user:jane@example.com",
    )
    organizations.Project("default-grants", project_id="acme-lab", auto_create_network=True)
    pool = iam.WorkloadIdentityPool("github-pool", workload_identity_pool_id="github")
    iam.WorkloadIdentityPoolProvider(
        "github-provider",
        workload_identity_pool_id=pool.workload_identity_pool_id,
        workload_identity_pool_provider_id="github",
        attribute_mapping={"google.subject": "assertion.sub"},
        oidc={"issuer_uri": "https://token.actions.githubusercontent.com"},
    )


def keys():
    """https://cloud.google.com/kms/docs/create-encryption-keys"""
    ring = kms.KeyRing("us-ring", location="us-central1")
    key = kms.CryptoKey("plain-key", key_ring=ring.id)
    kms.CryptoKey("short-key", key_ring=ring.id, destroy_scheduled_duration="86400s")
    kms.CryptoKey("slow-key", key_ring=ring.id, rotation_period="126144000s")
    kms.CryptoKeyIAMMember(
        "key-for-all",
        crypto_key_id=key.id,
        role="roles/cloudkms.cryptoKeyEncrypterDecrypter",
        member="allUsers",
    )


def secrets():
    """https://www.pulumi.com/registry/packages/gcp/api-docs/secretmanager/secretversion/"""
    secret = secretmanager.Secret("db-password", secret_id="db", replication={"auto": {}})
    secretmanager.SecretVersion(
        "db-password-value", secret=secret.id, secret_data="hunter2-Hunter2"
    )
    secretmanager.Secret(
        "us-secret",
        secret_id="api",
        replication={"user_managed": {"replicas": [{"location": "us-east1"}]}},
    )
    secretmanager.SecretIamMember(
        "secret-readers",
        secret_id=secret.id,
        role="roles/secretmanager.secretAccessor",
        member="allAuthenticatedUsers",
    )


def records():
    """https://cloud.google.com/logging/docs/export/configure_export_v2"""
    projects.IAMAuditConfig(
        "audit-off",
        project=PROJECT,
        service="allServices",
        audit_log_configs=[
            {"log_type": "DATA_READ", "exempted_members": ["user:jane@example.com"]},
        ],
    )
    logging.ProjectBucketConfig(
        "log-bucket", project=PROJECT, location="us-central1", bucket_id="app", retention_days=7
    )
    logging.ProjectExclusion("log-exclusion", filter='logName:"cloudaudit.googleapis.com"')


PROGRAM = (accounts, roles, keys, secrets, records)

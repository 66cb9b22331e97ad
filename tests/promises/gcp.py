"""How Google Cloud keeps the promises."""

from tests.promises.gcp_network import (
    AGENT,
    CLOSED,
    DATABASE_RANGE,
    FIREWALL_ON,
    NAT,
    NETWORK,
    PEERING,
    RECORD,
    ROUTE,
    RULE,
    SUBNET,
)
from tests.promises.gcp_rights import (
    ACCOUNT,
    FOLDER,
    ISSUER,
    KEY_GRANT,
    POOL,
    PROJECT_GRANT,
    RIGHTS,
)
from tests.promises.table import (
    Expected,
    Grant,
    SideCar,
    Table,
    has,
    is_at_least,
    is_between,
    is_key_for,
    is_missing,
    says,
    says_all,
)

BUCKET = "gcp:storage/bucket:Bucket"

KEY = "gcp:kms/cryptoKey:CryptoKey"
RING = "gcp:kms/keyRing:KeyRing"

LOG_BUCKET = "gcp:logging/projectBucketConfig:ProjectBucketConfig"
SINK = "gcp:logging/projectSink:ProjectSink"
EXCLUSION = "gcp:logging/projectExclusion:ProjectExclusion"
AUDIT = "gcp:projects/iAMAuditConfig:IAMAuditConfig"
ORG_POLICY = "gcp:projects/organizationPolicy:OrganizationPolicy"

LAYERS = ("raw", "curated", "models", "scratch")


def recorded(name: str, what: str) -> dict[str, Expected]:
    """Expect that these entries go to a log bucket of their own, and to no other."""
    return {
        f"{SINK} ai-{name}-sink": {
            "destination": says(f"logging.googleapis.com/{{id:ai-{name}-bucket}}"),
            "uniqueWriterIdentity": True,
            "filter": says(what),
        },
        f"{EXCLUSION} ai-{name}": {"filter": says(f"{{filter:ai-{name}-sink}}")},
        f"{LOG_BUCKET} ai-{name}-bucket": {"retentionDays": is_at_least(365)},
    }


def uploads(**others: Expected) -> Expected:
    """Expect that abandoned uploads are cleared, and these other rules."""
    return {
        "lifecycleRules": has(
            {
                "AbortIncompleteMultipartUpload": {"condition.age": is_between(1, 7)},
                **others,
            },
            by="action.type",
        )
    }


SERVICE = "gcp:projects/service:Service"
APIS = {
    "keys": ("cloudkms", "artifactregistry", "secretmanager"),
    "network": ("compute", "dns", "logging", "servicenetworking"),
    "lake": ("storage", "logging", "cloudresourcemanager"),
    "identity": ("iam", "iamcredentials", "sts", "storage"),
}
"""What each component calls."""

AGENTS = (
    ("keys", "artifactregistry"),
    ("keys", "secretmanager"),
    ("network", "servicenetworking"),
)
"""The service agents that are created ahead of time, and by which component."""

FLOWS = (
    '(log_id("compute.googleapis.com/vpc_flows") OR log_id("compute.googleapis.com/firewall"))'
    ' AND resource.labels.subnetwork_name="{name:ai-network-nodes}"'
)
ACCESS = (
    'log_id("cloudaudit.googleapis.com/data_access") AND resource.type="gcs_bucket"'
    " AND resource.labels.bucket_name=("
    + " OR ".join(f'"{{id:ai-lake-{layer}}}"' for layer in LAYERS)
    + ")"
)

TABLE = Table(
    private={
        BUCKET: {
            "publicAccessPrevention": "enforced",
            "uniformBucketLevelAccess": True,
            "cors": is_missing,
        },
        **CLOSED,
    },
    encrypted={
        BUCKET: {
            "encryption.defaultKmsKeyName": is_key_for("data"),
            "encryption.googleManagedEncryptionEnforcementConfig.restrictionMode": (
                "FullyRestricted"
            ),
            "encryption.customerSuppliedEncryptionEnforcementConfig.restrictionMode": (
                "FullyRestricted"
            ),
        },
        LOG_BUCKET: {"cmekSettings.kmsKeyName": is_key_for("logs")},
        KEY: {
            "purpose": "ENCRYPT_DECRYPT",
            "versionTemplate.algorithm": "GOOGLE_SYMMETRIC_ENCRYPTION",
            "versionTemplate.protectionLevel": "HSM",
        },
    },
    tls={
        f"{ORG_POLICY} ai-lake-https": {
            "constraint": "storage.secureHttpTransport",
            "booleanPolicy": {"enforced": True},
        },
        f"{ORG_POLICY} ai-lake-private": {
            "constraint": "storage.publicAccessPrevention",
            "booleanPolicy": {"enforced": True},
        },
        f"{ORG_POLICY} ai-lake-tls": {
            "constraint": "gcp.restrictTLSVersion",
            "listPolicy.deny.values": says_all("TLS_VERSION_1", "TLS_VERSION_1_1"),
        },
    },
    recoverable={
        BUCKET: {
            "forceDestroy": False,
            "softDeletePolicy.retentionDurationSeconds": is_at_least(90 * 86_400),
        },
        f"{BUCKET} ai-lake-raw": uploads(
            SetStorageClass={
                "action.storageClass": "NEARLINE",
                "condition.age": 30,
                "condition.matchesStorageClasses": ["STANDARD"],
            }
        ),
        f"{BUCKET} ai-lake-(curated|models)": uploads(),
        f"{BUCKET} ai-lake-scratch": uploads(Delete={"condition.age": 30}),
        KEY: {"destroyScheduledDuration": f"{30 * 86_400}s"},
    },
    least=RIGHTS,
    sound={
        **{f"{BUCKET} ai-lake-{layer}": {"location": says("{region}")} for layer in LAYERS},
        RING: {"location": says("{region}")},
        LOG_BUCKET: {"location": says("{region}")},
        **{
            f"{KEY} ai-keys-{purpose}": {
                "keyRing": says("{id:ai-keys-ring}"),
                "rotationPeriod": f"{90 * 86_400}s",
            }
            for purpose in ("data", "cluster", "logs", "registry", "secrets")
        },
        f"{SUBNET} ai-network-.*": {
            "logConfig.flowSampling": 1,
            "logConfig.aggregationInterval": "INTERVAL_5_SEC",
            "logConfig.metadata": "INCLUDE_ALL_METADATA",
        },
        NAT: {"logConfig.enable": True, "sourceSubnetworkIpRangesToNat": "LIST_OF_SUBNETWORKS"},
        **recorded("network-flows", FLOWS),
        **recorded("lake-access", ACCESS),
        f"{AUDIT} ai-lake-audit": {
            "service": "storage.googleapis.com",
            "auditLogConfigs": has(
                {"ADMIN_READ": {}, "DATA_READ": {}, "DATA_WRITE": {}}, by="logType"
            ),
        },
        **{
            f"{SERVICE} ai-{component}-{api}-api": {
                "service": f"{api}.googleapis.com",
                "disableOnDestroy": False,
            }
            for component, apis in APIS.items()
            for api in apis
        },
        **{
            f"{AGENT} ai-{component}-{service}-agent": {"service": f"{service}.googleapis.com"}
            for component, service in AGENTS
        },
        PEERING: {"deletionPolicy": "DELETE"},
    },
    beside={
        NETWORK: (SideCar(FIREWALL_ON, "attachmentTarget"),),
    },
    stateful=frozenset({BUCKET, KEY, RING, LOG_BUCKET}),
    granted={
        BUCKET: Grant(KEY_GRANT, on="cryptoKeyId", used="encryption.defaultKmsKeyName"),
        LOG_BUCKET: Grant(KEY_GRANT, on="cryptoKeyId", used="cmekSettings.kmsKeyName"),
        PEERING: Grant(AGENT, on="service", used="service"),
    },
    forbidden=frozenset(
        {
            "gcp:serviceaccount/key:Key",
            "gcp:storage/hmacKey:HmacKey",
            "gcp:projects/apiKey:ApiKey",
        }
    ),
    kept={
        AUDIT: "a setting of the project that others in it need: whoever owns the project",
        ORG_POLICY: "a setting of the project that its other lakes need: whoever owns the project",
    },
    pinned={
        "project": says("{account}"),
        "billingProject": says("{account}"),
        "region": says("{region}"),
        "userProjectOverride": "true",
    },
    plain={
        "pulumi:providers:gcp version": "which release of the SDK declares it",
        "pulumi:providers:gcp addPulumiAttributionLabel": "a label of Pulumi's own",
        r"gcp:\S+ (condition\.)?description": "a description",
        rf"{PROJECT_GRANT} condition\.title": "a description",
        rf"{ACCOUNT} displayName": "a description",
        rf"{RULE} ruleName": "a name",
        rf"{LOG_BUCKET} bucketId": "a name",
        rf"{BUCKET} name": "a name",
        rf"{POOL} workloadIdentityPoolId": "a name",
        rf"{ISSUER} workloadIdentityPoolProviderId": "a name",
        r"gcp:compute/address:Address( addressType| networkTier)?": "an address for the way out",
        r"gcp:compute/router:Router( network)?": "wiring of the way out",
        rf"{NAT} (router|natIp\w+(\.#)?|subnetworks\.#\..*)": "wiring of the way out",
        rf"{NAT} (enable\w+|minPortsPerVm)": "how ports are shared out",
        rf"{NAT} logConfig\.filter": "the subnetwork logs every flow, this one what NAT dropped",
        rf"{NETWORK} routingMode": "routes across regions, and there is one region",
        rf"{NETWORK} deleteDefaultRoutesOnCreate": "NAT needs the default route",
        rf"{SUBNET} (network|ipCidrRange|secondaryIpRanges\.#\.\w+)": "an address",
        rf"{DATABASE_RANGE} (address|prefixLength)": "an address",
        rf"{ROUTE} priority": "there is no other route to these addresses",
        rf"{RECORD} ttl": "how long an answer is remembered",
        rf"{BUCKET} storageClass": "a price",
        rf"{FOLDER} forceDestroy": "without its folder an object stays where it is",
    },
)

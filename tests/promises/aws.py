"""How AWS keeps the promises."""

from tests.promises import aws_policies as policies
from tests.promises.aws_network import (
    CLOSED,
    DEFAULT_GROUP,
    FIREWALL,
    FIREWALL_LOG,
    FIREWALL_POLICY,
    FLOW_LOG,
    OUR_KEY,
    RULES,
    VPC,
)
from tests.promises.aws_policies import BUCKETS, LAYERS
from tests.promises.aws_rights import ATTACHMENT, RIGHTS
from tests.promises.documents import allows_only, states
from tests.promises.table import (
    Expected,
    Grant,
    SideCar,
    Table,
    has,
    is_at_least,
    is_between,
    is_key_for,
    per,
    says,
)

BUCKET = "aws:s3/bucket:Bucket"
ENCRYPTION = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
)
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
LOGGING = "aws:s3/bucketLogging:BucketLogging"
OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls"
POLICY = "aws:s3/bucketPolicy:BucketPolicy"
PUBLIC_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
ACCOUNT_BLOCK = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"
VERSIONING = "aws:s3/bucketVersioning:BucketVersioning"

KEY = "aws:kms/key:Key"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"


BLOCKED: Expected = {
    "blockPublicAcls": True,
    "blockPublicPolicy": True,
    "ignorePublicAcls": True,
    "restrictPublicBuckets": True,
}
"""What closes one bucket, or all of an account, to the public."""


def lifecycle(noncurrent_days: int, **others: Expected) -> Expected:
    """Expect that old versions live so long, that uploads are cleared, and these other rules."""
    rules: dict[str, Expected] = {
        "noncurrent": {"noncurrentVersionExpiration.noncurrentDays": is_at_least(noncurrent_days)},
        "unfinished": {"abortIncompleteMultipartUpload.daysAfterInitiation": is_between(1, 7)},
        **others,
    }
    everywhere: Expected = {"status": "Enabled", "filter.prefix": ""}
    return {"rules": has({name: {**everywhere, **rule} for name, rule in rules.items()}, by="id")}


TABLE = Table(
    private={
        **per(
            BUCKETS,
            f"{PUBLIC_BLOCK} ai-lake-{{}}-private",
            lambda name: BLOCKED,
        ),
        ACCOUNT_BLOCK: {**BLOCKED, "accountId": says("{account}")},
        **per(
            BUCKETS,
            f"{OWNERSHIP} ai-lake-{{}}-ownership",
            lambda name: {
                "rule.objectOwnership": "BucketOwnerEnforced",
            },
        ),
        **per(
            BUCKETS,
            f"{POLICY} ai-lake-{{}}-policy",
            lambda name: {
                "policy": states(**policies.refuses_strangers(name)),
            },
        ),
        **CLOSED,
    },
    encrypted={
        **per(
            LAYERS,
            f"{ENCRYPTION} ai-lake-{{}}-encryption",
            lambda layer: {
                "rules.#.applyServerSideEncryptionByDefault.sseAlgorithm": "aws:kms",
                "rules.#.applyServerSideEncryptionByDefault.kmsMasterKeyId": is_key_for("data"),
                "rules.#.bucketKeyEnabled": True,
                "rules.#.blockedEncryptionTypes": ["SSE-C"],
            },
        ),
        f"{ENCRYPTION} ai-lake-accesslog-encryption": {
            "rules.#.applyServerSideEncryptionByDefault.sseAlgorithm": "AES256",
            "rules.#.blockedEncryptionTypes": ["SSE-C"],
        },
        **per(
            LAYERS,
            f"{POLICY} ai-lake-{{}}-policy",
            lambda layer: {
                "policy": states(**policies.refuses_other_keys(layer)),
            },
        ),
        LOG_GROUP: {"kmsKeyId": is_key_for("logs")},
        FIREWALL: OUR_KEY,
        FIREWALL_POLICY: OUR_KEY,
        RULES: OUR_KEY,
    },
    tls=per(
        BUCKETS,
        f"{POLICY} ai-lake-{{}}-policy",
        lambda name: {
            "policy": states(**policies.refuses_plain(name)),
        },
    ),
    recoverable={
        **per(BUCKETS, f"{BUCKET} ai-lake-{{}}", lambda name: {"forceDestroy": False}),
        **per(
            BUCKETS,
            f"{VERSIONING} ai-lake-{{}}-versioning",
            lambda name: {
                "versioningConfiguration.status": "Enabled",
            },
        ),
        f"{LIFECYCLE} ai-lake-raw-lifecycle": lifecycle(
            90, move={"transitions": has({"STANDARD_IA": {"days": 30}}, by="storageClass")}
        ),
        f"{LIFECYCLE} ai-lake-(curated|models)-lifecycle": lifecycle(90),
        f"{LIFECYCLE} ai-lake-scratch-lifecycle": lifecycle(90, expire={"expiration.days": 30}),
        f"{LIFECYCLE} ai-lake-accesslog-lifecycle": lifecycle(
            365, expire={"expiration.days": is_at_least(365)}
        ),
        KEY: {"deletionWindowInDays": is_at_least(30)},
        LOG_GROUP: {"deletionProtectionEnabled": True},
    },
    least={
        **per(
            policies.KEYS,
            f"{KEY} ai-keys-{{}}",
            lambda purpose: {
                "policy": allows_only(**policies.KEYS[purpose]),
            },
        ),
        **per(LAYERS, f"{POLICY} ai-lake-{{}}-policy", lambda layer: {"policy": allows_only()}),
        f"{POLICY} ai-lake-accesslog-policy": {
            "policy": allows_only(**policies.DELIVER_ACCESS_LOG),
        },
        **RIGHTS,
    },
    sound={
        KEY: {
            "enableKeyRotation": True,
            "rotationPeriodInDays": is_between(90, 90),
            "multiRegion": False,
        },
        LOG_GROUP: {"retentionInDays": is_at_least(365)},
        FLOW_LOG: {
            "trafficType": "ALL",
            "maxAggregationInterval": is_between(60, 60),
            "logDestinationType": "cloud-watch-logs",
            "logDestination": says("{arn:ai-network-flow-logs}"),
            "iamRoleArn": says("{arn:ai-network-flow-logs-role}"),
        },
        FIREWALL_LOG: {
            "loggingConfiguration.logDestinationConfigs": has(
                {
                    kind: {
                        "logDestinationType": "CloudWatchLogs",
                        "logDestination.logGroup": says(
                            f"{{name:ai-network-firewall-{kind.lower()}}}"
                        ),
                    }
                    for kind in ("ALERT", "FLOW")
                },
                by="logType",
            ),
        },
        **per(
            LAYERS,
            f"{LOGGING} ai-lake-{{}}-logging",
            lambda layer: {
                "bucket": says(f"{{id:ai-lake-{layer}}}"),
                "targetBucket": says("{id:ai-lake-accesslog}"),
                "targetPrefix": f"{layer}/",
            },
        ),
    },
    beside={
        BUCKET: tuple(
            SideCar(kind, "bucket")
            for kind in (PUBLIC_BLOCK, OWNERSHIP, POLICY, VERSIONING, ENCRYPTION, LIFECYCLE)
        ),
        VPC: (SideCar(FLOW_LOG, "vpcId"), SideCar(DEFAULT_GROUP, "vpcId")),
        FIREWALL: (SideCar(FIREWALL_LOG, "firewallArn"),),
    },
    stateful=frozenset({BUCKET, KEY, LOG_GROUP, FIREWALL}),
    granted={
        FLOW_LOG: Grant(ATTACHMENT, on="role", used="iamRoleArn"),
        LOGGING: Grant(POLICY, on="bucket", used="targetBucket"),
    },
    forbidden=frozenset(
        {
            "aws:iam/accessKey:AccessKey",
            "aws:iam/user:User",
            "aws:iam/userLoginProfile:UserLoginProfile",
            "aws:ec2/keyPair:KeyPair",
        }
    ),
    kept={ACCOUNT_BLOCK: "a setting of the account that other lakes need: its owner"},
    pinned={
        "region": says("{region}"),
        "allowedAccountIds": says('["{account}"]'),
        "skipCredentialsValidation": "false",
    },
    plain={
        "pulumi:providers:aws version": "which release of the SDK declares it",
        "pulumi:providers:aws skipRegionValidation": "the environment knows the regions itself",
        r"aws:ec2/\w+:(Vpc|Subnet) (cidrBlock|availabilityZoneId)": "an address",
        r"aws:ec2/subnet:Subnet tags\.kubernetes\.io/.*": "how the cluster finds pod subnets",
        r"aws:ec2/(?!flowLog|defaultS)\w+:\w+ vpcId": "wiring: nothing works in another network",
        r"aws:networkfirewall/firewall:Firewall vpcId": "wiring: its subnets say the same",
        r"aws:ec2/eip:Eip( domain)?": "an address for the way out",
        r"aws:ec2/natGateway:NatGateway (subnetId|allocationId)": "wiring of the way out",
        r"aws:kms/alias:Alias.*": "a readable name for a key",
        r"aws:s3/bucket:Bucket bucket": "a name",
        r"aws:cloudwatch/logResourcePolicy:LogResourcePolicy policyName": "a name",
        r"aws:s3/bucketLogging:BucketLogging targetObjectKeyFormat\..*": "how log files are named",
        r"aws:\S+ description": "a description",
        r"aws:networkfirewall/ruleGroup:RuleGroup capacity": "room for rules",
        rf"{LIFECYCLE} rules\.#\.expiration\.expiredObjectDeleteMarker": "tidies up: no data in it",
    },
)

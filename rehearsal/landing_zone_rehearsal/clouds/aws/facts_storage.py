"""What AWS makes of S3 buckets, and of what is set on them one by one.

A setting of a bucket is put, not created: a second one takes the place of the first.

Error codes: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
"""

from collections.abc import Mapping
from typing import Any

from landing_zone_rehearsal.clouds.facts import Facts, To, Within

from .facts_regions import MOVES, regional

BUCKET = "aws:s3:Bucket"

A_BUCKET = To(BUCKET, by=("bucket",))

BUCKET_NAME = (
    r"(?!xn--|sthree-|amzn-s3-demo-|\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)"
    r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"
    r"(?<!-s3alias)(?<!--ols-s3)(?<!\.mrap)(?<!--x-s3)(?<!--table-s3)"
)
"""Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"""

ALGORITHMS = ("AES256", "aws:kms", "aws:kms:dsse")

CLASSES = (
    *("DEEP_ARCHIVE", "GLACIER", "GLACIER_IR", "INTELLIGENT_TIERING", "ONEZONE_IA", "STANDARD_IA"),
)
"""Storage classes that objects move to.

Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Transition.html
"""

OWNER = ("expectedBucketOwner",)

SIZES = ("objectSizeGreaterThan", "objectSizeLessThan")

ACLS = (
    *("authenticated-read", "aws-exec-read", "log-delivery-write", "private"),
    *("public-read", "public-read-write"),
)


def _setting(
    *,
    names_owner: bool = True,
    replaces: tuple[str, ...] = (),
    refers: Mapping[str, To] | None = None,
    **others: Any,
) -> Facts:
    """Describe a setting of a bucket."""
    return regional(
        replaces=("bucket", *(OWNER if names_owner else ()), *replaces),
        refers={"bucket": A_BUCKET, **(refers or {})},
        adopts=True,
        **others,
    )


def _contents() -> Facts:
    """Describe what lies in a bucket; tests put it there, no component does."""
    return regional(
        replaces=("bucket", "key"),
        values={"serverSideEncryption": ALGORITHMS},
        refers={"bucket": A_BUCKET},
        adopts=True,
        stateful=True,
    )


STORAGE: Mapping[str, Facts] = {
    BUCKET: Facts(
        replaces=(
            *("bucket", "bucketNamespace", "bucketPrefix", "objectLockEnabled"),
            "objectLockConfiguration.objectLockEnabled",
        ),
        replaces_when=MOVES,
        kept=(
            *("accelerationStatus", "acl", "bucket", "bucketPrefix", "lifecycleRules[].id"),
            *("objectLockEnabled", "policy", "region", "requestPayer"),
        ),
        values={
            "accelerationStatus": ("Enabled", "Suspended"),
            "acl": ACLS,
            "objectLockConfiguration.objectLockEnabled": ("Enabled",),
            "requestPayer": ("BucketOwner", "Requester"),
            "serverSideEncryptionConfiguration.rule"
            ".applyServerSideEncryptionByDefault.sseAlgorithm": ALGORITHMS,
        },
        formats={"bucket": BUCKET_NAME},
        tags="tags",
        scope=Within.WORLD,
        stateful=True,
        conflict="BucketAlreadyExists: The requested bucket name is not available. The bucket"
        " namespace is shared by all users of the system. Please select a different name and try"
        " again.",
        missing="NoSuchBucket: The specified bucket does not exist",
    ),
    "aws:s3:BucketLifecycleConfiguration": _setting(
        kept=(
            *("expectedBucketOwner", "transitionDefaultMinimumObjectSize"),
            *("rules[].expiration.days", "rules[].expiration.expiredObjectDeleteMarker"),
            *("rules[].filter.and.prefix", "rules[].filter.prefix", "rules[].prefix"),
            *(f"rules[].filter.{each}" for each in SIZES),
            *(f"rules[].filter.and.{each}" for each in SIZES),
            "rules[].noncurrentVersionExpiration.newerNoncurrentVersions",
        ),
        values={
            "rules[].status": ("Disabled", "Enabled"),
            "rules[].transitions[].storageClass": CLASSES,
            "rules[].noncurrentVersionTransitions[].storageClass": CLASSES,
            "transitionDefaultMinimumObjectSize": (
                *("all_storage_classes_128K", "varies_by_storage_class"),
            ),
        },
        bounds={
            "rules[].abortIncompleteMultipartUpload.daysAfterInitiation": (1, None),
            "rules[].expiration.days": (1, None),
            "rules[].noncurrentVersionExpiration.noncurrentDays": (1, None),
            "rules[].noncurrentVersionExpiration.newerNoncurrentVersions": (1, 100),
            "rules[].transitions[].days": (0, None),
        },
        formats={"rules[].id": r".{1,255}"},
    ),
    "aws:s3:BucketLogging": _setting(
        values={
            "targetObjectKeyFormat.partitionedPrefix.partitionDateSource": (
                *("DeliveryTime", "EventTime"),
            ),
        },
        refers={"targetBucket": A_BUCKET},
    ),
    "aws:s3:BucketObjectLockConfiguration": _setting(
        replaces=("objectLockEnabled",),
        values={
            "objectLockEnabled": ("Enabled",),
            "rule.defaultRetention.mode": ("COMPLIANCE", "GOVERNANCE"),
        },
        bounds={
            "rule.defaultRetention.days": (1, 36_500),
            "rule.defaultRetention.years": (1, 100),
        },
    ),
    "aws:s3:BucketOwnershipControls": _setting(
        names_owner=False,
        values={
            "rule.objectOwnership": ("BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter")
        },
    ),
    "aws:s3:BucketPolicy": _setting(names_owner=False, formats={"policy": r"[\s\S]{1,20480}"}),
    "aws:s3:BucketPublicAccessBlock": _setting(names_owner=False),
    "aws:s3:BucketServerSideEncryptionConfiguration": _setting(
        values={
            "rules[].applyServerSideEncryptionByDefault.sseAlgorithm": ALGORITHMS,
            "rules[].blockedEncryptionTypes[]": ("NONE", "SSE-C"),
        },
    ),
    "aws:s3:BucketVersioning": _setting(
        kept=("versioningConfiguration.mfaDelete",),
        values={
            "versioningConfiguration.mfaDelete": ("Disabled", "Enabled"),
            "versioningConfiguration.status": ("Disabled", "Enabled", "Suspended"),
        },
    ),
    "aws:s3:AccountPublicAccessBlock": Facts(
        replaces=("accountId",),
        kept=("accountId",),
        formats={"accountId": r"\d{12}"},
        scope=Within.ACCOUNT,
        adopts=True,
    ),
    "aws:s3:BucketObject": _contents(),
    "aws:s3:BucketObjectv2": _contents(),
}

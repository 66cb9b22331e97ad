"""Buckets, what lies in them, and who may have it.

Sources: https://cloud.google.com/storage/docs/buckets, https://cloud.google.com/storage/docs/bucket-lock
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.conditions import is_removed
from landing_zone_rehearsal.clouds.facts import Facts, To, Within

from .facts_forms import BUCKET, DELETIONS, KEY, SEEN_NETWORK

API = "storage.googleapis.com"

BUCKET_NAME = r"(?!goog)(?!.*g[o0]{2}gle)(?!.*\.\.)[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]"
"""Without dots it has 63 characters at most; with dots it is a domain that has to be owned.

Source: https://cloud.google.com/storage/docs/buckets#naming
"""

RESTRICTION = ("NotRestricted", "FullyRestricted")

CLASSES = (
    *("MULTI_REGIONAL", "REGIONAL", "STANDARD", "NEARLINE", "COLDLINE", "ARCHIVE"),
    "DURABLE_REDUCED_AVAILABILITY",
)

BUCKETS: Mapping[str, Facts] = {
    "gcp:storage:Bucket": Facts(
        replaces=(
            *("customPlacementConfig.dataLocations", "enableObjectRetention"),
            *("hierarchicalNamespace.**", "location", "name", "project"),
        ),
        replaces_when={"retentionPolicy.isLocked": is_removed},
        kept=(
            *("autoclass.terminalStorageClass", "lifecycleRules[].condition.withState"),
            *("logging.logObjectPrefix", "project", "publicAccessPrevention", "rpo"),
            *("softDeletePolicy", "uniformBucketLevelAccess", "versioning", "website"),
        ),
        values={
            **DELETIONS,
            "encryption.customerManagedEncryptionEnforcementConfig.restrictionMode": RESTRICTION,
            "encryption.customerSuppliedEncryptionEnforcementConfig.restrictionMode": RESTRICTION,
            "encryption.googleManagedEncryptionEnforcementConfig.restrictionMode": RESTRICTION,
            "ipFilter.mode": ("Enabled", "Disabled"),
            "lifecycleRules[].action.type": (
                *("Delete", "SetStorageClass", "AbortIncompleteMultipartUpload"),
            ),
            "lifecycleRules[].action.storageClass": CLASSES,
            "lifecycleRules[].condition.matchesStorageClasses[]": CLASSES,
            "lifecycleRules[].condition.withState": ("LIVE", "ARCHIVED", "ANY"),
            "publicAccessPrevention": ("enforced", "inherited"),
            "rpo": ("DEFAULT", "ASYNC_TURBO"),
            "storageClass": CLASSES,
        },
        bounds={
            "retentionPolicy.retentionPeriod": (1, 3_155_760_000),
            "lifecycleRules[].condition.age": (0, None),
        },
        formats={"name": BUCKET_NAME},
        cidrs=(
            "ipFilter.publicNetworkSource.allowedIpCidrRanges[]",
            "ipFilter.vpcNetworkSources[].allowedIpCidrRanges[]",
        ),
        tags="labels",
        refers={
            "encryption.defaultKmsKeyName": KEY,
            "logging.logBucket": BUCKET,
            "ipFilter.vpcNetworkSources[].network": SEEN_NETWORK,
        },
        scope=Within.WORLD,
        api=API,
        stateful=True,
        missing="googleapi: Error 404: The specified bucket does not exist., notFound",
        conflict="googleapi: Error 409: The requested bucket name is not available. The bucket"
        " namespace is shared by all users of the system. Please select a different name and"
        " try again., conflict",
    ),
    "gcp:storage:BucketObject": Facts(
        replaces=(
            *("bucket", "cacheControl", "contentDisposition", "contentEncoding"),
            *("contentLanguage", "contentType", "customerEncryption.**", "forceEmptyContentType"),
            *("kmsKeyName", "metadata.**", "name", "source", "storageClass"),
        ),
        kept=("content", "contentType", "kmsKeyName", "storageClass"),
        values={**DELETIONS, "retention.mode": ("Unlocked", "Locked")},
        refers={"bucket": BUCKET, "kmsKeyName": KEY},
        scope=Within.WORLD,
        api=API,
        stateful=True,
    ),
    "gcp:storage:ManagedFolder": Facts(
        replaces=("bucket", "name"),
        values=DELETIONS,
        formats={"name": r"([^/\r\n]+/){1,15}"},
        refers={"bucket": BUCKET},
        scope=Within.WORLD,
        api=API,
        missing="googleapi: Error 404: The managed folder '{value}' does not exist., notFound",
        conflict="googleapi: Error 409: The managed folder you tried to create already exists.,"
        " conflict",
    ),
    "gcp:storage:BucketIAMMember": Facts(
        replaces=("bucket", "condition.**", "member", "role"),
        refers={"bucket": BUCKET},
        scope=Within.WORLD,
        adopts=True,
        api=API,
    ),
    "gcp:storage:ManagedFolderIamMember": Facts(
        replaces=("bucket", "condition.**", "managedFolder", "member", "role"),
        formats={"managedFolder": r"([^/\r\n]+/){1,15}"},
        refers={
            "bucket": BUCKET,
            "managedFolder": To("gcp:storage:ManagedFolder", by=("name",)),
        },
        scope=Within.WORLD,
        adopts=True,
        api=API,
    ),
}
"""A bucket, its folders and objects, and the members of its policies.

Whoever adds a member that a policy has already is told that all is well, and whoever removes it
removes it for both: https://cloud.google.com/iam/docs/reference/rest/v1/Policy
"""

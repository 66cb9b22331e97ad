"""What a grant on a layer of S3 comes to, action by action."""

from collections.abc import Mapping, Sequence

from landing_zone.baseline.aws import Statement, allow
from landing_zone.identity.spec import Grant, Verb

READ_OBJECTS = ("s3:GetObject", "s3:GetObjectAttributes", "s3:GetObjectTagging")
WRITE_OBJECTS = (
    *READ_OBJECTS,
    "s3:AbortMultipartUpload",
    "s3:DeleteObject",
    "s3:ListMultipartUploadParts",
    "s3:PutObject",
    "s3:PutObjectTagging",
)
ADMIN_OBJECTS = (
    *WRITE_OBJECTS,
    "s3:DeleteObjectVersion",
    "s3:GetObjectVersion",
    "s3:GetObjectVersionAttributes",
    "s3:GetObjectVersionTagging",
    "s3:RestoreObject",
)
OBJECTS = {Verb.READ: READ_OBJECTS, Verb.WRITE: WRITE_OBJECTS, Verb.ADMIN: ADMIN_OBJECTS}
"""What each verb may do with objects; lifting a lock is in none of them."""

LISTS = {
    Verb.READ: ("s3:ListBucket",),
    Verb.WRITE: ("s3:ListBucket",),
    Verb.ADMIN: ("s3:ListBucket", "s3:ListBucketVersions"),
}
"""What each verb may list; the only actions on buckets that know a prefix.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
"""

LOCATION = ("s3:GetBucketLocation",)

METADATA = (
    "s3:GetBucketAcl",
    "s3:GetBucketLocation",
    "s3:GetBucketLogging",
    "s3:GetBucketObjectLockConfiguration",
    "s3:GetBucketOwnershipControls",
    "s3:GetBucketPolicy",
    "s3:GetBucketPolicyStatus",
    "s3:GetBucketPublicAccessBlock",
    "s3:GetBucketTagging",
    "s3:GetBucketVersioning",
    "s3:GetEncryptionConfiguration",
    "s3:GetLifecycleConfiguration",
)
KEY_METADATA = (
    "kms:DescribeKey",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListGrants",
    "kms:ListKeyRotations",
    "kms:ListResourceTags",
)
"""How buckets and keys are kept, and nothing that is in them."""


def statements_of(
    buckets: Mapping[str, str], grants: Sequence[Grant], account: str
) -> list[Statement]:
    """Return what a role's policy says for its grants, as few statements as possible.

    Whoever may touch a folder may list it, and no other: the condition on the prefix stands with
    listing, the folder itself in the ARN of its objects.
    """
    own = {"StringEquals": {"aws:ResourceAccount": account}}
    granted = sorted({buckets[grant.layer] for grant in grants})
    statements = [allow("Locate", LOCATION, granted, when=own)]
    for verb in Verb:
        those = [grant for grant in grants if grant.verb is verb]
        whole = [buckets[grant.layer] for grant in those if not grant.prefix]
        if whole:
            statements += _pair(verb.value.title(), verb, whole, account)
        for layer in sorted({grant.layer for grant in those if grant.prefix}):
            folders = [each.prefix for each in those if each.layer == layer and each.prefix]
            sid = f"{verb.value.title()}{layer.title()}"
            statements += _pair(sid, verb, [buckets[layer]], account, folders)
    return statements


def metadata(buckets: Mapping[str, str], key: str) -> list[Statement]:
    """Return what lets people see how data is kept, without seeing data."""
    return [
        allow("Buckets", METADATA, list(buckets.values())),
        allow("Key", KEY_METADATA, key),
    ]


def reading(log: str) -> list[Statement]:
    """Return what lets people read the access log; nothing where there is none."""
    if not log:
        return []
    return [
        allow("ListLog", LISTS[Verb.READ], log),
        allow("ReadLog", READ_OBJECTS, f"{log}/*"),
    ]


def _pair(
    sid: str, verb: Verb, buckets: Sequence[str], account: str, folders: Sequence[str] = ()
) -> list[Statement]:
    own = {"StringEquals": {"aws:ResourceAccount": account}}
    prefixes = [each for folder in folders for each in (folder, f"{folder}*")]
    within = {"StringLike": {"s3:prefix": prefixes}} if prefixes else {}
    objects = [f"{bucket}/{folder}*" for bucket in buckets for folder in folders or ("",)]
    return [
        allow(f"List{sid}", LISTS[verb], list(buckets), when={**own, **within}),
        allow(sid, OBJECTS[verb], objects, when=own),
    ]

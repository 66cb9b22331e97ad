"""One bucket with everything that hardens it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from landing_zone.baseline.aws import Statement, document
from landing_zone.core import Scope, after


@dataclass(frozen=True)
class Bucket:
    """A bucket as others see it: available once it is hardened and versioned."""

    name: pulumi.Output[str]
    arn: pulumi.Output[str]


def store(
    scope: Scope,
    part: str,
    name: str,
    *,
    encryption: Any,
    statements: Callable[[pulumi.Output[str]], Sequence[Statement]],
    rules: Sequence[Any],
) -> Bucket:
    """Declare a bucket that is private, encrypted, versioned and speaks for its policy.

    Public access is blocked before the policy comes, as S3 may refuse two changes of a bucket's
    access at once.
    """
    bucket = aws.s3.Bucket(
        scope.child(part),
        bucket=name,
        force_destroy=not scope.env.protects_data,
        tags=scope.tags,
        opts=scope.opts(stateful=True),
    )
    private = aws.s3.BucketPublicAccessBlock(
        scope.child(f"{part}-private"),
        bucket=bucket.bucket,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=scope.opts(),
    )
    owned = aws.s3.BucketOwnershipControls(
        scope.child(f"{part}-ownership"),
        bucket=bucket.bucket,
        rule={"object_ownership": "BucketOwnerEnforced"},
        opts=scope.opts(depends_on=[private]),
    )
    policy = aws.s3.BucketPolicy(
        scope.child(f"{part}-policy"),
        bucket=bucket.bucket,
        policy=document(statements(bucket.arn)),
        opts=scope.opts(depends_on=[private, owned]),
    )
    encrypted = aws.s3.BucketServerSideEncryptionConfiguration(
        scope.child(f"{part}-encryption"),
        bucket=bucket.bucket,
        rules=[encryption],
        opts=scope.opts(),
    )
    versioned = aws.s3.BucketVersioning(
        scope.child(f"{part}-versioning"),
        bucket=bucket.bucket,
        versioning_configuration={"status": "Enabled"},
        opts=scope.opts(),
    )
    aws.s3.BucketLifecycleConfiguration(
        scope.child(f"{part}-lifecycle"),
        bucket=bucket.bucket,
        rules=list(rules),
        opts=scope.opts(depends_on=[versioned]),
    )
    ready = (policy, encrypted, versioned)
    return Bucket(after(bucket.bucket, *ready), after(bucket.arn, *ready))


def encryption_by_key(key: pulumi.Input[str]) -> Any:
    """Encrypt with a key of the customer's, asking KMS once for many objects.

    Keys that callers bring along are blocked: whoever loses one has lost the object.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html
    """
    return {
        "apply_server_side_encryption_by_default": {
            "sse_algorithm": "aws:kms",
            "kms_master_key_id": key,
        },
        "bucket_key_enabled": True,
        "blocked_encryption_types": ["SSE-C"],
    }


def encryption_by_s3() -> Any:
    """Encrypt with keys that S3 manages."""
    return {
        "apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"},
        "blocked_encryption_types": ["SSE-C"],
    }

"""Buckets and logs under the customer's key."""

import json

from pulumi_aws import cloudwatch, s3


def log_group(name, made):
    return cloudwatch.LogGroup(
        name,
        retention_in_days=400,
        kms_key_id=made.key.arn,
        deletion_protection_enabled=True,
        opts=made.opts,
    )


def private_bucket(name, made, *, locked=False):
    """A bucket under the customer's key, versioned, private, and by TLS alone."""
    bucket = s3.Bucket(name, object_lock_enabled=locked, opts=made.kept)
    s3.BucketServerSideEncryptionConfiguration(
        name,
        bucket=bucket.id,
        rules=[
            {
                "apply_server_side_encryption_by_default": {
                    "sse_algorithm": "aws:kms",
                    "kms_master_key_id": made.key.arn,
                },
                "bucket_key_enabled": True,
            }
        ],
        opts=made.opts,
    )
    guarded(name, bucket, made.opts)
    if locked:
        s3.BucketObjectLockConfiguration(
            name,
            bucket=bucket.id,
            rule={"default_retention": {"mode": "COMPLIANCE", "days": 400}},
            opts=made.opts,
        )
    return bucket


def guarded(name, bucket, opts):
    s3.BucketVersioning(
        name, bucket=bucket.id, versioning_configuration={"status": "Enabled"}, opts=opts
    )
    s3.BucketLifecycleConfiguration(
        name,
        bucket=bucket.id,
        rules=[
            {
                "id": "old-versions",
                "status": "Enabled",
                "filter": {},
                "noncurrent_version_expiration": {"noncurrent_days": 90},
                "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
            }
        ],
        opts=opts,
    )
    s3.BucketPublicAccessBlock(
        name,
        bucket=bucket.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=opts,
    )
    s3.BucketPolicy(
        name,
        bucket=bucket.id,
        policy=bucket.arn.apply(
            lambda arn: json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Sid": "TlsOnly",
                            "Effect": "Deny",
                            "Principal": "*",
                            "Action": "s3:*",
                            "Resource": [arn, f"{arn}/*"],
                            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                        },
                        {
                            "Sid": "ModernTls",
                            "Effect": "Deny",
                            "Principal": "*",
                            "Action": "s3:*",
                            "Resource": [arn, f"{arn}/*"],
                            "Condition": {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
                        },
                    ],
                }
            )
        ),
        opts=opts,
    )

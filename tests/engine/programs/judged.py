"""Buckets that rules admit and deny, joined with a key that a preview does not know."""

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
region = aws.Provider("region", region="eu-west-1")
opts = pulumi.ResourceOptions(provider=region)

key = aws.kms.Key("key", enable_key_rotation=True, opts=opts)


def encrypted(name: str) -> aws.s3.Bucket:
    """Return a bucket that is encrypted with the key."""
    bucket = aws.s3.Bucket(name, opts=opts)
    aws.s3.BucketServerSideEncryptionConfiguration(
        f"{name}-encryption",
        bucket=bucket.id,
        rules=[
            {
                "apply_server_side_encryption_by_default": {
                    "sse_algorithm": "aws:kms",
                    "kms_master_key_id": key.arn,
                }
            }
        ],
        opts=opts,
    )
    return bucket


closed = encrypted("closed")
aws.s3.BucketPublicAccessBlock(
    "block",
    bucket=closed.id,
    block_public_acls=not config.get_bool("open"),
    block_public_policy=True,
    ignore_public_acls=True,
    restrict_public_buckets=True,
    opts=opts,
)
if config.get_bool("bare"):
    aws.s3.Bucket("bare", opts=opts)
if config.get("canary"):
    aws.ssm.Parameter(
        "parameter", type="SecureString", value=config.require_secret("canary"), opts=opts
    )

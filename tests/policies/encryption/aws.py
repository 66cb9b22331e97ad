"""Programs on AWS that the rules of encryption admit and deny."""

from pulumi_aws import kms, s3

from tests.policies.cases import Cases

CASES = Cases()


def side_car(name, bucket, **default):
    s3.BucketServerSideEncryptionConfiguration(
        f"{name}-sse",
        bucket=bucket.id,
        rules=[{"apply_server_side_encryption_by_default": default}],
    )


@CASES.admits("ENC-01")
def bucket_under_a_key_of_the_program(name):
    key = kms.Key(f"{name}-key")
    side_car(name, s3.Bucket(name), sse_algorithm="aws:kms", kms_master_key_id=key.arn)


@CASES.denies("ENC-01", path="serverSideEncryptionConfiguration")
def bucket_alone(name):
    s3.Bucket(name)


@CASES.denies("ENC-01", path="rules[0].applyServerSideEncryptionByDefault.sseAlgorithm")
def bucket_under_the_providers_key(name):
    side_car(name, s3.Bucket(name), sse_algorithm="AES256")

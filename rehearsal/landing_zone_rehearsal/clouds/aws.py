"""What AWS answers."""

from .model import CloudModel, Kind

CLOUD = CloudModel(
    package="aws",
    place={
        "_account": "{allowedAccountIds.0|=123456789012}",
        "_region": "{region|=us-east-1}",
        "_partition": "aws",
    },
    kinds={
        "aws:s3:Bucket": Kind(
            id="{bucket}",
            name="bucket",
            outputs={
                "arn": "arn:{_partition}:s3:::{bucket}",
                "bucketDomainName": "{bucket}.s3.amazonaws.com",
                "bucketRegionalDomainName": "{bucket}.s3.{_region}.amazonaws.com",
            },
        ),
        "aws:ec2:Vpc": Kind(
            id="vpc-{_hex:17}",
            outputs={"arn": "arn:{_partition}:ec2:{_region}:{_account}:vpc/{_id}"},
        ),
        "aws:kms:Key": Kind(
            id="{_guid}",
            outputs={
                "arn": "arn:{_partition}:kms:{_region}:{_account}:key/{_id}",
                "keyId": "{_id}",
            },
        ),
    },
    functions={
        "aws:index:getCallerIdentity": {
            "accountId": "{_account}",
            "arn": "arn:{_partition}:sts::{_account}:assumed-role/rehearsal/session",
            "userId": "AROA{_upper:17:_account}:session",
            "id": "{_account}",
        },
    },
    fallback=Kind(
        id="{_name}-{_hex:7}",
        outputs={"arn": "arn:{_partition}:{_module}:{_region}:{_account}:{_type}/{_id}"},
    ),
)

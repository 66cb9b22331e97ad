"""What AWS answers of buckets."""

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.model import Choice, Kind, Template

from .answers_places import KNOWN, REGIONAL

ZONES = {
    "ap-northeast-1": "Z2M4EHUR26P7ZW",
    "ap-southeast-1": "Z3O0J2DXBE1FTB",
    "ap-southeast-2": "Z1WCIGYICN2BYD",
    "eu-central-1": "Z21DNDUVLTQW6Q",
    "eu-west-1": "Z1BKCTXD74EZPE",
    "us-east-1": "Z3AQBSTGFYJSTF",
    "us-east-2": "Z2O1EMRO9K5GLX",
    "us-west-2": "Z3BJ6K6RIION7M",
}
"""The hosted zones of S3's websites, where they are known here.

Source: https://docs.aws.amazon.com/general/latest/gr/s3.html#s3_website_region_endpoints
"""

PUBLIC_ACCESS = {
    "blockPublicAcls": False,
    "blockPublicPolicy": False,
    "ignorePublicAcls": False,
    "restrictPublicBuckets": False,
}


def _setting(**outputs: Template) -> Kind:
    return Kind(id="{bucket}", outputs={**REGIONAL, **outputs})


def _contents() -> Kind:
    return Kind(
        id="{bucket}/{key}",
        outputs={
            **KNOWN,
            "arn": "arn:{_partition}:s3:::{bucket}/{key}",
            "etag": "{_hex:32}",
            "storageClass": "STANDARD",
            "versionId": "{_hex:32:=version}",
        },
    )


STORAGE: Mapping[str, Kind] = {
    "aws:s3:Bucket": Kind(
        id="{bucket}",
        name="bucket",
        outputs={
            **KNOWN,
            "arn": "arn:{_partition}:s3:::{bucket}",
            "bucketDomainName": "{bucket}.s3.amazonaws.com",
            "bucketRegion": "{_region}",
            "bucketRegionalDomainName": "{bucket}.s3.{_region}.amazonaws.com",
            "forceDestroy": False,
            "hostedZoneId": Choice("_region", ZONES),
            "objectLockEnabled": False,
            "requestPayer": "BucketOwner",
        },
    ),
    "aws:s3:BucketLifecycleConfiguration": _setting(
        transitionDefaultMinimumObjectSize="all_storage_classes_128K"
    ),
    "aws:s3:BucketLogging": _setting(),
    "aws:s3:BucketObjectLockConfiguration": _setting(objectLockEnabled="Enabled"),
    "aws:s3:BucketOwnershipControls": _setting(),
    "aws:s3:BucketPolicy": _setting(),
    "aws:s3:BucketPublicAccessBlock": _setting(**PUBLIC_ACCESS),
    "aws:s3:BucketServerSideEncryptionConfiguration": _setting(),
    "aws:s3:BucketVersioning": _setting(
        **{"versioningConfiguration.mfaDelete": "{versioningConfiguration.mfaDelete|=Disabled}"}
    ),
    "aws:s3:AccountPublicAccessBlock": Kind(
        id="{accountId|_account}", outputs={"accountId": "{_account}", **PUBLIC_ACCESS}
    ),
    "aws:s3:BucketObject": _contents(),
    "aws:s3:BucketObjectv2": _contents(),
}

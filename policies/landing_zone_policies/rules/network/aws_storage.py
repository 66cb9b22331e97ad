"""What keeps buckets from the public on AWS."""

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, Outcome, Pass
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged, need
from landing_zone_policies.wanted import matches, none_of, not_false, plain, true

BUCKET = "aws:s3:Bucket"
BLOCK = "aws:s3:BucketPublicAccessBlock"
ACCOUNT_BLOCK = "aws:s3:AccountPublicAccessBlock"
SWITCHES = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")

PRIVATE_ACL = none_of("public-read", "public-read-write", "authenticated-read")
NO_GROUP = matches(
    r"(?!.*/(?:AllUsers|AuthenticatedUsers)$).*", "no group of all users"
).or_missing()
"""Grants to the predefined groups are grants to everyone.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee
"""
NOT_THE_WRITERS = none_of("ObjectWriter")
"""Whoever writes an object owns it otherwise, and may open it to others whatever the bucket says.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
"""


@check(BUCKET, reads=(f"{BLOCK}.bucket", f"{ACCOUNT_BLOCK}.blockPublicAcls"), joins=True)
def bucket_has_a_block(bucket: Resource, world: World) -> Iterator[Outcome]:
    """A block of its own, or the account's, keeps what others set on a bucket from mattering.

    New buckets have one by default, which anyone may take away without a program noticing.
    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
    """
    account = [each for each in world.estate.of(ACCOUNT_BLOCK) if _is_whole(each)]
    if account or world.estate.pointing(bucket, "bucket", BLOCK):
        yield Pass()
        return
    yield Fail("", "nothing blocks public access to the bucket")


@check(BUCKET, reads=("acl", "grants[].uri"))
def bucket_acl_is_private(bucket: Resource, world: World) -> Iterator[Outcome]:
    """A bucket's own ACL names nobody unknown."""
    for path, wanted in (("acl", PRIVATE_ACL), ("grants[].uri", NO_GROUP)):
        for found in bucket.find(path):
            yield judged(found, wanted, world.settings)


def _is_whole(block: Resource) -> bool:
    return all(plain(block.get(each)) is True for each in SWITCHES)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "NET-03": (
        bucket_has_a_block,
        bucket_acl_is_private,
        *(need((BLOCK, ACCOUNT_BLOCK), each, true) for each in SWITCHES),
        need("aws:s3:BucketOwnershipControls", "rule.objectOwnership", NOT_THE_WRITERS),
        need("aws:s3:BucketAcl", "acl", PRIVATE_ACL),
        need("aws:s3:BucketAcl", "accessControlPolicy.grants[].grantee.uri", NO_GROUP),
        need(("aws:s3:BucketObject", "aws:s3:ObjectCopy"), "acl", PRIVATE_ACL),
        *(
            need("aws:s3:AccessPoint", f"publicAccessBlockConfiguration.{each}", not_false)
            for each in SWITCHES
        ),
        *(
            need("aws-native:s3:Bucket", f"publicAccessBlockConfiguration.{each}", true)
            for each in SWITCHES
        ),
        need("aws-native:s3:Bucket", "accessControl", none_of("PublicRead", "PublicReadWrite")),
    ),
}

"""What encryption is on AWS."""

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, Outcome
from landing_zone_policies.paths import Found, find
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged
from landing_zone_policies.wanted import given, one_of

BUCKET = "aws:s3:Bucket"
SIDE_CAR = "aws:s3:BucketServerSideEncryptionConfiguration"
DEFAULT = "rules[].applyServerSideEncryptionByDefault"

KMS = one_of("aws:kms", "aws:kms:dsse")


@check(BUCKET, reads=("serverSideEncryptionConfiguration", f"{SIDE_CAR}.rules"), joins=True)
def bucket_has_a_key(bucket: Resource, world: World) -> Iterator[Outcome]:
    """A bucket's key is its own property, in older programs, or that of a resource beside it."""
    beside = world.estate.pointing(bucket, "bucket", SIDE_CAR)
    own = bucket.find("serverSideEncryptionConfiguration.rule[].applyServerSideEncryptionByDefault")
    inside = own if any(each.is_known for each in own) else []
    defaults = [*inside, *(each for one in beside for each in one.find(DEFAULT))]
    if not defaults:
        yield Fail("serverSideEncryptionConfiguration", "the bucket has no key of its own")
    for each in defaults:
        yield from _under_a_key(each, world)


def _under_a_key(default: Found, world: World) -> Iterator[Outcome]:
    for path, wanted in (("sseAlgorithm", KMS), ("kmsMasterKeyId", given)):
        for found in find(default.value, path):
            at = Found(f"{default.path}.{path}", found.value, found.secret)
            yield judged(at, wanted, world.settings)


CHECKS: Mapping[str, tuple[Check, ...]] = {"ENC-01": (bucket_has_a_key,)}

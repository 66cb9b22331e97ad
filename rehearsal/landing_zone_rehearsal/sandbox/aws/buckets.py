"""What AWS refuses of buckets' settings: keys, logs and policies that do not go together.

Sources: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html,
https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Request, Rule
from landing_zone_rehearsal.sandbox.objects import Object

from .access import said_by
from .deployed import ask
from .statements import Call, Naming, Principal, statements
from .storage import SETTINGS, find_bucket

DELIVERY = "logging.s3.amazonaws.com"
"""Who delivers the records of accesses."""


def is_not_ours(request: Request) -> Iterator[str]:
    """Yield that a setting is for a bucket of another account, or is put in another region.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    """
    made = request.object
    bucket = find_bucket(request.world, made.get("bucket"))
    if bucket and bucket.account != made.account:
        yield "AccessDenied: Access Denied"
    elif bucket and bucket.region != made.region:
        yield (
            "PermanentRedirect: The bucket you are attempting to access must be addressed using the"
            " specified endpoint. Please send all future requests to this endpoint."
        )


def no_algorithm_for_its_key(request: Request) -> Iterator[str]:
    """Yield that a key is named for an encryption that uses none."""
    for rule in request.object.all("rules[]"):
        held: dict[str, Any] = rule.get("applyServerSideEncryptionByDefault") or {}
        if held.get("kmsMasterKeyId") and held.get("sseAlgorithm") == "AES256":
            yield (
                "InvalidArgument: a KMSMasterKeyID is not applicable if the default sse algorithm"
                " is not aws:kms or aws:kms:dsse"
            )


def delivers_elsewhere(request: Request) -> Iterator[str]:
    """Yield that S3 may not deliver a log: another owner or region, or no permission.

    S3 takes the setting without the permission and delivers nothing; here it is refused at once.
    """
    source = find_bucket(request.world, request.object.get("bucket"))
    target = find_bucket(request.world, request.object.get("targetBucket"))
    if not source or not target:
        return
    if source.account != target.account:
        yield (
            "InvalidTargetBucketForLogging: The owner for the bucket to be logged and the target"
            " bucket must be the same."
        )
    elif source.region != target.region:
        yield (
            "CrossLocationLoggingProhibitted: Cross S3 location logging not allowed. A bucket in"
            " one location cannot log to a bucket in another location."
        )
    elif not _may_deliver(request, source, target):
        yield (
            "InvalidTargetBucketForLogging: You must give the log-delivery group WRITE and READ_ACP"
            " permissions to the target bucket"
        )


def becomes_public(request: Request) -> Iterator[str]:
    """Yield that a policy would open a bucket whose public access is blocked.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
    """
    made = request.object
    blocked = request.world.find(
        ("aws:s3:BucketPublicAccessBlock",), ("bucket",), made.get("bucket")
    )
    account = request.world.of("aws:s3:AccountPublicAccessBlock")
    blocks = [*blocked, *(each for each in account if each.account == made.account)]
    if not any(each.get("blockPublicPolicy") for each in blocks):
        return
    anybody = Principal(name="*")
    for each in statements(made.get("policy"), made.name):
        if each.allows and not each.conditions and each.names(anybody) is Naming.ITSELF:
            yield (
                f"AccessDenied: User: {made.account} is not authorized to perform:"
                " s3:PutBucketPolicy because public policies are prevented by the"
                " BlockPublicPolicy setting in S3 Block Public Access."
            )


CHANGING: Mapping[str, Sequence[Rule]] = {
    **dict.fromkeys(SETTINGS, (is_not_ours,)),
    "aws:s3:BucketServerSideEncryptionConfiguration": (is_not_ours, no_algorithm_for_its_key),
    "aws:s3:BucketLogging": (is_not_ours, delivers_elsewhere),
    "aws:s3:BucketPolicy": (is_not_ours, becomes_public),
}


def _may_deliver(request: Request, source: Object, target: Object) -> bool:
    asking = Principal(name=DELIVERY, kind="Service")
    context = {**said_by(asking, target.account), "aws:sourcearn": str(source.get("arn"))}
    call = Call(
        principal=asking,
        action="s3:PutObject",
        resource=f"{target.get('arn')}/{request.object.get('targetPrefix') or ''}log",
        account=target.account,
        context=context,
    )
    return bool(ask(request.world, call))

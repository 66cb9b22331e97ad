"""What AWS refuses of what lies in buckets: what is not empty, and what is locked.

Sources: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html,
https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Request, Rule
from landing_zone_rehearsal.sandbox.objects import Object, World

from .deployed import BUCKET

CONTENTS = ("aws:s3:BucketObject", "aws:s3:BucketObjectv2")
LOCK = "aws:s3:BucketObjectLockConfiguration"
VERSIONING = "aws:s3:BucketVersioning"

COLD = frozenset({"STANDARD_IA", "ONEZONE_IA"})
COLD_DAYS = 30
"""Days that an object stays before it moves to infrequent access.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
"""


def is_not_empty(request: Request) -> Iterator[str]:
    """Yield that a bucket holds objects, and is not to be emptied or cannot be."""
    bucket = request.object
    held = [*contents(request.world, bucket)]
    if held and not bucket.get("forceDestroy"):
        yield (
            "BucketNotEmpty: The bucket you tried to delete is not empty. You must delete all"
            " versions in the bucket."
        )
    if any(_is_locked(each) for each in held):
        yield "AccessDenied: Access Denied because object protected by object lock."


def is_locked(request: Request) -> Iterator[str]:
    """Yield that an object is kept for now, whoever asks."""
    if _is_locked(request.object):
        yield "AccessDenied: Access Denied because object protected by object lock."


def contents(world: World, bucket: Object) -> Iterator[Object]:
    """Yield what lies in a bucket."""
    return world.find(CONTENTS, ("bucket",), bucket.get("bucket"))


def lock_needs_versions(request: Request) -> Iterator[str]:
    """Yield that objects are to be locked where no versions are kept."""
    lock = request.object
    if not lock.get("rule.defaultRetention") or _is_versioned(request.world, lock.get("bucket")):
        return
    yield (
        "InvalidBucketState: Versioning must be 'Enabled' on the bucket to apply a Object Lock"
        " configuration"
    )


def lock_keeps_versions(request: Request) -> Iterator[str]:
    """Yield that versions are no longer to be kept where objects are locked."""
    bucket = request.object.get("bucket")
    status = request.object.get("versioningConfiguration.status")
    locked = any(request.world.find((LOCK,), ("bucket",), bucket))
    if status != "Enabled" and (locked or _asked_for_a_lock(request.world, bucket)):
        yield (
            "InvalidBucketState: An Object Lock configuration is present on this bucket, so the"
            " versioning state cannot be changed."
        )


def retention_of_two_kinds(request: Request) -> Iterator[str]:
    """Yield that a retention is given in days and in years, or in neither."""
    given = [request.object.get(f"rule.defaultRetention.{unit}") for unit in ("days", "years")]
    if request.object.get("rule.defaultRetention") and (all(given) or not any(given)):
        yield (
            "MalformedXML: The XML you provided was not well-formed or did not validate against"
            " our published schema"
        )


def lock_is_shortened(request: Request) -> Iterator[str]:
    """Yield that an object is to be kept shorter than it is promised, without exception."""
    old, new = request.old, request.object
    if old is None or not _is_locked(old):
        return
    until = "objectLockRetainUntilDate"
    if str(new.get(until) or "") < str(old.get(until)) or new.get("objectLockMode") != "COMPLIANCE":
        yield "AccessDenied: Access Denied because object protected by object lock."


def moves_too_early(request: Request) -> Iterator[str]:
    """Yield that objects are to move to infrequent access too early, or to expire before."""
    for rule in request.object.all("rules[]"):
        moves: list[dict[str, Any]] = rule.get("transitions") or []
        expiration: dict[str, Any] = rule.get("expiration") or {}
        for move in moves:
            days, to = move.get("days"), move.get("storageClass")
            if to in COLD and days is not None and days < COLD_DAYS:
                yield (
                    "InvalidArgument: 'Days' in Transition action must be greater than or equal to"
                    f" {COLD_DAYS} for storageClass '{to}'"
                )
        expires = expiration.get("days")
        if expires and any((move.get("days") or 0) >= expires for move in moves):
            yield (
                "InvalidArgument: 'Days' in the Expiration action for filter must be greater than"
                " 'Days' in the Transition action"
            )


def rules_repeat(request: Request) -> Iterator[str]:
    """Yield that two rules of a lifecycle have one name."""
    names = request.object.all("rules[].id")
    if len(names) != len(set(names)):
        yield "InvalidArgument: Rule ID must be unique. Found same ID for more than one rule"


def find_bucket(world: World, name: Any) -> Object | None:
    """Find a bucket by its name."""
    return next(world.find((BUCKET,), ("bucket",), name), None)


def _is_versioned(world: World, bucket: Any) -> bool:
    settings = world.find((VERSIONING,), ("bucket",), bucket)
    enabled = any(each.get("versioningConfiguration.status") == "Enabled" for each in settings)
    return enabled or _asked_for_a_lock(world, bucket)


def _asked_for_a_lock(world: World, bucket: Any) -> bool:
    found = find_bucket(world, bucket)
    return bool(found and found.get("objectLockEnabled"))


def _is_locked(thing: Object) -> bool:
    """Whether an object is kept by a retention that nobody can lift, or by a legal hold."""
    if thing.get("objectLockLegalHoldStatus") == "ON":
        return True
    until = str(thing.get("objectLockRetainUntilDate") or "")
    now = dt.datetime.now(dt.UTC).isoformat()
    return thing.get("objectLockMode") == "COMPLIANCE" and until > now


CHANGING: Mapping[str, Sequence[Rule]] = {
    LOCK: (lock_needs_versions, retention_of_two_kinds),
    VERSIONING: (lock_keeps_versions,),
    "aws:s3:BucketLifecycleConfiguration": (moves_too_early, rules_repeat),
    **dict.fromkeys(CONTENTS, (lock_is_shortened,)),
}
DELETING: Mapping[str, Sequence[Rule]] = {
    BUCKET: (is_not_empty,),
    **dict.fromkeys(CONTENTS, (is_locked,)),
}

SETTINGS = (
    *("aws:s3:BucketLifecycleConfiguration", "aws:s3:BucketLogging", "aws:s3:BucketPolicy"),
    *("aws:s3:BucketOwnershipControls", "aws:s3:BucketPublicAccessBlock", LOCK, VERSIONING),
    "aws:s3:BucketServerSideEncryptionConfiguration",
)
SWEPT: Mapping[str, tuple[tuple[str, str], ...]] = {
    BUCKET: tuple((each, "bucket") for each in (*SETTINGS, *CONTENTS)),
}
"""What goes with a bucket: its settings, and what lies in it once that was allowed."""

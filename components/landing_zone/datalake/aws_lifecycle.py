"""How long objects are kept, where, and what is recorded of them."""

from typing import Any

import pulumi_aws as aws

from landing_zone.core import Profile, Scope
from landing_zone.datalake.aws_bucket import Bucket
from landing_zone.datalake.spec import LayerSpec

UNFINISHED_DAYS = 7
"""Days after which the parts of an upload that was never finished are removed."""

LOG_DAYS = {Profile.DEV: 30, Profile.STANDARD: 90, Profile.REGULATED: 365}
"""Days that records of accesses are kept."""

LOCK = {Profile.DEV: "GOVERNANCE", Profile.STANDARD: "GOVERNANCE", Profile.REGULATED: "COMPLIANCE"}
"""Whether a lock can be lifted by those who have a permission of its own, or by nobody at all.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
"""

EVERYTHING: dict[str, str] = {"prefix": ""}


def rules_of(layer: LayerSpec) -> list[Any]:
    """Return the lifecycle of a layer.

    Earlier versions don't move to cheaper storage, which would keep them longer than asked for:
    30 and 90 days at least are paid there.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
    """
    transitions = [
        {"days": days, "storage_class": storage}
        for days, storage in (
            (layer.cool_after_days, "STANDARD_IA"),
            (layer.archive_after_days, "GLACIER"),
        )
        if days
    ]
    rules = _upkeep(layer.noncurrent_days)
    if transitions:
        rules.append(_rule("move", transitions=transitions))
    if layer.expire_after_days:
        rules.append(_rule("expire", expiration={"days": layer.expire_after_days}))
    return rules


def log_rules(profile: Profile) -> list[Any]:
    """Return the lifecycle of the access log."""
    return [*_upkeep(LOG_DAYS[profile]), _rule("expire", expiration={"days": LOG_DAYS[profile]})]


def lock(scope: Scope, part: str, bucket: Bucket, days: int) -> None:
    """Keep every new object from being changed or deleted.

    The bucket itself doesn't ask for a lock: saying so there would replace an existing one.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html
    """
    aws.s3.BucketObjectLockConfiguration(
        scope.child(f"{part}-lock"),
        bucket=bucket.name,
        object_lock_enabled="Enabled",
        rule={"default_retention": {"mode": LOCK[scope.env.profile], "days": days}},
        opts=scope.opts(),
    )


def record_accesses(scope: Scope, part: str, bucket: Bucket, log: Bucket) -> None:
    """Record every access to a bucket, in folders by the day it happened."""
    aws.s3.BucketLogging(
        scope.child(f"{part}-logging"),
        bucket=bucket.name,
        target_bucket=log.name,
        target_prefix=f"{part}/",
        target_object_key_format={"partitioned_prefix": {"partition_date_source": "EventTime"}},
        opts=scope.opts(),
    )


def _upkeep(noncurrent_days: int) -> list[Any]:
    return [
        _rule(
            "noncurrent",
            noncurrent_version_expiration={"noncurrent_days": noncurrent_days},
            expiration={"expired_object_delete_marker": True},
        ),
        _rule(
            "unfinished",
            abort_incomplete_multipart_upload={"days_after_initiation": UNFINISHED_DAYS},
        ),
    ]


def _rule(name: str, **action: Any) -> Any:
    return {"id": name, "status": "Enabled", "filter": EVERYTHING, **action}

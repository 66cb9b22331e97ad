"""Buckets that hold something, and retention that nobody can cut short.

Sources: https://cloud.google.com/storage/docs/deleting-buckets,
https://cloud.google.com/storage/docs/bucket-lock
"""

from __future__ import annotations

from collections.abc import Iterator

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object, World

BUCKET = "gcp:storage:Bucket"
OBJECT = "gcp:storage:BucketObject"
FOLDER = "gcp:storage:ManagedFolder"

DAY = 86_400
LEAST_SOFT_DELETE, MOST_SOFT_DELETE = 7 * DAY, 90 * DAY
"""Seconds, or none at all: https://cloud.google.com/storage/docs/soft-delete#retention-duration"""

MOST_LIFECYCLE_RULES = 100
"""Source: https://cloud.google.com/storage/docs/lifecycle#limitations"""


def keeps_for_a_time_that_is_allowed(request: Request) -> Iterator[str]:
    """Refuse days of soft delete that are too few or too many, and rules that do nothing."""
    made = request.object
    seconds = int(made.get("softDeletePolicy.retentionDurationSeconds") or 0)
    if seconds and not LEAST_SOFT_DELETE <= seconds <= MOST_SOFT_DELETE:
        yield (
            f"googleapi: Error 400: Soft delete retention duration {seconds}s must be 0 or"
            " between 7 and 90 days., invalid"
        )
    if len(made.all("lifecycleRules[]")) > MOST_LIFECYCLE_RULES:
        yield "googleapi: Error 400: A lifecycle configuration has at most 100 rules., invalid"
    for rule in made.all("lifecycleRules[].action"):
        if rule.get("type") == "SetStorageClass" and not rule.get("storageClass"):
            yield "googleapi: Error 400: SetStorageClass requires a storage class., invalid"


def keeps_what_it_locked(request: Request) -> Iterator[str]:
    """Refuse to shorten retention that is locked; it may be made longer."""
    old = request.old
    if old is None or not old.get("retentionPolicy.isLocked"):
        return
    before, after = (
        int(each.get("retentionPolicy.retentionPeriod") or 0) for each in (old, request.object)
    )
    if after < before or not request.object.get("retentionPolicy.isLocked"):
        yield (
            "googleapi: Error 403: Cannot reduce retention duration of a locked Retention Policy"
            f" for bucket '{old.id}'., forbidden"
        )


def is_empty(request: Request) -> Iterator[str]:
    """Refuse to delete a bucket with objects: unless told to delete them, and only if they may go.

    Source: https://cloud.google.com/storage/docs/bucket-lock#overview
    """
    bucket = request.object
    held = [*objects(request.world, bucket)]
    if held and not bucket.get("forceDestroy"):
        yield (
            f"Error trying to delete bucket {bucket.id} containing objects without `forceDestroy`"
            " set to true"
        )
    elif held and bucket.get("retentionPolicy.retentionPeriod"):
        yield _retained(held[0])


def outlives_its_retention(request: Request) -> Iterator[str]:
    """Refuse to delete an object before the retention of its bucket is over; time stands still."""
    for bucket in request.world.find((BUCKET,), ("name",), request.object.get("bucket")):
        if bucket.get("retentionPolicy.retentionPeriod"):
            yield _retained(request.object)


def holds_no_objects(request: Request) -> Iterator[str]:
    """Refuse to delete a managed folder with objects, unless told that they may stay behind.

    Source: https://cloud.google.com/storage/docs/managed-folders
    """
    folder = request.object
    prefix = str(folder.get("name"))
    held = any(
        each.get("bucket") == folder.get("bucket") and str(each.get("name")).startswith(prefix)
        for each in request.world.of(OBJECT)
    )
    if held and not folder.get("forceDestroy"):
        yield (
            "googleapi: Error 409: The managed folder you tried to delete is not empty., conflict"
        )


def has_its_folder(request: Request) -> Iterator[str]:
    """Refuse a role on a folder that another bucket has."""
    made = request.object
    folder = f"{made.get('bucket')}/{made.get('managedFolder')}"
    if request.world.get(FOLDER, folder) is None:
        yield (
            f"googleapi: Error 404: The managed folder '{made.get('managedFolder')}' does not"
            " exist., notFound"
        )


def objects(world: World, bucket: Object) -> Iterator[Object]:
    """Yield what lies in a bucket, as far as somebody simulated it."""
    return (each for each in world.of(OBJECT) if each.get("bucket") == bucket.id)


def _retained(object: Object) -> str:
    return (
        f"googleapi: Error 403: Object '{object.get('bucket')}/{object.get('name')}' is subject to"
        " bucket's retention policy or object retention and cannot be deleted or overwritten yet,"
        " retentionPolicyNotMet"
    )

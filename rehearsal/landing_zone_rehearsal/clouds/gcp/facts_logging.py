"""Where log entries are kept.

Source: https://cloud.google.com/logging/docs/buckets
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.conditions import is_removed
from landing_zone_rehearsal.clouds.facts import Facts, Within

from .conditions import comes_or_goes
from .facts_forms import DELETIONS, KEY

API = "logging.googleapis.com"

LOGS: Mapping[str, Facts] = {
    "gcp:logging:ProjectBucketConfig": Facts(
        replaces=("bucketId", "location", "project"),
        fixed_when={"cmekSettings.kmsKeyName": comes_or_goes, "locked": is_removed},
        kept=("description",),
        values=DELETIONS,
        bounds={"retentionDays": (1, 3650)},
        formats={"bucketId": r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}"},
        refers={"cmekSettings.kmsKeyName": KEY},
        scope=Within.WORLD,
        api=API,
        keeps="the log bucket {name} is restorable for 7 days, and its name taken",
        stateful=True,
        missing="googleapi: Error 404: Bucket {value} does not exist, notFound",
        conflict="googleapi: Error 409: Bucket `{id}` already exists, alreadyExists",
        taken="googleapi: Error 409: Bucket `{id}` already exists, alreadyExists ({left})",
    ),
    "gcp:logging:ProjectExclusion": Facts(
        replaces=("name", "project"),
        kept=("project",),
        formats={"name": r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}", "description": r"(?s).{0,8000}"},
        scope=Within.WORLD,
        api=API,
        conflict="googleapi: Error 409: Exclusion {name} already exists, alreadyExists",
    ),
    "gcp:logging:ProjectSink": Facts(
        replaces=("name", "project"),
        kept=("bigqueryOptions", "project"),
        values=DELETIONS,
        formats={
            "name": r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}",
            "destination": r"(logging|storage|bigquery|pubsub)\.googleapis\.com/\S+",
        },
        scope=Within.WORLD,
        api=API,
        conflict="googleapi: Error 409: Sink {name} already exists, alreadyExists",
    ),
}
"""Log buckets, what fills them, and what `_Default` leaves out.

A log bucket is never given its first key, and never loses its last; a lock is never taken off:
https://cloud.google.com/logging/docs/routing/managed-encryption-storage#limitations,
https://cloud.google.com/logging/docs/buckets#locking-logs-buckets
"""

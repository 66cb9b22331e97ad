"""What Google Cloud answers about buckets and logs."""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.model import Kind

from .answers_forms import CREATED, DELETED, LABELLED, NUMBER, PROJECT, member

STORAGE = "https://www.googleapis.com/storage/v1/b/{bucket}"

WEEK_SECONDS = 604_800
"""How long a bucket keeps what was deleted, if nothing else is said.

Source: https://cloud.google.com/storage/docs/soft-delete
"""

BUCKETS: Mapping[str, Kind] = {
    "gcp:storage:Bucket": Kind(
        id="{name}",
        name="name",
        outputs={
            **PROJECT,
            **DELETED,
            **LABELLED,
            "defaultEventBasedHold": False,
            "enableObjectRetention": False,
            "forceDestroy": False,
            "hierarchicalNamespace": {"enabled": False},
            "projectNumber": NUMBER,
            "publicAccessPrevention": "inherited",
            "requesterPays": False,
            "rpo": "DEFAULT",
            "selfLink": "https://www.googleapis.com/storage/v1/b/{name}",
            "softDeletePolicy": {
                "effectiveTime": CREATED,
                "retentionDurationSeconds": WEEK_SECONDS,
            },
            "softDeletePolicy.effectiveTime": CREATED,
            "storageClass": "STANDARD",
            "timeCreated": CREATED,
            "uniformBucketLevelAccess": False,
            "updated": CREATED,
            "url": "gs://{name}",
            "versioning": {"enabled": False},
            "website": {},
        },
    ),
    "gcp:storage:BucketObject": Kind(
        id="{bucket}-{name}",
        name="name",
        outputs={
            **DELETED,
            "crc32c": "{_upper:6}==",
            "contentType": "application/octet-stream",
            "generation": 1_767_254_400_000_000,
            "md5hash": "{_upper:22}==",
            "mediaLink": f"{STORAGE}/o/{{name}}?alt=media",
            "outputName": "{name}",
            "selfLink": f"{STORAGE}/o/{{name}}",
            "storageClass": "STANDARD",
        },
    ),
    "gcp:storage:BucketIAMMember": member("b/{bucket}"),
    "gcp:storage:ManagedFolder": Kind(
        id="{bucket}/{name}",
        name="name",
        outputs={
            **DELETED,
            "createTime": CREATED,
            "forceDestroy": False,
            "metageneration": "1",
            "selfLink": f"{STORAGE}/managedFolders/{{name}}",
            "updateTime": CREATED,
        },
    ),
    "gcp:storage:ManagedFolderIamMember": member("b/{bucket}/managedFolders/{managedFolder}"),
}
"""Buckets, and who may have what lies in them."""

LOG_BUCKET = "projects/{project}/locations/{location}/buckets/{bucketId}"

LOGS: Mapping[str, Kind] = {
    "gcp:logging:ProjectBucketConfig": Kind(
        id=LOG_BUCKET,
        outputs={
            **DELETED,
            "cmekSettings.kmsKeyVersionName": "{cmekSettings.kmsKeyName}/cryptoKeyVersions/1",
            "cmekSettings.name": "projects/{project}/cmekSettings",
            "cmekSettings.serviceAccountId": f"cmek-p{NUMBER}"
            "@gcp-sa-logging.iam.gserviceaccount.com",
            "enableAnalytics": False,
            "lifecycleState": "ACTIVE",
            "locked": False,
            "name": LOG_BUCKET,
            "retentionDays": 30,
        },
    ),
    "gcp:logging:ProjectExclusion": Kind(
        id="projects/{_account}/exclusions/{name}",
        name="name",
        outputs={**PROJECT, "disabled": False},
    ),
    "gcp:logging:ProjectSink": Kind(
        id="projects/{_account}/sinks/{name}",
        name="name",
        outputs={
            **PROJECT,
            **DELETED,
            "disabled": False,
            "uniqueWriterIdentity": True,
            "writerIdentity": f"serviceAccount:service-{NUMBER}"
            "@gcp-sa-logging.iam.gserviceaccount.com",
        },
    ),
}
"""Where log entries are kept, and how they come there."""

"""What a Cloud Storage bucket does with its objects as they age."""

from pulumi_gcp import storage

from landing_zone.datalake.spec import LayerSpec

UPLOAD_DAYS = 7
"""Days after which an upload that nobody finished is removed."""

Rule = storage.BucketLifecycleRuleArgsDict


def lifecycle_rules(layer: LayerSpec) -> list[Rule]:
    """Return the rules by which objects are moved to cheaper storage and deleted.

    Autoclass would move objects by their use instead of their age, for a fee for each of them, and
    cannot be combined with a rule that moves.

    Sources: https://cloud.google.com/storage/docs/lifecycle,
    https://cloud.google.com/storage/docs/autoclass
    """
    abandoned: Rule = {
        "action": {"type": "AbortIncompleteMultipartUpload"},
        "condition": {"age": UPLOAD_DAYS},
    }
    expired: list[Rule] = (
        [{"action": {"type": "Delete"}, "condition": {"age": layer.expire_after_days}}]
        if layer.expire_after_days
        else []
    )
    return [
        abandoned,
        *_moved("NEARLINE", ["STANDARD"], layer.cool_after_days),
        *_moved("ARCHIVE", ["STANDARD", "NEARLINE"], layer.archive_after_days),
        *expired,
    ]


def _moved(storage_class: str, classes: list[str], age_days: int | None) -> list[Rule]:
    if age_days is None:
        return []
    return [
        {
            "action": {"type": "SetStorageClass", "storage_class": storage_class},
            "condition": {"age": age_days, "matches_storage_classes": classes},
        }
    ]

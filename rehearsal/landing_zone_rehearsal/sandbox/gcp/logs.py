"""Log buckets that are locked, and sinks that lead nowhere.

Sources: https://cloud.google.com/logging/docs/buckets,
https://cloud.google.com/logging/docs/routing/managed-encryption-storage
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_rehearsal.sandbox.behaviour import Request

BUCKET = "gcp:logging:ProjectBucketConfig"

DESTINATIONS: Mapping[str, tuple[str, str]] = {
    "logging.googleapis.com": (BUCKET, "id"),
    "storage.googleapis.com": ("gcp:storage:Bucket", "name"),
}
"""What a sink may fill, by the beginning of its destination; others are not simulated."""


def leads_somewhere(request: Request) -> Iterator[str]:
    """Refuse a sink whose destination does not exist, and a filter that cannot be read."""
    made = request.object
    destination = str(made.get("destination"))
    service, _, name = destination.partition("/")
    type, by = DESTINATIONS.get(service, ("", "id"))
    if type and next(request.world.find((type,), (by,), name), None) is None:
        yield (
            f"googleapi: Error 404: The sink destination {destination} does not exist., notFound"
        )


def has_a_readable_filter(request: Request) -> Iterator[str]:
    """Refuse a filter with a text or a bracket that does not end.

    Source: https://cloud.google.com/logging/docs/view/logging-query-language
    """
    chosen = str(request.object.get("filter") or "")
    outside = chosen.replace('\\"', "").split('"')
    if len(outside) % 2 == 0 or not _is_balanced("".join(outside[::2])):
        yield f"googleapi: Error 400: Unparseable filter: syntax error in '{chosen}', badRequest"


def is_not_locked(request: Request) -> Iterator[str]:
    """Refuse any change of a locked log bucket, and its deletion.

    Source: https://cloud.google.com/logging/docs/buckets#locking-logs-buckets
    """
    before = request.old if request.act == "update" else request.object
    if request.act != "create" and before is not None and before.get("locked"):
        yield f"googleapi: Error 400: Bucket {before.id} is locked., failedPrecondition"


def _is_balanced(text: str) -> bool:
    depth = 0
    for each in text:
        depth += (each == "(") - (each == ")")
        if depth < 0:
            return False
    return depth == 0

"""What AWS refuses of log groups.

Sources: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/protecting-log-groups-from-deletion.html,
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from landing_zone_rehearsal.sandbox.behaviour import Request, Rule

LOG_GROUP = "aws:cloudwatch:LogGroup"
WRITERS = "aws:cloudwatch:LogResourcePolicy"

MOST = 10
"""Resource policies of one account in one region."""


def is_protected(request: Request) -> Iterator[str]:
    """Yield that a log group is protected from deletion."""
    if request.object.get("deletionProtectionEnabled"):
        yield (
            "ValidationException: Cannot delete log group with deletion protection enabled. Disable"
            " deletion protection first."
        )


def too_many(request: Request) -> Iterator[str]:
    """Yield that there is no room for another resource policy."""
    made = request.object
    beside = [
        each
        for each in request.world.of(WRITERS)
        if each.place == made.place and each.id != made.id
    ]
    if len(beside) >= MOST:
        yield f"LimitExceededException: Resource limit exceeded: {MOST} resource policies"


CHANGING: Mapping[str, Sequence[Rule]] = {WRITERS: (too_many,)}
DELETING: Mapping[str, Sequence[Rule]] = {LOG_GROUP: (is_protected,)}

"""What storage accounts on Azure refuse: to lose what is locked."""

from __future__ import annotations

from collections.abc import Iterator

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object, World

from .arm import at, inside, last, lies_in
from .parents import parent_id

LOCK = "azure-native:storage:BlobContainerImmutabilityPolicy"
BLOB = "azure-native:storage:Blob"
ACCOUNT = "azure-native:storage:StorageAccount"


def lock_is_loosened(request: Request) -> Iterator[str]:
    """Refuse to shorten a locked policy, or to change more than its length.

    Source: https://learn.microsoft.com/azure/storage/blobs/immutable-time-based-retention-policy-overview
    """
    made, old = request.object, request.old
    if old is None or old.get("state") != "Locked":
        return
    days = "immutabilityPeriodSinceCreationInDays"
    if (made.get(days) or 0) < (old.get(days) or 0):
        yield (
            'Code="ContainerImmutabilityPolicyFailure" Message="Operation not allowed on'
            ' immutability policy with current state."'
        )


def lock_goes_alone(request: Request) -> Iterator[str]:
    """Refuse to delete a policy by itself: azure-native does not send the tag that it takes.

    Source: https://github.com/pulumi/pulumi-azure-native/issues/2156
    """
    locked = request.object.get("state") == "Locked"
    words = "with current state" if locked else "with incorrect etag"
    yield (
        'Status=412 Code="ContainerImmutabilityPolicyFailure" Message="Operation not allowed on'
        f' immutability policy {words}."'
    )


def locked_things_go(request: Request) -> Iterator[str]:
    """Refuse to delete a container with locked objects, and whatever it lies in.

    Sources: https://learn.microsoft.com/azure/storage/blobs/immutable-container-level-worm-policies,
    https://github.com/Azure/azure-powershell/issues/26148
    """
    going = request.object
    for lock in request.world.of(LOCK):
        container = parent_id(lock)
        if not lies_in(container, going.id) or not _keeps(request.world, lock):
            continue
        if lies_in(going.id, container):
            yield (
                'Code="ContainerImmutabilityPolicyLocked" Message="The requested operation is not'
                ' allowed as the container has a locked immutability policy."'
            )
        else:
            account = lock.id.partition("/blobServices/")[0]
            yield (
                f'Code="AccountProtectedFromDeletion" Message="{last(account)} is protected from'
                f" deletion. The container(s) {last(container)} have a locked immutability"
                ' policy."'
            )


def object_is_locked(request: Request) -> Iterator[str]:
    """Refuse to delete an object that its container's policy still holds.

    The sandbox has no clock: everything in a container with a policy is as new.
    """
    container = parent_id(request.object).lower()
    if any(parent_id(each).lower() == container for each in request.world.of(LOCK)):
        yield (
            'Code="BlobImmutableDueToPolicy" Message="This operation is not permitted as the blob'
            ' is immutable due to a policy."'
        )


def _keeps(world: World, lock: Object) -> bool:
    """Whether a policy is locked and there is something for it to hold."""
    container = at(world, parent_id(lock))
    holds = container and any(each.kind == BLOB for each in inside(world, container))
    return bool(holds) and lock.get("state") == "Locked"

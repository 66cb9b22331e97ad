"""Who may do what with a layer or a key on Azure, by what was deployed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from landing_zone_rehearsal.sandbox.behaviour import Decision
from landing_zone_rehearsal.sandbox.objects import Object, World

from .arm import at, exists, last
from .encryption import key_at, may_use, why_unusable
from .grants import Operation, decide
from .parents import parent, parent_id
from .pods import POD, acts_as, assumes
from .roles import BLOBS, VAULTS

CONTAINER = re.compile(
    r"(?i)(?P<container>.*/blobServices/[^/]+/containers/[^/]+)(?:/(?P<path>.+))?"
)

READ = ("read",)
WRITE = (*READ, "write", "add/action", "delete")
ADMIN = (*WRITE, "deleteBlobVersion/action", "permanentDelete/action")
ON_BLOBS: Mapping[str, tuple[str, ...]] = {"read": READ, "write": WRITE, "admin": ADMIN}
"""What each verb does with objects; it is allowed when all of it is.

Source: https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac-attributes
"""

ON_KEYS: Mapping[str, tuple[str, ...]] = {
    "read": ("keys/read", "keys/unwrap/action"),
    "write": ("keys/read", "keys/wrap/action"),
    "admin": ("keys/read", "keys/update/action", "keys/rotate/action", "keys/delete"),
}
"""What each verb does with a key: reading what it encrypted unwraps, writing wraps."""


def can(world: World, principal: str, verb: str, resource: str) -> Decision:
    """Say whether a principal may do something with a layer, an object in it, a key, an identity.

    Args:
        world: What exists.
        principal: The object ID of an identity or group, or a pod as
            `system:serviceaccount:NAMESPACE:NAME`, which may what the identities may that trust it.
        verb: `read`, `write`, `admin`, `assume`, or an operation of Azure's own.
        resource: The ID of a container, with `/` and the name of an object or folder or without;
            the ID or address of a key; the principal or client ID of an identity for `assume`.
    """
    if verb == "assume":
        return assumes(world, principal, resource)
    if POD.fullmatch(principal):
        return _as_pod(world, principal, verb, resource)
    key = key_at(world, resource)
    if key:
        operations = [f"{VAULTS}/{each}" for each in ON_KEYS.get(verb, ())] or [verb]
        return _all(may_use(world, principal, each, key) for each in operations)
    found = CONTAINER.fullmatch(resource)
    container = at(world, found["container"]) if found else None
    if found and container:
        return _on_objects(world, principal, verb, container, found["path"] or "")
    if not exists(world, resource):
        return Decision(allowed=False, because=f"{resource} does not exist")
    return decide(world, principal, Operation(verb, resource))


def _as_pod(world: World, pod: str, verb: str, resource: str) -> Decision:
    """Say whether any identity that a pod acts as may do something."""
    decided = Decision(allowed=False, because=f"no federated credential trusts {pod}")
    for principal, trust in acts_as(world, pod):
        decided = can(world, principal, verb, resource)
        if decided:
            return Decision(allowed=True, because=f"{trust.because}; {decided.because}")
    return decided


def _on_objects(world: World, principal: str, verb: str, container: Object, path: str) -> Decision:
    operations = [f"{BLOBS}/{each}" for each in ON_BLOBS.get(verb, ())] or [verb]
    wanted = (each for action in operations for each in _operations(action, container, path))
    decided = _all(decide(world, principal, each) for each in wanted)
    account = parent(world, container)
    reason = why_unusable(world, account) if account and decided else None
    if reason:
        name = last(parent_id(container))
        return Decision(allowed=False, because=f"the account {name} cannot use its key: {reason}")
    return decided


def _operations(action: str, container: Object, path: str) -> Iterator[Operation]:
    """Yield what one action comes to: reading a folder, or everything, lists it as well."""
    attributes = {
        f"@resource[{CONTAINER_ATTRIBUTE}:name]": last(container.id),
        f"@resource[{BLOBS.lower()}:path]": path,
    }
    yield Operation(action, container.id, attributes=attributes)
    if action.lower() == f"{BLOBS}/read".lower() and (not path or path.endswith("/")):
        asked = {**attributes, f"@request[{BLOBS.lower()}:prefix]": path}
        yield Operation(action, container.id, "Blob.List", asked)


CONTAINER_ATTRIBUTE = BLOBS.rpartition("/")[0].lower()


def _all(decisions: Iterable[Decision]) -> Decision:
    decided = Decision(allowed=False, because="nothing was asked")
    for decided in decisions:
        if not decided:
            return decided
    return decided

"""Answers who may do what, from the policies that stand in the simulated cloud and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Decision
from landing_zone_rehearsal.sandbox.objects import Object, World

from . import keys
from .federation import POD, accounts, becomes
from .policies import Place, Verdict, is_allowed
from .roles import DECRYPT, ENCRYPT

BUCKET = "gcp:storage:Bucket"
LOG_BUCKET = "gcp:logging:ProjectBucketConfig"

GET, LIST = "storage.objects.get", "storage.objects.list"
CREATE, DELETE = "storage.objects.create", "storage.objects.delete"

VERBS: Mapping[str, Mapping[str, Sequence[str]]] = {
    BUCKET: {
        "read": (GET, LIST),
        "write": (GET, LIST, CREATE, DELETE),
        "admin": (
            *(GET, LIST, CREATE, DELETE, "storage.objects.restore"),
            "storage.objects.setIamPolicy",
        ),
    },
    keys.KEY: {
        "read": (DECRYPT,),
        "write": (ENCRYPT, DECRYPT),
        "admin": ("cloudkms.cryptoKeys.update", "cloudkms.cryptoKeys.setIamPolicy"),
    },
    LOG_BUCKET: {
        "read": ("logging.views.access",),
        "write": ("logging.buckets.write",),
        "admin": ("logging.buckets.update",),
    },
}
"""What each verb needs, by what it is asked of.

`admin` is told from `write` by what `objectAdmin` has beyond `objectUser`: who may write may also
restore what soft delete keeps, on this cloud alone.

Source: https://cloud.google.com/storage/docs/access-control/iam-roles
"""

NEEDS_KEY: Mapping[str, str] = {
    GET: DECRYPT,
    CREATE: ENCRYPT,
    "storage.objects.restore": DECRYPT,
    "logging.views.access": DECRYPT,
}
"""What the service has to do with the key for it."""


def can(world: World, principal: str, verb: str, resource: str) -> Decision:
    """Say whether a principal may do something, by the policies that were deployed.

    Args:
        world: What exists.
        principal: An IAM member (`serviceAccount:…`, `group:…`, `principal://…`), an e-mail
            address, or a pod as `system:serviceaccount:NAMESPACE:NAME`, which may what the service
            accounts may that it can become.
        verb: `read`, `write`, `admin`, `assume`, or a permission.
        resource: A bucket, with `/` and an object's name or not; a log bucket, a key, or a service
            account as `serviceAccount:…` or its e-mail address.
    """
    if verb == "assume":
        return _decided(becomes(world, principal, resource))
    if POD.fullmatch(principal):
        return _pod_can(world, principal, verb, resource)
    found = _find(world, resource)
    if found is None:
        return Decision(allowed=False, because=f"{resource} is in no simulated project")
    thing, name = found
    verdicts: list[Verdict] = []
    for permission in VERBS[thing.kind].get(verb, (verb,)):
        verdict = _permitted(world, principal, permission, thing, name)
        if not verdict:
            return _decided(verdict)
        verdicts.append(verdict)
    return _decided(verdicts[0])


def _pod_can(world: World, pod: str, verb: str, resource: str) -> Decision:
    """Ask for each service account that a pod can become; by itself it may do nothing."""
    refused = Decision(allowed=False, because=f"{pod} can become no service account")
    for member, login in accounts(world, pod):
        decision = can(world, member, verb, resource)
        if decision:
            return Decision(allowed=True, because=f"{login.because}; {decision.because}")
        refused = decision
    return refused


def _permitted(world: World, principal: str, permission: str, thing: Object, name: str) -> Verdict:
    """Ask for the role first, then whether the service could do its part with the key."""
    verdict = Verdict(allowed=False, because=f"{principal} is nobody")
    for member in _members(principal):
        verdict = is_allowed(
            world, member, permission, [*_places(thing, name)], _attributes(thing, name)
        )
        if verdict:
            break
    if not verdict or permission not in NEEDS_KEY:
        return verdict
    key = keys.serves(world, thing, NEEDS_KEY[permission])
    return Verdict(allowed=key.allowed, because=f"{verdict.because}; {key.because}")


def _members(principal: str) -> Iterator[str]:
    if ":" in principal:
        yield principal
    else:
        yield from (f"{kind}:{principal}" for kind in ("serviceAccount", "group", "user"))


def _find(world: World, resource: str) -> tuple[Object, str] | None:
    """Find a bucket, a log bucket or a key, and what follows its name."""
    for type in (keys.KEY, LOG_BUCKET, BUCKET):
        for each in world.of(type):
            if resource == each.id:
                return each, ""
            if resource.startswith(f"{each.id}/"):
                return each, resource.removeprefix(f"{each.id}/")
    return None


def _places(thing: Object, name: str) -> Iterator[Place]:
    if thing.kind == keys.KEY:
        yield from keys.places(thing.id)
        return
    if thing.kind == BUCKET:
        yield from (
            Place("gcp:storage:ManagedFolderIam", thing.id, folder) for folder in _folders(name)
        )
        yield Place("gcp:storage:BucketIAM", thing.id)
    yield Place("gcp:projects:IAM", thing.account)


def _folders(name: str) -> Iterator[str]:
    """Yield the folders that a name lies in, the innermost first."""
    ends = [found.end() for found in re.finditer("/", name)]
    yield from (name[:end] for end in reversed(ends))


def _attributes(thing: Object, name: str) -> Mapping[str, Any]:
    """Say what conditions are asked about.

    Source: https://cloud.google.com/iam/docs/conditions-resource-attributes
    """
    if thing.kind == BUCKET:
        bucket = f"projects/_/buckets/{thing.id}"
        return {
            "resource.name": f"{bucket}/objects/{name}" if name else bucket,
            "resource.service": "storage.googleapis.com",
            "resource.type": f"storage.googleapis.com/{'Object' if name else 'Bucket'}",
        }
    if thing.kind == LOG_BUCKET:
        return {
            "resource.name": f"{thing.id}/{name or 'views/_AllLogs'}",
            "resource.service": "logging.googleapis.com",
            "resource.type": "logging.googleapis.com/LogView",
        }
    return {
        "resource.name": thing.id,
        "resource.service": "cloudkms.googleapis.com",
        "resource.type": "cloudkms.googleapis.com/CryptoKey",
    }


def _decided(verdict: Verdict) -> Decision:
    return Decision(allowed=verdict.allowed, because=verdict.because)

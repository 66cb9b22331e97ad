"""The IAM policies that were deployed: who has which role on what, and what the role allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from landing_zone_rehearsal.sandbox.objects import Object, World

from .conditions import Attributes, MalformedError, UndecidedError, holds
from .roles import PROJECTS_OWN, permissions

GRANTS: Mapping[str, str] = {
    "gcp:projects:IAMMember": "project",
    "gcp:projects:IAMBinding": "project",
    "gcp:storage:BucketIAMMember": "bucket",
    "gcp:storage:BucketIAMBinding": "bucket",
    "gcp:storage:ManagedFolderIamMember": "bucket",
    "gcp:storage:ManagedFolderIamBinding": "bucket",
    "gcp:kms:CryptoKeyIAMMember": "cryptoKeyId",
    "gcp:kms:CryptoKeyIAMBinding": "cryptoKeyId",
    "gcp:kms:KeyRingIAMMember": "keyRingId",
    "gcp:kms:KeyRingIAMBinding": "keyRingId",
    "gcp:serviceaccount:IAMMember": "serviceAccountId",
    "gcp:serviceaccount:IAMBinding": "serviceAccountId",
}
"""The types that put members into a policy, and the property that names whose policy it is."""

EVERYBODY = frozenset({"allUsers", "allAuthenticatedUsers"})


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that a role can be given."""

    grants: str
    """The beginning of the types that give it there: `gcp:storage:Bucket`."""
    id: str
    within: str | None = None
    """The managed folder, inside the bucket."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether somebody has a permission, and the binding that says so."""

    allowed: bool
    because: str

    def __bool__(self) -> bool:
        return self.allowed


def is_allowed(
    world: World, member: str, permission: str, places: list[Place], about: Attributes
) -> Verdict:
    """Look for a role that allows something, at any of the places that a policy is inherited from.

    Source: https://cloud.google.com/iam/docs/resource-hierarchy-access-control
    """
    doubts: list[str] = []
    for place in places:
        for grant in _grants(world, place, member):
            role = str(grant.get("role"))
            if not _holds_permission(world, role, permission):
                continue
            reason = _unmet(grant, about)
            if reason is None:
                return Verdict(allowed=True, because=f"{role} on {_shown(place)}, by {grant.urn}")
            doubts.append(f"{role} on {_shown(place)} has a condition that {reason}")
    where = ", ".join(_shown(place) for place in places)
    lacking = f"nothing gives {member} {permission} on {where}"
    return Verdict(allowed=False, because="; ".join([lacking, *doubts]))


def members(grant: Object) -> list[str]:
    """Return whom a member or a binding is for."""
    given: Any = grant.get("members") or [grant.get("member")]
    return [str(each) for each in given]


def _grants(world: World, place: Place, member: str) -> Iterator[Object]:
    for type, path in GRANTS.items():
        if type.removesuffix("Member").removesuffix("Binding").lower() != place.grants.lower():
            continue
        for each in world.of(type):
            at = str(each.get(path)).removeprefix("b/")
            folder = each.get("managedFolder")
            if at == place.id and folder == place.within and _names(members(each), member):
                yield each


def _names(given: list[str], member: str) -> bool:
    return any(each.lower() == member.lower() or each in EVERYBODY for each in given)


def _holds_permission(world: World, role: str, permission: str) -> bool:
    allowed = permissions(role)
    for custom in world.of(PROJECTS_OWN):
        if custom.id == role:
            allowed = frozenset(str(each) for each in custom.get("permissions") or ())
    return any(fnmatchcase(permission, each) for each in allowed)


def _unmet(grant: Object, about: Attributes) -> str | None:
    expression = grant.get("condition.expression")
    if expression is None:
        return None
    try:
        return None if holds(str(expression), about) else f"is not met: {expression}"
    except UndecidedError as unknown:
        return f"cannot be decided here, as it asks for {unknown}"
    except MalformedError as error:
        return f"cannot be read: {error}"


def _shown(place: Place) -> str:
    return f"{place.id}/{place.within}" if place.within else place.id

"""How Google Cloud's keys turn over, who may use them, and how they are lost."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from landing_zone_policies.outcomes import Fail, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found, find
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, need
from landing_zone_policies.settings import Settings
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import Wanted, as_number, none_of, not_true, one_of, plain

KEY = "gcp:kms:CryptoKey"
DAY = 86_400
MOST_DAYS = 90
"""What the CIS benchmark asks of Google Cloud in production, whatever other clouds may take.

Source: https://www.cisecurity.org/benchmark/google_cloud_computing_platform (1.10)
"""


def _days(value: Any) -> float | None:
    seconds = as_number(value)
    return None if seconds is None else seconds / DAY


def _most(settings: Settings) -> int:
    most = settings.key_rotation_days
    return min(MOST_DAYS, most) if settings.is_production else most


often_enough = Wanted(
    lambda settings: f"at most {_most(settings) * DAY}s, {_most(settings)} days",
    lambda value, settings: (days := _days(value)) is not None and 0 < days <= _most(settings),
)
late_enough = Wanted(
    lambda settings: f"at least {settings.key_deletion_days * DAY}s",
    lambda value, settings: (
        (days := _days(value)) is not None and days >= settings.key_deletion_days
    ),
    missing=True,
)
"""A version that is destroyed can be had back for 30 days unless its key says otherwise.

Source: https://cloud.google.com/kms/docs/destroy-restore
"""

ROTATES = [
    ("purpose", one_of("ENCRYPT_DECRYPT").or_missing()),
    ("importOnly", not_true),
    ("versionTemplate.protectionLevel", none_of("EXTERNAL", "EXTERNAL_VPC")),
]
"""Keys for signing, imported ones and those outside of the cloud do not rotate by themselves.

Source: https://cloud.google.com/kms/docs/key-rotation
"""

EVERYBODY = ("allusers", "allauthenticatedusers")
MEMBERS: Mapping[str, str] = {
    f"gcp:kms:{on}IAM{kind}": path
    for on in ("CryptoKey", "KeyRing")
    for kind, path in (("Member", "member"), ("Binding", "members[]"))
}
POLICIES = ("gcp:kms:CryptoKeyIAMPolicy", "gcp:kms:KeyRingIAMPolicy")


@check(*MEMBERS, reads=tuple(dict.fromkeys(MEMBERS.values())))
def grant_names_its_members(grant: Resource, _: World) -> Iterator[Outcome]:
    """A member that is made from another resource of the program is that one, and not everybody."""
    for found in grant.find(MEMBERS[grant.type]):
        if found.value is UNKNOWN and grant.takes.get(found.path.partition("[")[0]):
            yield Pass(found.path)
        else:
            yield _of_member(found)


@check(*POLICIES, reads=("policyData",))
def policy_names_its_members(policy: Resource, _: World) -> Iterator[Outcome]:
    """A policy is the text of all of a key's grants."""
    found = policy.first("policyData")
    try:
        said = json.loads(found.value) if isinstance(found.value, str) else found.value
    except (ValueError, RecursionError):
        said = UNKNOWN
    if said is UNKNOWN or said is MISSING:
        yield Undetermined("policyData", "policyData cannot be read yet")
        return
    for member in find(said, "bindings[].members[]"):
        if member.value is not MISSING:
            yield _of_member(Found("policyData", member.value))


def _of_member(member: Found) -> Outcome:
    if member.value is UNKNOWN:
        return Undetermined(member.path, f"{member.path} is known after deployment")
    if plain(member.value) in EVERYBODY:
        return Fail(member.path, f"{member.path} is {member}: everybody may use the key")
    return Pass(member.path)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ENC-14": (need(KEY, "rotationPeriod", often_enough, when=ROTATES),),
    "ENC-15": (grant_names_its_members, policy_names_its_members),
    "ENC-16": (need(KEY, "destroyScheduledDuration", late_enough),),
}

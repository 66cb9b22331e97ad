"""How AWS's keys turn over, who may use them, and how they are lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import NotApplicable, Outcome
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, need
from landing_zone_policies.statements import Statement, judge_statements, narrows
from landing_zone_policies.wanted import absent, at_least, at_most, not_true, one_of, true

KEY = "aws:kms:Key"
NATIVE_KEY = "aws-native:kms:Key"
IMPORTED = ("aws:kms:ExternalKey", "aws:kms:ReplicaExternalKey")
COPIES = ("aws:kms:ReplicaKey", *IMPORTED)

SYMMETRIC = one_of("SYMMETRIC_DEFAULT").or_missing()
FOR_ENCRYPTION = one_of("ENCRYPT_DECRYPT").or_missing()
ROTATES = [
    ("customerMasterKeySpec", SYMMETRIC),
    ("keyUsage", FOR_ENCRYPTION),
    ("customKeyStoreId", absent),
]
"""Only symmetric keys of KMS's own making rotate by themselves.

Source: https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
"""
NATIVE_ROTATES = [
    ("keySpec", SYMMETRIC),
    ("keyUsage", FOR_ENCRYPTION),
    ("origin", one_of("AWS_KMS").or_missing()),
]

often_enough = at_most(lambda settings: settings.key_rotation_days).or_missing()
"""A key that rotates does so every 365 days unless it says otherwise."""
late_enough = at_least(lambda settings: settings.key_deletion_days).or_missing()
"""A key that is deleted can be had back for 30 days unless it says otherwise."""


@check(*IMPORTED, reads=())
def imported_keys_do_not_rotate(_: Resource, __: World) -> Iterator[Outcome]:
    """Who imports a key's material renews it, too."""
    yield NotApplicable("imported keys do not rotate by themselves")


@check("aws:kms:ReplicaKey", reads=())
def copies_rotate_with_their_key(_: Resource, __: World) -> Iterator[Outcome]:
    """The key that a replica copies is asked instead."""
    yield NotApplicable("it rotates with the key that it copies")


def _is_open(statement: Statement) -> str | None:
    """Object to what anybody may do; a service that acts for anybody narrows nothing."""
    if not (statement.allows and statement.anyone):
        return None
    if any(narrows(each) and each.key != "kms:viaservice" for each in statement.conditions):
        return None
    return "lets everybody use the key"


def _names_its_users(type_: str, path: str) -> Check:
    """Return a row: the policy of a key at a path names who may use it."""

    @check(type_, reads=(path,))
    def policy_names_its_users(key: Resource, _: World) -> Iterator[Outcome]:
        yield from judge_statements(key, path, _is_open, absent="the account's own policy holds")

    return policy_names_its_users


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ENC-14": (
        need(KEY, "enableKeyRotation", true, when=ROTATES),
        need(KEY, "rotationPeriodInDays", often_enough, when=ROTATES),
        need(NATIVE_KEY, "enableKeyRotation", true, when=NATIVE_ROTATES),
        need(NATIVE_KEY, "rotationPeriodInDays", often_enough, when=NATIVE_ROTATES),
        imported_keys_do_not_rotate,
        copies_rotate_with_their_key,
    ),
    "ENC-15": (
        _names_its_users(KEY, "policy"),
        _names_its_users("aws:kms:KeyPolicy", "policy"),
        *(_names_its_users(each, "policy") for each in COPIES),
        _names_its_users(NATIVE_KEY, "keyPolicy"),
        need((KEY, "aws:kms:KeyPolicy", *COPIES), "bypassPolicyLockoutSafetyCheck", not_true),
        need(NATIVE_KEY, "bypassPolicyLockoutSafetyCheck", not_true),
    ),
    "ENC-16": (
        need((KEY, *COPIES), "deletionWindowInDays", late_enough),
        need(NATIVE_KEY, "pendingWindowInDays", late_enough),
    ),
}

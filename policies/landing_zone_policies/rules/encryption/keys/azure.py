"""How Azure's keys turn over, who may use them, and how they are lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from landing_zone_policies.outcomes import Fail, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, need
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import at_least, not_false, one_of, plain, true

KEY = "azure-native:keyvault:Key"
CLASSIC_KEY = "azure:keyvault:Key"
VAULT = "azure-native:keyvault:Vault"
CLASSIC_VAULT = "azure:keyvault:KeyVault"
HSM = "azure-native:keyvault:ManagedHsm"
CLASSIC_HSM = "azure:keyvault:ManagedHardwareSecurityModule"

PROTECTOR = "azure-native:sql:EncryptionProtector"
OF_A_VAULT = [("serverKeyType", one_of("AzureKeyVault"))]
DISKS = "azure-native:compute:DiskEncryptionSet"
"""Servers and disks stay with a version of their key unless they are told to follow.

Sources: https://learn.microsoft.com/azure/azure-sql/database/transparent-data-encryption-byok-key-rotation
https://learn.microsoft.com/azure/virtual-machines/disk-encryption#automatic-key-rotation-of-customer-managed-keys
"""

DURATION = (
    r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?(?:T\w*)?"
)
DAYS: Mapping[str, int] = {"years": 365, "months": 30, "weeks": 7, "days": 1}

TOO_MUCH = frozenset(["all", "purge"])
"""What nobody should have of a vault's keys at all times."""

late_enough = at_least(lambda settings: settings.key_deletion_days).or_missing()
"""What is deleted can be had back for 90 days unless its vault says otherwise.

Source: https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview
"""


def days_of(value: Any) -> int | None:
    """Return a duration of ISO 8601 in days: 90 for `P90D`; None for what is none."""
    found = re.fullmatch(DURATION, value.strip().upper()) if isinstance(value, str) else None
    if found is None:
        return None
    return sum(int(found[unit] or 0) * days for unit, days in DAYS.items())


@check(KEY, reads=("properties.rotationPolicy",))
def key_rotates(key: Resource, world: World) -> Iterator[Outcome]:
    """A key rotates some time after it is made, or some time before it expires."""
    policy = key.first("properties.rotationPolicy")
    expiry = policy.find("attributes.expiryTime")[0]
    actions = [
        each
        for each in policy.find("lifetimeActions[]")
        if plain(each.find("action.type")[0].value) == "rotate" or each.value is UNKNOWN
    ]
    if policy.value is MISSING or not actions:
        yield Fail(policy.path, "the key does not rotate by itself")
    for each in actions:
        after = each.find("trigger.timeAfterCreate")[0]
        yield _of_period(after, each.find("trigger.timeBeforeExpiry")[0], expiry, world)


@check(CLASSIC_KEY, reads=("rotationPolicy",))
def classic_key_rotates(key: Resource, world: World) -> Iterator[Outcome]:
    """The classic provider has the same under other names."""
    automatic = key.first("rotationPolicy.automatic")
    if automatic.value is MISSING:
        yield Fail("rotationPolicy.automatic", "the key does not rotate by itself")
        return
    after = automatic.find("timeAfterCreation")[0]
    before = automatic.find("timeBeforeExpiry")[0]
    yield _of_period(after, before, key.first("rotationPolicy.expireAfter"), world)


def _of_period(after: Found, before: Found, expiry: Found, world: World) -> Outcome:
    most = world.settings.key_rotation_days
    if UNKNOWN in (after.value, before.value) or (
        after.value is MISSING and expiry.value is UNKNOWN
    ):
        return Undetermined(after.path, "when the key rotates is known after deployment")
    period = days_of(after.value)
    if period is None:
        end, ahead = days_of(expiry.value), days_of(before.value)
        period = end - ahead if end is not None and ahead is not None else None
    if period is None:
        return Fail(after.path, "nothing says after which time the key rotates")
    if period > most:
        return Fail(after.path, f"the key rotates after {period} days, and has to after {most}")
    return Pass(after.path)


@check(
    VAULT, CLASSIC_VAULT, reads=("properties.enableRbacAuthorization", "properties.accessPolicies")
)
def vault_names_its_users(vault: Resource, _: World) -> Iterator[Outcome]:
    """A vault goes by roles, or by policies of its own of which none gives everything."""
    by_roles, policies = ACCESS[vault.type]
    roles = [vault.first(each) for each in by_roles]
    if any(plain(each.value) is True for each in roles):
        yield Pass(by_roles[0])
        return
    if any(each.value is UNKNOWN for each in roles):
        yield Undetermined(by_roles[0], f"{by_roles[0]} is known after deployment")
        return
    for found in vault.find(policies):
        if found.value is UNKNOWN:
            yield Undetermined(found.path, f"{found.path} is known after deployment")
        elif isinstance(found.value, str) and plain(found.value) in TOO_MUCH:
            yield Fail(found.path, f"{found.path} is {found}, in a vault that goes by no roles")
        else:
            yield Pass(found.path)


ACCESS: Mapping[str, tuple[tuple[str, ...], str]] = {
    VAULT: (
        ("properties.enableRbacAuthorization",),
        "properties.accessPolicies[].permissions.keys[]",
    ),
    CLASSIC_VAULT: (
        ("rbacAuthorizationEnabled", "enableRbacAuthorization"),
        "accessPolicies[].keyPermissions[]",
    ),
}
"""By type: what says that roles decide, and else the rights to keys."""

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ENC-14": (
        key_rotates,
        classic_key_rotates,
        need(PROTECTOR, "autoRotationEnabled", true, when=OF_A_VAULT),
        need(DISKS, "rotationToLatestKeyVersionEnabled", true),
    ),
    "ENC-15": (vault_names_its_users,),
    "ENC-16": (
        need((VAULT, HSM), "properties.enablePurgeProtection", true),
        need((VAULT, HSM), "properties.enableSoftDelete", not_false),
        need((VAULT, HSM), "properties.softDeleteRetentionInDays", late_enough),
        need((CLASSIC_VAULT, CLASSIC_HSM), "purgeProtectionEnabled", true),
        need((CLASSIC_VAULT, CLASSIC_HSM), "softDeleteRetentionDays", late_enough),
    ),
}

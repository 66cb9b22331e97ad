"""Keys on Azure: a vault, and a key in it for each purpose."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pulumi
from pulumi_azure_native import authorization, keyvault

from landing_zone.baseline.azure import (
    assign_role,
    built_in,
    checked,
    refusals,
    resource_group,
    stable_guid,
)
from landing_zone.core import LandingZoneError, NameRule, Names, Scope, after
from landing_zone.keys.spec import KeysOutputs, KeysSpec, KeyUse, Protection, Purpose

VAULT_PART = "kv"
LONGEST_VAULT_NAME, RANDOM_LENGTH = 24, 8
"""A vault's name has 24 characters at most, of which azure-native draws the last 8 at random, so
that a vault can be created again while its predecessor is only soft-deleted and holds its name.

Sources: https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates,
https://www.pulumi.com/registry/packages/azure-native/how-to-guides
"""

VAULT_NAME = re.compile(r"[A-Za-z](?!.*--)[A-Za-z0-9-]*")
VAULT_ID = re.compile(
    r"(?P<group>/subscriptions/[^/]+/resourceGroups/(?P<group_name>[^/]+))"
    r"/providers/Microsoft\.KeyVault/vaults/(?P<name>[^/]+)"
)

ADMIN_ROLE = NameRule(kind="custom role", max_length=128, unique=True)
"""A role's name is unique in its tenant.

Source: https://learn.microsoft.com/azure/role-based-access-control/custom-roles
"""

ADMIN_DATA_ACTIONS = [
    f"Microsoft.KeyVault/vaults/{action}"
    for action in (
        "keys/read",
        "keys/create/action",
        "keys/update/action",
        "keys/delete",
        "keys/recover/action",
        "keys/rotate/action",
        "keyrotationpolicies/read",
        "keyrotationpolicies/write",
    )
]
"""What administers keys without using them: no built-in role leaves out decryption.

Source:
https://learn.microsoft.com/azure/role-based-access-control/permissions/security#microsoftkeyvault
"""

EXPIRY_MARGIN_DAYS, NOTICE_DAYS = 90, 30
"""A version that was not rotated in time expires 90 days later, and is told of 30 days before.

Source: https://learn.microsoft.com/azure/key-vault/keys/how-to-configure-key-rotation
"""


class Vault(NamedTuple):
    """Where keys are kept, whoever made it."""

    id: pulumi.Input[str]
    group_id: pulumi.Input[str]
    group_name: pulumi.Input[str]
    name: pulumi.Input[str]


def check(names: Names, spec: KeysSpec) -> Iterator[LandingZoneError]:
    """Yield what Azure refuses of a settled spec."""
    yield from refusals(names)
    if spec.store is not None:
        if not VAULT_ID.fullmatch(spec.store):
            yield LandingZoneError(f"store: the resource ID of a vault, got {spec.store!r}")
        return
    name = names.logical(VAULT_PART)
    room = LONGEST_VAULT_NAME - RANDOM_LENGTH
    if len(name) > room or not VAULT_NAME.fullmatch(name):
        yield LandingZoneError(
            f"store: the vault would be named '{name}' and {RANDOM_LENGTH} random characters; at "
            f"most {room} letters, digits and single hyphens may come before them: shorten "
            f"'{names.component}', or give a vault that exists"
        )


def build(scope: Scope, spec: KeysSpec) -> KeysOutputs:
    """Declare the vault, its keys, and who administers them."""
    vault = _adopted(scope, spec.store) if spec.store else _vault(scope, spec)
    made = {purpose: _key(scope, spec, vault, purpose) for purpose in spec.purposes}
    _let_administer(scope, spec, vault)
    return KeysOutputs(
        ids={purpose.value: key.key_uri for purpose, key in made.items()},
        store=pulumi.Output.from_input(vault.id),
    )


def grant(
    scope: Scope,
    keys: KeysOutputs,
    purpose: Purpose,
    principal: pulumi.Input[str],
    *,
    name: str,
    use: KeyUse,
) -> pulumi.Output[str]:
    """Let a managed identity wrap and unwrap with one key, and return the key once it may.

    On Azure it is the store that uses the key, not whoever reads from it, and a store needs both
    directions; no built-in role is narrower than the one for stores, so `use` changes nothing.

    Source: https://learn.microsoft.com/azure/key-vault/general/rbac-guide
    """
    del use
    key = keys.ids[purpose.value]
    granted = assign_role(
        scope,
        name,
        role=built_in(scope.env, "Key Vault Crypto Service Encryption User"),
        on=pulumi.Output.format("{0}/keys/{1}", keys.store, key.apply(_name_of)),
        to=principal,
        kind="ServicePrincipal",
    )
    return after(key, granted)


def _adopted(scope: Scope, store: str) -> Vault:
    found = VAULT_ID.fullmatch(store)
    if found is None:
        raise LandingZoneError(f"store: the resource ID of a vault, got {store!r}")
    return Vault(store, found["group"], found["group_name"], checked(scope, found["name"]))


def _vault(scope: Scope, spec: KeysSpec) -> Vault:
    """Declare a vault that nobody reaches from outside and that survives being deleted.

    Its retention is fixed once set. It carries no management lock: one would also keep every
    grant on its keys from being taken back, and purge protection keeps its contents anyway.

    Sources: https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview,
    https://github.com/MicrosoftDocs/azure-docs/issues/110791
    """
    group = resource_group(scope, stateful=True)
    hsm = spec.protection is Protection.HSM
    vault = keyvault.Vault(
        scope.child(VAULT_PART),
        resource_group_name=group.name,
        location=scope.env.region,
        properties={
            "tenant_id": str(scope.env.tenant),
            "sku": {
                "family": "A",
                "name": keyvault.SkuName.PREMIUM if hsm else keyvault.SkuName.STANDARD,
            },
            "enable_rbac_authorization": True,
            "enable_soft_delete": True,
            "enable_purge_protection": True,
            "soft_delete_retention_in_days": spec.deletion_days,
            "public_network_access": "Disabled",
            "network_acls": {"default_action": "Deny", "bypass": "AzureServices"},
            "enabled_for_deployment": False,
            "enabled_for_disk_encryption": False,
            "enabled_for_template_deployment": False,
        },
        tags=scope.tags,
        opts=scope.opts(stateful=True),
    )
    return Vault(vault.id, group.id, group.name, vault.name)


def _key(scope: Scope, spec: KeysSpec, vault: Vault, purpose: Purpose) -> keyvault.Key:
    """Declare a key that rotates by itself.

    Azure Resource Manager creates a key and then neither changes nor deletes it: a later request
    returns the old key without an error, and azure-native deletes through the vault's own
    address, which is closed. So a change of its properties makes another key, and a key that is
    no longer declared stays in its vault, where what it encrypted still needs it.

    Sources: https://learn.microsoft.com/rest/api/keyvault/keyvault/keys/create-if-not-exist,
    https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/resources/customresources/custom_keyvault.go
    """
    hsm = spec.protection is Protection.HSM
    return keyvault.Key(
        scope.child(purpose),
        resource_group_name=vault.group_name,
        vault_name=vault.name,
        properties={
            "kty": "RSA-HSM" if hsm else "RSA",
            "key_size": 3072,
            "rotation_policy": {
                "attributes": {"expiry_time": f"P{spec.rotation_days + EXPIRY_MARGIN_DAYS}D"},
                "lifetime_actions": [
                    {
                        "action": {"type": keyvault.KeyRotationPolicyActionType.ROTATE},
                        "trigger": {"time_after_create": f"P{spec.rotation_days}D"},
                    },
                    {
                        "action": {"type": keyvault.KeyRotationPolicyActionType.NOTIFY},
                        "trigger": {"time_before_expiry": f"P{NOTICE_DAYS}D"},
                    },
                ],
            },
        },
        tags=scope.tags,
        opts=scope.opts(stateful=True, retain_on_delete=True, replace_on_changes=["properties"]),
    )


def _let_administer(scope: Scope, spec: KeysSpec, vault: Vault) -> None:
    groups = {
        persona: scope.env.groups[persona] for persona in spec.admins if persona in scope.env.groups
    }
    if not groups:
        return
    role = authorization.RoleDefinition(
        scope.child("admin-role"),
        role_definition_id=stable_guid(scope, "admin-role"),
        role_name=scope.physical(ADMIN_ROLE, "admin"),
        role_type="CustomRole",
        description="Administers keys without being able to use them.",
        scope=f"/subscriptions/{scope.env.account}",
        assignable_scopes=[vault.group_id],
        permissions=[
            {"actions": ["Microsoft.KeyVault/vaults/read"], "data_actions": ADMIN_DATA_ACTIONS}
        ],
        opts=scope.opts(),
    )
    for persona, group in groups.items():
        assign_role(
            scope,
            f"admin-{persona.value.replace('_', '-')}",
            role=role.id,
            on=vault.id,
            to=group,
            kind="Group",
        )


def _name_of(key: str) -> str:
    return key.partition("/keys/")[2].partition("/")[0]

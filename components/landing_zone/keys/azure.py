"""Keys on Azure: a vault, and a key in it for each purpose."""

from collections.abc import Iterator

import pulumi
from pulumi_azure_native import keyvault

from landing_zone.baseline.azure import refusals
from landing_zone.baseline.azure_roles import assign_role, built_in, custom_role
from landing_zone.core import LandingZoneError, Names, Persona, Scope, after
from landing_zone.keys.azure_vault import Vault, adopt, declare, vault_refusals
from landing_zone.keys.spec import KeysOutputs, KeysSpec, KeyUse, Protection, Purpose

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


def check(names: Names, spec: KeysSpec) -> Iterator[LandingZoneError]:
    """Yield what Azure refuses of a settled spec."""
    yield from refusals(names)
    yield from vault_refusals(names, spec)


def build(scope: Scope, spec: KeysSpec) -> KeysOutputs:
    """Declare the vault, its keys, and who administers them."""
    vault = adopt(scope, spec.store) if spec.store else declare(scope, spec)
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


def _key(scope: Scope, spec: KeysSpec, vault: Vault, purpose: Purpose) -> keyvault.Key:
    """Declare a key that rotates by itself.

    Azure Resource Manager creates a key and then neither changes nor deletes it: a later request
    returns the old key without an error, and azure-native deletes through the vault's own
    address, which is closed. So a change of its properties makes another key, and a key that is
    no longer declared stays in its vault, where what it encrypted still needs it, and goes with it.

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
        opts=scope.opts(
            stateful=True,
            replace_on_changes=["properties"],
            retain_on_delete=True,
            deleted_with=vault.made,
        ),
    )


def _let_administer(scope: Scope, spec: KeysSpec, vault: Vault) -> None:
    """Give the administrators' groups a role; a group behind two of them takes it once."""
    groups = dict[str, Persona]()
    for persona in spec.admins:
        if persona in scope.env.groups:
            groups.setdefault(scope.env.groups[persona], persona)
    if not groups:
        return
    role = custom_role(
        scope,
        "admin-role",
        named="admin",
        description="Administers keys without being able to use them.",
        actions=["Microsoft.KeyVault/vaults/read"],
        data_actions=ADMIN_DATA_ACTIONS,
        within=[vault.group_id],
    )
    for group, persona in groups.items():
        assign_role(
            scope,
            f"admin-{persona.value.replace('_', '-')}",
            role=role,
            on=vault.id,
            to=group,
            kind="Group",
        )


def _name_of(key: str) -> str:
    return key.partition("/keys/")[2].partition("/")[0]

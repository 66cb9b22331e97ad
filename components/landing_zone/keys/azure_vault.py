"""The vault that keys on Azure are kept in: a new one, or one that exists."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pulumi
from pulumi_azure_native import keyvault

from landing_zone.baseline.azure import checked, resource_group
from landing_zone.core import LandingZoneError, Names, Scope
from landing_zone.keys.spec import KeysSpec, Protection

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


class Vault(NamedTuple):
    """Where keys are kept, whoever made it."""

    id: pulumi.Input[str]
    group_id: pulumi.Input[str]
    group_name: pulumi.Input[str]
    name: pulumi.Input[str]
    made: keyvault.Vault | None = None
    """Ours, which takes its keys with it; None for an adopted one, which keeps them."""


def vault_refusals(names: Names, spec: KeysSpec) -> Iterator[LandingZoneError]:
    """Yield why a vault cannot be had: its name would be too long, or it is no vault's ID."""
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


def adopt(scope: Scope, store: str) -> Vault:
    """Return a vault that exists.

    Raises:
        LandingZoneError: if the ID is no vault's.
    """
    found = VAULT_ID.fullmatch(store)
    if found is None:
        raise LandingZoneError(f"store: the resource ID of a vault, got {store!r}")
    return Vault(store, found["group"], found["group_name"], checked(scope, found["name"]))


def declare(scope: Scope, spec: KeysSpec) -> Vault:
    """Declare a vault that nobody reaches from outside and that survives being deleted.

    Its retention is fixed once set. It carries no management lock
    (docs/decisions/0010-no-management-locks.md), and purge protection keeps its contents anyway.

    Source: https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview
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
    return Vault(vault.id, group.id, group.name, vault.name, made=vault)

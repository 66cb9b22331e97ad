"""What vaults and keys on Azure refuse."""

from __future__ import annotations

from collections.abc import Iterator

from landing_zone_rehearsal.sandbox.behaviour import Request

from .arm import last
from .parents import parent, parent_id

VAULT = "azure-native:keyvault:Vault"
KEY = "azure-native:keyvault:Key"
SOFT_DELETE_HELP = "https://go.microsoft.com/fwlink/?linkid=2149745"


def name_is_held(request: Request) -> Iterator[str]:
    """Refuse a vault or key whose name its soft-deleted predecessor holds.

    Source: https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview
    """
    made = request.object
    if request.old is not None or made.get("properties.createMode") == "recover":
        return
    for gone in request.world.left_over():
        if made.kind == gone.kind == VAULT and last(gone.id).lower() == last(made.id).lower():
            yield (
                'Code="ConflictError" Message="A vault with the same name already exists in deleted'
                " state. You need to either recover or purge existing key vault. Follow this link"
                f' {SOFT_DELETE_HELP} for more information on soft delete."'
            )
        if made.kind == gone.kind == KEY and gone.id.lower() == made.id.lower():
            yield (
                f'Code="Conflict" Message="Key {last(made.id)} is currently in a deleted but'
                " recoverable state, and its name cannot be reused; in this state, the key can only"
                ' be recovered or purged."'
            )


def vault_goes_back(request: Request) -> Iterator[str]:
    """Refuse to take back what a vault only ever gains.

    Sources: https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview,
    https://learn.microsoft.com/rest/api/keyvault/keyvault/vaults/create-or-update
    """
    made, old = request.object, request.old
    properties = "properties."
    if made.get(f"{properties}enableSoftDelete") is False:
        yield _irreversible("enableSoftDelete", "soft delete")
    if made.get(f"{properties}enablePurgeProtection") is False:
        yield _irreversible("enablePurgeProtection", "purge protection")
    if old is None:
        return
    if old.get(f"{properties}enablePurgeProtection") and not made.get(
        f"{properties}enablePurgeProtection"
    ):
        yield _irreversible("enablePurgeProtection", "purge protection")
    days = f"{properties}softDeleteRetentionInDays"
    if old.get(days) is not None and made.get(days) != old.get(days):
        yield (
            'Code="BadRequest" Message="The property \\"softDeleteRetentionInDays\\" has been set'
            " already and it can't be modified.\""
        )


def key_does_not_fit(request: Request) -> Iterator[str]:
    """Refuse a key of a kind or with a life that its vault does not give.

    Sources: https://learn.microsoft.com/azure/key-vault/keys/about-keys,
    https://learn.microsoft.com/azure/key-vault/keys/how-to-configure-key-rotation
    """
    made = request.object
    vault = parent(request.world, made)
    kind = str(made.get("properties.kty") or "")
    sku = str(vault.get("properties.sku.name") or "").lower() if vault else ""
    if kind.endswith("-HSM") and sku == "standard":
        yield (
            'Code="BadRequest" Message="The key vault'
            f" {last(parent_id(made))} is of the standard SKU, which has no keys of the type"
            f' {kind}; HSM-protected keys need premium."'
        )
    if kind.startswith("EC") and not made.get("properties.curveName"):
        yield 'Code="BadRequest" Message="A key of the type EC needs curveName."'


def _irreversible(name: str, what: str) -> str:
    return (
        f'Code="BadRequest" Message="The property \\"{name}\\" cannot be set to false. Enabling the'
        f' {what} for a vault is an irreversible action."'
    )

"""What is encrypted with a customer's key on Azure, and who may use the key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Decision, Request
from landing_zone_rehearsal.sandbox.objects import Object, World

from .arm import at, last
from .grants import Operation, decide
from .parents import parent
from .roles import VAULTS

KEY = "azure-native:keyvault:Key"

USES = ("keys/read", "keys/wrap/action", "keys/unwrap/action")
"""What a service does with a key.

Source: https://learn.microsoft.com/azure/storage/common/customer-managed-keys-overview
"""

ATTACHED = "identity.userAssignedIdentities"

POLICY_WORDS: Mapping[str, str] = {
    "keys/read": "get",
    "keys/wrap/action": "wrapKey",
    "keys/unwrap/action": "unwrapKey",
    "keys/encrypt/action": "encrypt",
    "keys/decrypt/action": "decrypt",
}
"""What access policies call the same, in vaults that do not go by roles."""


@dataclass(frozen=True, slots=True)
class CustomerKey:
    """How a type says which key encrypts it, and who uses the key."""

    address: tuple[str, ...]
    """The outputs that, joined by `/keys/`, give the key's address."""
    identity: str
    """The output that names the user-assigned identity, or holds it as its first; without one it is
    the resource's own."""
    uses: tuple[str, ...] = USES
    """What it does with the key."""
    by_link: bool = False
    """Whether it reaches a closed vault by a private path instead of as a trusted service."""
    words: str = (
        'Code="KeyVaultAuthenticationFailure" Message="The operation failed because of'
        " authentication issue on the keyvault. For more information, see -"
        ' https://aka.ms/storagekeyvaultaccesspolicy"'
    )
    """What Azure says when it cannot use the key.

    Source: https://learn.microsoft.com/azure/storage/common/customer-managed-keys-configure-new-account
    """


CUSTOMER_KEYS: Mapping[str, CustomerKey] = {
    "azure-native:storage:StorageAccount": CustomerKey(
        address=(
            "encryption.keyVaultProperties.keyVaultUri",
            "encryption.keyVaultProperties.keyName",
        ),
        identity="encryption.encryptionIdentity.encryptionUserAssignedIdentity",
    ),
    "azure-native:compute:DiskEncryptionSet": CustomerKey(
        address=("activeKey.keyUrl",),
        identity=ATTACHED,
        words='Code="KeyVaultAccessForbidden" Message="Unable to access key vault resource to'
        " enable encryption at rest. Please grant get, wrap and unwrap key permissions to the disk"
        ' encryption set. Please visit https://aka.ms/keyvaultaccessssecmk for more information."',
    ),
    "azure-native:containerservice:ManagedCluster": CustomerKey(
        address=("securityProfile.azureKeyVaultKms.keyId",),
        identity=ATTACHED,
        uses=("keys/encrypt/action", "keys/decrypt/action"),
        by_link=True,
        words='Code="BadRequest" Message="The identity does not have keys encrypt/decrypt'
        ' permission on key vault."',
    ),
}
"""By type: what is encrypted with a customer's key. Another type is a row more."""


def may_not_use_its_key(request: Request) -> Iterator[str]:
    """Refuse what its identity could not encrypt at this moment.

    Azure names the cause by a link at most; what the sandbox saw follows in brackets.
    """
    reason = why_unusable(request.world, request.object)
    if reason is None:
        return
    if reason.startswith(NOT_RECOVERABLE):
        yield f'Code="KeyVaultPolicyError" Message="{NOT_RECOVERABLE}" [{reason}]'
        return
    yield f"{CUSTOMER_KEYS[request.object.kind].words} [{reason}]"


NOT_RECOVERABLE = "Keyvault policy recoverable is not set"
"""Source: https://github.com/Azure/azure-cli/issues/12346"""


def why_unusable(world: World, object: Object) -> str | None:
    """Say why something cannot use the key that it is encrypted with; None where it can."""
    declared = CUSTOMER_KEYS.get(object.kind)
    address = _address(object, declared) if declared else None
    if declared is None or address is None:
        return None
    key = key_at(world, address)
    vault = parent(world, key) if key else None
    if key is None or vault is None:
        return f"there is no key {address}"
    principal = _user(world, object, declared)
    if principal is None:
        return f"{object.get(declared.identity) or 'its own identity'} is not attached"
    unusable = next(_unusable(vault, key, by_link=declared.by_link), None)
    if unusable:
        return unusable
    refusals = (may_use(world, principal, f"{VAULTS}/{each}", key) for each in declared.uses)
    return next((refused.because for refused in refusals if not refused), None)


def may_use(world: World, principal: str, operation: str, key: Object) -> Decision:
    """Say whether somebody may do something with a key: by roles, or by the vault's policies."""
    vault = parent(world, key)
    if vault is None or vault.get("properties.enableRbacAuthorization"):
        return decide(world, principal, Operation(operation, key.id))
    wanted = POLICY_WORDS.get(operation.removeprefix(f"{VAULTS}/"), operation)
    for policy in vault.all("properties.accessPolicies[]"):
        permissions: Mapping[str, Sequence[str]] = policy.get("permissions") or {}
        allowed = {each.lower() for each in permissions.get("keys") or ()}
        if policy.get("objectId") == principal and {wanted.lower(), "all"} & allowed:
            told = f"an access policy of {last(vault.id)} lets {principal} {wanted}"
            return Decision(allowed=True, because=told)
    told = f"no access policy of {last(vault.id)} lets {principal} {wanted}"
    return Decision(allowed=False, because=told)


def key_at(world: World, place: str) -> Object | None:
    """Find a key by its ID or its address, with a version or without."""
    wanted = place.rstrip("/").lower()
    for key in world.of(KEY):
        address = str(key.get("keyUri")).lower()
        if wanted in {key.id.lower(), address} or wanted.startswith(f"{address}/"):
            return key
    return None


def _unusable(vault: Object, key: Object, *, by_link: bool) -> Iterator[str]:
    properties: Mapping[str, Any] = vault.get("properties") or {}
    if not properties.get("enablePurgeProtection"):
        yield f"{NOT_RECOVERABLE}: {last(vault.id)} has no purge protection"
    acls: Mapping[str, Any] = properties.get("networkAcls") or {}
    closed = str(properties.get("publicNetworkAccess", "")).lower() == "disabled"
    closed = closed or acls.get("defaultAction") == "Deny"
    if closed and not by_link and acls.get("bypass", "AzureServices") != "AzureServices":
        yield f"the closed vault {last(vault.id)} lets no trusted service in"
    if key.get("properties.attributes.enabled") is False:
        yield f"the key {last(key.id)} is disabled"
    kind = str(key.get("properties.kty"))
    if not kind.startswith("RSA"):
        yield f"the key {last(key.id)} is of the type {kind}, and only RSA wraps"


def _address(object: Object, declared: CustomerKey) -> str | None:
    """Return the address of the key; None where Azure's own keys encrypt."""
    parts = [str(object.get(path) or "").rstrip("/") for path in declared.address]
    return "/keys/".join(parts) if parts[-1] else None


def _user(world: World, object: Object, declared: CustomerKey) -> str | None:
    """Find the principal that uses the key: an attached identity, or the resource's own."""
    named = object.get(declared.identity)
    if declared.identity == ATTACHED:
        named = next(iter(named or ()), None)
    if not named:
        own = object.get("identity.principalId")
        return str(own) if own else None
    attached = {str(each).lower() for each in object.get("identity.userAssignedIdentities") or ()}
    identity = at(world, str(named))
    if identity is None or identity.id.lower() not in attached:
        return None
    return str(identity.get("principalId"))

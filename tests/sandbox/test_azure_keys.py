"""What simulated Azure refuses of vaults and keys, and of stores under them or locked."""

import pytest

from landing_zone_rehearsal.sandbox.objects import Object
from tests.sandbox.azure_things import CRYPTO, HERE, Subscription, azure, encrypted, principal

__all__ = ["azure"]


def test_an_account_whose_identity_may_use_its_key_is_created(azure: Subscription) -> None:
    assert (
        encrypted(azure).get("primaryEndpoints.blob") == "https://acmelake.blob.core.windows.net/"
    )


def test_an_account_whose_identity_may_not_is_refused(azure: Subscription) -> None:
    said = azure.refusal(encrypted, azure, granted=False)
    assert said.startswith('Code="KeyVaultAuthenticationFailure" Message="The operation failed')
    assert "may not Microsoft.KeyVault/vaults/keys/read on " in said
    assert "no role assignment allows it" in said


@pytest.mark.parametrize("above", ["vault", "group", "subscription"])
def test_the_right_to_a_key_may_come_from_above(azure: Subscription, above: str) -> None:
    scopes = {"vault": azure.vault().id, "group": azure.group.id, "subscription": HERE}
    key, user = azure.key(), azure.identity()
    azure.assign(CRYPTO, scopes[above], principal(user))
    azure.account(key, user)


def test_the_right_to_another_key_is_not_enough(azure: Subscription) -> None:
    azure.vault()
    key, other, user = azure.key(), azure.key("key2"), azure.identity()
    azure.assign(CRYPTO, other.id, principal(user))
    assert "KeyVaultAuthenticationFailure" in azure.refusal(azure.account, key, user)


def test_a_role_that_lets_manage_a_vault_does_not_let_use_its_keys(azure: Subscription) -> None:
    azure.vault()
    key, user = azure.key(), azure.identity()
    azure.assign("b24988ac-6180-42a0-ab88-20f7382dd24c", HERE, principal(user))
    assert "KeyVaultAuthenticationFailure" in azure.refusal(azure.account, key, user)


def test_an_identity_that_is_not_attached_uses_nothing(azure: Subscription) -> None:
    azure.vault()
    key, user = azure.key(), azure.identity()
    azure.assign(CRYPTO, key.id, principal(user))
    said = azure.refusal(azure.account, key, user, identity={"type": "SystemAssigned"})
    assert said.endswith("is not attached]")


def test_a_vault_that_forgets_keeps_no_key_of_a_store(azure: Subscription) -> None:
    said = azure.refusal(encrypted, azure, enablePurgeProtection=None)
    assert said.startswith('Code="KeyVaultPolicyError" Message="Keyvault policy recoverable')


def test_a_closed_vault_lets_trusted_services_in_when_told(azure: Subscription) -> None:
    closed = {"publicNetworkAccess": "Disabled"}
    shut = {**closed, "networkAcls": {"defaultAction": "Deny", "bypass": "None"}}
    assert "lets no trusted service in" in azure.refusal(encrypted, azure, **shut)


def test_a_closed_vault_lets_trusted_services_in_by_default(azure: Subscription) -> None:
    encrypted(azure, publicNetworkAccess="Disabled", networkAcls={"defaultAction": "Deny"})


@pytest.mark.parametrize(
    ("properties", "why"),
    [
        ({"attributes": {"enabled": False}}, "is disabled"),
        ({"kty": "EC", "curveName": "P-256", "keySize": None}, "only RSA wraps"),
    ],
)
def test_a_key_can_be_used(azure: Subscription, properties: dict[str, object], why: str) -> None:
    azure.vault()
    key, user = azure.key(**properties), azure.identity()
    azure.assign(CRYPTO, key.id, principal(user))
    assert why in azure.refusal(azure.account, key, user)


def test_a_vault_without_roles_goes_by_its_policies(azure: Subscription) -> None:
    user = azure.identity()
    policy = {"objectId": principal(user), "tenantId": "7a1e9c3d-5b2f-4d6a-8c0e-1f3b5d7a9c2e"}
    keys = {"permissions": {"keys": ["get", "wrapKey", "unwrapKey"]}}
    vault = azure.vault(enableRbacAuthorization=False, accessPolicies=[{**policy, **keys}])
    azure.account(azure.key(), user)
    kept = {**vault.inputs["properties"], "accessPolicies": []}
    azure.change(vault, properties=kept)
    other = {"accountName": "acmeother"}
    key = azure.sandbox.objects("azure-native:keyvault:Key")[0]
    assert "no access policy of keys-of-rg" in azure.refusal(azure.account, key, user, **other)


def test_premium_keys_need_a_premium_vault(azure: Subscription) -> None:
    azure.vault()
    assert "HSM-protected keys need premium" in azure.refusal(azure.key, kty="RSA-HSM")


def test_a_vault_never_gives_back_what_protects_it(azure: Subscription) -> None:
    vault = azure.vault()
    kept = vault.inputs["properties"]
    for changes, word in (
        ({"enablePurgeProtection": None}, "irreversible action"),
        ({"softDeleteRetentionInDays": 30}, "has been set already"),
        ({"enableSoftDelete": False}, '\\"enableSoftDelete\\" cannot be set to false'),
    ):
        said = azure.refusal(azure.change, vault, properties={**kept, **changes})
        assert word.replace("\\", "") in said.replace("\\", "")


def test_a_deleted_vault_holds_its_name_and_its_keys(azure: Subscription) -> None:
    vault = azure.vault()
    azure.key()
    azure.delete(vault)
    assert not azure.sandbox.objects("azure-native:keyvault:Key")
    said = azure.refusal(azure.vault)
    assert 'Code="ConflictError" Message="A vault with the same name already exists in' in said
    azure.vault(createMode="recover")


def test_a_deleted_key_holds_its_name(azure: Subscription) -> None:
    azure.vault()
    azure.delete(azure.key())
    assert "currently in a deleted but recoverable state" in azure.refusal(azure.key)
    azure.key("another")


def test_vaults_and_accounts_share_their_names_with_the_world(azure: Subscription) -> None:
    azure.vault()
    azure.account()
    azure.make("resources:ResourceGroup", "b", resourceGroupName="b", location="westeurope")
    other = {"resourceGroupName": "b"}
    assert "StorageAccountAlreadyTaken" in azure.refusal(azure.account, **other)
    given = azure.sandbox.objects("azure-native:keyvault:Vault")[0].inputs | other
    assert "VaultAlreadyExists" in azure.refusal(azure.make, "keyvault:Vault", "other", **given)


def lock(azure: Subscription, days: int = 30) -> Object:
    return azure.inside(
        "storage:BlobContainerImmutabilityPolicy",
        "lock",
        accountName="acmelake",
        containerName="raw",
        immutabilityPolicyName="default",
        immutabilityPeriodSinceCreationInDays=days,
    )


def test_a_locked_policy_only_becomes_longer(azure: Subscription) -> None:
    azure.account()
    azure.container()
    made, days = lock(azure), "immutabilityPeriodSinceCreationInDays"
    made = azure.change(made, **{days: 20})
    azure.sandbox.change(made.type, made.id, "state", "Locked")
    assert "ContainerImmutabilityPolicyFailure" in azure.refusal(azure.change, made, **{days: 10})
    azure.change(made, **{days: 40})


def test_what_is_locked_stays(azure: Subscription) -> None:
    account = azure.account()
    raw, made = azure.container(), lock(azure)
    given = {"accountName": "acmelake", "containerName": "raw", "blobName": "object"}
    blob = azure.inside("storage:Blob", "object", **given)
    azure.sandbox.change(made.type, made.id, "state", "Locked")
    assert "BlobImmutableDueToPolicy" in azure.refusal(azure.delete, blob)
    assert "ContainerImmutabilityPolicyLocked" in azure.refusal(azure.delete, raw)
    for above in (account, azure.group):
        said = azure.refusal(azure.delete, above)
        assert "AccountProtectedFromDeletion" in said
        assert "The container(s) raw have a locked" in said
    azure.sandbox.remove(blob.type, blob.id)
    azure.delete(account)


def test_a_policy_goes_with_its_container_alone(azure: Subscription) -> None:
    azure.account()
    raw, made = azure.container(), lock(azure)
    assert "with incorrect etag" in azure.refusal(azure.delete, made)
    azure.delete(raw)
    assert not azure.sandbox.objects(made.kind)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"sku": {"name": "Standard_ZRS"}}, True),
        ({"sku": {"name": "Premium_LRS"}}, True),
        ({"sku": {"name": "Standard_GRS"}}, False),
        ({"kind": "BlockBlobStorage"}, True),
        ({"encryption": {"requireInfrastructureEncryption": True}}, True),
    ],
)
def test_an_account_stays_of_its_kind(
    azure: Subscription, changes: dict[str, object], refused: bool
) -> None:
    account = azure.account()
    if refused:
        assert 'Code="PropertyChangeNotAllowed"' in azure.refusal(azure.change, account, **changes)
    else:
        azure.change(account, **changes)

"""What simulated Azure refuses of rights, keys and stores, and who may do what."""

import pytest

from landing_zone_rehearsal.sandbox.azure.conditions import Asked, MalformedError, read
from landing_zone_rehearsal.sandbox.azure.roles import BLOBS
from landing_zone_rehearsal.sandbox.objects import Object
from tests.sandbox.azure_things import (
    CONTRIBUTOR,
    CRYPTO,
    GROUP_OF_PEOPLE,
    HERE,
    READER,
    Subscription,
    azure,
    role,
)
from tests.sandbox.deployed import full

__all__ = ["azure"]

IN_FOLDER = (
    f"((!(ActionMatches{{'{BLOBS}/read'}} AND NOT SubOperationMatches{{'Blob.List'}})) OR"
    f" (@Resource[{BLOBS}:path] StringStartsWith 'in/'))"
    f" AND ((!(ActionMatches{{'{BLOBS}/read'}} AND SubOperationMatches{{'Blob.List'}})) OR"
    f" (@Request[{BLOBS}:prefix] StringStartsWith 'in/'))"
)


def principal(identity: Object) -> str:
    return str(identity.get("principalId"))


def custom_role(azure: Subscription, name: str = "custom", **inputs: object) -> Object:
    given = {
        "roleName": name,
        "permissions": [{"actions": ["*/read"], "dataActions": [f"{BLOBS}/read"]}],
        "assignableScopes": [azure.group.id],
        **inputs,
    }
    return azure.make("authorization:RoleDefinition", name, scope=HERE, **given)


def encrypted(azure: Subscription, *, granted: bool = True, **vault: object) -> Object:
    """Create an account under a key, with or without the right to use it."""
    azure.vault(**vault)
    key, user = azure.key(), azure.identity()
    if granted:
        azure.assign(CRYPTO, key.id, principal(user))
    return azure.account(key, user)


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


def test_a_role_is_assigned_once(azure: Subscription) -> None:
    user = azure.identity()
    azure.assign(READER, azure.group.id, principal(user))
    said = azure.refusal(azure.assign, READER, azure.group.id, principal(user), condition=None)
    assert "already exist" in said
    said = azure.refusal(azure.assign, READER, azure.group.id, principal(user), description="x")
    assert 'Code="RoleAssignmentExists"' in said


def test_a_role_is_assigned_on_what_exists(azure: Subscription) -> None:
    user = principal(azure.identity())
    nowhere = f"{azure.group.id}/providers/Microsoft.KeyVault/vaults/none"
    said = azure.refusal(azure.assign, READER, nowhere, user)
    assert "The Resource 'Microsoft.KeyVault/vaults/none' under resource group 'rg'" in said
    said = azure.refusal(azure.assign, READER, f"{HERE}/resourceGroups/none", user)
    assert "Resource group 'none' could not be found" in said


def test_a_role_that_is_assigned_exists(azure: Subscription) -> None:
    user, unknown = principal(azure.identity()), "00000000-0000-4000-8000-00000000dead"
    said = azure.refusal(azure.assign, unknown, azure.group.id, user)
    assert said.startswith('Code="RoleDefinitionDoesNotExist"')


def test_who_is_given_a_role_is_of_the_kind_that_is_said(azure: Subscription) -> None:
    user, unknown = principal(azure.identity()), "00000000-0000-4000-8000-00000000dead"
    scope = azure.group.id
    assert "PrincipalNotFound" in azure.refusal(azure.assign, READER, scope, unknown)
    said = azure.refusal(azure.assign, READER, scope, user, principalType="Group")
    assert said.startswith('Code="UnmatchedPrincipalType"')
    azure.assign(READER, scope, GROUP_OF_PEOPLE, principalType="Group")


def test_a_role_of_ones_own_is_assigned_where_it_may_be(azure: Subscription) -> None:
    made, user = custom_role(azure), principal(azure.identity())
    guid = str(made.get("name"))
    said = azure.refusal(azure.assign, guid, HERE, user)
    assert "RoleAssignmentScopeNotAssignableToRoleDefinition" in said
    azure.assign(guid, azure.group.id, user)
    assert "RoleDefinitionHasAssignments" in azure.refusal(azure.delete, made)


def test_a_role_names_operations_and_scopes_that_there_are(azure: Subscription) -> None:
    wrong = [{"dataActions": [f"{BLOBS}/raed"]}]
    said = azure.refusal(custom_role, azure, permissions=wrong)
    assert said.startswith('Code="InvalidDataActionOrNotDataAction"')
    assert "does not match any of the actions supported by the providers" in said
    nowhere = [f"{HERE}/resourceGroups/none"]
    assert "could not be found" in azure.refusal(custom_role, azure, assignableScopes=nowhere)
    custom_role(azure, permissions=[{"dataActions": [f"{BLOBS}/*"]}])
    assert "RoleDefinitionWithSameNameExists" in azure.refusal(
        custom_role, azure, "another", roleName="custom"
    )


def test_a_condition_can_be_read_and_is_of_version_two(azure: Subscription) -> None:
    user, scope = principal(azure.identity()), azure.group.id
    versions = {"condition": IN_FOLDER, "conditionVersion": "1.0"}
    said = azure.refusal(azure.assign, READER, scope, user, **versions)
    assert "The given role assignment condition is invalid: its version must be 2.0" in said
    broken = {"condition": IN_FOLDER[:-1], "conditionVersion": "2.0"}
    assert "expected )" in azure.refusal(azure.assign, READER, scope, user, **broken)


def test_a_credential_trusts_one_subject_once(azure: Subscription) -> None:
    identity = azure.identity()

    def trust(name: str):
        return azure.inside(
            "managedidentity:FederatedIdentityCredential",
            name,
            resourceName="identity",
            issuer="https://oidc.example.com/id/cluster",
            subject="system:serviceaccount:ml:trainer",
            audiences=["api://AzureADTokenExchange"],
        )

    trust("one")
    assert "Issuer and subject combination already exists" in azure.refusal(trust, "two")
    pod, other = "system:serviceaccount:ml:trainer", "system:serviceaccount:ml:server"
    assert azure.can(pod, "assume", principal(identity))
    assert azure.can(pod, "assume", str(identity.get("clientId")))
    assert not azure.can(other, "assume", principal(identity))


def test_a_role_on_a_container_opens_that_container_alone(azure: Subscription) -> None:
    encrypted(azure)
    raw, other, user = azure.container(), azure.container("models"), azure.identity("pod")
    azure.assign(READER, raw.id, principal(user))
    assert azure.can(user, "read", raw.id)
    assert azure.can(user, "read", f"{raw.id}/any/object")
    assert azure.can(user, f"{BLOBS}/read", raw.id)
    assert not azure.can(user, "write", raw.id)
    assert not azure.can(user, "read", other.id)
    assert not azure.can(GROUP_OF_PEOPLE, "read", raw.id)


def test_a_condition_opens_one_folder_alone(azure: Subscription) -> None:
    azure.account()
    raw, user = azure.container(), azure.identity("pod")
    given = {"condition": IN_FOLDER, "conditionVersion": "2.0"}
    azure.assign(READER, raw.id, principal(user), **given)
    assert azure.can(user, "read", f"{raw.id}/in/object")
    assert azure.can(user, "read", f"{raw.id}/in/")
    assert not azure.can(user, "read", f"{raw.id}/inside")
    assert not azure.can(user, "read", raw.id)
    said = azure.sandbox.can(principal(user), "read", raw.id).because
    assert "under a condition that does not hold" in said


def test_each_verb_needs_all_that_it_does(azure: Subscription) -> None:
    azure.account()
    raw, user = azure.container(), azure.identity("pod")
    azure.assign(CONTRIBUTOR, raw.id, principal(user))
    assert azure.can(user, "write", raw.id)
    assert not azure.can(user, "admin", raw.id)


def test_nobody_reads_what_its_account_cannot_decrypt(azure: Subscription) -> None:
    encrypted(azure)
    raw, user = azure.container(), azure.identity("pod")
    azure.assign(READER, raw.id, principal(user))
    (grant,) = [
        each
        for each in azure.sandbox.objects("azure-native:authorization:RoleAssignment")
        if str(each.get("roleDefinitionId")).endswith(CRYPTO)
    ]
    azure.delete(grant)
    decision = azure.sandbox.can(principal(user), "read", raw.id)
    assert not decision
    assert decision.because.startswith("the account acmelake cannot use its key: ")


def test_a_key_is_used_by_whom_it_was_given_to(azure: Subscription) -> None:
    encrypted(azure)
    user = azure.sandbox.objects("azure-native:managedidentity:UserAssignedIdentity")[0]
    key = azure.sandbox.objects("azure-native:keyvault:Key")[0]
    for place in (key.id, str(key.get("keyUri")), str(key.get("keyUriWithVersion"))):
        assert azure.can(user, "read", place)
        assert azure.can(user, "Microsoft.KeyVault/vaults/keys/wrap/action", place)
        assert not azure.can(user, "admin", place)


def test_administrators_of_keys_in_a_zone_cannot_use_them() -> None:
    deployed = full("azure")
    key = deployed.outputs("Keys")["ids"]["data"]
    admin = "6f1b8c2e-7d9a-4e4f-8b3a-8c0d2e4f6a7b"
    assert deployed.sandbox.can(admin, "admin", key)
    assert not deployed.sandbox.can(admin, "read", key)


def test_workloads_in_a_zone_are_assumed_by_their_pods_alone() -> None:
    deployed = full("azure")
    trainer = deployed.outputs("Identity")["principals"]["trainer"]
    assert deployed.sandbox.can("system:serviceaccount:training:trainer", "assume", trainer)
    assert not deployed.sandbox.can("system:serviceaccount:serving:server", "assume", trainer)


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
        assert "cannot be updated" in azure.refusal(azure.change, account, **changes).replace(
            "is not allowed", "cannot be updated"
        )
    else:
        azure.change(account, **changes)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("@Resource[a:b] StringEquals 'x'", True),
        ("@resource[A:B] stringequals 'x'", True),
        ("@Resource[a:b] StringEquals 'X'", False),
        ("@Resource[a:b] StringEqualsIgnoreCase 'X'", True),
        ("@Resource[a:b] StringNotEquals 'x'", False),
        ("@Resource[a:c] StringNotEquals 'x'", False),
        ("@Resource[a:b] StringLike '?'", True),
        ("@Resource[a:b] ForAnyOfAnyValues:StringEquals {'y', 'x'}", True),
        ("@Resource[a:b] ForAnyOfAllValues:StringEquals {'y', 'x'}", False),
        ("Exists @Resource[a:b]", True),
        ("NOT Exists @Resource[a:b] || @Resource[n:n] NumericLessThan 4", True),
        ("Exists @Resource[a:b] && !(ActionMatches{'do/*'})", False),
        ("ActionMatches{'do/it'} AND NOT SubOperationMatches{'List'}", True),
        ("@Resource[q:q] StringEquals 'it''s'", True),
    ],
)
def test_a_condition_is_read_as_azure_reads_it(condition: str, holds: bool) -> None:
    attributes = {"@resource[a:b]": "x", "@resource[n:n]": "3", "@resource[q:q]": "it's"}
    assert read(condition)(Asked("do/it", "Get", attributes)) is holds


@pytest.mark.parametrize(
    "condition",
    [
        "",
        "ActionMatches{do}",
        "ActionMatches{'do'",
        "Matches{'do'}",
        "@Resource[a:b] Equals 'x'",
        "@Resource[a:b] ForSome:StringEquals {'x'}",
        "Exists @Resource[a:b] Exists @Resource[a:b]",
        "(Exists @Resource[a:b]",
        "Exists @Resource[a:b] AND",
        "# no",
    ],
)
def test_what_is_no_condition_is_not_read(condition: str) -> None:
    with pytest.raises(MalformedError):
        read(condition)


def test_roles_of_azure_are_named_by_their_id() -> None:
    assert role(READER).endswith(READER)

"""What simulated Azure refuses of roles, and who may do what."""

from typing import Any

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
    encrypted,
    principal,
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


def custom_role(azure: Subscription, name: str = "custom", **inputs: Any) -> Object:
    given = {
        "roleName": name,
        "permissions": [{"actions": ["*/read"], "dataActions": [f"{BLOBS}/read"]}],
        "assignableScopes": [azure.group.id],
        **inputs,
    }
    return azure.make("authorization:RoleDefinition", name, scope=HERE, **given)


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

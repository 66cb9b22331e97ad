"""Who may do what on Azure: every role that is given to somebody, and where."""

from collections.abc import Mapping

from tests.promises.table import Expected, is_missing, says, says_all

ASSIGNMENT = "azure-native:authorization:RoleAssignment"
DEFINITION = "azure-native:authorization:RoleDefinition"

ROLES: Mapping[str, str] = {
    "use key": "e147488a-f6f5-4113-8e2d-b22465e65bf6",
    "read": "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1",
    "metadata": "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    "record": "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
    "write": "{roleDefinitionId:ai-identity-write-role}",
    "admin": "{roleDefinitionId:ai-identity-admin-role}",
}
"""The roles: built-in ones for encryption with a key, reading blobs, seeing metadata and recording
flows, and our own for writing and removing.

Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
"""

LAYERS = ("raw", "curated", "models", "scratch")
GROUPS: Mapping[str, Mapping[str, str]] = {
    "data_scientist": {"raw": "read", "curated": "read", "models": "read", "scratch": "write"},
    "ml_engineer": {"raw": "read", "curated": "write", "models": "write", "scratch": "write"},
    "auditor": dict.fromkeys(LAYERS, "metadata"),
}
"""What groups of people may do on each layer."""

BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"
CHANGES = ("write", "add/action", "delete", "move/action")
"""What the role that writes allows beyond reading."""


def assigned(role: str, scope: str, *, group: str = "", identity: str = "") -> Expected:
    """Expect that a group or an identity has a role on one thing, without condition."""
    who = f"{{group:{group}}}" if group else f"{{principalId:{identity}}}"
    definitions = "/subscriptions/{account}/providers/Microsoft.Authorization/roleDefinitions"
    return {
        "roleDefinitionId": says(f"{definitions}/{ROLES.get(role, role)}"),
        "scope": says(scope),
        "principalId": says(who),
        "principalType": "Group" if group else "ServicePrincipal",
        "condition": is_missing,
    }


def below(prefix: str, *changes: str) -> Expected:
    """Expect the condition that reading, listing and these changes stay below a prefix."""
    reads = f"ActionMatches{{'{BLOBS}/read'}}"
    listing = "SubOperationMatches{'Blob.List'}"
    touches = [
        f"!({reads} AND NOT {listing})",
        *(f"!(ActionMatches{{'{BLOBS}/{change}'}})" for change in changes),
    ]
    path = f"@Resource[{BLOBS}:path]"
    inside = f"{path} StringStartsWith '{prefix}' OR {path} StringEquals '{prefix.rstrip('/')}'"
    asked = f"@Request[{BLOBS}:prefix] StringStartsWith '{prefix}'"
    return {
        "conditionVersion": "2.0",
        "condition": (
            f"(({' AND '.join(touches)}) OR ({inside}))"
            f" AND ((!({reads} AND {listing})) OR ({asked}))"
        ),
    }


def people() -> dict[str, Expected]:
    """Expect each group's verb on each layer."""
    return {
        f"{ASSIGNMENT} ai-identity-people-{persona.replace('_', '-')}-{layer}-{verb}": assigned(
            verb, f"{{id:ai-lake-{layer}}}", group=persona
        )
        for persona, verbs in GROUPS.items()
        for layer, verb in verbs.items()
    }


def workload(
    name: str, verb: str, layer: str, within: Expected | None = None
) -> dict[str, Expected]:
    """Expect a workload's verb on one layer, under a condition if there is one."""
    expected = assigned(verb, f"{{id:ai-lake-{layer}}}", identity=f"ai-identity-pod-{name}")
    return {f"{ASSIGNMENT} ai-identity-pod-{name}-{layer}-{verb}": {**expected, **(within or {})}}


def use_of_key(purpose: str, name: str) -> dict[str, Expected]:
    """Expect that the identity of a store may use one key."""
    key = f"{{id:ai-keys-kv}}/keys/{{name:ai-keys-{purpose}}}"
    expected = assigned("use key", key, identity=f"ai-{name}-identity")
    return {f"{ASSIGNMENT} ai-{name}-key": expected}


ADMINISTER_KEYS: Expected = {
    "roleType": "CustomRole",
    "assignableScopes": says_all("{id:ai-keys-group}"),
    "permissions.#.actions": ["Microsoft.KeyVault/vaults/read"],
    "permissions.#.notActions": is_missing,
    "permissions.#.dataActions": says_all(
        *(
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
        )
    ),
}
"""The role that makes, turns and deletes keys, and neither encrypts nor decrypts, nor purges."""


def changes_objects(*changes: str) -> Expected:
    """Expect a role that lists, reads and changes objects, and leaves their container as it is."""
    return {
        "roleType": "CustomRole",
        "assignableScopes": says_all("{id:ai-lake-group}"),
        "permissions.#.actions": [BLOBS.rpartition("/")[0] + "/read"],
        "permissions.#.notActions": is_missing,
        "permissions.#.dataActions": says_all(*(f"{BLOBS}/{each}" for each in ("read", *changes))),
        "permissions.#.notDataActions": is_missing,
    }


RIGHTS: Mapping[str, Expected] = {
    f"{DEFINITION} ai-keys-admin-role": ADMINISTER_KEYS,
    f"{DEFINITION} ai-identity-write-role": changes_objects(*CHANGES),
    f"{DEFINITION} ai-identity-admin-role": changes_objects(
        *CHANGES, "deleteBlobVersion/action", "permanentDelete/action"
    ),
    f"{ASSIGNMENT} ai-keys-admin-platform-admin": assigned(
        "{roleDefinitionId:ai-keys-admin-role}", "{id:ai-keys-kv}", group="platform_admin"
    ),
    **use_of_key("data", "lake-account"),
    **use_of_key("logs", "lake-logs"),
    **use_of_key("logs", "network-logs"),
    f"{ASSIGNMENT} ai-network-flow-log-writes": assigned(
        "record", "{id:ai-network-logs}", identity="ai-network-flow-log-identity"
    ),
    f"{ASSIGNMENT} ai-lake-logs-auditor": assigned("read", "{id:ai-lake-logs}", group="auditor"),
    **people(),
    **workload("trainer", "read", "curated"),
    **workload("trainer", "write", "models", below("candidates/", *CHANGES)),
    **workload("trainer", "admin", "scratch"),
    **workload("server", "read", "models", below("released/")),
}
"""Every assignment, and nothing wider than a container, an account or a key."""

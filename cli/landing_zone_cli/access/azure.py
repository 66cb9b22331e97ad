"""Grants on Azure Storage and Key Vault, read from role assignments."""

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, cast

from landing_zone_cli.access.model import ADMIN, READ, WRITE, Access, KeyUse, Operation
from landing_zone_cli.document import Plan, Resource

ASSIGNMENT = "azure-native:authorization:RoleAssignment"
DEFINITION = "azure-native:authorization:RoleDefinition"

ROLES: dict[str, frozenset[Operation]] = {
    "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1": READ,
    "ba92f5b4-2d11-453d-a403-e96b0029c9fe": WRITE,
    "b7e6dc6d-f1e8-4753-8033-0f276bb0955b": ADMIN,
    "acdd72a7-3385-48ef-bd42-f606fba81ae7": frozenset(),
}
"""Storage Blob Data Reader, Contributor and Owner; and Reader, who sees no data.

One that is neither listed here nor defined in the plan counts as everything on a container. A wider
scope, such as an account, is a store of its own, with all the containers in it.

Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
"""

BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"
DATA_ACTIONS: Mapping[str, frozenset[Operation]] = {
    "read": READ,
    "write": frozenset({Operation.WRITE}),
    "delete": frozenset({Operation.DELETE}),
    "deleteBlobVersion/action": frozenset({Operation.VERSIONS}),
}
"""The action on blobs that each operation cannot do without, in a role of the plan's own.

Source: https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac-attributes
"""

KEY_ROLE = "e147488a-f6f5-4113-8e2d-b22465e65bf6"
"""Key Vault Crypto Service Encryption User.

Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/security
"""

CONTAINER = re.compile(r"/blobServices/[^/]+/containers/[^/]+$", re.IGNORECASE)
KEY = re.compile(r"/vaults/[^/]+/keys/[^/]+$", re.IGNORECASE)

PATH = re.compile(r"@Resource\[[^\]]*:path\] StringStartsWith '([^']+)'")
LISTED = re.compile(r"@Request\[[^\]]*:prefix\] StringStartsWith '([^']+)'")
"""How a condition names the folders that may be touched, and those that may be listed.

Source: https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac-examples
"""


def granted(plan: Plan) -> Iterator[Access | KeyUse]:
    """Yield what role assignments on containers and on keys allow."""
    roles = {**ROLES, **dict(_defined(plan))}
    for assignment in plan.of_type(ASSIGNMENT):
        scope = str(assignment.inputs.get("scope"))
        role = str(assignment.inputs.get("roleDefinitionId")).rpartition("/")[2]
        principal = str(assignment.inputs.get("principalId"))
        if KEY.search(scope) and role == KEY_ROLE:
            yield KeyUse(principal, scope, encrypts=True, urn=assignment.urn)
        elif CONTAINER.search(scope) or roles.get(role):
            yield from _accesses(assignment, principal, scope, roles.get(role, ADMIN))


def _defined(plan: Plan) -> Iterator[tuple[str, frozenset[Operation]]]:
    """Yield what each role that the plan defines lets do with objects."""
    for definition in plan.of_type(DEFINITION):
        permissions = cast(
            "Iterable[Mapping[str, Any]]", definition.inputs.get("permissions") or ()
        )
        patterns = [str(each) for p in permissions for each in p.get("dataActions") or ()]
        yield (
            str(definition.id).rpartition("/")[2],
            frozenset(
                operation
                for action, operations in DATA_ACTIONS.items()
                if any(_matches(f"{BLOBS}/{action}", pattern) for pattern in patterns)
                for operation in operations
            ),
        )


def _matches(action: str, pattern: str) -> bool:
    return fnmatchcase(action.lower(), pattern.lower())


def _accesses(
    assignment: Resource, principal: str, scope: str, operations: frozenset[Operation]
) -> Iterator[Access]:
    condition = assignment.inputs.get("condition")
    if not condition:
        yield Access(principal, scope, None, operations, assignment.urn)
        return
    listing = operations & {Operation.LIST}
    for pattern, allowed in ((LISTED, listing), (PATH, operations - listing)):
        for folder in pattern.findall(str(condition)):
            yield Access(principal, scope, folder, allowed, assignment.urn)

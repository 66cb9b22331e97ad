"""Grants on Azure Storage and Key Vault, read from role assignments."""

import re
from collections.abc import Iterator

from landing_zone_cli.access.model import ADMIN, READ, WRITE, Access, KeyUse, Operation
from landing_zone_cli.document import Plan, Resource

ASSIGNMENT = "azure-native:authorization:RoleAssignment"

ROLES: dict[str, frozenset[Operation]] = {
    "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1": READ,
    "ba92f5b4-2d11-453d-a403-e96b0029c9fe": WRITE,
    "b7e6dc6d-f1e8-4753-8033-0f276bb0955b": ADMIN,
    "acdd72a7-3385-48ef-bd42-f606fba81ae7": frozenset(),
}
"""Storage Blob Data Reader, Contributor and Owner; and Reader, who sees no data.

One that is not listed here counts as everything on a container. A wider scope, such as an account,
is a store of its own, with all the containers in it.

Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
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
    for assignment in plan.of_type(ASSIGNMENT):
        scope = str(assignment.inputs.get("scope"))
        role = str(assignment.inputs.get("roleDefinitionId")).rpartition("/")[2]
        principal = str(assignment.inputs.get("principalId"))
        if KEY.search(scope) and role == KEY_ROLE:
            yield KeyUse(principal, scope, encrypts=True, urn=assignment.urn)
        elif CONTAINER.search(scope) or role in ROLES:
            yield from _accesses(assignment, principal, scope, ROLES.get(role, ADMIN))


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

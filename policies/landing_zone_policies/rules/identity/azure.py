"""Who may do what on Azure, and with which credentials."""

import re
from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Survey, World, check, judged, need
from landing_zone_policies.values import UNKNOWN, Gap
from landing_zone_policies.wanted import (
    given,
    matches,
    none_of,
    one_of,
    plain,
    true,
)

ASSIGNMENT = "azure-native:authorization:RoleAssignment"
DEFINITION = "azure-native:authorization:RoleDefinition"
CLUSTER = "azure-native:containerservice:ManagedCluster"
TRUST = "azure-native:managedidentity:FederatedIdentityCredential"
APP_TRUSTS = (
    "azuread:index:ApplicationFederatedIdentityCredential",
    "azuread:index:ApplicationFlexibleFederatedIdentityCredential",
)

OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c"
ACCESS_ADMIN = "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"
RBAC_ADMIN = "f58310d9-a9f6-439a-9e8d-f62e7b41a168"
CLUSTER_ADMIN = "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b"
"""IDs of built-in roles, which are the same everywhere.

Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
"""

WIDE_SCOPE = r"/?|/subscriptions/[^/]+/?|/providers/microsoft\.management/managementgroups/[^/]+/?"
ESCALATIONS = (
    "microsoft.authorization/roleassignments/write",
    "microsoft.authorization/roledefinitions/write",
    "microsoft.authorization/elevateaccess/action",
    "microsoft.storage/storageaccounts/listkeys/action",
    "microsoft.cognitiveservices/accounts/listkeys/action",
    "microsoft.documentdb/databaseaccounts/listkeys/action",
    "microsoft.containerservice/managedclusters/listclusteradmincredential/action",
    "microsoft.keyvault/vaults/accesspolicies/write",
)
"""Actions by which one gives oneself rights, or gets at keys that have them all."""


def assignments_check(roles: frozenset[str], says: str, *, wide_only: frozenset[str]) -> Check:
    """Return a check that some roles are not assigned, and some not on a whole subscription."""

    @check(ASSIGNMENT, reads=("roleDefinitionId", "scope", "condition"), joins=True)
    def look(assignment: Resource, world: World) -> Iterator[Outcome]:
        path = "roleDefinitionId"
        role = assignment.get(path)
        if role is UNKNOWN:
            yield _of_program(assignment, world)
            return
        guid = str(role).rpartition("/")[2].casefold()
        if guid not in {*roles, *wide_only} or (guid == RBAC_ADMIN and _is_conditional(assignment)):
            yield Pass(path)
        elif guid == CLUSTER_ADMIN and plain(assignment.get("principalType")) == "group":
            yield Pass("principalType")
        elif guid in roles:
            yield Fail(path, says)
        else:
            yield _by_scope(assignment, says)

    return look


@check(DEFINITION, reads=("permissions[].actions", "permissions[].notActions"))
def role_has_an_end(role: Resource, _world: World) -> Iterator[Outcome]:
    """A role of one's own lists what it allows."""
    for found in (*role.find("permissions[].actions[]"), *role.find("permissions[].dataActions[]")):
        if found.value is UNKNOWN:
            yield Undetermined(found.path, f"{found.path} is known after deployment")
        elif found.value in ("*", "*/*"):
            yield Fail(found.path, "it allows every action there is and will be")
    yield Pass("permissions")


@check(DEFINITION, reads=("permissions[].actions", "permissions[].notActions"))
def role_cannot_grow(role: Resource, _world: World) -> Iterator[Outcome]:
    """A role of one's own gives no rights to give out rights, or to read keys."""
    for permission in role.find("permissions[]"):
        taken = [each.value for each in permission.find("notActions[]")]
        for found in permission.find("actions[]"):
            hit = [
                each
                for each in ESCALATIONS
                if _covers(found.value, each) and not any(_covers(one, each) for one in taken)
            ]
            if hit:
                yield Fail(found.path, f"it allows {hit[0]}, by which one may be given all rights")
    yield Pass("permissions")


@check(TRUST, *APP_TRUSTS, reads=("subject", "issuer", "audiences"))
def trust_names_who(trust: Resource, world: World) -> Iterator[Outcome]:
    """An identity is taken on by one subject of one issuer."""
    if trust.get("claimsMatchingExpression") is Gap.MISSING:
        whole = matches(r"[^*]+", "one subject, without a wildcard")
        subject = trust.first("subject")
        held = (
            Pass("subject") if subject.value is UNKNOWN else judged(subject, whole, world.settings)
        )
        yield held
    issuer = matches(r"(?!http:).+", "an address with https")
    found = trust.first("issuer")
    yield Pass("issuer") if found.value is UNKNOWN else judged(found, issuer, world.settings)
    yield judged(trust.first("audiences"), given, world.settings)


def guard_rails(world: World, _cloud: str) -> Iterator[Outcome]:
    """Look for what holds even for owners: policies that deny, or denials."""
    kinds = ("PolicyAssignment", "DenyAssignment")
    if world.estate.has(*(f"azure-native:authorization:{each}" for each in kinds)):
        yield Pass()
    else:
        yield Fail("", "no policy is assigned that limits what owners may do")


def _of_program(assignment: Resource, world: World) -> Outcome:
    if world.estate.targets(assignment, "roleDefinitionId", DEFINITION):
        return Pass("roleDefinitionId")
    return Undetermined("roleDefinitionId", "its role is known after deployment")


def _by_scope(assignment: Resource, says: str) -> Outcome:
    scope = assignment.first("scope")
    if isinstance(scope.value, str):
        wide = re.fullmatch(WIDE_SCOPE, scope.value.casefold())
        return Fail("scope", says) if wide else Pass("scope")
    if assignment.takes.get("scope"):
        return Pass("scope")
    return Undetermined("scope", "its scope is known after deployment")


def _is_conditional(assignment: Resource) -> bool:
    return assignment.get("condition") not in (Gap.MISSING, "")


def _covers(pattern: object, action: str) -> bool:
    if not isinstance(pattern, str):
        return False
    escaped = re.escape(pattern.casefold()).replace(r"\*", ".*")
    return re.fullmatch(escaped, action) is not None


ALL_RIGHTS = "it is a grant of nearly everything: assign a role for the task"
OWN_ADMIN = "whoever has the role gives himself any other"

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "IAM-01": (
        role_has_an_end,
        assignments_check(frozenset({OWNER}), ALL_RIGHTS, wide_only=frozenset({CONTRIBUTOR})),
    ),
    "IAM-02": (
        assignments_check(
            frozenset({OWNER, ACCESS_ADMIN, RBAC_ADMIN, CLUSTER_ADMIN}),
            OWN_ADMIN,
            wide_only=frozenset(),
        ),
    ),
    "IAM-03": (trust_names_who,),
    "IAM-04": (role_cannot_grow,),
    "IAM-06": (
        need(CLUSTER, "identity.type", one_of("SystemAssigned", "UserAssigned")),
        need(CLUSTER, "oidcIssuerProfile.enabled", true),
        need(CLUSTER, "securityProfile.workloadIdentity.enabled", true),
    ),
    "IAM-10": (
        need(
            "azure-native:authorization:PolicyAssignment",
            "enforcementMode",
            none_of("DoNotEnforce"),
        ),
    ),
}

SURVEYS: Mapping[str, tuple[Survey, ...]] = {
    "IAM-10": (
        Survey(
            ("azure",),
            guard_rails,
            ("azure-native:authorization:PolicyAssignment",),
            account=True,
        ),
    ),
}

"""What rights on Azure refuse."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object, World

from .arm import exists, last, lies_in, not_found
from .conditions import MalformedError, read
from .grants import DEFINITION, role_of
from .roles import DATA_ACTIONS

HELP = "https://aka.ms/docs-principaltype"


def gives_what_is_not_there(request: Request) -> Iterator[str]:
    """Refuse an assignment of a role, on a scope or to an identity that does not exist.

    Groups and users are not simulated, so any of theirs exists.

    Source: https://learn.microsoft.com/azure/role-based-access-control/troubleshooting
    """
    made, world = request.object, request.world
    scope, role = str(made.get("scope")), str(made.get("roleDefinitionId"))
    if not exists(world, scope):
        yield not_found(scope)
    if role_of(world, role) is None:
        yield (
            'Code="RoleDefinitionDoesNotExist" Message="The specified role definition with ID'
            f" '{last(role)}' does not exist.\""
        )
    principal, kind = str(made.get("principalId")), made.get("principalType")
    known = principal.lower() in _principals(world)
    if known and kind not in {None, "ServicePrincipal"}:
        yield (
            f'Code="UnmatchedPrincipalType" Message="The PrincipalId \'{principal}\' has type'
            f" 'ServicePrincipal' , which is different from specified PrinciaplType '{kind}'.\""
        )
    if not known and kind == "ServicePrincipal":
        yield (
            f'Code="PrincipalNotFound" Message="Principal {principal} does not exist in the'
            " directory. Check that you have the correct principal ID. If you are creating this"
            " principal and then immediately assigning a role, this error might be related to a"
            f' replication delay. See {HELP}"'
        )


def role_does_not_reach(request: Request) -> Iterator[str]:
    """Refuse a custom role outside the scopes in which it may be assigned."""
    made, world = request.object, request.world
    scope, guid = str(made.get("scope")), last(made.get("roleDefinitionId")).lower()
    for definition in world.of(DEFINITION):
        if last(definition.id).lower() != guid:
            continue
        if not any(lies_in(scope, str(each)) for each in definition.all("assignableScopes[]")):
            yield (
                'Code="RoleAssignmentScopeNotAssignableToRoleDefinition" Message="The role'
                f" assignment scope '{scope}' is not assignable to the role definition '{guid}'.\""
            )


def condition_is_wrong(request: Request) -> Iterator[str]:
    """Refuse a condition that is of another version or cannot be read.

    Source: https://learn.microsoft.com/azure/role-based-access-control/conditions-troubleshoot
    """
    made = request.object
    condition, version = made.get("condition"), made.get("conditionVersion")
    if not condition:
        return
    invalid = 'Code="InvalidRoleAssignmentCondition" Message="The given role assignment condition'
    if version != "2.0":
        yield f'{invalid} is invalid: its version must be 2.0, got {version}."'
        return
    try:
        read(str(condition))
    except MalformedError as fault:
        yield f'{invalid} is invalid: {fault}."'


def role_says_nothing(request: Request) -> Iterator[str]:
    """Refuse a role with operations that there are not, or for scopes that there are not.

    Source: https://learn.microsoft.com/azure/role-based-access-control/custom-roles
    """
    made = request.object
    if not made.all("assignableScopes[]"):
        yield (
            'Code="InvalidAssignableScopes" Message="The role definition needs at least one'
            ' assignable scope."'
        )
    for scope in made.all("assignableScopes[]"):
        if not exists(request.world, str(scope)):
            yield not_found(str(scope))
    for name, pattern in _unknown(made):
        yield (
            f'Code="Invalid{name}OrNot{name}" Message="\'{pattern}\' does not match any of the'
            ' actions supported by the providers."'
        )


def _unknown(definition: Object) -> Iterator[tuple[str, str]]:
    """Yield what no provider does, with what Azure calls its kind."""
    for name in ("actions", "notActions", "dataActions", "notDataActions"):
        for pattern in definition.all(f"permissions[].{name}[]"):
            if not _is_known(str(pattern).lower(), on_data=name.lower().endswith("dataactions")):
                yield "DataAction" if "ata" in name else "Action", str(pattern)


def _is_known(pattern: str, *, on_data: bool) -> bool:
    """Whether a pattern meets an operation; where not all operations are known, it may."""
    for begins, known in DATA_ACTIONS.items() if on_data else ():
        if pattern.startswith(begins):
            return any(fnmatchcase(each, pattern) for each in known)
    return "/" in pattern or pattern == "*"


def _principals(world: World) -> set[str]:
    """Return who Azure made an identity for."""
    paths = ("principalId", "identity.principalId")
    types = {"azure-native:authorization:RoleAssignment"}
    found = (each.get(path) for each in world.of() if each.kind not in types for path in paths)
    return {str(each).lower() for each in found if each}

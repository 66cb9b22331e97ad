"""What role assignments allow, by what was deployed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Decision
from landing_zone_rehearsal.sandbox.objects import Object, World

from .arm import last, lies_in
from .conditions import Asked, MalformedError, read
from .roles import BUILT_IN, Role

ASSIGNMENT = "azure-native:authorization:RoleAssignment"
DEFINITION = "azure-native:authorization:RoleDefinition"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation on one resource."""

    action: str
    resource: str
    """The ID of the resource whose scopes count."""
    sub_operation: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])
    """What conditions may ask of it, by name in lower case."""


def decide(world: World, principal: str, wanted: Operation) -> Decision:
    """Say whether an assignment allows an operation; nobody else's counts, nor any group's."""
    nearly: list[str] = []
    for assignment in _of(world, principal, wanted.resource):
        role = role_of(world, str(assignment.get("roleDefinitionId")))
        if role is None or not role.allows(wanted.action):
            continue
        told = (
            f"role assignment {last(assignment.id)} gives '{role.name}' on"
            f" {assignment.get('scope')}"
        )
        if _holds(assignment, wanted):
            return Decision(allowed=True, because=told)
        nearly.append(f"{told} under a condition that does not hold")
    lacking = "; ".join(nearly) or "no role assignment allows it"
    operation = " ".join(filter(None, (wanted.action, wanted.sub_operation)))
    return Decision(
        allowed=False,
        because=f"{principal} may not {operation} on {wanted.resource}: {lacking}",
    )


def role_of(world: World, id: str) -> Role | None:
    """Find a role by the ID that an assignment gives: one of Azure's, or one that was deployed."""
    guid = last(id).lower()
    for definition in world.of(DEFINITION):
        if last(definition.id).lower() == guid:
            return _custom(definition)
    return BUILT_IN.get(guid)


def _of(world: World, principal: str, resource: str) -> Iterator[Object]:
    for assignment in world.of(ASSIGNMENT):
        theirs = str(assignment.get("principalId")).lower() == principal.lower()
        if theirs and lies_in(resource, str(assignment.get("scope"))):
            yield assignment


def _holds(assignment: Object, wanted: Operation) -> bool:
    condition = assignment.get("condition")
    if not condition:
        return True
    try:
        test = read(str(condition))
    except MalformedError:
        return False
    return test(Asked(wanted.action, wanted.sub_operation, wanted.attributes))


def _custom(definition: Object) -> Role:
    permissions: list[Mapping[str, Any]] = definition.all("permissions[]")

    def listed(name: str) -> tuple[str, ...]:
        return tuple(str(each) for block in permissions for each in block.get(name) or ())

    return Role(
        str(definition.get("roleName")),
        listed("actions"),
        listed("dataActions"),
        listed("notActions"),
        listed("notDataActions"),
    )

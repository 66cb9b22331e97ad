"""How Azure Resource Manager names things: one path for each, read without regard to case.

Source: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from landing_zone_rehearsal.sandbox.objects import Object, World

ROOTS = re.compile(
    r"(?i)/?|/subscriptions/[^/]+|/providers/Microsoft\.Management/managementGroups/[^/]+"
)
"""Scopes that exist without being simulated: the root, subscriptions and management groups."""

IMPLICIT = re.compile(r"(?i)/(blob|file|queue|table)Services/default$")
"""What is there with its parent: the services of a storage account."""

GROUP = re.compile(r"(?i)/subscriptions/[^/]+/resourceGroups/([^/]+)")
PROVIDER = re.compile(r"(?i).*/providers/([^/]+)/(.+)")


def lies_in(id: str, scope: str) -> bool:
    """Whether a resource is the one at a scope, or anywhere below it."""
    if re.fullmatch(ROOTS, scope) and not scope.lower().startswith("/subscriptions/"):
        return True
    above = scope.rstrip("/").lower()
    return id.lower() == above or id.lower().startswith(f"{above}/")


def inside(world: World, container: Object) -> Iterator[Object]:
    """Yield everything whose ID lies below another's: its children, and what is said of it."""
    above = f"{container.id.lower()}/"
    yield from (each for each in world.of() if each.id.lower().startswith(above))


def at(world: World, id: str) -> Object | None:
    """Find a living object by its ID."""
    return next((each for each in world.of() if each.id.lower() == id.rstrip("/").lower()), None)


def exists(world: World, scope: str) -> bool:
    """Whether something is there that can be given rights on, or watched."""
    if ROOTS.fullmatch(scope) or at(world, scope):
        return True
    parent = IMPLICIT.sub("", scope)
    return parent != scope and at(world, parent) is not None


def not_found(scope: str) -> str:
    """Say that nothing is at a scope, as Azure Resource Manager does.

    Source: https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-not-found
    """
    group = GROUP.fullmatch(scope)
    if group:
        name = group[1]
        return (
            f'Code="ResourceGroupNotFound" Message="Resource group \'{name}\' could not be found."'
        )
    of = GROUP.match(scope)
    path = PROVIDER.fullmatch(scope)
    named = f"{path[1]}/{path[2]}" if path else scope
    return (
        f'Code="ResourceNotFound" Message="The Resource \'{named}\' under resource group'
        f" '{of[1] if of else '<null>'}' was not found. For more details please go to"
        ' https://aka.ms/ARMResourceNotFoundFix"'
    )


def location(object: Object) -> str:
    """Return where something is, in the form in which places are compared."""
    return re.sub(r"\s", "", str(object.get("location") or "")).lower()


def type_at(id: str) -> str:
    """Return the type that an ID tells, without its provider: `virtualNetworks/subnets`."""
    path = PROVIDER.fullmatch(id)
    return "/".join(path[2].split("/")[::2]) if path else ""


def last(id: object) -> str:
    """Return the name at the end of an ID."""
    return str(id).rstrip("/").rsplit("/", 1)[-1]

"""Asks the cloud that a resource is in whether a principal may do something with it."""

from __future__ import annotations

from .behaviour import FOLDERS, Decision
from .objects import World
from .turns import behaviour_of


def decide(world: World, principal: str, verb: str, resource: str) -> Decision:
    """Decide by what was deployed; what no cloud allows is denied, for the reason of the last."""
    decision = Decision(allowed=False, because=f"{resource} is in no simulated cloud")
    for package in sorted({each.package for each in world.of()} & FOLDERS.keys()):
        behaviour = behaviour_of(f"{package}::")
        if behaviour and behaviour.can:
            decision = behaviour.can(world, principal, verb, resource)
        if decision:
            break
    return decision

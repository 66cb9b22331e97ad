"""How many accelerators the pods of a program take that declares no machines for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Survey, World
from landing_zone_policies.rules.gpu.kubernetes_quota import QUOTA
from landing_zone_policies.rules.kubernetes.pods import ACCELERATORS, TYPES, pods
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import as_number

COPIES = ("spec.replicas", "spec.parallelism")
"""Where an object says how many of its pods there are; one, unless it does."""


def below_the_ceiling(world: World, _cloud: str) -> Iterator[Outcome]:
    """What pods take, and what quotas let them take, stays below the settings' ceiling.

    Source: https://kubernetes.io/docs/concepts/policy/resource-quotas/#resource-quota-for-extended-resources
    """
    most = world.settings.most_accelerators
    if most is None:
        yield NotApplicable("the settings name no ceiling")
        return
    if world.estate.clouds - {"kubernetes"}:
        yield NotApplicable("the program's machines are counted")
        return
    taken, open_ones = 0.0, list[str]()
    for resource in world.estate.of(*TYPES):
        count = _taken(resource, world)
        taken += count or 0
        if count is None:
            open_ones.append(resource.name)
    allowed = sum(_allowed(quota) for quota in world.estate.of(QUOTA))
    if max(taken, allowed) > most:
        whose = "its pods take" if taken > most else "its quotas let pods take"
        yield Fail("", f"{whose} {max(taken, allowed):g} accelerators, and may take {most}")
    elif open_ones:
        names = ", ".join(open_ones)
        yield Undetermined("", f"how many accelerators the pods of {names} take cannot be told")
    else:
        yield Pass()


def _taken(resource: Resource, world: World) -> float | None:
    """Return how many accelerators the pods of an object take; None where that is not known."""
    each = sum(sum(pod.accelerators.values()) for pod in pods(resource, world.estate))
    copies = next((one for path in COPIES if (one := resource.get(path)) is not MISSING), 1)
    if copies is UNKNOWN:
        return None if each else 0
    return each * (as_number(copies) or 0)


def _allowed(quota: Resource) -> float:
    hard = quota.get("spec.hard")
    said = cast("dict[str, Any]", hard) if isinstance(hard, dict) else {}
    begins = tuple(f"requests.{each}" for each in ACCELERATORS)
    return sum(as_number(value) or 0 for key, value in said.items() if key.startswith(begins))


SURVEYS = (Survey(("kubernetes",), below_the_ceiling, (QUOTA, "kubernetes:apps:Deployment")),)

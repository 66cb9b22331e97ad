"""Namespaces in which pods take accelerators bound how many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, cast

from landing_zone_policies.estate import Estate
from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import World, check
from landing_zone_policies.rules.kubernetes.pods import TYPES, name_of, namespace_of, pods
from landing_zone_policies.values import MISSING

QUOTA = "kubernetes:core:ResourceQuota"
QUEUE = "kubernetes:kueue.x-k8s.io:LocalQueue"
NAMESPACE = "kubernetes:core:Namespace"
NO_ACCELERATORS = "its pods take no accelerators"


@check(NAMESPACE, reads=("metadata.name", f"{QUOTA}.spec.hard"), joins=True)
def has_a_quota(namespace: Resource, world: World) -> Iterator[Outcome]:
    """A namespace in which pods of the program take accelerators bounds how many.

    A quota names them (`requests.nvidia.com/gpu`), or Kueue lets pods in from a queue.

    Sources: https://kubernetes.io/docs/concepts/policy/resource-quotas/,
    https://kueue.sigs.k8s.io/docs/concepts/local_queue/
    """
    name = name_of(namespace)
    taken = world.estate.once(_taken).get(name)
    if not taken:
        yield NotApplicable(NO_ACCELERATORS)
    elif _is_bounded(name, taken, world):
        yield Pass()
    else:
        yield Fail("", f"pods of it take {', '.join(taken)}, and nothing bounds how many")


@check(*TYPES, reads=("metadata.namespace", "spec.containers[].resources"), joins=True)
def is_within_a_quota(resource: Resource, world: World) -> Iterator[Outcome]:
    """Pods that take accelerators are in a namespace that bounds how many."""
    for pod in pods(resource, world.estate):
        if not pod.accelerators:
            yield NotApplicable(NO_ACCELERATORS)
            continue
        name = namespace_of(pod.owner, resource, world.estate)
        if name is None:
            yield Undetermined("metadata.namespace", "the namespace is known after deployment")
        elif _is_bounded(name, pod.accelerators, world):
            yield Pass("metadata.namespace")
        elif name in world.estate.once(_declared):
            yield NotApplicable("its namespace is asked")
        elif name == "default":
            yield Fail("metadata.namespace", "nothing bounds how many the namespace default takes")
        else:
            message = f"whether {name} has a quota is up to another program"
            yield Undetermined("metadata.namespace", message)


def _taken(estate: Estate) -> Mapping[str | None, dict[str, float]]:
    """Return what pods take, by namespace."""
    taken: dict[str | None, dict[str, float]] = defaultdict(dict)
    for resource in estate.of(*TYPES):
        for pod in pods(resource, estate):
            if pod.accelerators:
                taken[namespace_of(pod.owner, resource, estate)] |= pod.accelerators
    return taken


def _is_bounded(namespace: str, taken: dict[str, float], world: World) -> bool:
    estate = world.estate
    for quota in estate.of(QUOTA):
        if namespace_of(Found("", quota.inputs), quota, estate) != namespace:
            continue
        hard = quota.get("spec.hard")
        scoped = any(
            quota.get(path) is not MISSING for path in ("spec.scopes", "spec.scopeSelector")
        )
        keys = {*cast("dict[str, Any]", hard)} if isinstance(hard, dict) else set[str]()
        if not scoped and all(f"requests.{name}" in keys for name in taken):
            return True
    return any(
        namespace_of(Found("", each.inputs), each, estate) == namespace for each in estate.of(QUEUE)
    )


def _declared(estate: Estate) -> frozenset[str]:
    return frozenset(map(name_of, estate.of(NAMESPACE)))

"""What Karpenter, KEDA and the classes of compute are asked, that start machines from inside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from landing_zone_policies.facts.accelerators import attached, machine
from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import World, check
from landing_zone_policies.rules.gpu.fleets import Carried
from landing_zone_policies.rules.gpu.rows import may_be_used
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import plain

POOL = "kubernetes:karpenter.sh:NodePool"
CLASS = "kubernetes:cloud.google.com:ComputeClass"
WANTS = "spec.template.spec.requirements[]"

KIND = "karpenter.sh/capacity-type"
FAMILIES = ("karpenter.k8s.aws/instance-category", "karpenter.k8s.aws/instance-family")
SIZES = ("node.kubernetes.io/instance-type",)
ACCELERATORS = ("karpenter.k8s.aws/instance-gpu-name", "karpenter.azure.com/sku-gpu-name")
HOW_MANY = ("karpenter.k8s.aws/instance-gpu-count", "karpenter.azure.com/sku-gpu-count")


@check(POOL, reads=("spec.limits", WANTS))
def pool_is_bounded(pool: Resource, _: World) -> Iterator[Outcome]:
    """A pool that may start machines with accelerators has limits.

    Source: https://karpenter.sh/docs/concepts/nodepools/#speclimits
    """
    if not _may_have_some(pool):
        yield NotApplicable("its requirements leave machines with accelerators out")
        return
    found = pool.first("spec.limits")
    limits: Any = found.value
    if limits is UNKNOWN:
        yield Undetermined(found.path, f"{found.path} is known after deployment")
    elif not isinstance(limits, dict) or not limits:
        yield Fail(found.path, "spec.limits is not set: nothing bounds how many there may be")
    else:
        yield Pass(found.path)


@check(POOL, reads=(WANTS,))
def pool_may_be_used(pool: Resource, world: World) -> Iterator[Outcome]:
    """The machines that a pool names are among those that the settings list."""
    carried = [*_named(pool)]
    for each in carried:
        yield may_be_used(each, world.settings)
    if not carried and not _may_have_some(pool):
        yield NotApplicable("its requirements leave machines with accelerators out")
    elif not carried and world.settings.machines:
        yield Fail(WANTS, "it may start any machine, and some of them only may be used")
    elif not carried:
        yield NotApplicable("the settings list no machines, so that all may be used")


@check(POOL, reads=(WANTS,))
def pool_falls_back(pool: Resource, _: World) -> Iterator[Outcome]:
    """A pool of accelerators starts others where machines are taken back."""
    kinds = _values(pool, (KIND,))
    if not [*_named(pool)]:
        yield NotApplicable("it names no machines with accelerators")
    elif kinds and {plain(each) for each in kinds} <= {"spot"}:
        yield Fail(WANTS, "they can be taken back at any time, and it starts no others")
    else:
        yield Pass(WANTS)


@check(POOL, reads=("spec.disruption.consolidateAfter",))
def pool_rests(pool: Resource, _: World) -> Iterator[Outcome]:
    """Nodes that do nothing are taken away, which they are unless somebody says never.

    Source: https://karpenter.sh/docs/concepts/disruption/#consolidation
    """
    found = pool.first("spec.disruption.consolidateAfter")
    if not _may_have_some(pool):
        yield NotApplicable("its requirements leave machines with accelerators out")
    elif plain(found.value) == "never":
        yield Fail(found.path, "nodes stay when nothing runs on them")
    else:
        yield Pass(found.path)


@check(POOL, reads=("spec.template.spec.taints[]",))
def pool_is_tainted(pool: Resource, _: World) -> Iterator[Outcome]:
    """Only pods that say so land on the nodes."""
    effects = pool.find("spec.template.spec.taints[].effect")
    if not [*_named(pool)]:
        yield NotApplicable("it names no machines with accelerators")
    elif any(plain(each.value) in ("noschedule", "noexecute") for each in effects):
        yield Pass("spec.template.spec.taints")
    else:
        message = "nothing keeps pods that need no accelerators off these nodes"
        yield Fail("spec.template.spec.taints", message)


@check(CLASS, reads=("spec.nodePoolAutoCreation.enabled", "spec.priorities[].gpu"))
def class_makes_no_pools(found: Resource, _: World) -> Iterator[Outcome]:
    """A class of compute for accelerators starts none beyond the pools that somebody bounded.

    Source: https://cloud.google.com/kubernetes-engine/docs/concepts/about-custom-compute-classes
    """
    creates = plain(found.get("spec.nodePoolAutoCreation.enabled")) is True
    has_some = any(
        each.value is not MISSING
        for path in ("spec.priorities[].gpu", "spec.priorities[].tpu")
        for each in found.find(path)
    )
    if not creates or not has_some:
        yield NotApplicable("it makes no pools with accelerators")
    else:
        yield Undetermined(
            "spec.nodePoolAutoCreation", "the limits of its cluster's autoscaling bound it"
        )


def _named(pool: Resource) -> Iterator[Carried]:
    for want in pool.find(WANTS):
        if plain(want.find("operator")[0].value) != "in":
            continue
        key = want.find("key")[0].value
        for each in want.find("values[]"):
            if not isinstance(each.value, str):
                continue
            found = None
            if key in ACCELERATORS:
                found = attached(each.value, None)
            elif key in SIZES:
                found = machine(each.value)
            elif key in FAMILIES:
                found = machine(f"{each.value}.any") or machine(f"{each.value}5.any")
            if found is not None:
                yield Carried(each, (each.value, f"{each.value}.*", found.name), found)


def _may_have_some(pool: Resource) -> bool:
    """Say whether a pool's requirements let it start a machine with accelerators."""
    if [*_named(pool)]:
        return True
    for want in pool.find(WANTS):
        key, how = want.find("key")[0].value, plain(want.find("operator")[0].value)
        values = [each.value for each in want.find("values[]") if isinstance(each.value, str)]
        if key in (*SIZES, *FAMILIES) and how == "in" and values:
            return False
        if key in (*HOW_MANY, *ACCELERATORS) and how == "doesnotexist":
            return False
        if key == FAMILIES[0] and how == "notin" and {"g", "p"} <= {*values}:
            return False
    return True


def _values(pool: Resource, keys: tuple[str, ...]) -> list[Any]:
    return [
        each.value
        for want in pool.find(WANTS)
        if want.find("key")[0].value in keys and plain(want.find("operator")[0].value) == "in"
        for each in want.find("values[]")
    ]

"""What keeps a cluster's workloads up while it is maintained, and their volumes after a loss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Survey, World, check, either, judged, need
from landing_zone_policies.wanted import as_number, given, one_of, plain

BUDGET = "kubernetes:policy:PodDisruptionBudget"
SET = "kubernetes:apps:StatefulSet"
WORKLOADS = ("kubernetes:apps:Deployment", SET)
CLAIM = "kubernetes:core:PersistentVolumeClaim"
CLASS = "kubernetes:storage.k8s.io:StorageClass"
TEMPLATES = "spec.volumeClaimTemplates"

BACKUPS = (
    "gcp:gkebackup:BackupPlan",
    "azure-native:dataprotection:BackupInstance",
    "aws:backup:Selection",
    "kubernetes:velero.io:Schedule",
)
CHARTS = ("kubernetes:helm.sh:Release", "kubernetes:helm.sh:Chart")


@check(*WORKLOADS, reads=("spec.replicas", "spec.template.metadata.labels", BUDGET), joins=True)
def workload_has_a_budget(workload: Resource, world: World) -> Iterator[Outcome]:
    """What runs more than once says how much of it may be down at a time."""
    replicas = as_number(workload.get("spec.replicas"))
    if replicas is None or replicas < 2:
        yield NotApplicable("it does not run more than once")
        return
    if any(_is_for(budget, workload) for budget in world.estate.of(BUDGET)):
        yield Pass()
    else:
        yield Fail("", "no PodDisruptionBudget says how much of it may be down at a time")


@check(CLASS, reads=("reclaimPolicy", f"{CLAIM}.spec.storageClassName"), joins=True)
def volumes_outlive_claims(class_: Resource, world: World) -> Iterator[Outcome]:
    """Volumes that the program claims stay when a claim is deleted."""
    name = class_.get("metadata.name")
    paths = ((CLAIM, "spec.storageClassName"), (SET, f"{TEMPLATES}[].spec.storageClassName"))
    claimed = any(
        found.value == name
        for type_, path in paths
        for each in world.estate.of(type_)
        for found in each.find(path)
        if isinstance(name, str) and isinstance(found.value, str)
    )
    if claimed or any(world.estate.pointing(class_, path, type_) for type_, path in paths):
        yield judged(class_.first("reclaimPolicy"), one_of("Retain"), world.settings)
    else:
        yield NotApplicable("the program claims no volume of it")


def volumes_are_backed_up(world: World, _: str) -> Iterator[Outcome]:
    """A program that claims volumes has them backed up."""
    sets = (each.first(TEMPLATES) for each in world.estate.of(SET))
    if not world.estate.has(CLAIM) and not any(found.is_known for found in sets):
        yield NotApplicable("the program claims no volume")
    elif world.estate.has(*BACKUPS) or any(_is_velero(each) for each in world.estate.of(*CHARTS)):
        yield Pass()
    else:
        yield Fail(CLAIM, "nothing backs up the volumes that the program claims")


def _is_for(budget: Resource, workload: Resource) -> bool:
    """Whether a budget selects a workload's pods; what is not known yet may."""
    homes = [each.get("metadata.namespace") for each in (budget, workload)]
    if all(isinstance(each, str) for each in homes) and homes[0] != homes[1]:
        return False
    selector = budget.get("spec.selector.matchLabels")
    labels = workload.get("spec.template.metadata.labels")
    if not isinstance(selector, Mapping) or not isinstance(labels, Mapping):
        return True
    there = cast("Mapping[str, Any]", labels)
    return all(
        key in there and (not isinstance(value, str) or there[key] == value)
        for key, value in cast("Mapping[str, Any]", selector).items()
    )


def _is_velero(chart: Resource) -> bool:
    name = plain(chart.get("chart"))
    return isinstance(name, str) and name.rpartition("/")[2] == "velero"


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "BAK-06": (
        either(
            need(BUDGET, "spec.minAvailable", given),
            need(BUDGET, "spec.maxUnavailable", given),
        ),
        workload_has_a_budget,
        volumes_outlive_claims,
    ),
}

SURVEYS: Mapping[str, tuple[Survey, ...]] = {
    "BAK-06": (Survey(("kubernetes",), volumes_are_backed_up, (CLAIM, SET, *BACKUPS)),),
}

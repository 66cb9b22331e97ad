"""What pods with accelerators are asked, and the namespaces that they run in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.facts.accelerators import attached, machine
from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged
from landing_zone_policies.rules.gpu.durations import run_time
from landing_zone_policies.rules.gpu.fleets import Carried
from landing_zone_policies.rules.gpu.kubernetes_pools import (
    class_makes_no_pools,
    pool_falls_back,
    pool_is_bounded,
    pool_is_tainted,
    pool_may_be_used,
    pool_rests,
)
from landing_zone_policies.rules.gpu.kubernetes_quota import (
    NO_ACCELERATORS,
    has_a_quota,
    is_within_a_quota,
)
from landing_zone_policies.rules.gpu.rows import may_be_used, none_left
from landing_zone_policies.rules.kubernetes.allowance import is_of_the_node
from landing_zone_policies.rules.kubernetes.pods import (
    ACCELERATORS,
    TYPES,
    Pod,
    asked,
    name_of,
    pods,
)
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import as_number, plain

JOBS = ("Job", "CronJob", "JobSet", "PyTorchJob", "TFJob", "MPIJob", "RayJob")
SERVERS = ("Deployment", "StatefulSet", "ReplicaSet", "Rollout", "LeaderWorkerSet")
SCALED = "kubernetes:keda.sh:ScaledObject"

KINDS = ("cloud.google.com/gke-accelerator", "k8s.amazonaws.com/accelerator")
TPUS = "cloud.google.com/gke-tpu-accelerator"
SIZES = ("node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type")
SPOT = (
    ("cloud.google.com/gke-spot", True),
    ("cloud.google.com/gke-preemptible", True),
    ("karpenter.sh/capacity-type", "spot"),
    ("eks.amazonaws.com/capacityType", "spot"),
    ("kubernetes.azure.com/scalesetpriority", "spot"),
)
"""Labels of nodes that can be taken back."""
TAINTS = (*ACCELERATORS, "sku")
DEADLINES = (
    "spec.activeDeadlineSeconds",
    "spec.jobTemplate.spec.activeDeadlineSeconds",
    "spec.runPolicy.activeDeadlineSeconds",
    "spec.replicatedJobs[].template.spec.activeDeadlineSeconds",
)
"""Where jobs of each kind say when they are ended, besides in their pods."""


@check(*TYPES, reads=("spec.nodeSelector",))
def may_ask_for_them(resource: Resource, world: World) -> Iterator[Outcome]:
    """The accelerators that a pod selects its node by are among those that the settings list."""
    found = False
    for pod in pods(resource, world.estate):
        for each in _selected(pod):
            found = True
            yield may_be_used(each, world.settings)
    if not found:
        yield NotApplicable("its pods select no accelerators by name")


@check(*TYPES, reads=("spec.nodeSelector", "spec.containers[].resources"))
def serves_beyond_spot(resource: Resource, world: World) -> Iterator[Outcome]:
    """What serves people does not run on machines alone that can be taken back."""
    for pod in pods(resource, world.estate):
        if not pod.accelerators or pod.kind not in SERVERS:
            yield NotApplicable("it serves nobody from accelerators")
            continue
        selector = pod.find("nodeSelector")[0]
        if any(plain(selector.find(f'["{key}"]')[0].value) == value for key, value in SPOT):
            yield Fail(selector.path, "its nodes can be taken back, and it may run on no others")
        elif selector.value is UNKNOWN:
            yield Undetermined(selector.path, f"{selector.path} is known after deployment")
        else:
            yield Pass(selector.path)


@check(SCALED, reads=("spec.minReplicaCount", "spec.scaleTargetRef"), joins=True)
def scaled_to_zero(scaled: Resource, world: World) -> Iterator[Outcome]:
    """What KEDA scales gives its accelerators back when nothing is asked of it.

    Source: https://keda.sh/docs/latest/reference/scaledobject-spec/#minreplicacount
    """
    wanted = scaled.get("spec.scaleTargetRef.name")
    targets = [
        each
        for each in world.estate.of("kubernetes:apps:Deployment", "kubernetes:apps:StatefulSet")
        if name_of(each) == wanted
    ]
    if not any(pod.accelerators for each in targets for pod in pods(each, world.estate)):
        yield NotApplicable("what it scales takes no accelerators that the program tells of")
    else:
        yield judged(scaled.first("spec.minReplicaCount"), none_left, world.settings)


@check(*TYPES, reads=("spec.tolerations", "spec.containers[].resources"), joins=True)
def leaves_nodes_to_others(resource: Resource, world: World) -> Iterator[Outcome]:
    """Pods that take no accelerators do not tolerate the taint of nodes that have some."""
    for pod in pods(resource, world.estate):
        if pod.accelerators:
            yield Pass(pod.spec.path)
        elif pod.kind == "DaemonSet" or is_of_the_node(pod, resource, world.estate, world.settings):
            yield NotApplicable("it belongs to the node")
        else:
            yield from _tolerated(pod)


@check(*TYPES, reads=DEADLINES)
def job_ends(resource: Resource, world: World) -> Iterator[Outcome]:
    """A job that takes accelerators is ended after a while."""
    for pod in pods(resource, world.estate):
        if pod.kind not in JOBS or not pod.accelerators:
            yield NotApplicable("it is no job that takes accelerators")
            continue
        found = [each for path in DEADLINES for each in pod.owner.find(path)]
        found += pod.find("activeDeadlineSeconds")
        said = next((each for each in found if each.value is not MISSING), found[-1])
        yield judged(said, run_time, world.settings)


@check(*TYPES, reads=("spec.containers[].resources",))
def takes_whole_ones(resource: Resource, world: World) -> Iterator[Outcome]:
    """A container takes whole accelerators or parts of a known size, and no fewer than it asks."""
    for pod in pods(resource, world.estate):
        if not pod.accelerators:
            yield NotApplicable(NO_ACCELERATORS)
        for container in pod.containers:
            for name in asked(container):
                yield _taken(container, name)


def _selected(pod: Pod) -> Iterator[Carried]:
    selector = pod.find("nodeSelector")[0]
    if not isinstance(selector.value, dict):
        return
    for key in (*KINDS, TPUS, *SIZES):
        each = selector.find(f'["{key}"]')[0]
        if isinstance(each.value, str):
            found = machine(each.value) if key in SIZES else attached(each.value)
            if found is not None:
                yield Carried(each, (each.value, found.name), found)


def _tolerated(pod: Pod) -> Iterator[Outcome]:
    for each in pod.find("tolerations[]"):
        if each.value is UNKNOWN:
            yield Undetermined(each.path, f"{each.path} is known after deployment")
            continue
        key, how = each.find("key")[0], each.find("operator")[0]
        if isinstance(key.value, str) and key.value.startswith(TAINTS):
            yield Fail(each.path, f"it takes no accelerators, and tolerates {key}")
        elif not key.is_known and plain(how.value) == "exists":
            yield Fail(each.path, "it takes no accelerators, and tolerates every taint")
    yield Pass(f"{pod.spec.path}.tolerations")


def _taken(container: Found, name: str) -> Outcome:
    most = container.find(f'resources.limits["{name}"]')[0]
    least = container.find(f'resources.requests["{name}"]')[0]
    number = as_number(most.value)
    if most.value is MISSING:
        return Fail(most.path, f"{name} is asked for, and not limited: Kubernetes refuses that")
    if most.value is UNKNOWN:
        return Undetermined(most.path, f"{most.path} is known after deployment")
    if number is None or number % 1 != 0:
        return Fail(most.path, f"{name} is {most}, and has to be a whole number")
    if least.is_known and as_number(least.value) != number:
        return Fail(least.path, f"{name} is {least} here, and {most} in limits")
    return Pass(most.path)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "GPU-01": (may_ask_for_them, pool_may_be_used),
    "GPU-02": (pool_is_bounded, class_makes_no_pools),
    "GPU-03": (serves_beyond_spot, pool_falls_back),
    "GPU-04": (scaled_to_zero, pool_rests),
    "GPU-06": (leaves_nodes_to_others, pool_is_tainted),
    "GPU-07": (has_a_quota, is_within_a_quota),
    "GPU-08": (job_ends,),
    "GPU-10": (takes_whole_ones,),
}

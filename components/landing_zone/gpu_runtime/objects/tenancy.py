"""Who gets accelerators, how many, and whose pods make way."""

from collections.abc import Iterable, Iterator, Mapping

from landing_zone.core import Cloud
from landing_zone.gpu_pool.nodes import PURPOSE_LABEL
from landing_zone.gpu_pool.spec import Purpose
from landing_zone.gpu_runtime.demand import Demand
from landing_zone.gpu_runtime.objects import RUNTIME, UPKEEP, Manifest, manifest

ADMITS_LABEL = "landing-zone/accelerators"
"""On a namespace whose pods may have accelerators: `quota`, or `queue` where one admits them."""

LEVEL_LABEL = "pod-security.kubernetes.io"

PRIORITIES: Mapping[Purpose, tuple[int, bool]] = {
    Purpose.INFERENCE: (100_000, True),
    Purpose.TRAINING: (10_000, True),
    Purpose.NOTEBOOK: (1_000, False),
}
"""A pod's priority by its purpose, and whether it may push out pods of less: answers to people go
first, and somebody's notebook never stops somebody's training."""

NODE_CRITICAL = ("system-node-critical", "system-cluster-critical")

MOST_UPKEEP_PODS = 10
"""Upkeep is one pod at a time; a few that ended may stand about."""

NEEDS_PRIVILEGE = ("infiniband", "tcpx", "tcpxo", "roce")
"""Fabrics whose pods lock memory or run the cloud's receiver, which the `baseline` level forbids.

Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
"""


def ground(
    demand: Demand, most: Mapping[str, int], charged: Mapping[str, str]
) -> Iterator[Manifest]:
    """Yield namespaces, and who gets what in them.

    Args:
        demand: the pools.
        most: the most accelerators of a kind that a namespace may have.
        charged: labels that say whom what runs in a namespace is charged to.
    """
    yield from namespaces(charged)
    yield from workspaces(most, demand, charged)
    yield from priorities()
    yield from critical_quota(demand)
    yield from quotas(most, demand)
    yield from budgets(most)
    yield from admission(demand)


def priority_name(purpose: Purpose) -> str:
    """Return the name of a purpose's priority class."""
    return f"gpu-{purpose}"


def namespaces(charged: Mapping[str, str]) -> Iterator[Manifest]:
    """Yield the runtime's own namespaces: what needs privileges is apart from what does not."""
    yield _namespace(RUNTIME, "privileged", charged, admits="quota")
    yield _namespace(UPKEEP, "restricted", charged)
    few = {"hard": {"pods": str(MOST_UPKEEP_PODS)}}
    yield manifest("v1", "ResourceQuota", "pods", UPKEEP, spec=few)


def workspaces(
    names: Iterable[str], demand: Demand, charged: Mapping[str, str]
) -> Iterator[Manifest]:
    """Yield the namespaces of those who get accelerators."""
    privileged = any(each.fabric in NEEDS_PRIVILEGE for each in demand.pools)
    for name in names:
        level = "privileged" if privileged else "baseline"
        yield _namespace(name, level, charged, admits="quota")


def priorities() -> Iterator[Manifest]:
    """Yield a priority class for each purpose."""
    for purpose, (value, preempts) in PRIORITIES.items():
        yield manifest(
            "scheduling.k8s.io/v1",
            "PriorityClass",
            priority_name(purpose),
            value=value,
            preemptionPolicy="PreemptLowerPriority" if preempts else "Never",
            description=f"Pods for {purpose} on accelerators.",
        )


def quotas(most: Mapping[str, int], demand: Demand) -> Iterator[Manifest]:
    """Yield the most accelerators of each kind that a namespace may have, which are whole ones.

    Source: https://kubernetes.io/docs/concepts/policy/resource-quotas/#resource-quota-for-extended-resources
    """
    for namespace, number in most.items():
        hard = {f"requests.{resource}": str(number) for resource in demand.resources}
        hard |= {f"requests.{part}": "0" for part in demand.parts}
        yield manifest("v1", "ResourceQuota", "accelerators", namespace, spec={"hard": hard})


def critical_quota(demand: Demand) -> Iterator[Manifest]:
    """Yield what lets the runtime's own pods be critical, which GKE keeps to namespaces with it.

    Source: https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/google-gke.html
    """
    if demand.cloud is Cloud.GCP:
        scope = {"scopeName": "PriorityClass", "operator": "In", "values": [*NODE_CRITICAL]}
        spec = {"hard": {"pods": "10k"}, "scopeSelector": {"matchExpressions": [scope]}}
        yield manifest("v1", "ResourceQuota", "critical-pods", RUNTIME, spec=spec)


def budgets(names: Iterable[str]) -> Iterator[Manifest]:
    """Yield that upkeep and autoscaler take one answering pod of a namespace at a time.

    Training has no budget: one that let no pod go would keep every node from being mended or
    removed, so it writes checkpoints instead.
    """
    for namespace in names:
        answering = {"matchLabels": {PURPOSE_LABEL: Purpose.INFERENCE.value}}
        yield manifest(
            "policy/v1",
            "PodDisruptionBudget",
            "inference",
            namespace,
            spec={"maxUnavailable": 1, "selector": answering},
        )


def admission(demand: Demand) -> Iterator[Manifest]:
    """Yield that in any other namespace no pod gets an accelerator.

    A namespace that a queue admits pods to carries the label `landing-zone/accelerators: queue`.

    Source: https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
    """
    if not demand.resources:
        return
    named = ", ".join(f"'{each}'" for each in (*demand.resources, *demand.parts))
    asks = f"c.?resources.?limits.orValue({{}}).exists(r, r in [{named}])"
    pods = {
        "apiGroups": [""],
        "apiVersions": ["v1"],
        "operations": ["CREATE"],
        "resources": ["pods"],
    }
    api, name = "admissionregistration.k8s.io/v1", "accelerators-by-quota-or-queue"
    message = (
        "accelerators are for namespaces with a quota (zone.gpu_runtime.namespaces) or a queue"
        f" (label {ADMITS_LABEL}: queue)"
    )
    yield manifest(
        api,
        "ValidatingAdmissionPolicy",
        name,
        spec={
            "failurePolicy": "Fail",
            "matchConstraints": {"resourceRules": [pods]},
            "validations": [
                {
                    "expression": f"!object.spec.?{containers}.orValue([]).exists(c, {asks})",
                    "message": message,
                }
                for containers in ("containers", "initContainers")
            ],
        },
    )
    elsewhere = {"key": ADMITS_LABEL, "operator": "DoesNotExist"}
    yield manifest(
        api,
        "ValidatingAdmissionPolicyBinding",
        name,
        spec={
            "policyName": name,
            "validationActions": ["Deny"],
            "matchResources": {"namespaceSelector": {"matchExpressions": [elsewhere]}},
        },
    )


def _namespace(name: str, level: str, charged: Mapping[str, str], *, admits: str = "") -> Manifest:
    labels = {**charged, f"{LEVEL_LABEL}/enforce": level, f"{LEVEL_LABEL}/warn": level}
    if admits:
        labels[ADMITS_LABEL] = admits
    return manifest("v1", "Namespace", name, labels=labels)

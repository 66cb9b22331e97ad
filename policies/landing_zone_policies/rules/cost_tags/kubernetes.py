"""What labels are for inside a cluster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check
from landing_zone_policies.rules.cost_tags.limits import kubernetes, within_limits
from landing_zone_policies.rules.cost_tags.required import complete, fits
from landing_zone_policies.tags import Tags, own_tags, read_tags
from landing_zone_policies.values import MISSING, UNKNOWN

NAMESPACE = "kubernetes:core:Namespace"
QUOTA = "kubernetes:core:ResourceQuota"
LABELS = "metadata.labels"

WORKLOADS: Mapping[str, str] = {
    "kubernetes:apps:Deployment": "spec.template.metadata.labels",
    "kubernetes:apps:StatefulSet": "spec.template.metadata.labels",
    "kubernetes:apps:DaemonSet": "spec.template.metadata.labels",
    "kubernetes:batch:Job": "spec.template.metadata.labels",
    "kubernetes:batch:CronJob": "spec.jobTemplate.spec.template.metadata.labels",
    "kubernetes:core:PersistentVolumeClaim": LABELS,
}
"""What costs money in a cluster, and the labels of the pods that it makes."""

THE_CLUSTERS_OWN = ("default", "kube-", "gke-", "gmp-", "aks-")
"""What the names of namespaces begin with that come with a cluster."""


@check(*WORKLOADS, reads=(LABELS, "spec.template.metadata.labels"), joins=True)
def is_charged_to_somebody(workload: Resource, world: World) -> Iterator[Outcome]:
    """A workload carries the required labels, or its pods do, or its namespace does for both."""
    tags = own_tags(workload) | read_tags(workload.find(WORKLOADS[workload.type]))
    namespace = workload.get("metadata.namespace")
    found = _namespaces(workload, namespace, world)
    for each in found:
        tags = tags | own_tags(each)
    elsewhere = namespace is not MISSING and namespace != "default" and not found
    yield complete(Tags(tags.found, tags.is_open or elsewhere), LABELS, world)


@check(NAMESPACE, reads=(LABELS, f"{QUOTA}.spec.hard"), joins=True)
def namespace_can_be_charged(namespace: Resource, world: World) -> Iterator[Outcome]:
    """A namespace says whom it is charged to, and bounds what that can be."""
    name = namespace.get("metadata.name")
    if isinstance(name, str) and name.startswith(THE_CLUSTERS_OWN):
        yield NotApplicable("it comes with the cluster")
        return
    yield complete(own_tags(namespace), LABELS, world)
    quotas = [
        each
        for each in world.estate.of(QUOTA)
        if namespace in _namespaces(each, each.get("metadata.namespace"), world)
    ]
    if not quotas:
        yield Fail("", "no ResourceQuota bounds what is used in the namespace")
    for each in quotas:
        hard = each.get("spec.hard")
        if hard is UNKNOWN:
            yield Undetermined("", f"what {each.name} bounds is known after deployment")
        elif hard in (MISSING, {}):
            yield Fail("", f"{each.name} bounds nothing")


def _namespaces(resource: Resource, name: object, world: World) -> list[Resource]:
    """Return the namespaces of the program that a resource is in."""
    if isinstance(name, str):
        named = (each for each in world.estate.of(NAMESPACE) if name in _names(each))
        return list(named)
    return world.estate.targets(resource, "metadata.namespace", NAMESPACE)


def _names(namespace: Resource) -> tuple[object, ...]:
    return (namespace.get("metadata.name"), namespace.answered("metadata.name"), namespace.id)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "TAG-01": (is_charged_to_somebody,),
    "TAG-02": (fits(NAMESPACE, *WORKLOADS),),
    "TAG-03": (within_limits((NAMESPACE, *WORKLOADS), None, kubernetes),),
    "TAG-12": (namespace_can_be_charged,),
}

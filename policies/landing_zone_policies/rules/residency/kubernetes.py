"""What residency is inside a cluster, whose nodes lie where the cluster does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.facts.multi_regions import regions_of
from landing_zone_policies.outcomes import NotApplicable, Outcome, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.places import Place, normal_place
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World
from landing_zone_policies.rules.residency.stays import resident, verdict
from landing_zone_policies.values import UNKNOWN

PLACE_LABELS = (
    "topology.kubernetes.io/region",
    "topology.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/zone",
    "topology.gke.io/zone",
    "topology.ebs.csi.aws.com/zone",
    "topology.disk.csi.azure.com/zone",
)
"""Source: https://kubernetes.io/docs/reference/labels-annotations-taints/"""

PODS: Mapping[str, str] = {
    "kubernetes:core:Pod": "spec",
    "kubernetes:apps:Deployment": "spec.template.spec",
    "kubernetes:apps:StatefulSet": "spec.template.spec",
    "kubernetes:apps:DaemonSet": "spec.template.spec",
    "kubernetes:batch:Job": "spec.template.spec",
    "kubernetes:batch:CronJob": "spec.jobTemplate.spec.template.spec",
}

REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[].matchExpressions[]"


@resident(*PODS, reads=("spec.template.spec.nodeSelector", "spec.template.spec.affinity"))
def pods_run_within(workload: Resource, world: World) -> Iterator[Outcome]:
    """Pods that ask for a place ask for one that is allowed."""
    spec = PODS[workload.type]
    yield from _judged(
        [
            *_selected(workload.find(f"{spec}.nodeSelector")),
            *_expressed(workload.find(f"{spec}.affinity.nodeAffinity.{REQUIRED}")),
        ],
        world,
    )


@resident("kubernetes:storage.k8s.io:StorageClass", reads=("allowedTopologies",))
def volumes_are_made_within(class_: Resource, world: World) -> Iterator[Outcome]:
    """A storage class that names zones names those that are allowed."""
    yield from _judged(
        _expressed(class_.find("allowedTopologies[].matchLabelExpressions[]")), world
    )


@resident("kubernetes:core:PersistentVolume", reads=("spec.nodeAffinity",))
def volume_lies_within(volume: Resource, world: World) -> Iterator[Outcome]:
    """A volume that is bound to a place is bound to one that is allowed."""
    required = "spec.nodeAffinity.required.nodeSelectorTerms[].matchExpressions[]"
    yield from _judged(_expressed(volume.find(required)), world)


@resident("kubernetes:core:Node", reads=("metadata.labels",))
def node_lies_within(node: Resource, world: World) -> Iterator[Outcome]:
    """A node's labels say that it lies in a place that is allowed."""
    yield from _judged(_selected(node.find("metadata.labels")), world)


def _selected(found: list[Found]) -> list[Found]:
    labels = (inner for each in found for key in PLACE_LABELS for inner in each.find(f'["{key}"]'))
    return [each for each in labels if isinstance(each.value, str) or each.value is UNKNOWN]


def _expressed(found: list[Found]) -> list[Found]:
    places = list[Found]()
    for each in found:
        operator = each.find("operator")[0].value
        if each.find("key")[0].value in PLACE_LABELS and operator not in ("NotIn", "Exists"):
            places += [inner for inner in each.find("values[]") if inner.is_known]
    return places


def _judged(places: list[Found], world: World) -> Iterator[Outcome]:
    for each in places:
        if each.value is UNKNOWN:
            yield Undetermined(each.path, f"{each.path} is known after deployment")
        else:
            cloud = _cloud_of(str(each.value))
            name = normal_place(cloud, _without_zone(str(each.value), cloud))
            yield verdict(Place(name, each.path), cloud, world)
    if not places:
        yield NotApplicable("it names no place: its cluster lies where REG-02 says")


def _cloud_of(text: str) -> str:
    """Return the cloud that has a region or zone of a name; AWS's for what nobody has."""
    clouds = ("aws", "gcp", "azure")
    known = (c for c in clouds if regions_of(c, normal_place(c, _without_zone(text, c))))
    return next(known, "aws")


def _without_zone(text: str, cloud: str) -> str:
    """Return a zone of Azure (`westeurope-1`) without its number; others as they are."""
    return text.rpartition("-")[0] if cloud == "azure" and "-" in text else text


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "REG-15": (pods_run_within, volumes_are_made_within, volume_lies_within, node_lies_within),
}

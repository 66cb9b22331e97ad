"""The pods of a Kubernetes resource, whatever starts them."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, cast

from landing_zone_policies.estate import Estate
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.values import UNKNOWN
from landing_zone_policies.wanted import as_number, plain

TEMPLATE = ("spec.template.spec",)
JOB_TEMPLATE = ("spec.jobTemplate.spec.template.spec",)
RAY = ("headGroupSpec.template.spec", "workerGroupSpecs[].template.spec")

BUILT_IN: Mapping[str, tuple[str, ...]] = {
    "core:Pod": ("spec",),
    "core:PodTemplate": ("template.spec",),
    "core:ReplicationController": TEMPLATE,
    "apps:Deployment": TEMPLATE,
    "apps:StatefulSet": TEMPLATE,
    "apps:DaemonSet": TEMPLATE,
    "apps:ReplicaSet": TEMPLATE,
    "batch:Job": TEMPLATE,
    "batch:CronJob": JOB_TEMPLATE,
}
CUSTOM: Mapping[str, tuple[str, ...]] = {
    "argoproj.io:Rollout": TEMPLATE,
    "serving.knative.dev:Service": TEMPLATE,
    "jobset.x-k8s.io:JobSet": ("spec.replicatedJobs[].template.spec.template.spec",),
    "leaderworkerset.x-k8s.io:LeaderWorkerSet": (
        "spec.leaderWorkerTemplate.leaderTemplate.spec",
        "spec.leaderWorkerTemplate.workerTemplate.spec",
    ),
    "ray.io:RayCluster": tuple(f"spec.{each}" for each in RAY),
    "ray.io:RayJob": tuple(f"spec.rayClusterSpec.{each}" for each in RAY),
    "ray.io:RayService": tuple(f"spec.rayClusterConfig.{each}" for each in RAY),
    "kubeflow.org:PyTorchJob": ("spec.pytorchReplicaSpecs.*.template.spec",),
    "kubeflow.org:TFJob": ("spec.tfReplicaSpecs.*.template.spec",),
    "kubeflow.org:MPIJob": ("spec.mpiReplicaSpecs.*.template.spec",),
    "kubeflow.org:Notebook": TEMPLATE,
}
"""Where each kind has its pods, by group and kind."""

PATHS: Mapping[str, tuple[str, ...]] = {
    **{f"kubernetes:{kind}": paths for kind, paths in {**BUILT_IN, **CUSTOM}.items()},
    **{
        f"kubernetes:{kind}List": tuple(f"items[].{path}" for path in paths)
        for kind, paths in BUILT_IN.items()
    },
}

GROUPS_OF_OBJECTS = ("kubernetes:yaml:ConfigGroup",)
"""Hold whole objects; those that were read from YAML are resources of their own.

Source: https://www.pulumi.com/registry/packages/kubernetes/api-docs/yaml/v2/configgroup/
"""

TYPES = (*PATHS, *GROUPS_OF_OBJECTS)
"""All types that start pods."""

CONTAINERS = ("containers[]", "initContainers[]", "ephemeralContainers[]")

ACCELERATORS = (
    "nvidia.com/",
    "amd.com/gpu",
    "google.com/tpu",
    "aws.amazon.com/neuron",
    "habana.ai/gaudi",
    "gpu.intel.com/",
)
"""How the names of the resources begin that stand for accelerators.

Source: https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/
"""


class Pod(NamedTuple):
    """What a resource says of its pods."""

    spec: Found
    owner: Found
    """The object that says it: the resource itself, or one inside of a list."""
    kind: str
    """Such as `Deployment`."""

    def find(self, path: str) -> list[Found]:
        """Return what stands at a path of the pod's specification."""
        return self.spec.find(path)

    @property
    def is_windows(self) -> bool:
        """Whether it says that it runs on Windows, where much is otherwise."""
        system = self.find("os.name")[0].value
        selected = self.find('nodeSelector["kubernetes.io/os"]')[0].value
        return "windows" in (plain(system), plain(selected))

    @property
    def containers(self) -> list[Found]:
        """The containers of every kind."""
        return [
            each for path in CONTAINERS for each in self.find(path) if isinstance(each.value, dict)
        ]

    @property
    def is_open(self) -> bool:
        """Whether what runs in it is not known yet."""
        return any(each.value is UNKNOWN for path in CONTAINERS for each in self.find(path))

    @property
    def accelerators(self) -> dict[str, float]:
        """How many accelerators each pod takes, by the name of the resource."""
        most: dict[str, float] = {}
        summed: dict[str, float] = {}
        for each in self.find("initContainers[]"):
            for name, count in asked(each).items():
                most[name] = max(most.get(name, 0), count)
        for each in self.find("containers[]"):
            for name, count in asked(each).items():
                summed[name] = summed.get(name, 0) + count
        return {key: max(most.get(key, 0), summed.get(key, 0)) for key in (*most, *summed)}


def asked(container: Found) -> dict[str, float]:
    """Return how many accelerators a container takes, by the name of the resource."""
    taken: dict[str, float] = {}
    for part in ("requests", "limits"):
        resources = container.find(f"resources.{part}")[0].value
        if not isinstance(resources, dict):
            continue
        for name, count in cast("dict[str, Any]", resources).items():
            number = as_number(count)
            if name.startswith(ACCELERATORS) and number != 0:
                taken[name] = max(taken.get(name, 0), number or 1)
    return taken


def pods(resource: Resource, estate: Estate) -> Iterator[Pod]:
    """Yield what a resource says of the pods that it starts."""
    paths = PATHS.get(resource.type)
    root = Found("", resource.inputs)
    if paths is None:
        yield from _inside(resource, estate)
        return
    kind = resource.type.rpartition(":")[2].removesuffix("List")
    for path in paths:
        for spec in root.find(path):
            if isinstance(spec.value, dict) or spec.value is UNKNOWN:
                yield Pod(spec, _owner(root, spec, path), kind)


def namespace_of(owner: Found, resource: Resource, estate: Estate) -> str | None:
    """Return the namespace of an object: its name, or the URN of the one the program declares.

    None where its name is known only to the cloud and no namespace of the program gives it.
    """
    found = owner.find("metadata.namespace")[0]
    if isinstance(found.value, str):
        return found.value
    if found.value is not UNKNOWN:
        usual = resource.provider.get("namespace") if resource.provider else None
        return usual if isinstance(usual, str) else "default"
    for urn in resource.takes.get("metadata", ()):
        target = estate.by_urn.get(urn)
        if target is not None and target.type == "kubernetes:core:Namespace":
            return name_of(target)
    return None


def name_of(resource: Resource) -> str:
    """Return the name of an object in its cluster, its URN where that is not known."""
    for value in (resource.get("metadata.name"), resource.answered("metadata.name"), resource.id):
        if isinstance(value, str):
            return value
    return resource.urn


def _owner(root: Found, spec: Found, path: str) -> Found:
    if not path.startswith("items[]"):
        return root
    item = spec.path.partition(".")[0]
    return next((each for each in root.find("items[]") if each.path == item), root)


def _inside(resource: Resource, estate: Estate) -> Iterator[Pod]:
    if any(each.parent == resource.urn for each in estate.resources):
        return
    for each in resource.find("objs[]"):
        group, _, _ = str(each.find("apiVersion")[0].value).rpartition("/")
        kind = each.find("kind")[0].value
        for path in {**BUILT_IN, **CUSTOM}.get(f"{group or 'core'}:{kind}", ()):
            for spec in each.find(path):
                if isinstance(spec.value, dict):
                    yield Pod(spec, each, str(kind))

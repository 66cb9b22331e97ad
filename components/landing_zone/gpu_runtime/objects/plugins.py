"""The device plugins of accelerators that are not NVIDIA's."""

from collections.abc import Iterator

from landing_zone.gpu_runtime.demand import Demand
from landing_zone.gpu_runtime.images import image
from landing_zone.gpu_runtime.objects import RUNTIME, Manifest, manifest
from landing_zone.gpu_runtime.objects.pod import UNPRIVILEGED, daemon, host_volume, resources
from landing_zone.gpu_runtime.spec import GpuRuntimeSpec

NEURON = "neuron-device-plugin"


def neuron(demand: Demand, spec: GpuRuntimeSpec) -> Iterator[Manifest]:
    """Yield what gives out Trainium and Inferentia, whose driver EKS's image brings.

    It reads pods and marks nodes, as it says which cores of a device a pod has.

    Source: https://awsdocs-neuron.readthedocs-hosted.com/en/latest/containers/kubernetes-getting-started.html
    """
    pools = demand.by("aws")
    if not pools:
        return
    api, group = "rbac.authorization.k8s.io/v1", "rbac.authorization.k8s.io"
    rules = [
        {"apiGroups": [""], "resources": ["nodes"], "verbs": ["get", "list", "watch"]},
        {"apiGroups": [""], "resources": ["nodes/status"], "verbs": ["patch", "update"]},
        {
            "apiGroups": [""],
            "resources": ["pods"],
            "verbs": ["get", "list", "watch", "patch", "update"],
        },
        {"apiGroups": [""], "resources": ["events"], "verbs": ["create", "patch"]},
    ]
    yield manifest("v1", "ServiceAccount", NEURON, RUNTIME)
    yield manifest(api, "ClusterRole", f"landing-zone-{NEURON}", rules=rules)
    yield manifest(
        api,
        "ClusterRoleBinding",
        f"landing-zone-{NEURON}",
        roleRef={"apiGroup": group, "kind": "ClusterRole", "name": f"landing-zone-{NEURON}"},
        subjects=[{"kind": "ServiceAccount", "name": NEURON, "namespace": RUNTIME}],
    )
    node = {"name": "NODE_NAME", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}}
    container = {
        "name": "plugin",
        "image": image("neuron-device-plugin", spec.mirror),
        "env": [node],
        "resources": resources("50m", "64Mi"),
        "securityContext": UNPRIVILEGED,
        "volumeMounts": [
            {"name": "plugins", "mountPath": "/var/lib/kubelet/device-plugins"},
            {"name": "claims", "mountPath": "/run"},
        ],
    }
    volumes = [
        host_volume("plugins", "/var/lib/kubelet/device-plugins"),
        host_volume("claims", "/run"),
    ]
    pod = {"serviceAccountName": NEURON, "containers": [container], "volumes": volumes}
    yield daemon(NEURON, pools, pod)

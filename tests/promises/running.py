"""The promises about which programs run inside the cluster, and which of them goes first."""

from collections.abc import Iterator, Mapping
from typing import Any

from landing_zone_rehearsal.values import reveal
from tests.promises.view import Zone, at

TEAMS = ("training", "serving")
"""The namespaces of a clustered zone's teams."""

EVERYWHERE = {
    *(f"Namespace /{name}" for name in ("gpu-runtime", "gpu-upkeep", *TEAMS)),
    *(f"PriorityClass /gpu-{purpose}" for purpose in ("inference", "training", "notebook")),
    "ValidatingAdmissionPolicy /accelerators-by-quota-or-queue",
    "ValidatingAdmissionPolicyBinding /accelerators-by-quota-or-queue",
    *(
        f"NetworkPolicy gpu-{part}"
        for part in ("runtime/metrics", "runtime/own-pods", "upkeep/own-pods")
    ),
    "ResourceQuota gpu-upkeep/pods",
    *(f"ResourceQuota {team}/accelerators" for team in (*TEAMS, "gpu-runtime")),
    *(f"PodDisruptionBudget {team}/inference" for team in TEAMS),
    "ConfigMap gpu-runtime/metrics",
    "ConfigMap gpu-runtime/check-programs",
    "Service gpu-runtime/check-train",
    *(f"CronJob gpu-runtime/check-{pool}" for pool in ("serve", "train")),
    *(f"{kind} gpu-upkeep/node-upkeep" for kind in ("ConfigMap", "ServiceAccount", "CronJob")),
    "ClusterRole /landing-zone-node-upkeep",
    "ClusterRoleBinding /landing-zone-node-upkeep",
}
MONITOR = {
    *(
        f"{kind} gpu-runtime/accelerator-monitor"
        for kind in ("ConfigMap", "ServiceAccount", "DaemonSet")
    ),
    "ClusterRole /landing-zone-accelerator-monitor",
    "ClusterRoleBinding /landing-zone-accelerator-monitor",
}
OPERATOR = {
    "ConfigMap gpu-runtime/mig-configs",
    "ConfigMap gpu-runtime/sharing-configs",
    "Release gpu-runtime/node-feature-discovery",
    "Release gpu-runtime/gpu-operator",
}
RUNS: Mapping[str, set[str]] = {
    "aws": {
        *EVERYWHERE,
        *OPERATOR,
        "StorageClass /encrypted",
        "Release gpu-runtime/aws-efa-k8s-device-plugin",
        "Release kube-system/cluster-autoscaler",
    },
    "gcp": {
        *EVERYWHERE,
        *MONITOR,
        "ResourceQuota gpu-runtime/critical-pods",
        "StorageClass /encrypted",
        *(f"ComputeClass /{pool}" for pool in ("serve", "train")),
        "Release gpu-runtime/dcgm-exporter",
        *(f"{kind} /train-gpu{n}" for kind in ("GKENetworkParamSet", "Network") for n in range(8)),
        "DaemonSet gpu-runtime/nccl-tcpxo-x86-64",
        "DaemonSet gpu-runtime/device-injector",
        "DaemonSet gpu-runtime/scratch-disks",
    },
    "azure": {
        *EVERYWHERE,
        *OPERATOR,
        *MONITOR,
        "ConfigMap kube-system/cluster-autoscaler-priority-expander",
        "Release gpu-runtime/network-operator",
        "NicClusterPolicy /nic-cluster-policy",
        "DaemonSet gpu-runtime/peer-memory",
        "DaemonSet gpu-runtime/scratch-disks",
    },
}
"""All that there is: kind, namespace and name."""

WORTH = {
    "gpu-inference": (100_000, "PreemptLowerPriority"),
    "gpu-training": (10_000, "PreemptLowerPriority"),
    "gpu-notebook": (1_000, "Never"),
}
"""What pods of each purpose are worth, and whether others make room for them."""

CONFINED: Mapping[str, Mapping[str, Any]] = {
    "cluster-autoscaler": {
        "securityContext.runAsNonRoot": True,
        "securityContext.runAsUser": 65534,
        "securityContext.seccompProfile.type": "RuntimeDefault",
        "containerSecurityContext.allowPrivilegeEscalation": False,
        "containerSecurityContext.readOnlyRootFilesystem": True,
        "containerSecurityContext.capabilities.drop": ["ALL"],
    },
    "node-feature-discovery": {
        "master.podSecurityContext.seccompProfile.type": "RuntimeDefault",
        "gc.podSecurityContext.seccompProfile.type": "RuntimeDefault",
    },
}
"""What a chart is told so that its pods may no more than they have to, where it does not say so."""

INTERRUPTED = {
    "selector": {"matchLabels": {"landing-zone/purpose": "inference"}},
    "maxUnavailable": 1,
}
CRITICAL = {
    "hard": {"pods": "10k"},
    "scopeSelector": {
        "matchExpressions": [
            {
                "scopeName": "PriorityClass",
                "operator": "In",
                "values": ["system-node-critical", "system-cluster-critical"],
            }
        ]
    },
}
"""The pods that GKE lets be critical outside its own namespace."""
COUNTED = {"critical-pods": CRITICAL, "pods": {"hard": {"pods": "10"}}}


def complete(zone: Zone) -> Iterator[str]:
    """Everything that nodes with accelerators need is there, and nothing else is."""
    found = {
        f"{each.type.rpartition(':')[2]} {named.get('namespace') or ''}/{named.get('name')}"
        for each in zone.inside
        for named in (each.inputs.get("metadata", each.inputs),)
    }
    for name in sorted(RUNS[zone.env.cloud.value] ^ found):
        yield f"{name} is {'not known' if name in found else 'missing'}"


def ranked(zone: Zone) -> Iterator[str]:
    """Serving goes before training and training before notebooks, which push nobody out."""
    for each in zone.inside:
        if each.type.endswith(":PriorityClass"):
            said = each.inputs
            found = (said.get("value"), said.get("preemptionPolicy"))
            if found != WORTH.get(said["metadata"].get("name")) or said.get("globalDefault"):
                yield f"{each.name} is worth {found}"


def interrupted(zone: Zone) -> Iterator[str]:
    """Upkeep takes one serving pod at a time; and pods are critical where only daemons run."""
    for each in zone.inside:
        name = each.inputs.get("metadata", {}).get("name")
        if each.type.endswith(":PodDisruptionBudget") and each.inputs["spec"] != INTERRUPTED:
            yield f"{each.name} lets {each.inputs['spec']} go"
        if name in COUNTED and each.inputs["spec"] != COUNTED[name]:
            yield f"{each.name} lets {each.inputs['spec']} in"


def charted(zone: Zone) -> Iterator[str]:
    """A release is of the chart that it is called by, whose pods are confined."""
    for each in zone.inside:
        if not each.type.endswith(":Release"):
            continue
        name = str(each.inputs.get("name"))
        if str(each.inputs.get("chart")).rpartition("/")[2] != name:
            yield f"{each.name} is of {each.inputs.get('chart')}"
        values = reveal(each.inputs.get("values", {}))
        for path, wanted in CONFINED.get(name, {}).items():
            if at(values, path) != wanted:
                yield f"{each.name}: {path} is {at(values, path)}"


CHECKS = (complete, ranked, interrupted, charted)

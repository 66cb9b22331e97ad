"""The promises about what runs inside the cluster, checked alike on every cloud."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from landing_zone_rehearsal import Resource
from landing_zone_rehearsal.values import reveal
from tests.promises import running
from tests.promises.rights import MAY
from tests.promises.view import Zone, at

RUNTIME, UPKEEP = "gpu-runtime", "gpu-upkeep"

LEVELS = {RUNTIME: "privileged", UPKEEP: "restricted"}
"""How confined pods are in the namespaces of every zone: only where the operators run, not at all.

Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/
"""

OF_TEAMS = {"aws": "baseline", "gcp": "privileged", "azure": "privileged"}
"""How confined pods of the pool `train` can be: those of GPUDirect and InfiniBand are not."""

IN_SYSTEM = {"cluster-autoscaler", "cluster-autoscaler-priority-expander"}
"""What has to be in `kube-system`: the autoscaler, and what AKS's own one reads."""

PRIVILEGED: Mapping[str, str] = {
    "peer-memory/prepare": "loads a module of the kernel",
    "scratch-disks/prepare": "mounts the node's disks",
    "accelerator-monitor/detector": "reads the kernel's log",
    "nccl-tcpxo-x86-64/prepare": "opens the cards' windows",
    "nccl-tcpxo-x86-64/install": "puts libraries on the node",
    "device-injector/injector": "gives pods the cards",
    "check-train/all-reduce": "computes over GPUDirect, on Google Cloud",
    "check-train/receiver": "receives for it",
}
"""The containers that may do everything on a node, with what they do it for."""

ON_THE_HOST: Mapping[str, set[str]] = {
    "peer-memory": {"hostPID"},
    "scratch-disks": {"hostPID"},
    "nccl-tcpxo-x86-64": {"hostPID", "hostNetwork"},
}
"""The pods that share a namespace of the node's, to act in it."""

MOUNTED: Mapping[str, set[str]] = {
    "accelerator-monitor": {"/dev/kmsg"},
    "nccl-tcpxo-x86-64": {"/var/lib", "/home/kubernetes/bin"},
    "device-injector": {"/dev", "/var/run/nri"},
    "check-train": {
        *("/home/kubernetes/bin/nvidia", "/dev/aperture_devices", "/sys"),
        "/proc/sys",
    },
}
"""The directories of a node that a pod may have."""

READ = {"/dev/kmsg"}
"""Those of them that are read and never written."""

SOURCES = re.compile(
    r"oci://registry\.k8s\.io/nfd/charts/[a-z-]+"
    r"|https://(helm\.ngc\.nvidia\.com/nvidia|nvidia\.github\.io/dcgm-exporter/helm-charts"
    r"|aws\.github\.io/eks-charts|kubernetes\.github\.io/autoscaler)"
)
"""Where charts come from."""

DRIVERS = {"aws": "ebs.csi.aws.com", "gcp": "pd.csi.storage.gke.io"}
"""What makes the disks, in the zone of the pod that asked for one."""

IMAGES = re.compile(
    r"(registry\.k8s\.io|docker\.io/library|nvcr\.io/nvidia|gcr\.io/gke-release"
    r"|us-docker\.pkg\.dev/gce-ai-infra)/[a-z0-9./-]+(:v?\d[\w.-]*|@sha256:[0-9a-f]{64})"
)
"""Where images come from, each at a version."""

MELLANOX = r"nvcr\.io/nvidia/mellanox/"
OPERATED = {
    "ofedDriver": re.compile(MELLANOX + r"doca-driver:doca\d[\d.-]+"),
    "rdmaSharedDevicePlugin": re.compile(
        MELLANOX + r"k8s-rdma-shared-dev-plugin:network-operator-v\d+(\.\d+)+"
    ),
}
OPERATED_BY = ("repository", "image", "version")
"""What NVIDIA's network operator runs, and what it is told by."""

RELEASE = "kubernetes:helm.sh/v3:Release"


def levelled(zone: Zone) -> Iterator[str]:
    """Every namespace says how confined its pods are, and nothing is anywhere else."""
    levels = dict(LEVELS)
    for quota in _of(zone, "ResourceQuota"):
        levels.setdefault(_space(quota), OF_TEAMS[zone.env.cloud.value])
    found = {_name(each): each for each in _of(zone, "Namespace")}
    if found.keys() != levels.keys():
        yield f"there are namespaces {sorted(found)}, not {sorted(levels)}"
    for name, namespace in found.items():
        labels = namespace.inputs["metadata"].get("labels", {})
        for mode in ("enforce", "warn"):
            if labels.get(f"pod-security.kubernetes.io/{mode}") != levels.get(name):
                yield f"{namespace.name} does not {mode} the level {levels.get(name)}"
    for each in zone.inside:
        elsewhere = _space(each) not in (*levels, "")
        if elsewhere and (_space(each) != "kube-system" or _name(each) not in IN_SYSTEM):
            yield f"{each.name} is in namespace {_space(each)}"
    for each in zone.inside:
        managed = each.inputs.get("metadata", {}).get("labels", {})
        if each.type != RELEASE and managed.get("app.kubernetes.io/managed-by") != "landing-zone":
            yield f"{each.name} does not say who manages it"


def confined(zone: Zone) -> Iterator[str]:
    """No container may more than it has to, and no pod gets into the node but those that must."""
    for workload, pod in pods(zone):
        name = _name(workload)
        shared = {key for key in ("hostPID", "hostNetwork", "hostIPC") if pod.get(key)}
        if shared != ON_THE_HOST.get(name, set()):
            yield f"{workload.name} shares {sorted(shared)} with the node"
        if _space(workload) != RUNTIME:
            yield from _unrestricted(workload, pod)
        if pod.get("securityContext", {}).get("seccompProfile") != {"type": "RuntimeDefault"}:
            yield f"{workload.name} may call all of the kernel"
        for volume in pod.get("volumes", []):
            path = volume.get("hostPath", {}).get("path")
            if "hostPath" in volume and path not in MOUNTED.get(name, set()):
                yield f"{workload.name} mounts {path} of the node"
        for container in containers(pod):
            yield from _loose(workload, container)
            yield from _writing(workload, pod, container)
        yield from _speaking(zone, workload, pod)


def pinned(zone: Zone) -> Iterator[str]:
    """Every image and every chart has a version, and comes from where its maker offers it."""
    for workload, pod in pods(zone):
        for container in containers(pod):
            if not IMAGES.fullmatch(str(container.get("image"))):
                yield f"{workload.name} runs {container.get('image')}"
    for policy in _of(zone, "NicClusterPolicy"):
        yield from _operated(policy)
    for release in zone.of(RELEASE):
        chart, repository = release.inputs.get("chart"), at(release.inputs, "repositoryOpts.repo")
        if not SOURCES.fullmatch(str(repository if isinstance(repository, str) else chart)):
            yield f"{release.name} comes from {repository} {chart}"
        if not re.fullmatch(r"v?\d+\.\d+\.\d+", str(release.inputs.get("version"))):
            yield f"{release.name} has version {release.inputs.get('version')}"
        if not (release.inputs.get("atomic") and release.inputs.get("cleanupOnFail")):
            yield f"{release.name} would be left half done"


def bounded(zone: Zone) -> Iterator[str]:
    """Every container says what it needs, and gets no more memory or devices than that."""
    for workload, pod in pods(zone):
        for container in containers(pod):
            said = container.get("resources", {})
            requests, limits = said.get("requests", {}), said.get("limits", {})
            amounts = [*requests.values(), *limits.values()]
            sound = all(re.fullmatch(r"[1-9]\d*(m|[MG]i)?", str(each)) for each in amounts)
            needs = {key: each for key, each in requests.items() if key != "cpu"}
            if not sound or not {"cpu", "memory"} <= requests.keys() or needs != limits:
                yield f"{workload.name} is not bounded: {said}"


def permitted(zone: Zone) -> Iterator[str]:
    """Every right inside the cluster is one that its program uses, and is that program's alone."""
    accounts = {(_space(each), _name(each)) for each in _of(zone, "ServiceAccount")}
    roles = {_name(each): each for each in _of(zone, "ClusterRole")}
    for name, role in roles.items():
        found = {
            (group, resource, verb)
            for rule in role.inputs.get("rules", [])
            for group in rule.get("apiGroups", ["*"])
            for resource in rule.get("resources", ["*"])
            for verb in rule.get("verbs", ["*"])
        }
        if found != {("", *each) for each in MAY.get(name, ())}:
            yield f"{role.name} allows {sorted(found)}"
    bound = list[str]()
    for binding in _of(zone, "ClusterRoleBinding"):
        bound.append(str(at(binding.inputs, "roleRef.name")))
        subjects = binding.inputs.get("subjects") or [{}]
        for each in subjects:
            who = (each.get("namespace"), each.get("name"))
            if each.get("kind") != "ServiceAccount" or who not in accounts or len(subjects) > 1:
                yield f"{binding.name} lets {each} in"
        role = tuple(at(binding.inputs, f"roleRef.{name}") for name in ("kind", "apiGroup"))
        if role != ("ClusterRole", "rbac.authorization.k8s.io"):
            yield f"{binding.name} binds no role"
    if sorted(bound) != sorted(roles):
        yield f"roles {sorted(roles)} are bound as {sorted(bound)}"


def rationed(zone: Zone) -> Iterator[str]:
    """No pod gets an accelerator but in a namespace that has a number of them, or a queue."""
    wanted = {
        "spec.failurePolicy": "Fail",
        "spec.matchConstraints.resourceRules.0.operations": ["CREATE"],
        "spec.matchConstraints.resourceRules.0.resources": ["pods"],
        "spec.matchConstraints.resourceRules.0.apiGroups": [""],
        "spec.matchConstraints.resourceRules.0.apiVersions": ["v1"],
    }
    policies = {_name(each): each for each in _of(zone, "ValidatingAdmissionPolicy")}
    bindings = _of(zone, "ValidatingAdmissionPolicyBinding")
    if len(policies) != 1 or len(bindings) != 1:
        yield f"{len(policies)} policies and {len(bindings)} bindings keep accelerators"
    for policy in policies.values():
        yield from (f"{policy.name}: {path}" for path in wanted if _differs(policy, path, wanted))
        looked_at = "".join(
            str(each.get("expression")) for each in policy.inputs["spec"].get("validations", [])
        )
        for containers in ("containers", "initContainers"):
            if f"!object.spec.?{containers}.orValue([]).exists(c, c.?resources" not in looked_at:
                yield f"{policy.name} does not look at {containers}"
        if "other-" in looked_at or "'nvidia.com/gpu'" not in looked_at:
            yield f"{policy.name} looks for something else"
    for binding in bindings:
        spec = binding.inputs.get("spec", {})
        unnamed = [{"key": "landing-zone/accelerators", "operator": "DoesNotExist"}]
        found = at(spec, "matchResources.namespaceSelector.matchExpressions")
        if spec.get("validationActions") != ["Deny"] or found != unnamed:
            yield f"{binding.name} lets pods through"
        if spec.get("policyName") not in policies:
            yield f"{binding.name} binds no policy"
    yield from _unrationed(zone)


def stored(zone: Zone) -> Iterator[str]:
    """Disks that pods ask for are under the cluster's key; on Azure by the cluster itself."""
    key = str(zone.recording.named("ai-keys").outputs["ids"]["cluster"])
    classes = _of(zone, "StorageClass")
    wanted = {
        "aws": {"type": "gp3", "encrypted": "true", "kmsKeyId": key},
        "gcp": {"type": "pd-balanced", "disk-encryption-kms-key": key},
    }.get(zone.env.cloud.value)
    if len(classes) != (wanted is not None):
        yield f"{len(classes)} storage classes are declared"
    for each in classes:
        if each.inputs.get("parameters") != wanted:
            yield f"{each.name} has {each.inputs.get('parameters')}"
        how = tuple(each.inputs.get(name) for name in ("provisioner", "volumeBindingMode"))
        if how != (DRIVERS[zone.env.cloud.value], "WaitForFirstConsumer"):
            yield f"{each.name} is made by {how}"
        notes = each.inputs["metadata"].get("annotations", {})
        if notes.get("storageclass.kubernetes.io/is-default-class") != "true":
            yield f"{each.name} is not what pods get"


def reached(zone: Zone) -> Iterator[str]:
    """The way into the cluster is a secret without a credential, and goes to this cluster alone."""
    (cluster,) = [each.outputs for each in zone.recording.find("landing-zone:index:Cluster")]
    for provider in zone.ways_in:
        said = provider.inputs
        if reveal(said.get("kubeconfig")) != reveal(cluster["kubeconfig"]):
            yield f"{provider.name} does not go into this cluster"
        if said.get("kubeconfig") == reveal(said.get("kubeconfig")):
            yield f"{provider.name} shows the way in"
        if said.get("clusterIdentifier") != cluster["id"]:
            yield f"{provider.name} would be replaced with the address of its cluster"
        for name in ("deleteUnreachable", "enableConfigMapMutable"):
            if said.get(name) != "true":
                yield f"{provider.name} lacks {name}"


def closed(zone: Zone) -> Iterator[str]:
    """What runs in our own namespaces is reached by its own, and for metrics alone by others."""
    policies = {f"{_space(each)}/{_name(each)}": each for each in _of(zone, "NetworkPolicy")}
    for space in {_space(workload) for workload, _ in pods(zone)} - {"kube-system"}:
        if f"{space}/own-pods" not in policies:
            yield f"{space} lets everyone in"
    for name, each in policies.items():
        spec = each.inputs.get("spec", {})
        metrics = name.endswith("/metrics")
        wanted: dict[str, Any] = {"from": [{"podSelector": {}}]}
        if metrics:
            ports = [{"protocol": "TCP", "port": 9400}]
            wanted = {"from": [{"namespaceSelector": {}}], "ports": ports}
        if spec.get("podSelector") != {} or spec.get("policyTypes") != ["Ingress"]:
            yield f"{name} is not about every pod and what comes in"
        if spec.get("ingress") != [wanted]:
            yield f"{name} lets {spec.get('ingress')} in"


def charged(zone: Zone) -> Iterator[str]:
    """Every namespace says whom what runs in it is charged to."""
    whom = {**zone.env.labels, "component": "ai-gpu", "stack": zone.recording.stack}
    for each in _of(zone, "Namespace"):
        if not whom.items() <= each.inputs["metadata"]["labels"].items():
            yield f"{each.name} is charged to nobody"


CHECKS = (
    charged,
    closed,
    *(levelled, confined, pinned, bounded, permitted, rationed, stored, reached),
    *running.CHECKS,
)


def _operated(policy: Resource) -> Iterator[str]:
    for part, images in OPERATED.items():
        said = [str(at(policy.inputs, f"spec.{part}.{key}")) for key in OPERATED_BY]
        if not images.fullmatch("{}/{}:{}".format(*said)):
            yield f"{policy.name} runs {said}"


def _unrestricted(workload: Resource, pod: Mapping[str, Any]) -> Iterator[str]:
    """Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted."""
    context = pod.get("securityContext", {})
    if context.get("runAsNonRoot") is not True or not context.get("runAsUser"):
        yield f"{workload.name} may run as root"
    if not context.get("runAsGroup"):
        yield f"{workload.name} is in root's group"


def _loose(workload: Resource, container: Mapping[str, Any]) -> Iterator[str]:
    where = f"{_name(workload)}/{container.get('name')}"
    context = container.get("securityContext", {})
    if context.get("privileged"):
        if where not in PRIVILEGED:
            yield f"{workload.name}: {where} is privileged"
        return
    capabilities = context.get("capabilities", {})
    if context.get("allowPrivilegeEscalation") is not False or capabilities.get("drop") != ["ALL"]:
        yield f"{workload.name}: {where} is not confined"
    if set(capabilities.get("add", [])) - ({"IPC_LOCK"} if "check" in where else set[str]()):
        yield f"{workload.name}: {where} may {capabilities['add']}"
    if context.get("readOnlyRootFilesystem") is not True:
        yield f"{workload.name}: {where} may change itself"


def _writing(
    workload: Resource, pod: Mapping[str, Any], container: Mapping[str, Any]
) -> Iterator[str]:
    files = {
        volume.get("name")
        for volume in pod.get("volumes", [])
        if "configMap" in volume or at(volume, "hostPath.path") in READ
    }
    for mount in container.get("volumeMounts", []):
        if mount.get("name") in files and mount.get("readOnly") is not True:
            yield f"{workload.name} may write {mount}"


def _speaking(zone: Zone, workload: Resource, pod: Mapping[str, Any]) -> Iterator[str]:
    """Only a pod with an account of its own has the account's token."""
    account = pod.get("serviceAccountName")
    known = {(_space(each), _name(each)) for each in _of(zone, "ServiceAccount")}
    if account is None and pod.get("automountServiceAccountToken") is not False:
        yield f"{workload.name} has a token that it does not need"
    if account is not None and (_space(workload), account) not in known:
        yield f"{workload.name} runs as {account}"


def _unrationed(zone: Zone) -> Iterator[str]:
    spaces = {_name(each): each.inputs["metadata"]["labels"] for each in _of(zone, "Namespace")}
    admitted = {
        name
        for name, labels in spaces.items()
        if labels.get("landing-zone/accelerators") == "quota"
    }
    numbers = {
        _space(each): at(each.inputs, "spec.hard")
        for each in _of(zone, "ResourceQuota")
        if _name(each) == "accelerators"
    }
    if admitted != {RUNTIME, *numbers}:
        yield f"{sorted(admitted)} may have accelerators, {sorted(numbers)} have a number"
    for name, hard in numbers.items():
        number = hard.get("requests.nvidia.com/gpu") if isinstance(hard, Mapping) else None
        if not re.fullmatch(r"[1-9]\d*", str(number)):
            yield f"{name} has {number} accelerators"


def _differs(resource: Resource, path: str, wanted: Mapping[str, Any]) -> bool:
    return at(resource.inputs, path) != wanted[path]


def _of(zone: Zone, kind: str) -> list[Resource]:
    return [each for each in zone.inside if each.type.rpartition(":")[2] == kind]


def _name(resource: Resource) -> str:
    return str(resource.inputs.get("metadata", resource.inputs).get("name"))


def _space(resource: Resource) -> str:
    return str(resource.inputs.get("metadata", resource.inputs).get("namespace", ""))


def pods(zone: Zone) -> Iterator[tuple[Resource, dict[str, Any]]]:
    for each in zone.inside:
        spec = each.inputs.get("spec", {})
        job = spec.get("jobTemplate", {}).get("spec", spec) if isinstance(spec, dict) else {}
        if "template" in job:
            yield each, reveal(job["template"]).get("spec", {})


def containers(pod: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [*pod.get("containers", []), *pod.get("initContainers", [])]

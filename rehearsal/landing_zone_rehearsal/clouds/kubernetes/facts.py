"""What the Kubernetes provider replaces, and what the API server does not let change.

The provider means to replace a daemon set whose selector changes, and misspells its kind; so
the server refuses. ConfigMaps change in place where the provider is told `enableConfigMapMutable`.

Sources: https://github.com/pulumi/pulumi-kubernetes/blob/master/provider/pkg/provider/diff.go,
https://kubernetes.io/docs/reference/kubernetes-api/
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts, Within

NAMED = ("metadata.name", "metadata.namespace")

PLAIN = Facts(replaces=NAMED)

FACTS: Mapping[str, Facts] = {
    "kubernetes:admissionregistration.k8s.io:ValidatingAdmissionPolicy": PLAIN,
    "kubernetes:admissionregistration.k8s.io:ValidatingAdmissionPolicyBinding": PLAIN,
    "kubernetes:apps:DaemonSet": Facts(replaces=NAMED, fixed=("spec.selector.matchLabels{}",)),
    "kubernetes:apps:Deployment": Facts(replaces=(*NAMED, "spec.selector.**")),
    "kubernetes:batch:CronJob": PLAIN,
    "kubernetes:batch:Job": Facts(
        replaces=(*NAMED, "spec.completions", "spec.parallelism", "spec.template.**")
    ),
    "kubernetes:core:ConfigMap": PLAIN,
    "kubernetes:core:Namespace": Facts(replaces=("metadata.name",)),
    "kubernetes:core:ResourceQuota": Facts(replaces=(*NAMED, "spec.scopes[]")),
    "kubernetes:core:Service": Facts(replaces=(*NAMED, "spec.clusterIP")),
    "kubernetes:core:ServiceAccount": PLAIN,
    "kubernetes:helm.sh:Release": Facts(
        replaces=("name", "namespace"),
        required=("chart",),
        unique={("namespace", "name"): Within.ACCOUNT},
        conflict="cannot re-use a name that is still in use",
    ),
    "kubernetes:policy:PodDisruptionBudget": PLAIN,
    "kubernetes:rbac.authorization.k8s.io:ClusterRole": Facts(replaces=("metadata.name",)),
    "kubernetes:rbac.authorization.k8s.io:ClusterRoleBinding": Facts(
        replaces=("metadata.name", "roleRef.**")
    ),
    "kubernetes:scheduling.k8s.io:PriorityClass": Facts(
        replaces=("metadata.name",), fixed=("value", "preemptionPolicy")
    ),
    "kubernetes:storage.k8s.io:StorageClass": Facts(
        replaces=("metadata.name", "parameters.**", "provisioner"),
        fixed=("reclaimPolicy", "volumeBindingMode"),
    ),
}

"""What of the things inside the cluster hardens nothing, with the reason, alike on every cloud."""

from collections.abc import Mapping

POD = r"kubernetes:(batch/v1:CronJob|apps/v1:DaemonSet) spec\.(jobTemplate\.spec\.)?template\."
CONTAINER = POD + r"spec\.(initContainers|containers)\.#\."
GKE = r"kubernetes:networking\.gke\.io/v1:"

PLAIN: Mapping[str, str] = {
    r"pulumi:providers:kubernetes version": "the plugin's, which the SDK says",
    r"kubernetes:\S+ (kind|apiVersion)": "what a thing is, as its type says too",
    r"kubernetes:\S+ (description|spec\.validations\.#\.message)": "words for people",
    r"kubernetes:\S+:StorageClass allowVolumeExpansion": "whether a disk may grow",
    r"kubernetes:\S+:Release (compat|timeout|maxHistory)": "how long Helm waits and remembers",
    r"kubernetes:\S+:Release values\.(?!\S*[sS]ecurityContext\.)\S+": (
        "what a chart does: tests/gpu_runtime/test_values.py"
    ),
    r"kubernetes:\S+:Release values\.securityContext\.(privileged|allowPrivilegeEscalation)": (
        "that DCGM's exporter may what it needs: less would be no breach"
    ),
    r"kubernetes:core/v1:ConfigMap data\.\S+": (
        "what programs do: tests/gpu_runtime/test_programs.py and test_sharing.py"
    ),
    r"kubernetes:core/v1:Service spec\.\S+": "by which the two pods of a check find each other",
    r"kubernetes:\S+:ComputeClass spec\.\S+": "the ladder: tests/gpu_runtime/test_ladder.py",
    GKE + r"(Network|GKENetworkParamSet) spec\.\S+": (
        "which card is in which network: tests/gpu_runtime/test_runtime.py"
    ),
    r"kubernetes:\S+:NicClusterPolicy spec\.(nodeAffinity|tolerations)\.\S+": "on which nodes",
    r"kubernetes:\S+:NicClusterPolicy spec\.\S+(Probe|upgradePolicy)\.\S+": "how patiently",
    r"kubernetes:\S+:NicClusterPolicy spec\.\S+\.config": (
        "what the plugin shares: tests/gpu_runtime/test_objects.py"
    ),
    r"kubernetes:batch/v1:CronJob spec\.(schedule|suspend|concurrencyPolicy|\w+HistoryLimit)": (
        "when it runs: tests/gpu_runtime/test_objects.py"
    ),
    r"kubernetes:batch/v1:CronJob spec\.jobTemplate\.spec\.[a-zA-Z]+": "how often and how long",
    r"kubernetes:apps/v1:DaemonSet spec\.(selector|updateStrategy)\.\S+": "how it is rolled out",
    POD + r"metadata\.(labels|annotations)\.\S+": "what pods are known by, and their cards",
    POD + r"spec\.(affinity|tolerations|nodeSelector)\.\S+": (
        "on which nodes: tests/gpu_runtime/test_objects.py"
    ),
    POD + r"spec\.(priorityClassName|restartPolicy|subdomain)": "how it is run",
    POD + r"spec\.automountServiceAccountToken": "an account's own token, which it runs by",
    POD + r"spec\.volumes\.#\.(name|configMap\.name|emptyDir\.\w+)": "which files it reads",
    CONTAINER + r"(name|restartPolicy|(command|args)\.#|env\.#\.\S+)": (
        "what it does: tests/gpu_runtime/test_programs.py"
    ),
    CONTAINER + r"volumeMounts\.#\.(name|mountPath)": "where it finds its files",
    CONTAINER + r"securityContext\.capabilities\.add\.#": "less would do no harm but to the check",
}
"""Why each may be taken away; its path has `#` for the number of an element."""

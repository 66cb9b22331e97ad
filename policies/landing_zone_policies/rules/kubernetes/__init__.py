"""Clusters are kept up to date, and what runs in them gets no rights over its node."""

from landing_zone_policies.rule import Rule, Severity, gathered
from landing_zone_policies.rules.kubernetes import aws, azure, gcp, kubernetes

RULES = gathered(
    (aws, gcp, azure, kubernetes),
    Rule(
        "K8S-01",
        statement="Containers have no rights over their node, and cannot get any",
        rationale=(
            "A privileged container is root on its node, and with the node's credentials it is on"
            " its way to the cluster. One capability such as SYS_ADMIN is as good."
        ),
        fix=(
            "Leave privileged out, set allowPrivilegeEscalation to false and drop ALL capabilities."
            " What belongs to the node goes to a namespace listed in privileged_namespaces."
        ),
        severity=Severity.CRITICAL,
    ),
    Rule(
        "K8S-02",
        statement="Pods do not share processes, network, ports or files with their node",
        rationale=(
            "A path of the node gives away kubelet's credentials and other pods' volumes; the"
            " node's network passes every network policy by."
        ),
        fix=(
            "Leave hostNetwork, hostPID, hostIPC, hostPath and hostPort out; use volumes and"
            " services. What belongs to the node goes to one of privileged_namespaces."
        ),
        severity=Severity.CRITICAL,
    ),
    Rule(
        "K8S-03",
        statement="Containers run as a user without rights, on an image they cannot change",
        rationale=(
            "A flaw in a program is worth as much as the user it runs as. Who cannot write, cannot"
            " leave tools behind; the seccomp filter closes rarely used doors of the kernel."
        ),
        fix=(
            "Set runAsNonRoot, readOnlyRootFilesystem and seccompProfile RuntimeDefault; give what"
            " has to write an emptyDir."
        ),
        severity=Severity.HIGH,
        since="standard",
    ),
    Rule(
        "K8S-04",
        statement="Containers say what CPU and memory they need, and how much memory at most",
        rationale=(
            "Without requests the scheduler packs blindly and the autoscaler sees no need; without"
            " a limit one leak takes the other pods of the node with it."
        ),
        fix="Set requests for cpu and memory and a limit for memory, or declare a LimitRange.",
        severity=Severity.MEDIUM,
    ),
    Rule(
        "K8S-05",
        statement="Images cannot change after they were tested, and come from known registries",
        rationale=(
            "A tag can be pushed again: what runs tomorrow is then not what was reviewed today,"
            " and whoever may push decides."
        ),
        fix=(
            "Name images by a fixed tag, better by digest (image_digests asks for it), from a"
            " registry with immutable tags, scanning and without shared users; on GKE let Binary"
            " Authorization decide."
        ),
        severity=Severity.HIGH,
    ),
    Rule(
        "K8S-06",
        statement="Every namespace refuses pods that ask for rights over their node",
        rationale=(
            "Rules about one program's pods do not reach those that people and other tools start;"
            " the cluster's own admission does."
        ),
        fix="Label the namespace pod-security.kubernetes.io/enforce: restricted, or baseline.",
        severity=Severity.HIGH,
    ),
    Rule(
        "K8S-08",
        statement="Clusters run a version that is still mended, and are kept on one",
        rationale=(
            "Flaws of Kubernetes are mended in the last few versions alone; later the upgrade comes"
            " by force, or as a surcharge."
        ),
        fix=(
            "Choose a supported version and let the cloud upgrade: a release channel on GKE, an"
            " upgrade channel on AKS, STANDARD support on EKS."
        ),
        severity=Severity.MEDIUM,
    ),
    Rule(
        "K8S-09",
        statement="Nodes and machines boot only what is signed",
        rationale=(
            "What nests below the operating system survives every update and sees every secret."
            " Measured boot tells; secure boot refuses."
        ),
        fix="Turn on secure boot and the virtual TPM (shielded VM, trusted launch).",
        severity=Severity.MEDIUM,
        since="standard",
    ),
)

"""Accelerators are chosen, bounded, owned, and given back when nothing runs."""

from landing_zone_policies.rule import Rule, Severity, gathered
from landing_zone_policies.rules.gpu import aws, azure, everywhere, gcp, kubernetes

RULES = gathered(
    (everywhere, aws, gcp, azure, kubernetes),
    Rule(
        "GPU-01",
        statement="Only accelerators and machines that the settings list are started",
        rationale=(
            "One word in a program makes the difference between one dollar an hour and a hundred,"
            " and between what a team knows to run and what it does not."
        ),
        fix="Choose a listed machine, or have it added to the setting machines.",
        severity=Severity.HIGH,
        also_in=("cost_tags",),
    ),
    Rule(
        "GPU-02",
        statement="There is a bound to the accelerators that a program reaches",
        rationale=(
            "An autoscaler that follows a queue without an end follows a mistake without an end:"
            " a loop that submits jobs is then paid for in a night."
        ),
        fix="Set the largest size of the pool, the limits of the NodePool or of the cluster.",
        severity=Severity.HIGH,
        also_in=("cost_tags",),
    ),
    Rule(
        "GPU-03",
        statement="In production, accelerators that can be taken back have others to fall back on",
        rationale=(
            "The cloud takes spot machines back within minutes, all of a kind at once, when others"
            " pay more; a service or a job that knows no others then stands still."
        ),
        fix=(
            "Declare a pool of the same accelerator on demand or reserved beside the spot pool;"
            " let jobs keep checkpoints."
        ),
        severity=Severity.MEDIUM,
        since="standard",
    ),
    Rule(
        "GPU-04",
        statement="Pools of accelerators scale down to nothing when nothing runs",
        rationale="A node of eight accelerators that waits for a weekend costs as a month of work.",
        fix="Let the pool scale itself, with no machine as its smallest size.",
        severity=Severity.HIGH,
        also_in=("cost_tags",),
    ),
    Rule(
        "GPU-05",
        statement="Notebooks and workstations with accelerators stop when nobody uses them",
        rationale="People leave notebooks open; each keeps its machine until somebody remembers.",
        fix="Set the idle timeout of the notebook, runtime or Studio domain.",
        severity=Severity.MEDIUM,
        also_in=("cost_tags",),
    ),
    Rule(
        "GPU-06",
        statement="Nodes with accelerators are for pods that take accelerators",
        rationale=(
            "A small pod on a large node keeps the autoscaler from taking the node away, and its"
            " place from the pod that needs it."
        ),
        fix=(
            "Taint the pool (nvidia.com/gpu=present:NoSchedule), and let only pods tolerate that"
            " which have accelerators in their limits."
        ),
        severity=Severity.MEDIUM,
    ),
    Rule(
        "GPU-07",
        statement="Namespaces in which pods take accelerators bound how many",
        rationale="Without a quota one team's sweep takes every accelerator of the others.",
        fix=(
            "Declare a ResourceQuota with requests.nvidia.com/gpu in the namespace, or a LocalQueue"
            " of Kueue."
        ),
        severity=Severity.HIGH,
    ),
    Rule(
        "GPU-08",
        statement="Jobs with accelerators are ended after a while",
        rationale="A job that hangs computes nothing and costs as much as one that does.",
        fix="Set how long the job may run: activeDeadlineSeconds, maxRuntimeInSeconds, timeout.",
        severity=Severity.MEDIUM,
    ),
    Rule(
        "GPU-09",
        statement="Reserved capacity is somebody's, and ends on a day where the cloud lets it",
        rationale=(
            "Reservations and provisioned throughput are paid for whether anything runs or not, and"
            " nobody gives back what nobody knows to be theirs."
        ),
        fix="Tag it with its owner and cost center, and set its end.",
        severity=Severity.MEDIUM,
        also_in=("cost_tags",),
    ),
    Rule(
        "GPU-10",
        statement="Pods take whole accelerators, or parts of a size that there is",
        rationale=(
            "A request that no node can keep leaves a pod pending for ever; a pool cut into parts"
            " that its accelerator does not know never starts."
        ),
        fix="Ask for whole numbers, the same in requests and limits; cut only as NVIDIA does.",
        severity=Severity.LOW,
    ),
)

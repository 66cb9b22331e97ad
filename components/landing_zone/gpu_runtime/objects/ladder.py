"""In which order an autoscaler tries the rungs of a pool's ladder, in the words of each cloud."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pulumi
import yaml

from landing_zone.core import Cloud
from landing_zone.gpu_pool.gke import is_queued
from landing_zone.gpu_runtime.demand import Demand, Served
from landing_zone.gpu_runtime.objects import SYSTEM, Manifest, config_map, manifest

EXPANDER = "cluster-autoscaler-priority-expander"
"""The name that the autoscaler looks for.

Source: https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/expander/priority/readme.md
"""

FIRST, STEP, LAST = 100, 10, 1

GROUP_PATTERNS: Mapping[Cloud, Callable[[str], str]] = {
    Cloud.AWS: lambda group: rf"^eks-{re.escape(group)}-[0-9a-f-]{{36}}$",
    Cloud.AZURE: lambda group: rf"^aks-{re.escape(group)}-[0-9]+-vmss$",
}
"""What the autoscaler calls a node group: an Auto Scaling group, a scale set.

Sources: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html,
https://learn.microsoft.com/azure/aks/cluster-autoscaler#use-the-priority-expander
"""


def priorities(cloud: Cloud, rungs: Mapping[str, list[str]]) -> str:
    """Return the priority expander's list: the earlier the rung, the higher the number.

    Args:
        cloud: whose names the groups have.
        rungs: by pool, the names of its node groups, in the ladder's order.
    """
    pattern = GROUP_PATTERNS[cloud]
    levels: dict[int, list[str]] = {}
    for groups in rungs.values():
        for place, group in enumerate(groups):
            levels.setdefault(FIRST - STEP * place, []).append(pattern(group))
    levels[LAST] = [".*"]
    return yaml.safe_dump(dict(sorted(levels.items(), reverse=True)), sort_keys=False)


def listed(cloud: Cloud, rungs: Mapping[str, list[pulumi.Output[str]]]) -> pulumi.Output[str]:
    """Return the priority expander's list once the names of the groups are known."""
    if not rungs:
        return pulumi.Output.from_input(priorities(cloud, {}))
    groups = {pool: pulumi.Output.all(*names) for pool, names in rungs.items()}
    known: pulumi.Output[dict[str, list[str]]] = pulumi.Output.all(**groups)
    return known.apply(lambda names: priorities(cloud, names))


def expander(listed: Any) -> Manifest:
    """Return the list where a managed autoscaler reads it, as AKS's does."""
    return config_map(EXPANDER, {"priorities": listed}, SYSTEM)


def compute_classes(demand: Demand, groups: Mapping[str, list[Any]]) -> Iterator[Manifest]:
    """Yield for each pool the order that GKE's autoscaler tries its node pools in.

    A class is called like its pool. When no rung has machines, pods wait. A pool whose machines
    come for queued jobs has none.

    Source: https://cloud.google.com/kubernetes-engine/docs/reference/crds/computeclass
    """
    for each in demand.pools:
        if is_queued(each.spec):
            continue
        yield manifest(
            "cloud.google.com/v1",
            "ComputeClass",
            each.name,
            spec=_class(each, groups[each.name]),
        )


def _class(pool: Served, groups: list[Any]) -> dict[str, Any]:
    spec: dict[str, Any] = {
        "priorities": [{"nodepools": [group]} for group in groups],
        "whenUnsatisfiable": "DoNotScaleUp",
        "nodePoolAutoCreation": {"enabled": False},
        "activeMigration": {"optimizeRulePriority": False},
    }
    if pool.spec.idle_shutdown_minutes is not None:
        spec["autoscalingPolicy"] = {"consolidationDelayMinutes": pool.spec.idle_shutdown_minutes}
    return spec

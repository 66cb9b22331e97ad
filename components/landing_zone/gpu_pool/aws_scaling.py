"""How a rung on EKS grows from no nodes: its sizes, and what the autoscaler is told of them."""

from collections.abc import Iterator
from typing import NamedTuple

import pulumi_aws as aws

from landing_zone.gpu_pool import aws_node, nodes
from landing_zone.gpu_pool.aws_fabric import EFA
from landing_zone.gpu_pool.aws_pool import Pool
from landing_zone.gpu_pool.spec import Fabric, GpuPoolSpec, NvmeUse

PREFIX = "k8s.io/cluster-autoscaler/node-template"
"""How the keys of tags begin that say what a node will be like before there is one. Those by which
the autoscaler finds the group are EKS's own work.

Sources: https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md#auto-discovery-setup,
https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
"""


class Size(NamedTuple):
    """How many nodes a rung has."""

    least: int
    most: int


def size(spec: GpuPoolSpec, code: str) -> Size:
    """Return how many nodes a rung has: only the first has any at all times."""
    rungs = spec.rungs()
    least = spec.min_nodes if code == next(iter(rungs)) else 0
    most = min(spec.max_nodes, rungs[code].nodes or spec.max_nodes)
    return Size(least, most)


def hints(pool: Pool, code: str, group: aws.eks.NodeGroup) -> list[aws.autoscaling.Tag]:
    """Declare the tags of a rung's Auto Scaling group; no machine gets them."""
    name = group.resources.apply(lambda made: (made[0].autoscaling_groups or [])[0].name or "")
    return [
        aws.autoscaling.Tag(
            pool.scope.child(f"{code}-{key}"),
            autoscaling_group_name=name,
            tag={"key": f"{PREFIX}/{key}", "value": value, "propagate_at_launch": False},
            opts=pool.scope.opts(),
        )
        for key, value in told(pool, code).items()
    ]


def told(pool: Pool, code: str) -> dict[str, str]:
    """Return what the autoscaler is told of a rung's nodes, by the end of the tag's key."""
    labels = aws_node.labels(pool, code)
    taints = nodes.taints(pool.spec, pool.choice)
    return {
        **{f"label/{key}": value for key, value in labels.items()},
        **{f"taint/{each.key}": f"{each.value}:{each.effect}" for each in taints},
        **{f"resources/{key}": value for key, value in _resources(pool)},
        **{f"autoscaling-options/{key}": value for key, value in _options(pool.spec)},
    }


def _resources(pool: Pool) -> Iterator[tuple[str, str]]:
    choice = pool.choice
    yield choice.accelerator.resource, str(nodes.advertised(pool.spec, choice))
    cached = pool.spec.local_nvme is NvmeUse.CACHE
    yield "ephemeral-storage", f"{choice.machine.nvme_gib if cached else pool.spec.disk_gib}Gi"
    if pool.spec.fabric is Fabric.RDMA:
        yield EFA, str(choice.machine.interfaces)


def _options(spec: GpuPoolSpec) -> Iterator[tuple[str, str]]:
    if spec.idle_shutdown_minutes is not None:
        yield "scaledownunneededtime", f"{spec.idle_shutdown_minutes}m0s"

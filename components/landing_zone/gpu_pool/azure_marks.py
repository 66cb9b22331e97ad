"""What nodes on AKS are marked with: for jobs, for the autoscaler, and by AKS itself."""

from landing_zone.gpu_pool import nodes
from landing_zone.gpu_pool.azure_pool import Pool
from landing_zone.gpu_pool.capacity import RungKind
from landing_zone.gpu_pool.spec import Taint

SPOT_TAINT = Taint(key="kubernetes.azure.com/scalesetpriority", value="spot")
"""What AKS says of spot nodes, also as a label; not said by us, it would come and go.

Source: https://learn.microsoft.com/azure/aks/spot-node-pool
"""

SCALE_TAG = "k8s.io_cluster-autoscaler_node-template_resources_"
"""A tag by which the autoscaler knows what a node offers before there is one; `_` is a slash.

Source: https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/azure/README.md
"""


def labels(pool: Pool, code: str) -> dict[str, str]:
    """Return the labels of a rung's nodes."""
    own = nodes.labels(pool.name, code, pool.spec, pool.choice)
    return {**own, SPOT_TAINT.key: SPOT_TAINT.value} if _is_spot(pool, code) else own


def taints(pool: Pool, code: str) -> list[str]:
    """Return the taints of a rung's nodes, as AKS writes them."""
    own = nodes.taints(pool.spec, pool.choice)
    every = (*own, SPOT_TAINT) if _is_spot(pool, code) else own
    return [f"{taint.key}={taint.value}:{taint.effect}" for taint in every]


def scheduling(pool: Pool) -> dict[str, object]:
    """Return what pods say: they tolerate what AKS adds to spot nodes, and so name no rung."""
    spot = any(_is_spot(pool, code) for code in pool.rungs)
    besides = (SPOT_TAINT,) if spot else ()
    return nodes.scheduling(pool.name, pool.spec, pool.choice, besides=besides)


def scale_tag(pool: Pool) -> dict[str, str]:
    """Return the tag that tells the autoscaler how many accelerators a node will offer."""
    resource = pool.choice.accelerator.resource.replace("/", "_")
    return {f"{SCALE_TAG}{resource}": str(nodes.advertised(pool.spec, pool.choice))}


def _is_spot(pool: Pool, code: str) -> bool:
    return pool.rungs[code].kind is RungKind.SPOT

"""What AWS refuses of node groups: their sizes, versions, labels and places.

What is wrong with the machines that they launch is in `launches.py`.

Sources: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html,
https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupVersion.html,
https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupConfig.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Request, Rule
from landing_zone_rehearsal.sandbox.objects import Object, World

from .network import SUBNET, vpc_of
from .pods import CLUSTER

NODES = "aws:eks:NodeGroup"

RESERVED = ("kubernetes.io/", "k8s.io/", "eks.amazonaws.com/")

KEY = re.compile(
    r"([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?"
)
VALUE = re.compile(r"([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?")
"""Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/"""

MOST_TAINTS = 50


def is_of_another_version(request: Request) -> Iterator[str]:
    """Yield that a new group is not of its cluster's version, or that an old one would go beyond.

    An update takes nodes to the cluster's own version, and nowhere else.
    """
    nodes = request.object
    cluster = cluster_of(request.world, nodes)
    wanted = nodes.inputs.get("version")
    if cluster is None or wanted in (None, cluster.get("version")):
        return
    if request.old is None or wanted != request.old.get("version"):
        yield (
            "InvalidParameterException: Nodegroup Kubernetes version should be equal to Cluster"
            f" kubernetes version {cluster.get('version')}"
            + (
                f" or NodeGroup kubernetes version {request.old.get('version')}"
                if request.old
                else ""
            )
        )


def has_no_such_size(request: Request) -> Iterator[str]:
    """Yield that a group is to have fewer nodes than its least, or more than its most.

    The words are those of https://github.com/hashicorp/terraform-provider-aws/issues/18310
    """
    least, desired, most = (
        _number(request.object.get(f"scalingConfig.{each}"))
        for each in ("minSize", "desiredSize", "maxSize")
    )
    if least > desired:
        yield (
            f"InvalidParameterException: Minimum capacity {least} can't be greater than desired"
            f" size {desired}"
        )
    if desired > most:
        yield (
            f"InvalidParameterException: desired capacity {desired} can't be greater than max size"
            f" {most}"
        )


def is_updated_in_two_ways(request: Request) -> Iterator[str]:
    """Yield that an update is to stop at a number of nodes and at a part of them."""
    given = [
        request.object.inputs.get("updateConfig", {}).get(each)
        for each in ("maxUnavailable", "maxUnavailablePercentage")
    ]
    if all(given):
        yield (
            "InvalidParameterException: maxUnavailable and maxUnavailablePercentage cannot both be"
            " specified"
        )


def is_labelled_wrongly(request: Request) -> Iterator[str]:
    """Yield that labels are no labels, or those that only AWS and Kubernetes give."""
    labels: dict[str, Any] = request.object.get("labels") or {}
    for key, value in labels.items():
        prefix = key.partition("/")[0] + "/"
        if "/" in key and any(prefix == each or prefix.endswith(f".{each}") for each in RESERVED):
            yield (
                "InvalidParameterException: Label cannot contain reserved prefixes"
                f" [{', '.join(RESERVED)}]"
            )
        if not KEY.fullmatch(key) or not VALUE.fullmatch(str(value)):
            yield f"InvalidParameterException: Label {key}={value} is not valid"


def is_tainted_wrongly(request: Request) -> Iterator[str]:
    """Yield that taints are no taints, too many, or given twice."""
    taints: list[dict[str, Any]] = request.object.all("taints[]")
    if len(taints) > MOST_TAINTS:
        yield f"InvalidParameterException: At most {MOST_TAINTS} taints can be specified"
    seen = [(each.get("key"), each.get("effect")) for each in taints]
    if len(set(seen)) < len(seen):
        yield "InvalidParameterException: Taints must be unique by key and effect"
    for each in taints:
        key, value = str(each.get("key")), str(each.get("value") or "")
        if not KEY.fullmatch(key) or not VALUE.fullmatch(value):
            yield f"InvalidParameterException: Taint {key}={value} is not valid"


def is_in_another_network(request: Request) -> Iterator[str]:
    """Yield that nodes would stand outside the network of their cluster."""
    nodes = request.object
    cluster = cluster_of(request.world, nodes)
    theirs = next(iter(cluster.all("vpcConfig.subnetIds[]")), None) if cluster else None
    network = vpc_of(request.world, theirs)
    apart = [str(each.id) for each in subnets_of(request.world, nodes) if network != _vpc(each)]
    if network and apart:
        yield (
            f"InvalidParameterException: Subnets {', '.join(apart)} are not in the VPC of cluster"
            f" {nodes.get('clusterName')}"
        )


def cluster_of(world: World, nodes: Object) -> Object | None:
    """Find the cluster of a node group."""
    return world.get(CLUSTER, str(nodes.get("clusterName")), nodes.place)


def subnets_of(world: World, nodes: Object) -> Iterator[Object]:
    """Yield the subnets that a node group's machines are launched in."""
    for id in nodes.all("subnetIds[]"):
        if found := world.get(SUBNET, str(id), nodes.place):
            yield found


def _vpc(subnet: Object) -> Any:
    return subnet.get("vpcId")


def _number(value: Any) -> int:
    return int(float(value or 0))


CHANGING: Mapping[str, Sequence[Rule]] = {
    NODES: (
        *(is_of_another_version, has_no_such_size, is_updated_in_two_ways),
        *(is_labelled_wrongly, is_tainted_wrongly, is_in_another_network),
    ),
}

"""What AKS refuses of a pool of nodes because of its cluster, and of where the nodes would go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from landing_zone_rehearsal.sandbox.behaviour import Request

from . import clusters
from .arm import last
from .cluster_rights import CLUSTERS, SUBNETS_JOIN, principal
from .clusters import is_too_far, minor_of
from .grants import Operation, decide
from .parents import parent

JOINED: Mapping[str, str] = {
    "vnetSubnetID": SUBNETS_JOIN,
    "proximityPlacementGroupID": "Microsoft.Compute/proximityPlacementGroups/write",
    "capacityReservationGroupID": "Microsoft.Compute/capacityReservationGroups/deploy/action",
}
"""What the control plane does with what a pool names."""


def version_does_not_fit(request: Request) -> Iterator[str]:
    """Refuse nodes that are newer than their control plane, far older, or go back.

    Source: https://learn.microsoft.com/azure/aks/supported-kubernetes-versions
    """
    made, old = request.object, request.old
    cluster = parent(request.world, made)
    version = made.get("orchestratorVersion")
    if cluster is not None:
        yield from is_too_far(version, cluster)
    before, now = minor_of(old.get("orchestratorVersion") if old else None), minor_of(version)
    if before is not None and now is not None and now < before:
        yield (
            'Code="OperationNotAllowed" Message="Node pool'
            f' {last(made.id)} cannot be downgraded from 1.{before} to 1.{now}."'
        )


def disks_cannot_be_encrypted(request: Request) -> Iterator[str]:
    """Refuse nodes whose disks could not be encrypted with the cluster's key at this moment."""
    cluster = parent(request.world, request.object)
    if cluster is not None:
        yield from clusters.disks_cannot_be_encrypted(replace(request, object=cluster))


def may_not_join(request: Request) -> Iterator[str]:
    """Refuse a pool where its control plane may not put machines.

    Sources: https://learn.microsoft.com/azure/aks/concepts-identity#aks-service-permissions,
    https://learn.microsoft.com/azure/aks/use-capacity-reservation-groups
    """
    made, world = request.object, request.world
    cluster = parent(world, made)
    who = principal(world, cluster) if cluster else None
    for name, action in JOINED.items():
        target = made.get(name)
        if who is None or not target or decide(world, who, Operation(action, str(target))):
            continue
        yield (
            f'Code="LinkedAuthorizationFailed" Message="The client \'{who}\' with object id'
            f" '{who}' has permission to perform action '{CLUSTERS}/agentPools/write' on scope"
            f" '{made.id}'; however, it does not have permission to perform action '{action}' on"
            f" the linked scope(s) '{target}' or the linked scope(s) are invalid.\""
        )

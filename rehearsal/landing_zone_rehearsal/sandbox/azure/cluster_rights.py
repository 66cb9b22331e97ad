"""What AKS refuses because the identity of a control plane may not do what it has to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object, World

from .arm import at, last
from .grants import Operation, decide
from .parents import parent_id

CLUSTERS = "Microsoft.ContainerService/managedClusters"
LINK = "azure-native:privatedns:VirtualNetworkLink"

LINKED = (
    "Code=\"LinkedAuthorizationFailed\" Message=\"The client '{who}' with object id '{who}' has"
    f" permission to perform action '{CLUSTERS}/write' on scope '{{cluster}}'; however, it does not"
    " have permission to perform action '{action}' on the linked scope(s) '{target}' or the linked"
    ' scope(s) are invalid."'
)
"""Source: https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/create-upgrade-delete/linkedauthorizationfailed-error"""

NODES = (
    'Code="CustomKubeletIdentityMissingPermissionError" Message="The cluster user assigned identity'
    " must be given permission to assign kubelet identity {target}. Check access result not allowed"
    ' for action {action}."'
)
"""Source: https://learn.microsoft.com/azure/aks/use-managed-identity"""

NAMES = (
    'Code="CustomPrivateDNSZoneMissingPermissionError" Message="Service principal or user assigned'
    " identity must be given permission to read and write to custom private dns zone {target}."
    ' Check access result not allowed for action {action}."'
)
"""Source: https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/create-upgrade-delete/missing-permission-in-private-dns-zone"""


class Need(NamedTuple):
    """Something that a control plane does with what its cluster names."""

    path: str
    action: str
    words: str


SUBNETS_JOIN = "Microsoft.Network/virtualNetworks/subnets/join/action"
NEEDS = (
    Need("agentPoolProfiles[].vnetSubnetID", SUBNETS_JOIN, LINKED),
    Need("apiServerAccessProfile.subnetId", SUBNETS_JOIN, LINKED),
    Need("apiServerAccessProfile.privateDNSZone", "Microsoft.Network/privateDnsZones/read", NAMES),
    Need(
        "apiServerAccessProfile.privateDNSZone", "Microsoft.Network/privateDnsZones/A/write", NAMES
    ),
    Need(
        "identityProfile{}.resourceId",
        "Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action",
        NODES,
    ),
    Need("diskEncryptionSetID", "Microsoft.Compute/diskEncryptionSets/read", LINKED),
    Need(
        "securityProfile.azureKeyVaultKms.keyVaultResourceId",
        "Microsoft.KeyVault/vaults/privateEndpointConnectionsApproval/action",
        LINKED,
    ),
)
"""Sources: https://learn.microsoft.com/azure/aks/concepts-identity#aks-cluster-identity-permissions,
https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption"""


def control_plane_may_not(request: Request) -> Iterator[str]:
    """Refuse a cluster whose own identity lacks a right; one that Azure makes up has them all."""
    made, world = request.object, request.world
    who = principal(world, made)
    if who is None:
        return
    for need in NEEDS:
        for target in made.all(need.path):
            wanted = Operation(need.action, str(target))
            if "/" in str(target) and not decide(world, who, wanted):
                yield _told(need.words, made, who, wanted)
    yield from _cannot_be_found(world, made, who)


def principal(world: World, cluster: Object) -> str | None:
    """Return what a control plane is; None where Azure makes it up."""
    attached = cluster.get("identity.userAssignedIdentities") or ()
    identity = at(world, str(next(iter(attached), "")))
    return str(identity.get("principalId")) if identity else None


def _cannot_be_found(world: World, cluster: Object, who: str) -> Iterator[str]:
    """Refuse a zone that the nodes' network does not ask, if the identity cannot link it either."""
    zone = str(cluster.get("apiServerAccessProfile.privateDNSZone") or "")
    for subnet in cluster.all("agentPoolProfiles[].vnetSubnetID") if "/" in zone else ():
        network = str(subnet).partition("/subnets/")[0]
        joined = Operation("Microsoft.Network/virtualNetworks/join/action", network)
        if not _is_linked(world, zone, network) and not decide(world, who, joined):
            yield _told(LINKED, cluster, who, joined)


def _is_linked(world: World, zone: str, network: str) -> bool:
    return any(
        parent_id(link).lower() == zone.lower()
        and str(link.get("virtualNetwork.id")).lower() == network.lower()
        for link in world.of(LINK)
    )


def _told(words: str, cluster: Object, who: str, wanted: Operation) -> str:
    return words.format(
        who=who,
        cluster=cluster.id,
        name=last(cluster.id),
        action=wanted.action,
        target=wanted.resource,
    )

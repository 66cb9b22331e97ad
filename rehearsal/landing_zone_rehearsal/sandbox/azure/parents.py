"""What lies inside what on Azure: a child needs its parent, and goes with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object, World
from landing_zone_rehearsal.sandbox.paths import find
from landing_zone_rehearsal.values import reveal

from .arm import inside, last, location, type_at

PARENTS: Mapping[str, tuple[str, int]] = {
    "azure-native:compute:CapacityReservation": (
        "azure-native:compute:CapacityReservationGroup",
        2,
    ),
    "azure-native:containerservice:AgentPool": ("azure-native:containerservice:ManagedCluster", 2),
    "azure-native:containerservice:MaintenanceConfiguration": (
        "azure-native:containerservice:ManagedCluster",
        2,
    ),
    "azure-native:keyvault:Key": ("azure-native:keyvault:Vault", 2),
    "azure-native:managedidentity:FederatedIdentityCredential": (
        "azure-native:managedidentity:UserAssignedIdentity",
        2,
    ),
    "azure-native:network:FirewallPolicyRuleCollectionGroup": (
        "azure-native:network:FirewallPolicy",
        2,
    ),
    "azure-native:network:PrivateDnsZoneGroup": ("azure-native:network:PrivateEndpoint", 2),
    "azure-native:network:Subnet": ("azure-native:network:VirtualNetwork", 2),
    "azure-native:privatedns:VirtualNetworkLink": ("azure-native:privatedns:PrivateZone", 2),
    "azure-native:storage:Blob": ("azure-native:storage:BlobContainer", 2),
    "azure-native:storage:BlobContainer": ("azure-native:storage:StorageAccount", 4),
    "azure-native:storage:BlobContainerImmutabilityPolicy": (
        "azure-native:storage:BlobContainer",
        2,
    ),
    "azure-native:storage:BlobServiceProperties": ("azure-native:storage:StorageAccount", 2),
    "azure-native:storage:ManagementPolicy": ("azure-native:storage:StorageAccount", 2),
}
"""By child: the type of its parent, and how many segments of its ID are its own."""

LINGER = frozenset({"azure-native:monitor:DiagnosticSetting"})
"""What stays when the resource that it is about goes, and is there again with the next of its name.

Source: https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings
"""

GROUP = "azure-native:resources:ResourceGroup"
ZONE = "azure-native:privatedns:PrivateZone"
WATCHED = "azure-native:network:VirtualNetwork"


def parent(world: World, child: Object) -> Object | None:
    """Find what a child lies in."""
    type, _ = PARENTS[child.kind]
    return next(world.find((type,), ("id",), parent_id(child)), None)


def parent_id(child: Object) -> str:
    """Return the ID of what a child lies in."""
    return child.id.rsplit("/", PARENTS[child.kind][1])[0]


def lacks_its_parent(request: Request) -> Iterator[str]:
    """Refuse a child whose parent is not there.

    Source: https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-parent-resource
    """
    made = request.object
    if made.kind in PARENTS and parent(request.world, made) is None:
        yield _no_parent(made, parent_id(made))


def lacks_its_watcher(request: Request) -> Iterator[str]:
    """Refuse a flow log in a region without a network watcher; the first network brings it.

    Source: https://learn.microsoft.com/azure/network-watcher/network-watcher-create
    """
    log = request.object
    watcher = str(log.get("networkWatcherName"))
    watched = {
        f"NetworkWatcher_{location(each)}".lower()
        for each in request.world.of(WATCHED)
        if each.account == log.account
    }
    in_its_group = str(log.get("resourceGroupName")).lower() == "networkwatcherrg"
    if not in_its_group or watcher.lower() not in watched:
        yield _no_parent(log, log.id.rsplit("/", 2)[0])


def swept(world: World, container: Object) -> Iterator[Object]:
    """Yield what goes with an object: everything below it, but for what lingers."""
    yield from (each for each in inside(world, container) if each.kind not in LINGER)


def is_needed_inside(request: Request) -> Iterator[str]:
    """Refuse to delete what holds something that others outside need."""
    going = {id(each): each for each in swept(request.world, request.object)}
    if not going:
        return
    for other in request.world.of():
        if id(other) not in going and other is not request.object:
            for needed in _needs(other, list(going.values())):
                yield _blocked(request.object, needed, other)


def holds_nested(request: Request) -> Iterator[str]:
    """Refuse to delete a private zone that networks are still linked to.

    Source: https://learn.microsoft.com/azure/dns/private-dns-privatednszone
    """
    links = [each for each in inside(request.world, request.object) if each.kind in PARENTS]
    if links:
        nested = f"Microsoft.{links[0].id.rsplit('/providers/Microsoft.', 1)[-1]}"
        yield (
            'Code="CannotDeleteResource" Message="Cannot delete resource while nested resources'
            f" exist. Some existing nested resource IDs include: '{nested}'. Please delete all"
            ' nested resources before deleting this resource."'
        )


def _no_parent(child: Object, id: str) -> str:
    return (
        'Code="ParentResourceNotFound" Message="Failed to perform \'write\' on resource(s) of'
        f" type '{type_at(child.id)}', because the parent resource '{id}' could not be found.\""
    )


def _needs(other: Object, targets: list[Object]) -> Iterator[Object]:
    ids = {each.id.lower(): each for each in targets}
    for path, to in other.facts.refers.items():
        for _, value in find(other.inputs, path) if to.holds else ():
            needed = ids.get(str(reveal(value)).lower())
            if needed and needed.kind in to.targets:
                yield needed


def _blocked(container: Object, needed: Object, other: Object) -> str:
    if container.kind == GROUP:
        type = f"{needed.get('type')}/{last(needed.id)}"
        return (
            f'Code="ResourceGroupDeletionBlocked" Message="Deletion of resource group'
            f" '{last(container.id)}' failed as resources with identifiers '{type}' could not be"
            " deleted. The provisioning state of the resource group will be rolled back. Please"
            f' check audit logs for more details. ({other.id} needs it)"'
        )
    message = needed.facts.in_use or 'Code="ResourceInUse" Message="{id} is in use by {other}."'
    return message.format(
        **(dict(needed.outputs) | {"id": needed.id, "name": last(needed.id), "other": other.id})
    )

"""How Azure refuses: its words, and its rules by type.

What a code stands for: https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors.
Where a message has no page that shows it, its words are the sandbox's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from landing_zone_rehearsal.sandbox.behaviour import EVERY, Behaviour, Rule, Words

from . import (
    capacity,
    cluster_reach,
    cluster_rights,
    clusters,
    egress,
    encryption,
    joining,
    keys,
    lookups,
    monitor,
    network,
    nodes,
    parents,
    private,
    ranges,
    rights,
    storage,
    tags,
)
from .access import can

WORDS = Words(
    missing='Code="ResourceNotFound" Message="The Resource \'{value}\' was not found. For more'
    ' details please go to https://aka.ms/ARMResourceNotFoundFix"',
    conflict="cannot create already existing resource '{id}'",
    in_use='Code="ResourceInUse" Message="The resource {id} is in use by {other}."',
    fixed='Code="PropertyChangeNotAllowed" Message="Changing property \'{property}\' is not'
    ' allowed."',
    gone='Code="ResourceNotFound" Message="The Resource \'{id}\' was not found. For more details'
    ' please go to https://aka.ms/ARMResourceNotFoundFix"',
    busy='Code="AnotherOperationInProgress" Message="Another operation on this or dependent'
    ' resource is in progress. To retrieve status of the operation use uri: {parent}."',
    throttled='Status=429 Code="TooManyRequests" Message="The request is being throttled as the'
    ' limit has been reached for operation type."',
    timed_out="Future#WaitForCompletion: context has been cancelled: StatusCode=200 -- Original"
    " Error: context deadline exceeded",
    failed='Status=500 Code="InternalServerError" Message="Encountered internal server error."',
)
"""`conflict` is azure-native's own: a request to Azure would change what exists.

Source: https://github.com/pulumi/pulumi-azure-native/issues/1492
"""

CHANGING: Mapping[str, Sequence[Rule]] = {
    EVERY: (
        parents.lacks_its_parent,
        network.lies_elsewhere,
        encryption.may_not_use_its_key,
    ),
    "azure-native:authorization:RoleAssignment": (
        rights.gives_what_is_not_there,
        rights.role_does_not_reach,
        rights.condition_is_wrong,
    ),
    "azure-native:authorization:RoleDefinition": (rights.role_says_nothing,),
    "azure-native:compute:CapacityReservation": (capacity.cannot_be_reserved,),
    "azure-native:compute:ProximityPlacementGroup": (capacity.zones_without_sizes,),
    "azure-native:containerservice:AgentPool": (
        nodes.fields_are_unknown,
        nodes.counts_do_not_fit,
        nodes.spot_does_not_fit,
        nodes.upgrade_moves_nothing,
        nodes.accelerators_do_not_fit,
        nodes.marks_are_ill_written,
        joining.version_does_not_fit,
        joining.disks_cannot_be_encrypted,
        joining.may_not_join,
        capacity.reservation_does_not_fit,
        capacity.placement_does_not_fit,
    ),
    "azure-native:containerservice:MaintenanceConfiguration": (clusters.window_has_another_form,),
    "azure-native:containerservice:ManagedCluster": (
        nodes.fields_are_unknown,
        clusters.version_goes_elsewhere,
        clusters.nodes_do_not_fit,
        clusters.own_nodes_are_wrong,
        clusters.settings_contradict,
        clusters.secrets_cannot_be_encrypted,
        clusters.disks_cannot_be_encrypted,
        cluster_reach.control_plane_lies_wrong,
        cluster_reach.nodes_lie_wrong,
        cluster_reach.network_is_encrypted,
        egress.way_out_is_not_taken,
        egress.nodes_cannot_start,
        cluster_reach.ranges_collide,
        cluster_reach.reach_contradicts,
        cluster_reach.zone_has_another_name,
        cluster_rights.control_plane_may_not,
    ),
    "azure-native:keyvault:Key": (keys.name_is_held, keys.key_does_not_fit),
    "azure-native:keyvault:Vault": (keys.name_is_held, keys.vault_goes_back),
    "azure-native:monitor:DiagnosticSetting": (monitor.watches_nothing, monitor.sink_is_taken),
    "azure-native:network:AzureFirewall": (
        network.subnet_is_not_its_own,
        network.address_is_taken,
    ),
    "azure-native:network:FlowLog": (parents.lacks_its_watcher, monitor.is_recorded_twice),
    "azure-native:network:NatGateway": (network.address_is_taken,),
    "azure-native:network:NetworkSecurityGroup": (network.rules_collide,),
    "azure-native:network:PrivateDnsZoneGroup": (private.is_named_twice,),
    "azure-native:network:PrivateEndpoint": (private.leads_nowhere,),
    "azure-native:network:RouteTable": (network.routes_collide,),
    "azure-native:network:Subnet": (ranges.lies_outside, ranges.moves_while_in_use),
    "azure-native:network:VirtualNetwork": (ranges.loses_its_subnets,),
    "azure-native:privatedns:VirtualNetworkLink": (
        private.names_overlap,
        private.registers_twice,
    ),
    "azure-native:storage:BlobContainerImmutabilityPolicy": (storage.lock_is_loosened,),
    "azure-native:storage:StorageAccount": (tags.names_are_too_long,),
}

DELETING: Mapping[str, Sequence[Rule]] = {
    EVERY: (parents.is_needed_inside,),
    "azure-native:compute:CapacityReservationGroup": (capacity.group_holds_reservations,),
    "azure-native:privatedns:PrivateZone": (parents.holds_nested,),
    "azure-native:resources:ResourceGroup": (storage.locked_things_go,),
    "azure-native:storage:Blob": (storage.object_is_locked,),
    "azure-native:storage:BlobContainer": (storage.locked_things_go,),
    "azure-native:storage:BlobContainerImmutabilityPolicy": (storage.lock_goes_alone,),
    "azure-native:storage:StorageAccount": (storage.locked_things_go,),
}

BEHAVIOUR = Behaviour(
    words=WORDS,
    changing=CHANGING,
    deleting=DELETING,
    swept=parents.swept,
    tag_faults=tags.tag_faults,
    asking=lookups.is_not_there,
    can=can,
)
"""What Azure does beyond its tables."""

"""Node pools on Azure and what holds machines for them, as facts.

azure-native plans most changes of an agent pool as updates, which the service refuses: what a node
is made of is fixed when its pool is made.

Sources: https://learn.microsoft.com/rest/api/aks/agent-pools/create-or-update,
https://learn.microsoft.com/azure/aks/create-node-pools#limitations,
https://learn.microsoft.com/rest/api/compute/capacity-reservations/create-or-update,
https://learn.microsoft.com/rest/api/compute/proximity-placement-groups/create-or-update
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts, Within

from .forms import GROUP, ZONES, to

POOL = "azure-native:containerservice:AgentPool"
CLUSTER = "azure-native:containerservice:ManagedCluster"
PLACEMENT = "azure-native:compute:ProximityPlacementGroup"
RESERVATIONS = "azure-native:compute:CapacityReservationGroup"
RESERVATION = "azure-native:compute:CapacityReservation"

POOL_NAME = "[a-z][a-z0-9]{0,11}"
"""Of a Linux pool."""

SIZE = r"Standard_[A-Z]+\d+[a-z0-9-]*(_[A-Za-z0-9]+)*(_v\d+)?"
"""Source: https://learn.microsoft.com/azure/virtual-machines/vm-naming-conventions"""

COMPUTE = "[a-zA-Z0-9]([a-zA-Z0-9._-]{0,78}[a-zA-Z0-9_])?"
"""Names in `Microsoft.Compute`."""

NOT_THERE = 'Code="ResourceNotFound" Message="The resource {value} was not found."'

NODES: Mapping[str, Facts] = {
    POOL: Facts(
        replaces=(
            "resourceGroupName",
            "resourceName",
            "agentPoolName",
            "gpuInstanceProfile",
            "vmSize",
            "networkProfile.nodePublicIPTags",
        ),
        fixed=(
            "availabilityZones",
            "capacityReservationGroupID",
            "enableEncryptionAtHost",
            "enableFIPS",
            "enableNodePublicIP",
            "enableUltraSSD",
            "gpuProfile.driver",
            "hostGroupID",
            "kubeletConfig",
            "kubeletDiskType",
            "linuxOSConfig",
            "maxPods",
            "nodePublicIPPrefixID",
            "osDiskSizeGB",
            "osDiskType",
            "osType",
            "podSubnetID",
            "proximityPlacementGroupID",
            "scaleSetEvictionPolicy",
            "scaleSetPriority",
            "spotMaxPrice",
            "type",
            "vnetSubnetID",
        ),
        kept=("count", "gpuProfile", "orchestratorVersion", "osDiskSizeGB", "maxPods"),
        required=("vmSize",),
        values={
            "availabilityZones[]": ZONES,
            "mode": ("System", "User", "Gateway"),
            "type": ("VirtualMachineScaleSets", "AvailabilitySet", "VirtualMachines"),
            "osType": ("Linux", "Windows"),
            "osDiskType": ("Managed", "Ephemeral"),
            "kubeletDiskType": ("OS", "Temporary"),
            "scaleDownMode": ("Delete", "Deallocate"),
            "scaleSetPriority": ("Regular", "Spot"),
            "scaleSetEvictionPolicy": ("Delete", "Deallocate"),
            "gpuProfile.driver": ("Install", "None"),
            "gpuInstanceProfile": ("MIG1g", "MIG2g", "MIG3g", "MIG4g", "MIG7g"),
            "upgradeSettings.undrainableNodeBehavior": ("Cordon", "Schedule"),
        },
        bounds={
            "count": (0, 1000),
            "minCount": (0, 1000),
            "maxCount": (1, 1000),
            "maxPods": (10, 250),
            "osDiskSizeGB": (0, 2048),
            "upgradeSettings.drainTimeoutInMinutes": (1, 1440),
            "upgradeSettings.nodeSoakDurationInMinutes": (0, 30),
        },
        formats={
            "agentPoolName": POOL_NAME,
            "vmSize": SIZE,
            "upgradeSettings.maxSurge": r"\d+%?",
            "upgradeSettings.maxUnavailable": r"\d+%?",
        },
        tags="tags",
        refers={
            "resourceGroupName": GROUP,
            "vnetSubnetID": to("network:Subnet", holds=True),
            "podSubnetID": to("network:Subnet", holds=True),
            "capacityReservationGroupID": to("compute:CapacityReservationGroup", holds=True),
            "proximityPlacementGroupID": to("compute:ProximityPlacementGroup", holds=True),
        },
        scope=Within.WORLD,
    ),
    PLACEMENT: Facts(
        replaces=("resourceGroupName", "proximityPlacementGroupName", "location"),
        fixed=("proximityPlacementGroupType", "zones"),
        values={"proximityPlacementGroupType": ("Standard", "Ultra"), "zones[]": ZONES},
        formats={"proximityPlacementGroupName": COMPUTE, "intent.vmSizes[]": SIZE},
        tags="tags",
        refers={"resourceGroupName": GROUP},
        scope=Within.WORLD,
        missing=NOT_THERE,
        in_use='Code="CannotDeleteProximityPlacementGroup" Message="Cannot delete proximity'
        ' placement group {name} because it is in use by {other}."',
    ),
    RESERVATIONS: Facts(
        replaces=("resourceGroupName", "capacityReservationGroupName", "location"),
        fixed=("zones",),
        values={"zones[]": ZONES},
        formats={"capacityReservationGroupName": COMPUTE},
        tags="tags",
        refers={"resourceGroupName": GROUP},
        scope=Within.WORLD,
        missing=NOT_THERE,
        in_use='Code="OperationNotAllowed" Message="Capacity reservation group {name} cannot be'
        ' deleted while {other} is associated with it."',
    ),
    RESERVATION: Facts(
        replaces=(
            "resourceGroupName",
            "capacityReservationGroupName",
            "capacityReservationName",
            "location",
        ),
        fixed=("sku.name", "zones"),
        required=("sku.name", "sku.capacity"),
        values={"zones[]": ZONES},
        bounds={"sku.capacity": (0, 1000)},
        formats={"capacityReservationName": COMPUTE, "sku.name": SIZE},
        tags="tags",
        refers={"resourceGroupName": GROUP},
        scope=Within.WORLD,
        serialises="capacityReservationGroupName",
    ),
}
"""By short type token."""

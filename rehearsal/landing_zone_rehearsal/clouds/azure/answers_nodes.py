"""What Azure answers about node pools, and about what holds machines for them.

Sources: https://learn.microsoft.com/rest/api/aks/agent-pools/get,
https://learn.microsoft.com/rest/api/compute/capacity-reservations/get
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.model import Choice, Kind

from .kinds import arm, named

COMPUTE, COMPUTE_VERSION = "Microsoft.Compute", "2024-11-01"
GROUPS = f"{COMPUTE}/capacityReservationGroups"

NODES: Mapping[str, Kind] = {
    "azure-native:containerservice:AgentPool": arm(
        "Microsoft.ContainerService/managedClusters/{resourceName}/agentPools",
        "agentPoolName",
        "2025-09-01",
        type="VirtualMachineScaleSets",
        count="{count|minCount|=1}",
        mode="{mode|=User}",
        osType="{osType|=Linux}",
        osSKU="{osSKU|=Ubuntu}",
        osDiskType="{osDiskType|=Managed}",
        kubeletDiskType="{kubeletDiskType|=OS}",
        scaleDownMode="{scaleDownMode|=Delete}",
        orchestratorVersion="{orchestratorVersion}",
        currentOrchestratorVersion="{orchestratorVersion}.{_number:1}",
        nodeImageVersion=Choice(
            "osSKU",
            {
                "Ubuntu": "AKSUbuntu-2204gen2containerd-202610.13.0",
                "AzureLinux": "AKSAzureLinux-V3gen2-202610.13.0",
            },
        ),
        powerState={"code": "Running"},
        eTag="{_guid:=etag}",
    ),
    "azure-native:compute:ProximityPlacementGroup": named(
        f"{COMPUTE}/proximityPlacementGroups",
        "proximityPlacementGroupName",
        COMPUTE_VERSION,
        proximityPlacementGroupType="{proximityPlacementGroupType|=Standard}",
    ),
    "azure-native:compute:CapacityReservationGroup": named(
        GROUPS, "capacityReservationGroupName", COMPUTE_VERSION
    ),
    "azure-native:compute:CapacityReservation": arm(
        f"{GROUPS}/{{capacityReservationGroupName}}/capacityReservations",
        "capacityReservationName",
        COMPUTE_VERSION,
        platformFaultDomainCount=1,
        reservationId="{_guid:=reservation}",
    ),
}
"""By short type token."""

"""How Azure keeps the promises of pools with accelerators (`tests.zones.CLUSTERED`)."""

from collections.abc import Mapping

from tests.promises.azure_rights import ASSIGNMENT, DEFINITION, assigned
from tests.promises.table import Expected, Grant, is_missing, says, says_all

POOL = "azure-native:containerservice:AgentPool"
PLACEMENT = "azure-native:compute:ProximityPlacementGroup"

POOLS = f"{POOL} ai-gpu-.*"
SERVE, TRAIN = f"{POOL} ai-gpu-serve-.*", f"{POOL} ai-gpu-train-.*"
SPOT, FREE = f"{POOL} ai-gpu-.*-spot", f"{POOL} ai-gpu-.*-od"
JOINED = "ai-gpu-train-placement"

SCALE = "k8s.io_cluster-autoscaler_node-template_resources_nvidia"
"""Where the name of a tag that has dots in it begins: a path ends there."""


def marked(pool: str, rung: str, **labels: str) -> Expected:
    """Expect the labels and taints that jobs and the autoscaler know nodes by."""
    spot = "kubernetes.azure.com/scalesetpriority"
    taints = ["nvidia.com/gpu=present:NoSchedule"]
    is_spot = rung == "spot"
    return {
        "agentPoolName": f"{pool}{rung}",
        "nodeLabels": {
            "landing-zone/pool": pool,
            "landing-zone/rung": rung,
            **labels,
            **({spot: "spot"} if is_spot else {}),
        },
        "nodeTaints": [*taints, f"{spot}=spot:NoSchedule"] if is_spot else taints,
    }


PRIVATE: Mapping[str, Expected] = {
    POOLS: {
        "enableNodePublicIP": False,
        "vnetSubnetID": says("{id:ai-network-nodes}"),
    },
}

ENCRYPTED: Mapping[str, Expected] = {
    POOLS: {"enableEncryptionAtHost": True, "osDiskType": "Managed"},
}

LEAST: Mapping[str, Expected] = {
    f"{DEFINITION} {JOINED}-role": {
        "roleType": "CustomRole",
        "assignableScopes": says_all("{id:ai-gpu-train-group}"),
        "permissions.#.actions": [
            "Microsoft.Compute/proximityPlacementGroups/read",
            "Microsoft.Compute/proximityPlacementGroups/write",
        ],
        "permissions.#.notActions": is_missing,
        "permissions.#.dataActions": is_missing,
    },
    f"{ASSIGNMENT} {JOINED}-use": assigned(
        f"{{roleDefinitionId:{JOINED}-role}}",
        f"{{id:{JOINED}}}",
        identity="ai-cluster-control-plane-identity",
    ),
}

SERVES = {
    "landing-zone/purpose": "inference",
    "landing-zone/accelerator": "a10",
    "nvidia.com/device-plugin.config": "time-slicing-4",
}
TRAINS = {"landing-zone/purpose": "training", "landing-zone/accelerator": "h100"}

SOUND: Mapping[str, Expected] = {
    POOLS: {
        "resourceName": says("{name:ai-cluster-cluster}"),
        "mode": "User",
        "type": "VirtualMachineScaleSets",
        "osType": "Linux",
        "osSKU": "Ubuntu",
        "orchestratorVersion": "1.35",
        "enableAutoScaling": True,
        "minCount": 0,
        "maxCount": 4,
        "count": is_missing,
        "scaleDownMode": "Delete",
        "gpuProfile.driver": "Install",
        "gpuInstanceProfile": is_missing,
        "availabilityZones": is_missing,
    },
    SERVE: {"proximityPlacementGroupID": is_missing},
    TRAIN: {
        "vmSize": "Standard_ND96isr_H100_v5",
        "proximityPlacementGroupID": says(f"{{id:{JOINED}}}"),
    },
    SPOT: {
        "scaleSetPriority": "Spot",
        "scaleSetEvictionPolicy": "Delete",
        "spotMaxPrice": -1,
        "upgradeSettings": is_missing,
    },
    FREE: {
        "scaleSetPriority": "Regular",
        "spotMaxPrice": is_missing,
        "upgradeSettings.maxSurge": "1",
        "upgradeSettings.undrainableNodeBehavior": "Cordon",
    },
    **{f"{POOL} ai-gpu-serve-{rung}": marked("serve", rung, **SERVES) for rung in ("spot", "od")},
    **{f"{POOL} ai-gpu-train-{rung}": marked("train", rung, **TRAINS) for rung in ("spot", "od")},
    f"{PLACEMENT} {JOINED}": {
        "proximityPlacementGroupType": "Standard",
        "intent.vmSizes": ["Standard_ND96isr_H100_v5"],
        "zones": is_missing,
    },
}

GRANTED: Mapping[str, Grant] = {
    TRAIN: Grant(ASSIGNMENT, on="scope", used="proximityPlacementGroupID"),
}

PLAIN: Mapping[str, str] = {
    rf"{POOL} (vmSize|maxPods|osDiskSizeGB)": "how large",
    rf"{POOL} tags\.{SCALE}.*": "what the autoscaler reckons with: a node that comes up says it",
}
"""To be added to the tables of a zone with a cluster."""

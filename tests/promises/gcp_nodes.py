"""How pools of accelerators keep the promises on Google Cloud."""

from collections.abc import Mapping
from typing import Any

from tests.promises.gcp import SERVICE
from tests.promises.gcp_network import FIREWALL_ON, NETWORK, RULE, SUBNET
from tests.promises.table import Expectation, Expected, has, is_missing, says, says_all
from tests.promises.view import Zone

NODE_POOL = "gcp:container/nodePool:NodePool"
PLACEMENT = "gcp:compute/resourcePolicy:ResourcePolicy"

POOLS = f"{NODE_POOL} ai-gpu-.*"
TRAINING = f"{NODE_POOL} ai-gpu-train-.*"
SERVING = f"{NODE_POOL} ai-gpu-serve-.*"

CARDS = range(8)

APIS = ("compute", "container", "containerfilesystem")


def is_labelled(pool: str) -> Expectation:
    """Expect the tags of a pool, under whatever name its labels have."""

    def check(value: Any, zone: Zone) -> bool:
        wanted = {**zone.env.labels, "component": pool, "stack": zone.recording.stack}
        return isinstance(value, Mapping) and dict(value) == wanted

    return check


def fabric_ranges(value: Any, zone: Zone) -> bool:
    """Expect the ranges of the fabric's network cards, and nothing else."""
    said = [zone.said(f"{{ipCidrRange:ai-gpu-train-gpu{n}-nodes}}") for n in CARDS]
    return sorted(value or []) == sorted(said)


def is_on_the_fabric(value: Any, zone: Zone) -> bool:
    """Expect a network card in each network of the fabric, in their order."""
    parts = [{"network": f"gpu{n}", "subnetwork": f"gpu{n}-nodes"} for n in CARDS]
    return list(value or []) == [
        {name: zone.said(f"{{name:ai-gpu-train-{part}}}") for name, part in card.items()}
        for card in parts
    ]


def fabric_rule(action: str, direction: str, side: str, ranges: Any) -> Expected:
    """Expect a rule of the fabric's firewall."""
    return {
        "firewallPolicy": says("{id:ai-gpu-train-fabric}"),
        "action": action,
        "direction": direction,
        "priority": {"allow": {"INGRESS": 1000, "EGRESS": 2000}}.get(
            action, {"INGRESS": 65000, "EGRESS": 65001}
        )[direction],
        "enableLogging": action == "deny",
        f"match.{side}IpRanges": ranges,
        "match.layer4Configs": has({"all": {"ports": is_missing}}, by="ipProtocol"),
    }


def taints(pool: str) -> Expectation:
    """Expect what keeps other pods off a pool's nodes."""
    return has(
        {
            "nvidia.com/gpu": {"value": "present", "effect": "NO_SCHEDULE"},
            "cloud.google.com/compute-class": {"value": pool, "effect": "NO_SCHEDULE"},
        },
        by="key",
    )


PRIVATE: dict[str, Expected] = {
    POOLS: {
        "networkConfig.enablePrivateNodes": True,
        "networkConfig.podRange": "pods",
        "nodeConfig.kubeletConfig.insecureKubeletReadonlyPortEnabled": "FALSE",
    },
    SERVING: {"networkConfig.additionalNodeNetworkConfigs": is_missing},
    TRAINING: {"networkConfig.additionalNodeNetworkConfigs": is_on_the_fabric},
    f"{NETWORK} ai-gpu-train-gpu.": {
        "deleteDefaultRoutesOnCreate": True,
        "networkProfile": is_missing,
    },
    f"{SUBNET} ai-gpu-.*": {
        "stackType": "IPV4_ONLY",
        "secondaryIpRanges": is_missing,
        "logConfig": {
            "aggregationInterval": "INTERVAL_15_MIN",
            "flowSampling": 0.01,
            "metadata": "EXCLUDE_ALL_METADATA",
        },
    },
    **{
        f"{SUBNET} ai-gpu-train-gpu{n}-nodes": {"network": says(f"{{id:ai-gpu-train-gpu{n}}}")}
        for n in CARDS
    },
    **{
        f"{FIREWALL_ON} ai-gpu-train-fabric-on-{n}": {
            "firewallPolicy": says("{id:ai-gpu-train-fabric}"),
            "attachmentTarget": says(f"{{id:ai-gpu-train-gpu{n}}}"),
        }
        for n in CARDS
    },
    f"{RULE} ai-gpu-train-fabric-in-own": fabric_rule("allow", "INGRESS", "src", fabric_ranges),
    f"{RULE} ai-gpu-train-fabric-out-own": fabric_rule("allow", "EGRESS", "dest", fabric_ranges),
    f"{RULE} ai-gpu-train-fabric-in-rest": fabric_rule("deny", "INGRESS", "src", ["0.0.0.0/0"]),
    f"{RULE} ai-gpu-train-fabric-out-rest": fabric_rule("deny", "EGRESS", "dest", ["0.0.0.0/0"]),
}
"""Nodes have no public address, and the fabric leads nowhere but to the pool's own nodes."""

LEAST: dict[str, Expected] = {
    POOLS: {
        "nodeConfig.serviceAccount": says("{email:ai-cluster-nodes}"),
        "nodeConfig.metadata": {"disable-legacy-endpoints": "true"},
        "nodeConfig.workloadMetadataConfig.mode": "GKE_METADATA",
        "nodeConfig.shieldedInstanceConfig.enableSecureBoot": True,
    },
}
"""Nodes are what the cluster's own are, and pods never what their node is."""


def rung(pool: str, code: str, *, spot: bool) -> dict[str, Expected]:
    """Expect how a rung's nodes are had, and how jobs know them."""
    return {
        f"{NODE_POOL} ai-gpu-{pool}-{code}": {
            "nodeConfig.spot": spot,
            "nodeConfig.labels": has_labels(pool, code),
        }
    }


def has_labels(pool: str, code: str) -> Expectation:
    """Expect what jobs and people select nodes by."""
    wanted = {
        "landing-zone/pool": pool,
        "landing-zone/rung": code,
        "landing-zone/purpose": {"train": "training", "serve": "inference"}[pool],
        "landing-zone/accelerator": {"train": "h100", "serve": "l4"}[pool],
        "cloud.google.com/compute-class": pool,
    }
    return lambda value, zone: isinstance(value, Mapping) and dict(value) == wanted


SOUND: dict[str, Expected] = {
    POOLS: {
        "location": says("{region}"),
        "cluster": says("{name:ai-cluster-control-plane}"),
        "version": says("{masterVersion:ai-cluster-control-plane}"),
        "management": {"autoRepair": True, "autoUpgrade": True},
        "upgradeSettings": {"strategy": "SURGE", "maxSurge": 1, "maxUnavailable": 0},
        "autoscaling": {
            "totalMinNodeCount": 0,
            "totalMaxNodeCount": 4,
            "locationPolicy": "ANY",
        },
        "nodeConfig.imageType": "COS_CONTAINERD",
        "nodeConfig.shieldedInstanceConfig.enableIntegrityMonitoring": True,
        "nodeConfig.gcfsConfig.enabled": True,
        "nodeConfig.reservationAffinity": {"consumeReservationType": "NO_RESERVATION"},
    },
    TRAINING: {
        "nodeLocations": ["europe-west4-b"],
        "placementPolicy.type": "COMPACT",
        "placementPolicy.policyName": says("{name:ai-gpu-train-placement}"),
        "nodeConfig.machineType": "a3-megagpu-8g",
        "nodeConfig.guestAccelerators": has(
            {
                "nvidia-h100-mega-80gb": {
                    "count": 8,
                    "gpuDriverInstallationConfig.gpuDriverVersion": "DEFAULT",
                }
            },
            by="type",
        ),
        "nodeConfig.localNvmeSsdBlockConfig.localSsdCount": 16,
        "nodeConfig.maxRunDuration": "259200s",
        "nodeConfig.taints": taints("train"),
        "nodeConfig.resourceLabels": is_labelled("ai-gpu-train"),
    },
    SERVING: {
        "nodeLocations": says_all("{region}-a", "{region}-b", "{region}-c"),
        "nodeConfig.machineType": "g2-standard-4",
        "nodeConfig.guestAccelerators": has(
            {
                "nvidia-l4": {
                    "count": 1,
                    "gpuDriverInstallationConfig.gpuDriverVersion": "DEFAULT",
                    "gpuSharingConfig.gpuSharingStrategy": "TIME_SHARING",
                    "gpuSharingConfig.maxSharedClientsPerGpu": 4,
                }
            },
            by="type",
        ),
        "nodeConfig.taints": taints("serve"),
        "nodeConfig.resourceLabels": is_labelled("ai-gpu-serve"),
    },
    **rung("train", "spot", spot=True),
    **rung("train", "od", spot=False),
    **rung("serve", "spot", spot=True),
    **rung("serve", "od", spot=False),
    f"{PLACEMENT} ai-gpu-train-placement": {"groupPlacementPolicy": {"collocation": "COLLOCATED"}},
    **{
        f"{SERVICE} ai-gpu-{pool}-{api}-api": {
            "service": f"{api}.googleapis.com",
            "disableOnDestroy": False,
        }
        for pool in ("train", "serve")
        for api in APIS
    },
}
"""Nodes are repaired, patched, placed and known as the spec says."""

PLAIN: dict[str, str] = {
    rf"{NETWORK} mtu": "speed",
    rf"{PLACEMENT} region": "where its nodes are",
}
"""What hardens nothing."""

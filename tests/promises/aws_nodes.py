"""How pools of nodes with accelerators keep the promises on AWS (`tests.zones.CLUSTERED`)."""

import base64
import email
import json
from typing import Any

from tests.promises.table import (
    Expectation,
    Expected,
    has,
    is_between,
    is_key_for,
    is_missing,
    per,
    says,
    says_all,
)
from tests.promises.view import Zone

NODES = "aws:eks/nodeGroup:NodeGroup"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
TAG = "aws:autoscaling/tag:Tag"
PLACEMENT = "aws:ec2/placementGroup:PlacementGroup"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
SCHEDULE = "aws:scheduler/schedule:Schedule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"

POOLS = ("serve", "train")
RUNGS = {"spot": "SPOT", "od": "ON_DEMAND"}
EVERY = [f"{pool}-{rung}" for pool in POOLS for rung in RUNGS]

LABELS = {
    "serve": {
        "landing-zone/purpose": "inference",
        "landing-zone/accelerator": "t4",
        "k8s.amazonaws.com/accelerator": "t4",
        "nvidia.com/device-plugin.config": "time-slicing-4",
    },
    "train": {
        "landing-zone/purpose": "training",
        "landing-zone/accelerator": "a100-40",
        "k8s.amazonaws.com/accelerator": "a100-40",
    },
}
STRATEGY = {"serve": "DEFAULT", "train": "MINIMAL"}
"""How nodes are replaced: where something is served, new ones come first."""

OFFERED = {"serve": "4", "train": "8"}
"""Accelerators that a node offers: one by turns to four, and eight of its own."""

PREFIX = "k8s.io/cluster-autoscaler/node-template"
EFAS = 4
"""Of the machine that the training pool gets where the tests build."""

THEIRS = "(serve|train)-(spot|od)"


def adapter(card: int) -> Expected:
    """Expect an interface for EFA alone, which only the pool's own nodes reach."""
    return {
        "deviceIndex": 1 if card == 0 else 0,
        "interfaceType": "efa-only",
        "deleteOnTermination": "true",
        "securityGroups": says_all("{id:ai-gpu-train-fabric}"),
    }


def are_on_every_card(value: Any, zone: Zone) -> bool:
    """Expect the machine's own interface first, then one for EFA on each card."""
    first, others = (value or [])[:1], (value or [])[1:]
    own = has(
        {
            "interface": {
                "networkCardIndex": 0,
                "deviceIndex": 0,
                "deleteOnTermination": "true",
                "securityGroups": says_all("{id:ai-cluster-nodes}", "{id:ai-gpu-train-fabric}"),
                "associatePublicIpAddress": is_missing,
            }
        },
        by="interfaceType",
    )
    rest = has({str(card): adapter(card) for card in range(EFAS)}, by="networkCardIndex")
    return own(first, zone) and rest([_by_card(each) for each in others], zone)


def are_labels(pool: str, rung: str) -> Expectation:
    """Expect the labels that jobs, the autoscaler and NVIDIA's operators go by."""
    wanted = {"landing-zone/pool": pool, "landing-zone/rung": rung, **LABELS[pool]}
    return lambda value, zone: wanted.items() <= (value or {}).items()


def tells(**wanted: Any) -> Expectation:
    """Expect user data whose configuration of the node says so, at the top of `spec`."""

    def check(value: Any, zone: Zone) -> bool:
        del zone
        try:
            spec = _config(str(value))
        except ValueError:
            return False
        return all(spec.get(key) == each for key, each in wanted.items())

    return check


def is_told(rung: str, key: str, value: str) -> dict[str, Expected]:
    """Expect that the autoscaler is told one thing of a rung's nodes."""
    told = {
        "tag.key": f"{PREFIX}/{key}",
        "tag.value": value,
        "tag.propagateAtLaunch": False,
        "autoscalingGroupName": says(f"{{resources.0.autoscalingGroups.0.name:ai-gpu-{rung}}}"),
    }
    return {f"{TAG} ai-gpu-{rung}-{key}": told}


def hints(pool: str, rung: str) -> dict[str, str]:
    """Return what the autoscaler is told of the nodes of any rung."""
    labels = {"landing-zone/pool": pool, "landing-zone/rung": rung, **LABELS[pool]}
    return {
        **{f"label/{key}": value for key, value in labels.items()},
        "taint/nvidia.com/gpu": "present:NoSchedule",
        "resources/nvidia.com/gpu": OFFERED[pool],
        "resources/ephemeral-storage": "200Gi",
    }


def patches(group: str) -> Expectation:
    """Expect a request, as JSON, that names a node group of the cluster and no version."""

    def check(value: Any, zone: Zone) -> bool:
        named = {
            "ClusterName": says("{name:ai-cluster-cluster}"),
            "NodegroupName": says(f"{{nodeGroupName:{group}}}"),
        }
        said = json.loads(str(value or "{}"))
        return said.keys() == named.keys() and all(
            expected(said[key], zone) for key, expected in named.items()
        )

    return check


def to_itself(way: str, kind: str) -> dict[str, Expected]:
    """Expect that the nodes of a fabric reach each other."""
    return {
        f"{kind} ai-gpu-train-fabric-{way}": {
            "securityGroupId": says("{id:ai-gpu-train-fabric}"),
            "referencedSecurityGroupId": says("{id:ai-gpu-train-fabric}"),
            "ipProtocol": "-1",
            "cidrIpv4": is_missing,
        }
    }


PRIVATE: dict[str, Expected] = {
    f"{NODES} ai-gpu-{THEIRS}": {"remoteAccess": is_missing},
    f"{NODES} ai-gpu-serve-{{}}".format("(spot|od)"): {
        "subnetIds": says_all(*(f"{{id:ai-network-node-{zone}}}" for zone in "abc")),
    },
    f"{NODES} ai-gpu-train-(spot|od)": {"subnetIds": says_all("{id:ai-network-node-b}")},
    f"{TEMPLATE} ai-gpu-{THEIRS}-template": {
        "keyName": is_missing,
        "iamInstanceProfile": is_missing,
        "metadataOptions.httpTokens": "required",
        "metadataOptions.httpPutResponseHopLimit": is_between(1, 1),
        "metadataOptions.httpEndpoint": "enabled",
        "metadataOptions.httpProtocolIpv6": "disabled",
        "metadataOptions.instanceMetadataTags": "disabled",
    },
    f"{TEMPLATE} ai-gpu-serve-(spot|od)-template": {
        "vpcSecurityGroupIds": says_all("{id:ai-cluster-nodes}"),
        "networkInterfaces": is_missing,
    },
    f"{TEMPLATE} ai-gpu-train-(spot|od)-template": {
        "vpcSecurityGroupIds": is_missing,
        "networkInterfaces": are_on_every_card,
    },
    f"{GROUP} ai-gpu-train-fabric": {"ingress": is_missing, "egress": is_missing},
    **to_itself("in", INGRESS),
    **to_itself("out", EGRESS),
}
"""Nodes without a public address or a login, whose role no pod reaches."""

ENCRYPTED: dict[str, Expected] = {
    f"{TEMPLATE} ai-gpu-{THEIRS}-template": {
        "blockDeviceMappings": has(
            {
                "/dev/xvda": {
                    "ebs.encrypted": "true",
                    "ebs.kmsKeyId": is_key_for("cluster"),
                    "ebs.deleteOnTermination": "true",
                }
            },
            by="deviceName",
        ),
    },
}

LEAST: dict[str, Expected] = {
    f"{NODES} ai-gpu-{THEIRS}": {"nodeRoleArn": says("{arn:ai-cluster-nodes-role}")},
}
"""Nodes are what the cluster's own are; data is for pods."""

SOUND: dict[str, Expected] = {
    **per(
        EVERY,
        f"{NODES} ai-gpu-{{}}",
        lambda rung: {
            "clusterName": says("{name:ai-cluster-cluster}"),
            "version": says("{version:ai-cluster-cluster}"),
            "amiType": "AL2023_x86_64_NVIDIA",
            "capacityType": RUNGS[rung.partition("-")[2]],
            "launchTemplate.id": says(f"{{id:ai-gpu-{rung}-template}}"),
            "launchTemplate.version": says(f"{{latestVersion:ai-gpu-{rung}-template}}"),
            "nodeRepairConfig.enabled": True,
            "updateConfig.updateStrategy": STRATEGY[rung.partition("-")[0]],
            "updateConfig.maxUnavailable": is_between(1, 1),
            "scalingConfig.minSize": is_between(0, 0),
            "scalingConfig.maxSize": is_between(4, 4),
            "scalingConfig.desiredSize": is_between(0, 0),
            "labels": are_labels(*rung.split("-")),
            "taints": has(
                {"nvidia.com/gpu": {"value": "present", "effect": "NO_SCHEDULE"}}, by="key"
            ),
        },
    ),
    **{
        key: expected
        for rung in EVERY
        for told, value in hints(*rung.split("-")).items()
        for key, expected in is_told(rung, told, value).items()
    },
    **is_told("train-spot", "resources/vpc.amazonaws.com/efa", str(EFAS)),
    **is_told("train-od", "resources/vpc.amazonaws.com/efa", str(EFAS)),
    f"{TEMPLATE} ai-gpu-{THEIRS}-template": {
        "userData": tells(
            featureGates={"FastImagePull": True}, kubelet={"config": {"maxPods": 110}}
        ),
    },
    f"{TEMPLATE} ai-gpu-train-(spot|od)-template": {
        "placement.groupName": says("{name:ai-gpu-train-placement}"),
    },
    PLACEMENT: {"strategy": "cluster"},
    **per(
        EVERY,
        f"{SCHEDULE} ai-gpu-{{}}-upkeep",
        lambda rung: {"target.input": patches(f"ai-gpu-{rung}")},
    ),
}
"""Groups that follow the cluster, grow from nothing and tell the autoscaler what they give."""

PLAIN = {
    rf"{NODES} instanceTypes.*": "which machine: the catalogue's tests look at it",
    rf"{NODES} (labels|scalingConfig|capacityType|updateConfig).*": "of the system pool: how many",
    rf"{TEMPLATE} (updateDefaultVersion|tagSpecifications).*": "names and versions",
    rf"{TEMPLATE} blockDeviceMappings\.#\.ebs\.(volumeSize|volumeType|throughput)": "how large",
}
"""For the mutation run: what hardens nothing."""


def _by_card(interface: dict[str, Any]) -> dict[str, Any]:
    return {**interface, "networkCardIndex": str(interface.get("networkCardIndex"))}


def _config(user_data: str) -> dict[str, Any]:
    told = email.message_from_bytes(base64.b64decode(user_data, validate=True))
    parts = {each.get_content_type(): each for each in told.walk()}
    config = parts.get("application/node.eks.aws")
    return json.loads(str(config.get_payload()))["spec"] if config else {}

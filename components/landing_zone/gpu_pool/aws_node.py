"""What nodes on EKS run, say of themselves and do when they start."""

import json
from base64 import b64encode
from typing import Any

from landing_zone.gpu_pool import nodes
from landing_zone.gpu_pool.aws_pool import Pool
from landing_zone.gpu_pool.resolution import Choice
from landing_zone.gpu_pool.spec import Driver, GpuPoolSpec, NvmeUse, Taint

PLAIN = {"x86_64": "AL2023_x86_64_STANDARD", "arm64": "AL2023_ARM_64_STANDARD"}
"""Images without a driver, for the vendor's operator to bring one.

Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html
"""

READY_LABEL = "k8s.amazonaws.com/accelerator"
"""Makes the autoscaler wait for a node's accelerators instead of adding another node.

Source: https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md#special-note-on-gpu-instances
"""

EFFECTS = {
    "NoSchedule": "NO_SCHEDULE",
    "PreferNoSchedule": "PREFER_NO_SCHEDULE",
    "NoExecute": "NO_EXECUTE",
}
"""Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_Taint.html"""

MOST_PODS = 110
"""Pods on a node, on every cloud; addresses are planned by it.

Source: https://kubernetes.io/docs/setup/best-practices/cluster-large/
"""

BOUNDARY = "==NODE=="

SCRATCH = """\
#!/usr/bin/env bash
set -o errexit -o nounset -o pipefail
setup-local-disks raid0 --no-bind-mounts
mkdir --parents /mnt/scratch
options='bind,nofail,x-systemd.requires-mounts-for=/mnt/k8s-disks/0'
echo "/mnt/k8s-disks/0 /mnt/scratch none $options 0 0" >> /etc/fstab
systemctl daemon-reload
mount /mnt/scratch
chmod 1777 /mnt/scratch
"""
"""Joins a machine's own disks by the image's own tool, and shows them where pods look on any cloud.

Source: https://github.com/awslabs/amazon-eks-ami/blob/main/templates/shared/runtime/bin/setup-local-disks
"""


def image(spec: GpuPoolSpec, choice: Choice) -> str:
    """Return the kind of image: with the accelerator's driver in it, or without any."""
    machine = choice.machine
    return machine.words["ami_type"] if spec.driver is Driver.CLOUD else PLAIN[machine.arch]


def labels(pool: Pool, code: str) -> dict[str, str]:
    """Return the labels of a rung's nodes, with the one that the autoscaler on AWS knows."""
    ready = {READY_LABEL: pool.choice.accelerator.name}
    return {**nodes.labels(pool.name, code, pool.spec, pool.choice), **ready}


def taint(given: Taint) -> Any:
    """Return a taint in EKS's words."""
    return {"key": given.key, "value": given.value, "effect": EFFECTS[given.effect]}


def user_data(spec: GpuPoolSpec) -> str:
    """Return what a node does when it starts, beside what EKS adds to make it join.

    Layers of images are pulled side by side, which machines of this size can afford.

    Sources: https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html,
    https://awslabs.github.io/amazon-eks-ami/nodeadm/doc/api/
    """
    parts = {"application/node.eks.aws": json.dumps(_config(spec), indent=2)}
    if spec.local_nvme is NvmeUse.SCRATCH:
        parts["text/x-shellscript"] = SCRATCH
    return b64encode(_multipart(parts).encode()).decode()


def _config(spec: GpuPoolSpec) -> dict[str, Any]:
    told: dict[str, Any] = {
        "featureGates": {"FastImagePull": True},
        "kubelet": {"config": {"maxPods": MOST_PODS}},
    }
    if spec.local_nvme is NvmeUse.CACHE:
        told["instance"] = {"localStorage": {"strategy": "RAID0"}}
    return {"apiVersion": "node.eks.aws/v1alpha1", "kind": "NodeConfig", "spec": told}


def _multipart(parts: dict[str, str]) -> str:
    head = f'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="{BOUNDARY}"\n'
    bodies = [f"--{BOUNDARY}\nContent-Type: {kind}\n\n{text}\n" for kind, text in parts.items()]
    return "\n".join([head, *bodies, f"--{BOUNDARY}--\n"])

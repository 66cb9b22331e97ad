"""The nodes for the cluster's own programs: their role, their disks, their group."""

from typing import Any

import pulumi
import pulumi_aws as aws

from landing_zone.baseline.aws import allow
from landing_zone.cluster.aws_roles import Role
from landing_zone.cluster.aws_upkeep import TAGGED
from landing_zone.cluster.spec import ClusterSpec, Machine, NodeOs
from landing_zone.core import LandingZoneError, Scope
from landing_zone.gpu_pool.spec import POOL_LABEL
from landing_zone.network.spec import NetworkOutputs

SYSTEM = "system"

MACHINES = {
    Machine.STANDARD_4: "m6i.xlarge",
    Machine.STANDARD_8: "m6i.2xlarge",
    Machine.STANDARD_16: "m6i.4xlarge",
}
"""Source: https://docs.aws.amazon.com/ec2/latest/instancetypes/gp.html"""

IMAGES = {NodeOs.MINIMAL: "BOTTLEROCKET_x86_64", NodeOs.GENERAL: "AL2023_x86_64_STANDARD"}
"""Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html"""

ROOT = "/dev/xvda"
DATA = "/dev/xvdb"
"""Bottlerocket keeps itself on the first disk, and images and logs on the second.

Source: https://bottlerocket.dev/en/os/latest/#/concepts/components/
"""

IDLE_TAG = "k8s.io/cluster-autoscaler/node-template/autoscaling-options/scaledownunneededtime"
"""How long a node of a group may idle, said to the autoscaler by a tag of the group.

Source: https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
"""


def node_role() -> Role:
    """Let machines join the cluster, hand pods their own roles, and pull images.

    Pods get no further with it: the metadata service is out of their reach, and the network plugin
    has a role of its own.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
    """
    trust = allow("Machines", ["sts:AssumeRole"], principal={"Service": "ec2.amazonaws.com"})
    managed = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"]
    return Role("nodes", trust, managed=managed)


def system_nodes(
    scope: Scope,
    spec: ClusterSpec,
    cluster: aws.eks.Cluster,
    *,
    role: pulumi.Output[str],
    group: pulumi.Output[str],
    disk_key: pulumi.Output[str],
    network: NetworkOutputs,
    ready: list[pulumi.Resource],
) -> aws.eks.NodeGroup:
    """Declare the group of nodes, once what makes them ready is there.

    Its version follows the control plane's, which therefore goes first. Where there may be more
    nodes than the least, the autoscaler sets how many, and no deployment sets that back.

    Sources: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html,
    https://docs.aws.amazon.com/eks/latest/userguide/node-health.html
    """
    pool = spec.system_pool
    template = _template(scope, spec, group=group, disk_key=disk_key)
    ignored = ["scalingConfig.desiredSize"] if pool.min_nodes < pool.max_nodes else None
    nodes = aws.eks.NodeGroup(
        scope.child(SYSTEM),
        cluster_name=cluster.name,
        version=cluster.version,
        node_role_arn=role,
        subnet_ids=network.node_subnets.apply(lambda every: _chosen(every, spec)),
        ami_type=IMAGES[spec.node_os],
        capacity_type="ON_DEMAND",
        instance_types=[MACHINES[pool.machine]],
        launch_template={
            "id": template.id,
            "version": template.latest_version.apply(lambda version: str(int(version))),
        },
        scaling_config={
            "desired_size": pool.min_nodes,
            "min_size": pool.min_nodes,
            "max_size": pool.max_nodes,
        },
        update_config={"max_unavailable": 1, "update_strategy": "DEFAULT"},
        node_repair_config={"enabled": True},
        labels={POOL_LABEL: SYSTEM},
        tags=scope.tags,
        opts=scope.opts(ignore_changes=ignored, depends_on=ready),
    )
    aws.autoscaling.Tag(
        scope.child(f"{SYSTEM}-idle"),
        autoscaling_group_name=nodes.resources.apply(
            lambda each: ((each[0].autoscaling_groups or [])[0].name) or ""
        ),
        tag={
            "key": IDLE_TAG,
            "value": f"{spec.idle_node_minutes}m0s",
            "propagate_at_launch": False,
        },
        opts=scope.opts(),
    )
    return nodes


def _template(
    scope: Scope, spec: ClusterSpec, *, group: pulumi.Output[str], disk_key: pulumi.Output[str]
) -> aws.ec2.LaunchTemplate:
    """Say how machines are launched: encrypted, and with metadata that no pod reaches.

    One hop is the machine itself; a pod is two away.

    Source: https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
    """
    encrypted: dict[str, Any] = {"encrypted": "true", "kms_key_id": disk_key, "volume_type": "gp3"}
    sized = {**encrypted, "volume_size": spec.system_pool.disk_gib, "delete_on_termination": "true"}
    minimal = spec.node_os is NodeOs.MINIMAL
    disks = {ROOT: encrypted, DATA: sized} if minimal else {ROOT: sized}
    mappings: Any = [{"device_name": device, "ebs": disk} for device, disk in disks.items()]
    return aws.ec2.LaunchTemplate(
        scope.child(f"{SYSTEM}-template"),
        update_default_version=True,
        vpc_security_group_ids=[group],
        block_device_mappings=mappings,
        metadata_options={
            "http_endpoint": "enabled",
            "http_tokens": "required",
            "http_put_response_hop_limit": 1,
            "http_protocol_ipv6": "disabled",
            "instance_metadata_tags": "disabled",
        },
        tag_specifications=[{"resource_type": each, "tags": scope.tags} for each in TAGGED],
        tags=scope.tags,
        opts=scope.opts(),
    )


def _chosen(subnets: list[str], spec: ClusterSpec) -> list[str]:
    if spec.node_zones is None:
        return subnets
    if max(spec.node_zones) > len(subnets):
        limit = f"at most {len(subnets)}, as the network has no more zones"
        raise LandingZoneError(f"node_zones: {limit}, got {max(spec.node_zones)}")
    return [subnets[zone - 1] for zone in spec.node_zones]

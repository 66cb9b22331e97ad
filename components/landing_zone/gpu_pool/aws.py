"""Pools of GPU, Trainium and Inferentia nodes on EKS: a managed node group for each rung."""

from collections.abc import Iterator, Mapping

import pulumi
import pulumi_aws as aws

from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.core import LandingZoneError, Names, Scope, after
from landing_zone.gpu_pool import aws_check, nodes
from landing_zone.gpu_pool.aws_capacity import CAPACITY_TYPES, Capacity, capacity
from landing_zone.gpu_pool.aws_fabric import Fabric, fabric
from landing_zone.gpu_pool.aws_scaling import hints, sizes
from landing_zone.gpu_pool.aws_template import template
from landing_zone.gpu_pool.aws_zones import numbers, places
from landing_zone.gpu_pool.capacity import Rung, RungKind
from landing_zone.gpu_pool.resolution import Choice, resolve
from landing_zone.gpu_pool.spec import Driver, GpuPoolOutputs, GpuPoolSpec, Taint, pool_name
from landing_zone.keys.spec import KeysOutputs
from landing_zone.network.spec import NetworkOutputs

EFFECTS = {
    "NoSchedule": "NO_SCHEDULE",
    "PreferNoSchedule": "PREFER_NO_SCHEDULE",
    "NoExecute": "NO_EXECUTE",
}
"""Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_Taint.html"""

KEPT_MACHINES = (RungKind.RESERVATION, RungKind.BLOCK)
"""Rungs that have no machine to spare: an update takes the old node away before the new one comes.

Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_NodegroupUpdateConfig.html
"""


def check(names: Names, spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
    """Yield what EKS refuses: ways to get machines that it has not, zones, names and keys."""
    yield from aws_check.faults(names, spec)


def build(
    scope: Scope,
    spec: GpuPoolSpec,
    *,
    cluster: ClusterOutputs,
    network: NetworkOutputs,
    keys: KeysOutputs,
) -> GpuPoolOutputs:
    """Declare the node groups, and what their machines need to find each other.

    The disks' key is the cluster's own, by `cluster.place`: it is available once the account's
    autoscaling service may use it. `max_run_hours` is the runtime's to keep, as a managed node
    group has no such field.
    """
    del keys
    choice = resolve(scope.env.cloud, scope.env.region, spec)
    pool = pool_name(scope.names.component)
    among = fabric(scope, spec, choice, network)
    groups = {
        code: _rung(scope, spec, choice, code, among=among, cluster=cluster, network=network)
        for code in spec.rungs()
    }
    return GpuPoolOutputs.existing(
        machine=choice.machine.name,
        accelerator=choice.accelerator.name,
        node_pools=groups,
        scheduling=nodes.scheduling(pool, spec, choice),
        resource=choice.accelerator.resource,
    )


def _rung(
    scope: Scope,
    spec: GpuPoolSpec,
    choice: Choice,
    code: str,
    *,
    among: Fabric,
    cluster: ClusterOutputs,
    network: NetworkOutputs,
) -> pulumi.Output[str]:
    """Declare a rung, and return its node group's name once the autoscaler can know its nodes."""
    rung = spec.rungs()[code]
    where = numbers(scope.env.region, spec, choice, rung)
    source = capacity(scope, choice, code, rung, zone=where[0], among=among)
    group = _group(
        scope,
        spec,
        choice,
        code,
        source=source,
        described=template(scope, spec, choice, code, source=source, among=among, cluster=cluster),
        subnets=places(network, where),
        cluster=cluster,
    )
    return after(group.node_group_name, *hints(scope, spec, choice, code, group))


def _group(
    scope: Scope,
    spec: GpuPoolSpec,
    choice: Choice,
    code: str,
    *,
    source: Capacity,
    described: aws.ec2.LaunchTemplate,
    subnets: pulumi.Output[list[str]],
    cluster: ClusterOutputs,
) -> aws.eks.NodeGroup:
    """Declare a node group whose desired size is the autoscaler's, unless it has but one size."""
    rung = spec.rungs()[code]
    size = sizes(spec, code)
    ours = [] if size["min_size"] == size["max_size"] else ["scalingConfig.desiredSize"]
    pool = pool_name(scope.names.component)
    return aws.eks.NodeGroup(
        scope.child(code),
        cluster_name=cluster.name,
        version=cluster.version,
        node_role_arn=cluster.place["node_role_arn"],
        subnet_ids=subnets,
        ami_type=ami_type(spec, choice),
        capacity_type=CAPACITY_TYPES[rung.kind],
        instance_types=None if source.in_template else [choice.machine.name],
        launch_template={
            "id": described.id,
            "version": described.latest_version.apply(str),
        },
        scaling_config=size,
        labels=nodes.labels(pool, code, spec, choice) | autoscaler_labels(choice),
        taints=[_taint(taint) for taint in nodes.taints(spec, choice)],
        node_repair_config={"enabled": True},
        update_config=_update(rung),
        tags=scope.tags,
        opts=scope.opts(ignore_changes=ours),
    )

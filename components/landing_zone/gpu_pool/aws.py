"""Pools of NVIDIA, Trainium and Inferentia nodes on EKS: a managed node group for each rung."""

from collections.abc import Iterator

import pulumi
import pulumi_aws as aws

from landing_zone.cluster.aws_upkeep import UPKEEP, patch_weekly
from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.core import LandingZoneError, Names, Scope, after
from landing_zone.gpu_pool import aws_check, aws_node, nodes
from landing_zone.gpu_pool.aws_capacity import CAPACITY_TYPES, KEPT, source
from landing_zone.gpu_pool.aws_fabric import Among, among
from landing_zone.gpu_pool.aws_pool import Pool
from landing_zone.gpu_pool.aws_scaling import hints, size
from landing_zone.gpu_pool.aws_template import template
from landing_zone.gpu_pool.capacity import Rung, RungKind
from landing_zone.gpu_pool.spec import GpuPoolOutputs, GpuPoolSpec, Purpose
from landing_zone.keys.spec import KeysOutputs
from landing_zone.network.spec import NetworkOutputs


def check(names: Names, spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
    """Yield what EKS refuses: ways to get machines that it has not, zones, labels and names."""
    yield from aws_check.faults(names, spec)


def build(
    scope: Scope,
    spec: GpuPoolSpec,
    *,
    cluster: ClusterOutputs,
    network: NetworkOutputs,
    keys: KeysOutputs,
) -> GpuPoolOutputs:
    """Declare what lets the nodes find each other, and a node group for each rung.

    The key of the disks comes from the cluster's `place`, available once the service that launches
    machines may use it. A managed node group knows no longest run: the runtime keeps that.
    """
    del keys
    pool = Pool.of(scope, spec, cluster, network)
    close = among(pool)
    groups = {code: _rung(pool, code, close) for code in pool.rungs}
    return GpuPoolOutputs.existing(
        machine=after(pool.choice.machine.name, *groups.values()),
        accelerator=after(pool.choice.accelerator.name, *groups.values()),
        node_pools=groups,
        scheduling=after(
            pulumi.Output.from_input(nodes.scheduling(pool.name, spec, pool.choice)),
            *groups.values(),
        ),
        resource=pool.choice.accelerator.resource,
    )


def _rung(pool: Pool, code: str, close: Among) -> pulumi.Output[str]:
    """Declare a rung, and return its group's name once the autoscaler can tell what it gives.

    The group is patched in the cluster's window, also while it has no nodes: the next ones then
    come with the latest image.
    """
    launched = template(pool, code, source(pool, code, close), close)
    group = _group(pool, code, launched)
    told = hints(pool, code, group)
    patched = patch_weekly(pool.scope, f"{code}-{UPKEEP}", group, pool.cluster.place, ready=told)
    return after(group.node_group_name, patched)


def _group(pool: Pool, code: str, launched: aws.ec2.LaunchTemplate) -> aws.eks.NodeGroup:
    """Declare the node group; how many nodes it has is the autoscaler's, unless that is fixed.

    A node with a failed accelerator is replaced. The version is the control plane's, which
    therefore goes first.

    Sources: https://docs.aws.amazon.com/eks/latest/userguide/node-health.html,
    https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
    """
    scope, rung = pool.scope, pool.rungs[code]
    least, most = size(pool.spec, code)
    return aws.eks.NodeGroup(
        scope.child(code),
        cluster_name=pool.cluster.name,
        version=pool.cluster.version,
        node_role_arn=pool.cluster.place["node_role_arn"],
        subnet_ids=pool.subnets(rung),
        ami_type=aws_node.image(pool.spec, pool.choice),
        capacity_type=CAPACITY_TYPES[rung.kind],
        instance_types=None if rung.kind is RungKind.BLOCK else [pool.choice.machine.name],
        launch_template={
            "id": launched.id,
            "version": launched.latest_version.apply(lambda version: str(int(version))),
        },
        scaling_config={
            "min_size": least,
            "max_size": most,
            "desired_size": least,
        },
        labels=aws_node.labels(pool, code),
        taints=[aws_node.taint(each) for each in nodes.taints(pool.spec, pool.choice)],
        node_repair_config={"enabled": True},
        update_config={
            "max_unavailable": 1,
            "update_strategy": _strategy(pool, rung),
        },
        tags=scope.tags,
        opts=scope.opts(ignore_changes=None if least == most else ["scalingConfig.desiredSize"]),
    )


def _strategy(pool: Pool, rung: Rung) -> str:
    """Return how an update goes: new nodes come first only where what is served must go on.

    Before it takes a node away, EKS adds up to two in every zone. Training would pay for machines
    that its jobs do not move to, and where machines are kept there are none to add.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
    """
    spare = pool.spec.purpose is not Purpose.TRAINING and rung.kind not in KEPT
    return "DEFAULT" if spare else "MINIMAL"

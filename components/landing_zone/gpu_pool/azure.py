"""Pools of NVIDIA and AMD nodes on AKS: an agent pool for each rung."""

from collections.abc import Iterator

import pulumi

from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.core import LandingZoneError, Names, Scope, after
from landing_zone.gpu_pool import azure_check
from landing_zone.gpu_pool.azure_capacity import hold
from landing_zone.gpu_pool.azure_marks import scheduling
from landing_zone.gpu_pool.azure_node import agent_pool
from landing_zone.gpu_pool.azure_pool import Pool
from landing_zone.gpu_pool.spec import GpuPoolOutputs, GpuPoolSpec
from landing_zone.keys.spec import KeysOutputs
from landing_zone.network.spec import NetworkOutputs


def check(names: Names, spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
    """Yield what AKS refuses: ways to get machines that it has not, disks, fabrics and names."""
    yield from azure_check.faults(names, spec)


def build(
    scope: Scope,
    spec: GpuPoolSpec,
    *,
    cluster: ClusterOutputs,
    network: NetworkOutputs,
    keys: KeysOutputs,
) -> GpuPoolOutputs:
    """Declare what keeps machines close or reserved, and an agent pool for each rung.

    Nodes go where the cluster's own go, and their disks are encrypted as its own are, so neither
    the network nor the keys are asked. An agent pool knows no longest run: the runtime keeps that.

    Source: https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys
    """
    del network, keys
    pool = Pool.of(scope, spec, cluster)
    held = hold(pool)
    made = {code: agent_pool(pool, code, held[code]) for code in pool.rungs}
    return GpuPoolOutputs(
        machine=after(pool.choice.machine.name, *made.values()),
        accelerator=after(pool.choice.accelerator.name, *made.values()),
        node_pools={code: each.name for code, each in made.items()},
        scheduling=after(pulumi.Output.from_input(scheduling(pool)), *made.values()),
        resource=after(pool.choice.accelerator.resource, *made.values()),
    )

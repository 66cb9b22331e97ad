"""A pool of nodes with accelerators on Azure: an agent pool for each rung of its ladder."""

from collections.abc import Iterator

import pulumi

from landing_zone.baseline.azure import refusals
from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.core import LandingZoneError, Names, Scope, after
from landing_zone.gpu_pool.azure_capacity import hold
from landing_zone.gpu_pool.azure_nodes import SPOT_TAINT, agent_pool
from landing_zone.gpu_pool.azure_refusals import ladder_refusals, machine_refusals, name_refusals
from landing_zone.gpu_pool.capacity import RungKind
from landing_zone.gpu_pool.nodes import scheduling
from landing_zone.gpu_pool.resolution import Choice, resolve
from landing_zone.gpu_pool.spec import GpuPoolOutputs, GpuPoolSpec, pool_name
from landing_zone.keys.spec import KeysOutputs
from landing_zone.network.spec import NetworkOutputs


def check(names: Names, spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
    """Yield what Azure refuses of a settled spec."""
    yield from refusals(names)
    yield from name_refusals(names, spec)
    yield from machine_refusals(spec)
    choice = resolve(names.env.cloud, names.env.region, spec)
    yield from ladder_refusals(spec, choice, names.env)


def build(
    scope: Scope,
    spec: GpuPoolSpec,
    *,
    cluster: ClusterOutputs,
    network: NetworkOutputs,
    keys: KeysOutputs,
) -> GpuPoolOutputs:
    """Declare what holds the machines, and an agent pool for each rung.

    Nodes go where the cluster's own go, and their disks are encrypted as its own are, so neither
    the network nor the keys are asked.

    Source: https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys
    """
    del network, keys
    choice = resolve(scope.env.cloud, scope.env.region, spec)
    pool = pool_name(scope.names.component)
    held = hold(scope, spec, choice, cluster)
    made = {
        rung: agent_pool(scope, pool, rung, spec, choice, cluster=cluster, held=held[rung])
        for rung in spec.rungs()
    }
    return GpuPoolOutputs(
        machine=after(choice.machine.name, *made.values()),
        accelerator=after(choice.accelerator.name, *made.values()),
        node_pools={rung: each.name for rung, each in made.items()},
        scheduling=pulumi.Output.from_input(_scheduling(pool, spec, choice)),
        resource=pulumi.Output.from_input(choice.accelerator.resource),
    )


def _scheduling(pool: str, spec: GpuPoolSpec, choice: Choice) -> dict[str, object]:
    """Say what pods say: they tolerate what AKS adds to spot nodes, so they name no rung."""
    spot = any(rung.kind is RungKind.SPOT for rung in spec.capacity)
    return scheduling(pool, spec, choice, besides=(SPOT_TAINT,) if spot else ())

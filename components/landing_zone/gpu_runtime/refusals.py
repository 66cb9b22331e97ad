"""What the runtime refuses of the pools that it would have to serve together."""

from collections.abc import Iterator

from landing_zone.core import Cloud, Environment, LandingZoneError, UnsupportedError
from landing_zone.gpu_pool.spec import Driver
from landing_zone.gpu_runtime.demand import Demand
from landing_zone.gpu_runtime.faults import REPAIRS_ITSELF
from landing_zone.gpu_runtime.objects import RUNTIME, SYSTEM, UPKEEP
from landing_zone.gpu_runtime.objects.upkeep import longest_runs
from landing_zone.gpu_runtime.spec import GpuRuntimeSpec

OURS = (RUNTIME, UPKEEP, SYSTEM, "kube-public", "kube-node-lease")


def faults(env: Environment, spec: GpuRuntimeSpec) -> Iterator[LandingZoneError]:
    """Yield what is wrong, a line each; a pool without a machine is the pool's own fault."""
    yield from _taken_names(spec)
    yield from _repair(env, spec)
    try:
        demand = Demand.of(env, spec)
    except LandingZoneError:
        return
    yield from _driverless(demand)
    yield from _drivers(demand)
    yield from _vendors(demand)
    yield from _runs(demand)


def _taken_names(spec: GpuRuntimeSpec) -> Iterator[LandingZoneError]:
    for name in spec.namespaces:
        if name in OURS:
            yield LandingZoneError(
                f"namespaces.{name}: a namespace of your own, as {', '.join(OURS)} are taken"
            )


def _repair(env: Environment, spec: GpuRuntimeSpec) -> Iterator[LandingZoneError]:
    if not spec.repair and env.cloud in REPAIRS_ITSELF:
        instead = "leave it out: the cloud replaces nodes with a failed accelerator by itself"
        yield UnsupportedError("repair: False", env.cloud, instead=instead)


def _driverless(demand: Demand) -> Iterator[LandingZoneError]:
    """Yield where NVIDIA's operator has no driver for what the nodes run.

    Sources: https://github.com/NVIDIA/gpu-operator/issues/686,
    https://github.com/NVIDIA/gpu-operator/issues/1492
    """
    if demand.cloud is not Cloud.AWS:
        return
    instead = "use cloud, as NVIDIA's operator has no driver for Amazon Linux"
    for each in demand.by("nvidia", driver=Driver.OPERATOR):
        yield UnsupportedError(f"pools.{each.name}.driver: operator", demand.cloud, instead=instead)


def _drivers(demand: Demand) -> Iterator[LandingZoneError]:
    """Yield where pools differ in who installs NVIDIA's driver, as one operator serves them all.

    Source: https://azure.github.io/aks-rdma-infiniband/configurations/gpu-drivers
    """
    nvidia = demand.by("nvidia")
    for each in nvidia[1:]:
        if each.spec.driver is not nvidia[0].spec.driver:
            first = nvidia[0]
            yield LandingZoneError(
                f"pools.{each.name}.driver: {first.spec.driver}, as pool {first.name} has it and"
                f" one operator serves both, got '{each.spec.driver}'"
            )


def _vendors(demand: Demand) -> Iterator[LandingZoneError]:
    """Yield accelerators that nothing here makes usable.

    AMD's operator builds the driver on the node from the internet, and wants cert-manager.

    Source: https://instinct.docs.amd.com/projects/gpu-operator/en/latest/installation/kubernetes-helm.html
    """
    for each in demand.by("amd"):
        instead = "use h100 or h200: AKS brings no driver for AMD, and the runtime installs none"
        model = each.choice.accelerator.name
        yield UnsupportedError(f"pools.{each.name}: {model}", demand.cloud, instead=instead)


def _runs(demand: Demand) -> Iterator[LandingZoneError]:
    """Yield pools whose nodes would be drained and never removed."""
    for each in demand.pools:
        if each.name in longest_runs(demand) and each.spec.min_nodes:
            yield UnsupportedError(
                f"pools.{each.name}: max_run_hours with min_nodes {each.spec.min_nodes}",
                demand.cloud,
                instead="use min_nodes: 0, as the autoscaler never goes below it",
            )

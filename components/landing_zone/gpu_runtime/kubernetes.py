"""The runtime inside any cluster: what it consists of, in the order in which it comes to be."""

from collections.abc import Iterator, Mapping

import pulumi

from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.core import Cloud, LandingZoneError, Names, Scope, after
from landing_zone.gpu_pool.spec import GpuPoolOutputs
from landing_zone.gpu_runtime import refusals
from landing_zone.gpu_runtime.demand import Demand
from landing_zone.gpu_runtime.kubernetes_charts import Charts
from landing_zone.gpu_runtime.kubernetes_objects import declare
from landing_zone.gpu_runtime.metrics import METRICS, collectors
from landing_zone.gpu_runtime.objects import (
    RUNTIME,
    Manifest,
    checks,
    config_map,
    gpudirect,
    infiniband,
    ladder,
    plugins,
    storage,
    tenancy,
    traffic,
    upkeep,
)
from landing_zone.gpu_runtime.sharing import mig_configs, plugin_configs
from landing_zone.gpu_runtime.spec import GpuRuntimeOutputs, GpuRuntimeSpec
from landing_zone.gpu_runtime.values_nvidia import (
    METRICS_CONFIG,
    METRICS_FILE,
    MIG_CONFIG,
    PLUGIN_CONFIG,
)


def check(names: Names, spec: GpuRuntimeSpec) -> Iterator[LandingZoneError]:
    """Yield what cannot be served together."""
    yield from refusals.faults(names.env, spec)


def build(
    scope: Scope,
    spec: GpuRuntimeSpec,
    *,
    cluster: ClusterOutputs,
    pools: Mapping[str, GpuPoolOutputs],
) -> GpuRuntimeOutputs:
    """Declare namespaces and rules first, then charts, and what needs the charts last."""
    demand = Demand.of(scope.env, spec)
    rungs = {each.name: list(pools[each.name].node_pools.values()) for each in demand.pools}
    ground = declare(scope, tenancy.ground(demand, spec.namespaces, scope.tags))
    files = declare(scope, _files(demand), ground)
    charts = Charts(scope, demand, spec, cluster, rungs).releases([*ground, *files])
    own = [*traffic.policies(), *checks.quota(demand), *storage.disk_class(demand, cluster.place)]
    declare(scope, [*own, *_order(demand, rungs)], ground)
    daemons = declare(scope, _daemons(demand, spec, pools), [*ground, *charts.values()])
    usable = after(RUNTIME, *ground, *charts.values(), *daemons)
    tested = declare(scope, _checks(demand, spec, pools), [*ground, *charts.values(), *daemons])
    ready = after(RUNTIME, *tested)
    return GpuRuntimeOutputs.existing(
        namespace=usable,
        checks={each.name: after(checks.name(each), ready) for each in demand.pools},
        priorities={
            purpose.value: after(tenancy.priority_name(purpose), *ground)
            for purpose in tenancy.PRIORITIES
        },
        scratch={
            each.name: after(storage.SCRATCH[demand.cloud], usable)
            for each in storage.with_scratch(demand)
        },
    )


def _files(demand: Demand) -> Iterator[Manifest]:
    """Yield what the charts' programs read."""
    if demand.operated:
        yield config_map(MIG_CONFIG, {"config.yaml": mig_configs(demand.operated)})
        yield config_map(PLUGIN_CONFIG, plugin_configs(demand.operated))
        yield config_map(METRICS_CONFIG, {METRICS_FILE: collectors()})
    elif demand.observed:
        shared = (each for each in METRICS if not each.profiles)
        yield config_map(METRICS_CONFIG, {METRICS_FILE: collectors(shared)})


def _order(demand: Demand, rungs: Mapping[str, list[pulumi.Output[str]]]) -> Iterator[Manifest]:
    """Yield in which order rungs are tried, where the cloud runs the autoscaler."""
    if demand.cloud is Cloud.GCP:
        yield from ladder.compute_classes(demand, rungs)
    if demand.cloud is Cloud.AZURE and demand.pools:
        yield ladder.expander(ladder.listed(demand.cloud, rungs))


def _daemons(
    demand: Demand, spec: GpuRuntimeSpec, pools: Mapping[str, GpuPoolOutputs]
) -> Iterator[Manifest]:
    """Yield what runs on nodes and looks after them."""
    yield from infiniband.network_policy(demand, spec)
    yield from infiniband.peer_memory(demand, spec)
    yield from gpudirect.networks(demand, {name: pool.networks for name, pool in pools.items()})
    yield from gpudirect.installers(demand, spec)
    yield from plugins.neuron(demand, spec)
    yield from storage.arrays(demand, spec)
    yield from upkeep.detector(demand, spec)
    yield from upkeep.drainer(demand, spec)


def _checks(
    demand: Demand, spec: GpuRuntimeSpec, pools: Mapping[str, GpuPoolOutputs]
) -> Iterator[Manifest]:
    """Yield a check for each pool."""
    if demand.pools:
        yield checks.program()
    for each in demand.pools:
        said = pools[each.name].scheduling
        scheduling = {key: said[key] for key in ("nodeSelector", "tolerations")}
        yield from checks.check(each, spec, scheduling)

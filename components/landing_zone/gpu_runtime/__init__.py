"""What stands between a node with an accelerator and a program that computes on it."""

from collections.abc import Mapping

import pulumi

from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.core import Component, Environment
from landing_zone.gpu_pool.spec import GpuPoolOutputs
from landing_zone.gpu_runtime.spec import GpuRuntimeOutputs, GpuRuntimeSpec

__all__ = ["GpuRuntime", "GpuRuntimeOutputs", "GpuRuntimeSpec"]


class GpuRuntime(Component[GpuRuntimeOutputs]):
    """Drivers, device plugins, fabric, metrics, repair and checks, for the pools that there are.

    It runs inside the cluster: its options bring the provider, `cluster.provider(name)`.
    """

    inside_cluster = True

    def __init__(
        self,
        name: str,
        env: Environment,
        spec: GpuRuntimeSpec,
        *,
        cluster: ClusterOutputs,
        pools: Mapping[str, GpuPoolOutputs],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, env, spec, opts, cluster=cluster, pools=pools)

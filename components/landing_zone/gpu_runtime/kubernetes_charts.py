"""Installs the charts that a cluster's pools need, each as one release."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_kubernetes as kubernetes

from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.core import Scope
from landing_zone.gpu_runtime import values_network, values_nvidia
from landing_zone.gpu_runtime.charts import Chart, ChartName, needed
from landing_zone.gpu_runtime.demand import Demand
from landing_zone.gpu_runtime.images import from_mirror, merged
from landing_zone.gpu_runtime.objects import RUNTIME, SYSTEM, ladder
from landing_zone.gpu_runtime.spec import GpuRuntimeSpec

FIRST: ChartName = "node-feature-discovery"
"""What the other charts' programs find their nodes by."""

VALUES: Mapping[str, Callable[[Demand, GpuRuntimeSpec], dict[str, Any]]] = {
    "node-feature-discovery": values_nvidia.features,
    "network-operator": values_network.network_operator,
    "gpu-operator": values_nvidia.operator,
    "dcgm-exporter": values_nvidia.exporter,
    "dra-driver-nvidia-gpu": values_nvidia.claims,
    "aws-efa-k8s-device-plugin": values_network.efa,
}


@dataclass(frozen=True)
class Charts:
    """The charts of one cluster."""

    scope: Scope
    demand: Demand
    spec: GpuRuntimeSpec
    cluster: ClusterOutputs
    rungs: Mapping[str, list[pulumi.Output[str]]]

    def releases(self, awaited: Sequence[pulumi.Resource]) -> dict[str, pulumi.Resource]:
        """Declare a release for each chart; the one that finds devices goes first."""
        releases = dict[str, pulumi.Resource]()
        for chart in needed(self.demand):
            first = [releases[FIRST]] if FIRST in releases else []
            releases[chart.name] = self._release(chart, [*awaited, *first])
        return releases

    def _release(self, chart: Chart, awaited: Sequence[pulumi.Resource]) -> pulumi.Resource:
        """Declare a release that is rolled back when it fails, so that it can be tried again.

        Source: https://helm.sh/docs/helm/helm_upgrade/
        """
        own = VALUES.get(chart.name, self._autoscaler)
        return kubernetes.helm.v3.Release(
            self.scope.child(chart.name),
            name=chart.name,
            chart=chart.repository if chart.is_oci else chart.name,
            version=chart.version,
            repository_opts=None if chart.is_oci else {"repo": chart.repository},
            namespace=SYSTEM if chart.name == "cluster-autoscaler" else RUNTIME,
            values=merged(own(self.demand, self.spec), from_mirror(chart, self.spec.mirror)),
            atomic=True,
            cleanup_on_fail=True,
            max_history=5,
            timeout=900,
            opts=self.scope.opts(depends_on=awaited),
        )

    def _autoscaler(self, demand: Demand, spec: GpuRuntimeSpec) -> dict[str, Any]:
        tags = values_network.AUTOSCALERS
        newest = list(tags.values())[-1]
        return values_network.autoscaler(
            demand,
            spec,
            cluster=self.cluster.name,
            image_tag=self.cluster.version.apply(lambda version: tags.get(version, newest)),
            idle=pulumi.Output.concat(self.cluster.place.get("idle_node_minutes", "10"), "m"),
            ladder=ladder.listed(demand.cloud, self.rungs),
        )

"""The Helm charts that the runtime is made of: one table, and who needs which."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from landing_zone.core import Cloud
from landing_zone.gpu_runtime.demand import Demand

ChartName = Literal[
    "node-feature-discovery",
    "gpu-operator",
    "dcgm-exporter",
    "dra-driver-nvidia-gpu",
    "network-operator",
    "aws-efa-k8s-device-plugin",
    "cluster-autoscaler",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One chart, at the version that was tried."""

    name: ChartName
    version: str
    repository: str
    """Where it is pulled from; one of `oci://` names the chart itself."""
    released: str
    source: str
    """The file whose keys the values are made for."""
    images: Mapping[str, str]
    """Keys that say where images come from, with their defaults: what a mirror stands in for."""
    needed: Callable[[Demand], bool]

    @property
    def is_oci(self) -> bool:
        """Whether it comes from a registry of images instead of a chart repository."""
        return self.repository.startswith("oci://")


NVIDIA = "nvcr.io/nvidia"
CLOUD_NATIVE = f"{NVIDIA}/cloud-native"

CHARTS: Mapping[ChartName, Chart] = {
    each.name: each
    for each in (
        Chart(
            name="node-feature-discovery",
            version="0.19.0",
            repository="oci://registry.k8s.io/nfd/charts/node-feature-discovery",
            released="2026-07-10",
            source="https://github.com/kubernetes-sigs/node-feature-discovery/blob/v0.19.0/"
            "deployment/helm/node-feature-discovery/values.yaml",
            images={"image.repository": "registry.k8s.io/nfd/node-feature-discovery"},
            needed=lambda demand: bool(demand.operated or demand.by(fabric="infiniband")),
        ),
        Chart(
            name="network-operator",
            version="26.4.1",
            repository="https://helm.ngc.nvidia.com/nvidia",
            released="2026-07-24",
            source="https://github.com/Mellanox/network-operator/blob/v26.4.1/"
            "deployment/network-operator/values.yaml",
            images={
                "operator.repository": CLOUD_NATIVE,
                "operator.ofedDriver.initContainer.repository": f"{NVIDIA}/mellanox",
            },
            needed=lambda demand: bool(demand.by(fabric="infiniband")),
        ),
        Chart(
            name="gpu-operator",
            version="v26.7.0",
            repository="https://helm.ngc.nvidia.com/nvidia",
            released="2026-08-20",
            source="https://github.com/NVIDIA/gpu-operator/blob/v26.7.0/"
            "deployments/gpu-operator/values.yaml",
            images={
                "operator.repository": NVIDIA,
                "validator.repository": NVIDIA,
                "driver.repository": NVIDIA,
                "driver.manager.repository": CLOUD_NATIVE,
                "toolkit.repository": f"{NVIDIA}/k8s",
                "devicePlugin.repository": NVIDIA,
                "dcgm.repository": CLOUD_NATIVE,
                "dcgmExporter.repository": f"{NVIDIA}/k8s",
                "gfd.repository": NVIDIA,
                "migManager.repository": CLOUD_NATIVE,
                "nodeStatusExporter.repository": NVIDIA,
            },
            needed=lambda demand: bool(demand.operated),
        ),
        Chart(
            name="dcgm-exporter",
            version="4.8.2",
            repository="https://nvidia.github.io/dcgm-exporter/helm-charts",
            released="2026-05-06",
            source="https://github.com/NVIDIA/dcgm-exporter/blob/4.5.3-4.8.2/"
            "deployment/values.yaml",
            images={"image.repository": f"{NVIDIA}/k8s/dcgm-exporter"},
            needed=lambda demand: bool(demand.observed),
        ),
        Chart(
            name="dra-driver-nvidia-gpu",
            version="0.4.1",
            repository="oci://registry.k8s.io/dra-driver-nvidia/charts/dra-driver-nvidia-gpu",
            released="2026-06-30",
            source="https://github.com/kubernetes-sigs/dra-driver-nvidia-gpu/blob/v0.4.1/"
            "deployments/helm/dra-driver-nvidia-gpu/values.yaml",
            images={"image.repository": "registry.k8s.io/dra-driver-nvidia/dra-driver-nvidia-gpu"},
            needed=lambda demand: bool(demand.rack_wide),
        ),
        Chart(
            name="aws-efa-k8s-device-plugin",
            version="v0.5.30",
            repository="https://aws.github.io/eks-charts",
            released="2026-07-21",
            source="https://github.com/aws/eks-charts/blob/v0.0.242/"
            "stable/aws-efa-k8s-device-plugin/values.yaml",
            images={},
            needed=lambda demand: bool(demand.by(fabric="efa")),
        ),
        Chart(
            name="cluster-autoscaler",
            version="9.59.0",
            repository="https://kubernetes.github.io/autoscaler",
            released="2026-07-21",
            source="https://github.com/kubernetes/autoscaler/blob/cluster-autoscaler-1.35.0/"
            "charts/cluster-autoscaler/values.yaml",
            images={"image.repository": "registry.k8s.io/autoscaling/cluster-autoscaler"},
            needed=lambda demand: demand.cloud is Cloud.AWS,
        ),
    )
}
"""In the order in which they are installed; read 2026-11."""


def needed(demand: Demand) -> tuple[Chart, ...]:
    """Return the charts for a cluster's pools, in the order in which they are installed."""
    return tuple(chart for chart in CHARTS.values() if chart.needed(demand))

"""What the pools of a cluster want of the runtime, whatever they are called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from landing_zone.core import Cloud, Environment
from landing_zone.gpu_pool import nodes
from landing_zone.gpu_pool.accelerators import Vendor
from landing_zone.gpu_pool.catalog import FabricKind
from landing_zone.gpu_pool.resolution import Choice, resolve
from landing_zone.gpu_pool.spec import POOL_LABEL, Driver, Fabric, GpuPoolSpec
from landing_zone.gpu_runtime.spec import GpuRuntimeSpec

RACK_WIDE = ("gb200", "gb300")
"""Accelerators whose own links reach those of other machines, given out by the DRA driver.

Source: https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/dra-cds.html
"""

PARTS: Mapping[Vendor, tuple[str, ...]] = {
    "aws": ("aws.amazon.com/neuroncore", "aws.amazon.com/neurondevice"),
}
"""By what other names a container could ask for an accelerator, or for a piece of one.

Source: https://awsdocs-neuron.readthedocs-hosted.com/en/latest/containers/tutorials/k8s-neuron-device-plugin.html
"""


@dataclass(frozen=True, slots=True)
class Served:
    """One pool, and the machine that it got."""

    name: str
    spec: GpuPoolSpec
    choice: Choice

    @property
    def vendor(self) -> Vendor:
        """Who made its accelerators."""
        return self.choice.accelerator.vendor

    @property
    def resource(self) -> str:
        """What a container asks for."""
        return self.choice.accelerator.resource

    @property
    def advertised(self) -> int:
        """How many of the resource a node offers."""
        return nodes.advertised(self.spec, self.choice)

    @property
    def fabric(self) -> FabricKind:
        """How accelerators of several nodes reach each other past the kernel; empty: they don't."""
        return self.choice.machine.fabric if self.spec.fabric is Fabric.RDMA else ""


@dataclass(frozen=True, slots=True)
class Demand:
    """All pools of one cluster, in the order of their names."""

    cloud: Cloud
    region: str
    pools: tuple[Served, ...]

    @classmethod
    def of(cls, env: Environment, spec: GpuRuntimeSpec) -> "Demand":
        """Return what a spec's pools want; each is resolved as the pool itself resolves it."""
        return cls(
            env.cloud,
            env.region,
            tuple(
                Served(name, pool, resolve(env.cloud, env.region, pool))
                for name, pool in sorted(spec.pools.items())
            ),
        )

    def by(
        self,
        *vendors: Vendor,
        driver: Driver | None = None,
        fabric: FabricKind = "",
    ) -> tuple[Served, ...]:
        """Return the pools of some vendors, that have a driver from there, or use a fabric."""
        return tuple(
            each
            for each in self.pools
            if (not vendors or each.vendor in vendors)
            and (driver is None or each.spec.driver is driver)
            and (not fabric or each.fabric == fabric)
        )

    @property
    def operated(self) -> tuple[Served, ...]:
        """The pools that NVIDIA's GPU operator looks after.

        On GKE the cloud brings the device plugin and shares accelerators along with its driver.

        Source: https://cloud.google.com/kubernetes-engine/docs/concepts/gpus#device-plugin
        """
        return self.by("nvidia", driver=Driver.OPERATOR if self.cloud is Cloud.GCP else None)

    @property
    def observed(self) -> tuple[Served, ...]:
        """The pools whose metrics are exported besides the operator."""
        return tuple(each for each in self.by("nvidia") if each not in self.operated)

    @property
    def rack_wide(self) -> tuple[Served, ...]:
        """The pools whose accelerators are linked across machines."""
        return tuple(each for each in self.pools if each.choice.accelerator.name in RACK_WIDE)

    @property
    def resources(self) -> tuple[str, ...]:
        """What containers may ask for in this cluster."""
        return tuple(sorted({each.resource for each in self.pools}))

    @property
    def parts(self) -> tuple[str, ...]:
        """What containers could ask for besides, past the numbers of the former."""
        return tuple(sorted({part for each in self.pools for part in PARTS.get(each.vendor, ())}))


def on_nodes_of(pools: Iterable[Served]) -> dict[str, Any]:
    """Return the node affinity of what runs on the nodes of some pools alone."""
    names = [each.name for each in pools]
    expression = {"key": POOL_LABEL, "operator": "In", "values": names}
    return {
        "requiredDuringSchedulingIgnoredDuringExecution": {
            "nodeSelectorTerms": [{"matchExpressions": [expression]}]
        }
    }


EVERYWHERE: tuple[dict[str, str], ...] = ({"operator": "Exists"},)
"""The tolerations of what has to run on a node in spite of any taint."""

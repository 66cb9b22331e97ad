"""Nodes with accelerators, come by as the spec's ladder says, from none to as many as it takes."""

from collections.abc import Iterator

import pulumi

from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.core import Component, Environment, LandingZoneError
from landing_zone.gpu_pool.capacity import Rung, RungKind
from landing_zone.gpu_pool.resolution import Choice, resolve
from landing_zone.gpu_pool.sharing import Mig, Mps, Sharing, TimeSlicing
from landing_zone.gpu_pool.spec import (
    Driver,
    Fabric,
    GpuPoolOutputs,
    GpuPoolSpec,
    NvmeUse,
    Purpose,
    Taint,
)
from landing_zone.keys.spec import KeysOutputs
from landing_zone.keys.spec import Purpose as KeyPurpose
from landing_zone.network.spec import NetworkOutputs

__all__ = [
    "Choice",
    "Driver",
    "Fabric",
    "GpuPool",
    "GpuPoolOutputs",
    "GpuPoolSpec",
    "Mig",
    "Mps",
    "NvmeUse",
    "Purpose",
    "Rung",
    "RungKind",
    "Sharing",
    "Taint",
    "TimeSlicing",
    "resolve",
]


class GpuPool(Component[GpuPoolOutputs]):
    """A node pool for each rung of the ladder, all with the labels and taints that jobs know.

    The pool is called by the last part of the component's name: `ai-gpu-train` is `train`.
    """

    def __init__(
        self,
        name: str,
        env: Environment,
        spec: GpuPoolSpec,
        *,
        cluster: ClusterOutputs,
        network: NetworkOutputs,
        keys: KeysOutputs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        keys.require(name, KeyPurpose.CLUSTER)
        super().__init__(name, env, spec, opts, cluster=cluster, network=network, keys=keys)

    @classmethod
    def faults(cls, name: str, env: Environment, spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
        """Yield why no machine of the region will do, or what the cloud refuses of the rest."""
        try:
            resolve(env.cloud, env.region, spec)
        except LandingZoneError as refused:
            yield refused
            return
        yield from super().faults(name, env, spec)

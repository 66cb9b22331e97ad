"""A private Kubernetes cluster: encrypted, logged, patched, without a standing credential."""

import pulumi

from landing_zone.cluster.spec import (
    ClusterOutputs,
    ClusterSpec,
    Day,
    Machine,
    Maintenance,
    NodeOs,
    SystemPool,
    UpgradeChannel,
)
from landing_zone.core import Component, Environment
from landing_zone.keys.spec import KeysOutputs, Purpose
from landing_zone.network.spec import NetworkOutputs

__all__ = [
    "Cluster",
    "ClusterOutputs",
    "ClusterSpec",
    "Day",
    "Machine",
    "Maintenance",
    "NodeOs",
    "SystemPool",
    "UpgradeChannel",
]


class Cluster(Component[ClusterOutputs]):
    """A managed control plane, and the nodes for what every cluster runs."""

    def __init__(
        self,
        name: str,
        env: Environment,
        spec: ClusterSpec,
        *,
        network: NetworkOutputs,
        keys: KeysOutputs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        keys.require(name, Purpose.CLUSTER, Purpose.LOGS)
        super().__init__(name, env, spec, opts, network=network, keys=keys)

"""Identities for programs and people, with least privilege and no credential."""

import pulumi

from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.core import Component, Environment, LandingZoneError
from landing_zone.datalake.spec import DataLakeOutputs
from landing_zone.identity.spec import (
    ISSUER_OF_OURS,
    Grant,
    IdentityOutputs,
    IdentitySpec,
    Verb,
    Workload,
)
from landing_zone.keys.spec import KeysOutputs

__all__ = ["Grant", "Identity", "IdentityOutputs", "IdentitySpec", "Verb", "Workload"]


class Identity(Component[IdentityOutputs]):
    """An identity for each workload and persona, granted its layers and their key.

    With a cluster, its pods take the identities on; without one, those of the spec's issuer do.
    """

    def __init__(
        self,
        name: str,
        env: Environment,
        spec: IdentitySpec,
        *,
        lake: DataLakeOutputs,
        keys: KeysOutputs,
        cluster: ClusterOutputs | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        faults = [f"{name}: {fault.line()}" for fault in spec.faults(lake.ids)]
        if cluster is not None and spec.issuer is not None:
            faults.append(f"{name}: issuer: {ISSUER_OF_OURS}, got {spec.issuer!r}")
        if faults:
            raise LandingZoneError.of(faults)
        super().__init__(name, env, spec.on(lake.ids), opts, lake=lake, keys=keys, cluster=cluster)

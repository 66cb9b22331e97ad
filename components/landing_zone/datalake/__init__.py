"""Encrypted object storage for datasets, features, checkpoints and models."""

import pulumi

from landing_zone.core import Component, Environment
from landing_zone.datalake.spec import DataLakeOutputs, DataLakeSpec, LayerSpec
from landing_zone.keys.spec import KeysOutputs, Purpose
from landing_zone.network.spec import NetworkOutputs

__all__ = ["DataLake", "DataLakeOutputs", "DataLakeSpec", "LayerSpec"]


class DataLake(Component[DataLakeOutputs]):
    """A store per layer, encrypted with the given key, versioned and closed to the public."""

    def __init__(
        self,
        name: str,
        env: Environment,
        spec: DataLakeSpec,
        *,
        keys: KeysOutputs,
        network: NetworkOutputs,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        logged = spec.settled(env.profile).access_log
        keys.require(name, Purpose.DATA, *([Purpose.LOGS] if logged else []))
        super().__init__(name, env, spec, opts, keys=keys, network=network)

"""A whole landing zone, composed of the capabilities from one spec."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import pulumi

from landing_zone import baseline
from landing_zone.cluster import Cluster, ClusterOutputs
from landing_zone.core import (
    Component,
    Environment,
    LandingZoneError,
    Outputs,
    original_name,
)
from landing_zone.core.config import read
from landing_zone.datalake import DataLake, DataLakeOutputs
from landing_zone.gpu_pool import GpuPool, GpuPoolOutputs
from landing_zone.gpu_runtime import GpuRuntime, GpuRuntimeOutputs
from landing_zone.identity import Identity, IdentityOutputs
from landing_zone.keys import Keys, KeysOutputs
from landing_zone.network import Network, NetworkOutputs
from landing_zone.quota import Quota, QuotaOutputs
from landing_zone.quota.needs import needs_of
from landing_zone.zone_spec import ZoneSpec, conflicts

NAME = "ai"
"""The zone's name in a stack of this project; the names of all its parts begin with it."""


@dataclass(frozen=True, kw_only=True)
class ZoneOutputs:
    """The outputs of every capability of a zone, for whatever is built on it."""

    network: NetworkOutputs
    keys: KeysOutputs
    lake: DataLakeOutputs
    identity: IdentityOutputs
    cluster: ClusterOutputs | None = None
    gpu_pool: Mapping[str, GpuPoolOutputs] = field(default_factory=dict[str, GpuPoolOutputs])
    gpu_runtime: GpuRuntimeOutputs | None = None
    quota: QuotaOutputs | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the capabilities that there are by name, for state and stack exports."""
        parts = {name: part for name, part in vars(self).items() if part}
        return {name: _exported(part) for name, part in parts.items()}


class LandingZone(pulumi.ComponentResource):
    """A private network, keys, an encrypted lake, a cluster and identities, wired together.

    Unless the options bring a provider for the environment's cloud, the zone declares its own,
    pinned to the environment's account and region.
    """

    outputs: ZoneOutputs

    def __init__(
        self,
        name: str,
        env: Environment,
        spec: ZoneSpec | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        spec = spec or ZoneSpec()
        original = original_name(name, opts)
        faults = list(faults_of(original, env, spec))
        if faults:
            raise LandingZoneError.of(f"{name}.{fault}" for fault in faults)
        settled = spec.settled(env.profile)
        intent = settled.model_dump(mode="json", exclude_none=True)
        super().__init__("landing-zone:index:LandingZone", name, intent, opts)
        given = opts or pulumi.ResourceOptions()
        inside = pulumi.ResourceOptions.merge(
            baseline.provided(self, original, env),
            pulumi.ResourceOptions(depends_on=given.depends_on, protect=given.protect),
        )

        keys = Keys(f"{original}-keys", env, spec.keys, opts=inside).outputs
        network = Network(f"{original}-network", env, spec.network, keys=keys, opts=inside).outputs
        lake = DataLake(
            f"{original}-lake", env, spec.lake, keys=keys, network=network, opts=inside
        ).outputs
        built = _Built(original, env, spec, inside, keys=keys, network=network)
        quota = built.quota(settled)
        cluster = built.cluster()
        pools = built.pools(cluster)
        runtime = built.runtime(cluster, pools)
        identity = Identity(
            f"{original}-identity",
            env,
            spec.identity,
            lake=lake,
            keys=keys,
            cluster=cluster,
            opts=inside,
        ).outputs

        self.outputs = ZoneOutputs(
            network=network,
            keys=keys,
            lake=lake,
            identity=identity,
            cluster=cluster,
            gpu_pool=pools,
            gpu_runtime=runtime,
            quota=quota,
        )
        self.register_outputs(self.outputs.as_dict())


@dataclass(frozen=True)
class _Built:
    """What a zone's cluster and all that is in it are built from."""

    name: str
    env: Environment
    spec: ZoneSpec
    opts: pulumi.ResourceOptions
    keys: KeysOutputs = field(kw_only=True)
    network: NetworkOutputs = field(kw_only=True)

    def quota(self, settled: ZoneSpec) -> QuotaOutputs | None:
        """Ask first, as the answer takes longest; nothing waits for it."""
        if self.spec.quota is None:
            return None
        needs = needs_of(self.env, settled.network, settled.cluster, settled.gpu_pool)
        return Quota(
            f"{self.name}-quota", self.env, self.spec.quota, needs=needs, opts=self.opts
        ).outputs

    def cluster(self) -> ClusterOutputs | None:
        if self.spec.cluster is None:
            return None
        return Cluster(
            f"{self.name}-cluster",
            self.env,
            self.spec.cluster,
            network=self.network,
            keys=self.keys,
            opts=self.opts,
        ).outputs

    def pools(self, cluster: ClusterOutputs | None) -> dict[str, GpuPoolOutputs]:
        if cluster is None:
            return {}
        return {
            name: GpuPool(
                f"{self.name}-gpu-{name}",
                self.env,
                spec,
                cluster=cluster,
                network=self.network,
                keys=self.keys,
                opts=self.opts,
            ).outputs
            for name, spec in self.spec.gpu_pool.items()
        }

    def runtime(
        self, cluster: ClusterOutputs | None, pools: Mapping[str, GpuPoolOutputs]
    ) -> GpuRuntimeOutputs | None:
        """Make the cluster usable, pools or none; its provider is declared for it."""
        if cluster is None:
            return None
        here = pulumi.ResourceOptions(parent=self.opts.parent)
        inside = cluster.provider(f"{self.name}-cluster", here)
        return GpuRuntime(
            f"{self.name}-gpu",
            self.env,
            self.spec.gpu_runtime.serving(self.spec.gpu_pool),
            cluster=cluster,
            pools=pools,
            opts=pulumi.ResourceOptions.merge(
                self.opts, pulumi.ResourceOptions(providers=[inside])
            ),
        ).outputs


CAPABILITIES: dict[str, type[Component[Any]]] = {
    "network": Network,
    "keys": Keys,
    "lake": DataLake,
    "cluster": Cluster,
    "quota": Quota,
    "identity": Identity,
}
"""The component behind each field of the spec; pools and their runtime are looked at by pool."""


def faults_of(name: str, env: Environment, spec: ZoneSpec) -> Iterator[LandingZoneError]:
    """Yield what the environment's cloud refuses of a spec, before anything is declared."""
    settled = spec.settled(env.profile)
    for fault in conflicts(settled, env.cloud):
        yield LandingZoneError(fault.line())
    parts = [(part, component, getattr(settled, part)) for part, component in CAPABILITIES.items()]
    for part, component, given in parts:
        if given is not None:
            for fault in component.faults(f"{name}-{part}", env, given):
                yield LandingZoneError(f"{part}.{fault}")
    for pool, given in settled.gpu_pool.items():
        for fault in GpuPool.faults(f"{name}-gpu-{pool}", env, given):
            yield LandingZoneError(f"gpu_pool.{pool}.{fault}")
    if settled.cluster is not None:
        runtime = settled.gpu_runtime.serving(settled.gpu_pool)
        for fault in GpuRuntime.faults(f"{name}-gpu", env, runtime):
            yield LandingZoneError(f"gpu_runtime.{fault}")


def _exported(part: Any) -> Any:
    if isinstance(part, Mapping):
        several = cast("Mapping[str, Outputs]", part)
        return {name: each.as_dict() for name, each in several.items()}
    return part.as_dict()


def configured() -> tuple[Environment, ZoneSpec]:
    """Return the environment and the zone that the stack's configuration describes.

    Raises:
        LandingZoneError: with a line for every mistake in it.
    """
    return read(
        ("environment", Environment),
        ("zone", ZoneSpec),
        check=lambda env, spec: faults_of(NAME, env, spec),
    )


def main() -> None:
    """Declare the zone that the stack's configuration describes, and export its outputs."""
    env, spec = configured()
    zone = LandingZone(NAME, env, spec)
    for name, outputs in zone.outputs.as_dict().items():
        pulumi.export(name, outputs)

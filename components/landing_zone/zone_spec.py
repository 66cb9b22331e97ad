"""What a landing zone is: every capability's spec, and what one part needs of another."""

from collections.abc import Iterator
from typing import Any

from pydantic import Field, ValidationInfo, field_validator

from landing_zone.cluster import ClusterSpec
from landing_zone.core import Cloud, Fault, Spec, refuse
from landing_zone.datalake import DataLakeSpec
from landing_zone.gpu_pool import GpuPoolSpec
from landing_zone.gpu_pool.spec import PoolName
from landing_zone.gpu_runtime import GpuRuntimeSpec
from landing_zone.identity import IdentitySpec
from landing_zone.identity.spec import ISSUER_OF_OURS
from landing_zone.keys import KeysSpec, Purpose
from landing_zone.network import Egress, Nat, NetworkSpec, PrivateService
from landing_zone.quota import QuotaSpec

NEEDS = (
    (("keys", "purposes"), Purpose.DATA, "the lake"),
    (("keys", "purposes"), Purpose.LOGS, "flow and access logs"),
    (("network", "private_services"), PrivateService.KEYS, "the keys"),
    (("network", "private_services"), PrivateService.STORAGE, "the lake"),
)
"""What one part of a zone must offer for another."""

STARTING = (PrivateService.REGISTRY, PrivateService.COMPUTE, PrivateService.CLUSTER)
"""What nodes start from where nothing leaves their network; AKS has no such paths.

Sources: https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html,
https://cloud.google.com/vpc/docs/configure-private-google-access,
https://learn.microsoft.com/azure/aks/outbound-rules-control-egress
"""


class ZoneSpec(Spec):
    """What a landing zone consists of; everything has a sound default."""

    network: NetworkSpec = Field(default_factory=NetworkSpec)
    """Addresses and ways out."""
    keys: KeysSpec = Field(default_factory=KeysSpec)
    """Encryption keys."""
    lake: DataLakeSpec = Field(default_factory=DataLakeSpec)
    """Stores for data."""
    cluster: ClusterSpec | None = None
    """A private Kubernetes cluster; not given: none."""
    gpu_pool: dict[PoolName, GpuPoolSpec] = Field(default_factory=dict[str, GpuPoolSpec])
    """The cluster's nodes with accelerators, by the pool's name."""
    gpu_runtime: GpuRuntimeSpec = Field(default_factory=GpuRuntimeSpec)
    """What makes a cluster and its accelerators usable, where there is one."""
    quota: QuotaSpec | None = None
    """Requests for the quotas that all this needs; not given: none (`lz preflight` lists them)."""
    identity: IdentitySpec = Field(default_factory=IdentitySpec)
    """Who may do what."""

    @field_validator("identity")
    @classmethod
    def _grants_layers_that_exist(cls, identity: IdentitySpec, info: ValidationInfo) -> Any:
        lake = info.data.get("lake")
        if lake is not None:
            refuse("ZoneSpec", identity.faults(lake.layers))
        if info.data.get("cluster") is not None and identity.issuer is not None:
            refuse("ZoneSpec", [Fault(("issuer",), ISSUER_OF_OURS, identity.issuer)])
        return identity

    @field_validator("cluster")
    @classmethod
    def _has_its_key(cls, cluster: ClusterSpec | None, info: ValidationInfo) -> Any:
        keys = info.data.get("keys")
        if cluster is not None and keys is not None and Purpose.CLUSTER not in keys.purposes:
            allowed = "left out, or keys.purposes with cluster, which encrypts it"
            refuse("ZoneSpec", [Fault((), allowed, {})])
        return cluster

    @field_validator("gpu_pool")
    @classmethod
    def _has_a_cluster(cls, pools: dict[str, GpuPoolSpec], info: ValidationInfo) -> Any:
        if pools and "cluster" in info.data and info.data["cluster"] is None:
            refuse("ZoneSpec", [Fault((), "none without a cluster: add `cluster: {}`", [*pools])])
        return pools

    @field_validator("gpu_runtime")
    @classmethod
    def _serves_the_zones_own_pools(cls, runtime: GpuRuntimeSpec) -> GpuRuntimeSpec:
        if runtime.pools:
            allowed = "left out, as the runtime serves the pools of `gpu_pool`"
            refuse("ZoneSpec", [Fault(("pools",), allowed, [*runtime.pools])])
        return runtime

    @field_validator("network", "keys")
    @classmethod
    def _offers_what_others_need(cls, part: NetworkSpec | KeysSpec, info: ValidationInfo) -> Any:
        refuse("ZoneSpec", _unmet_needs(part, str(info.field_name)))
        return part


def conflicts(zone: ZoneSpec, cloud: Cloud) -> Iterator[Fault]:
    """Yield where parts of a settled zone do not fit together."""
    if zone.cluster is None:
        return
    placed: dict[str, tuple[int, ...] | None] = {"cluster.node_zones": zone.cluster.node_zones}
    placed |= {f"gpu_pool.{name}.zones": pool.zones for name, pool in zone.gpu_pool.items()}
    for path, zones in placed.items():
        if zones and max(zones) > zone.network.zones:
            allowed = f"at most {zone.network.zones}, as the network has no more zones"
            yield Fault((path,), allowed, list(zones))
    if cloud is Cloud.AZURE and PrivateService.CLUSTER not in zone.network.private_services:
        allowed = "a list with cluster, as AKS runs in no network that is not made for it"
        private = [each.value for each in zone.network.private_services]
        yield Fault(("network.private_services",), allowed, private)
    if zone.network.egress is Egress.NONE:
        yield from _cut_off(zone, cloud)
    idle = zone.cluster.idle_node_minutes
    for name, pool in zone.gpu_pool.items():
        own = pool.idle_shutdown_minutes
        if cloud is Cloud.AZURE and own not in (None, idle):
            allowed = f"left out, as AKS has one for a cluster: cluster.idle_node_minutes, {idle}"
            yield Fault((f"gpu_pool.{name}.idle_shutdown_minutes",), allowed, own)


def _cut_off(zone: ZoneSpec, cloud: Cloud) -> Iterator[Fault]:
    """Yield what keeps a cluster from starting in a network that nothing leaves."""
    if cloud is Cloud.AZURE:
        allowed = "single or per_zone with a cluster, as AKS nodes start from the internet"
        yield Fault(("network.nat",), allowed, Nat.NONE.value)
        return
    private = zone.network.private_services
    if missing := [each.value for each in STARTING if each not in private]:
        allowed = f"a list with {', '.join(missing)}, which nodes start from while nat is none"
        yield Fault(("network.private_services",), allowed, [each.value for each in private])
    pulls = bool(zone.gpu_pool) or cloud is Cloud.AWS
    if pulls and zone.gpu_runtime.mirror is None:
        allowed = "a registry within reach, as network.nat is none and its images are public"
        yield Fault(("gpu_runtime.mirror",), allowed, None)


def _unmet_needs(part: Spec, name: str) -> Iterator[Fault]:
    for (owner, wanting), wanted, who in NEEDS:
        if owner == name and wanted not in (given := getattr(part, wanting)):
            allowed = f"a list with {wanted}, for {who}"
            yield Fault((wanting,), allowed, [each.value for each in given])

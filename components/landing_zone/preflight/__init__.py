"""What can be known of a zone before it is deployed: quotas, zones, addresses, its ladders."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from ipaddress import IPv4Network
from itertools import pairwise

from landing_zone.core import Cloud, Environment
from landing_zone.gpu_pool.aws_pool import zones_for
from landing_zone.gpu_pool.capacity import Rung, RungKind
from landing_zone.gpu_pool.resolution import Choice, resolve
from landing_zone.gpu_pool.spec import Fabric, GpuPoolSpec
from landing_zone.network.addresses import Addresses, per_zone, plan
from landing_zone.preflight.finding import Finding, Verdict
from landing_zone.preflight.subscription import subscription_findings
from landing_zone.quota import Limit, limits_of
from landing_zone.quota.needs import needs_of
from landing_zone.zone_spec import ZoneSpec

__all__ = ["Finding", "Preflight", "Verdict", "preflight", "zone_names"]

TAKEN: Mapping[Cloud, Mapping[str, int]] = {
    Cloud.AWS: {"nodes": 113},
    Cloud.GCP: {"nodes": 1, "pods": 256},
    Cloud.AZURE: {"nodes": 1, "pods": 256},
}
"""Addresses that each node takes from a range of the network, with up to 110 pods.

On AWS that is its own and seven prefixes of 16, all on its first interface, which is in the nodes'
subnet: the pods' subnets are for what has no room there. Elsewhere it is its own, and a /24.

Sources: https://docs.aws.amazon.com/eks/latest/userguide/cni-increase-ip-addresses-procedure.html,
https://github.com/aws/amazon-vpc-cni-k8s/issues/2959,
https://cloud.google.com/kubernetes-engine/docs/how-to/flexible-pod-cidr,
https://learn.microsoft.com/azure/aks/azure-cni-overlay
"""

KEPT_ADDRESSES = 5
"""The most that a cloud keeps of a subnet for itself: AWS and Azure 5, Google Cloud 4.

Sources: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html,
https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq
"""

SURGE = 1
"""Nodes that a pool has above its most while it is upgraded."""

CHEAPEST_FIRST = (
    RungKind.RESERVATION,
    RungKind.BLOCK,
    RungKind.SPOT,
    RungKind.FLEX,
    RungKind.ON_DEMAND,
)
"""What is paid for already, then what costs little, then the list price."""


@dataclass(frozen=True, slots=True)
class Preflight:
    """All that was found."""

    limits: tuple[Limit, ...]
    """The quotas that the zone needs."""
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> bool:
        """Whether something cannot be deployed as it is."""
        return any(each.verdict is Verdict.REFUSED for each in self.findings)


def preflight(env: Environment, zone: ZoneSpec) -> Preflight:
    """Check a zone that is right by itself against what its region has."""
    settled = zone.settled(env.profile)
    pools = {
        name: (pool, resolve(env.cloud, env.region, pool))
        for name, pool in settled.gpu_pool.items()
    }
    needs = needs_of(env, settled.network, settled.cluster, settled.gpu_pool)
    limits = tuple(limits_of(env, needs))
    findings = (
        *(each for name, pool in pools.items() for each in _places(env, settled, name, *pool)),
        *_addresses(env, settled),
        *(_crowding(env, settled, pools) if env.cloud is Cloud.AWS else ()),
        *(each for name, pool in pools.items() for each in _ladder(name, *pool)),
        *(subscription_findings(settled) if env.cloud is Cloud.AZURE else ()),
        *(_quota(limit) for limit in limits),
    )
    return Preflight(limits, findings)


def _places(
    env: Environment, zone: ZoneSpec, name: str, pool: GpuPoolSpec, choice: Choice
) -> Iterator[Finding]:
    """Yield whether the zones that a pool may be in have its machine."""
    where, machine = f"gpu_pool.{name}", choice.machine.name
    if not choice.offer.zones:
        says = f"{machine} is offered in {env.region}; in which of its zones is not published"
        todo = f"az vm list-skus --location {env.region} --size {machine} --zone --output table"
        yield Finding("zones", where, Verdict.UNCHECKED, says, todo)
        return
    names = zone_names(env, zone.network.zones)
    wanted = [names[n - 1] for n in pool.zones or range(1, len(names) + 1) if n <= len(names)]
    having = [each for each in wanted if each in choice.offer.zones]
    offered = f"{env.region} has it in {', '.join(choice.offer.zones)}"
    if not having:
        says = f"no zone of the pool has {machine}: it may be in {', '.join(wanted) or 'none'}"
        yield Finding("zones", where, Verdict.REFUSED, f"{says}; {offered}", "change its zones")
    elif len(having) == 1 and len(wanted) > 1 and pool.fabric is Fabric.NONE:
        says = f"{having[0]} alone has {machine}: what stops that zone stops the pool"
        yield Finding("zones", where, Verdict.RISK, says, "take an accelerator that more have")
    else:
        yield Finding("zones", where, Verdict.OK, f"{machine} in {', '.join(having)}")


def zone_names(env: Environment, count: int) -> list[str]:
    """Return what the cloud calls the first zones of a region; zone IDs on AWS."""
    module = import_module(f"landing_zone.network.{env.cloud}_zones")
    return list(module.zone_names(env.region, count))


def _addresses(env: Environment, zone: ZoneSpec) -> Iterator[Finding]:
    """Yield whether nodes and pods have room when every pool is at its largest."""
    if zone.cluster is None:
        return
    most = zone.cluster.system_pool.max_nodes + SURGE
    most += sum((pool.max_nodes + SURGE) * len(pool.capacity) for pool in zone.gpu_pool.values())
    ranges, zones = plan(zone.network.cidr), zone.network.zones
    for part, each in TAKEN[env.cloud].items():
        yield _room(part, most, _usable(env, getattr(ranges, part), zones), each, ranges)


def _usable(env: Environment, part: IPv4Network, zones: int) -> int:
    """Return how many addresses of a part can be given out; AWS has a subnet for each zone."""
    subnets = per_zone(part, zones) if env.cloud is Cloud.AWS else [part]
    return sum(map(_free, subnets))


def _free(subnet: IPv4Network) -> int:
    return subnet.num_addresses - KEPT_ADDRESSES


def _room(part: str, nodes: int, usable: int, each: int, ranges: Addresses) -> Finding:
    fit = usable // each
    says = f"room for {fit} nodes in the {part}' range {getattr(ranges, part)}, {nodes} at most"
    if fit >= nodes:
        return Finding("addresses", "network.cidr", Verdict.OK, says)
    todo = "take a larger cidr (a /16 at most), or fewer max_nodes"
    return Finding("addresses", "network.cidr", Verdict.REFUSED, says, todo)


def _crowding(
    env: Environment, zone: ZoneSpec, pools: Mapping[str, tuple[GpuPoolSpec, Choice]]
) -> Iterator[Finding]:
    """Yield zones whose subnet is too small for the nodes that can be nowhere else."""
    bound = Counter[int]()
    for pool, choice in pools.values():
        for rung in pool.capacity:
            zones = zones_for(env.region, pool, choice, rung)
            if len(zones) == 1:
                bound[zones[0]] += pool.max_nodes + SURGE
    subnets = per_zone(plan(zone.network.cidr).nodes, zone.network.zones)
    for number, most in sorted(bound.items()):
        subnet = subnets[number - 1]
        fit = _free(subnet) // TAKEN[env.cloud]["nodes"]
        if fit < most:
            says = f"room for {fit} nodes in zone {number}'s {subnet}, {most} at most in it alone"
            todo = "take a larger cidr (a /16 at most), fewer max_nodes, or other zones for pools"
            yield Finding("addresses", "network.cidr", Verdict.REFUSED, says, todo)


def _ladder(name: str, pool: GpuPoolSpec, choice: Choice) -> Iterator[Finding]:
    """Yield what is odd in the order of a pool's rungs, or in one of them."""
    where = f"gpu_pool.{name}.capacity"
    found = [*_order(where, pool), *_caps(where, pool.capacity, choice), *_alone(where, pool)]
    kinds = " > ".join(rung.kind.value for rung in pool.capacity)
    yield from found or [Finding("ladder", where, Verdict.OK, kinds)]


def _order(where: str, pool: GpuPoolSpec) -> Iterator[Finding]:
    kinds = [rung.kind for rung in pool.capacity]
    for before, after in pairwise(kinds):
        if CHEAPEST_FIRST.index(before) > CHEAPEST_FIRST.index(after):
            says = f"{before} comes before {after}, which costs less and is tried only then"
            yield Finding("ladder", where, Verdict.RISK, says, f"put {after} first")


def _caps(where: str, ladder: tuple[Rung, ...], choice: Choice) -> Iterator[Finding]:
    price = choice.offer.spot_usd_hour
    for rung in ladder:
        if rung.max_usd_hour is not None and price is not None and rung.max_usd_hour < price:
            cost = f"and cost ${price} in {choice.offer.date}"
            says = f"spot is capped at ${rung.max_usd_hour}, {cost}"
            yield Finding("ladder", where, Verdict.RISK, says, "raise max_usd_hour or leave it out")


def _alone(where: str, pool: GpuPoolSpec) -> Iterator[Finding]:
    kinds = {rung.kind for rung in pool.capacity}
    if pool.min_nodes and kinds == {RungKind.SPOT}:
        says = f"min_nodes is {pool.min_nodes}, which spot alone cannot keep"
        yield Finding("ladder", where, Verdict.RISK, says, "add on_demand")
    reserved = sum(rung.nodes or pool.max_nodes for rung in pool.capacity)
    if kinds == {RungKind.RESERVATION} and reserved < pool.max_nodes:
        says = f"{reserved} nodes are reserved, {pool.max_nodes} is the most, and no other rung"
        yield Finding("ladder", where, Verdict.RISK, says, "add spot or on_demand")


def _quota(limit: Limit) -> Finding:
    says = f"{limit.name}: {limit.amount} {limit.unit} at most, for {', '.join(limit.because)}"
    todo = limit.ask or "see the quotas page of the cloud's console"
    return Finding("quota", ", ".join(limit.because), Verdict.UNCHECKED, says, todo)

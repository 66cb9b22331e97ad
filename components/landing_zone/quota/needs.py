"""What a zone can use at once, from its spec alone."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from landing_zone.cluster.spec import ClusterSpec
from landing_zone.core import Cloud, Environment
from landing_zone.gpu_pool.capacity import RungKind
from landing_zone.gpu_pool.catalog import Machine
from landing_zone.gpu_pool.resolution import resolve
from landing_zone.gpu_pool.spec import GpuPoolSpec
from landing_zone.network.spec import Nat, NetworkSpec
from landing_zone.quota.spec import Need

BOUGHT = RungKind.BLOCK
"""What is bought ahead has quotas of its own, used up when it was bought.

Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/capacity-blocks-using.html
"""

INTERRUPTED = (RungKind.SPOT, RungKind.FLEX)
"""What the clouds count apart: flex, which Google alone has, counts as spot does there.

Source: https://cloud.google.com/kubernetes-engine/docs/concepts/consumption-option
"""


def needs_of(
    env: Environment,
    network: NetworkSpec,
    cluster: ClusterSpec | None,
    pools: Mapping[str, GpuPoolSpec],
) -> list[Need]:
    """Return what the parts of a settled zone can use at once, each at its largest."""
    return [
        *_of_network(env, network),
        *(_of_system(cluster) if cluster else ()),
        *(need for name, pool in pools.items() for need in _of_pool(env, name, pool)),
    ]


def _of_network(env: Environment, network: NetworkSpec) -> Iterator[Need]:
    """Yield the addresses that traffic leaves from: one for each gateway.

    AWS's gateways stand in a zone each; those of the other two are regional.
    """
    if network.nat is Nat.NONE:
        return
    zonal = network.nat is Nat.PER_ZONE and env.cloud is Cloud.AWS
    yield Need("addresses", network.zones if zonal else 1, "network.nat")


def _of_system(cluster: ClusterSpec) -> Iterator[Need]:
    pool, because = cluster.system_pool, "cluster.system_pool"
    vcpus = int(pool.machine.rpartition("-")[2])
    yield Need("vcpus", vcpus * pool.max_nodes, because)
    yield Need("disk_gib", pool.disk_gib * pool.max_nodes, because)


def _of_pool(env: Environment, name: str, pool: GpuPoolSpec) -> Iterator[Need]:
    """Yield what each rung can use; rungs may all be full at once."""
    choice = resolve(env.cloud, env.region, pool)
    machine = choice.machine
    for rung, wanted in pool.rungs().items():
        if wanted.kind is BOUGHT:
            continue
        nodes = max(pool.max_nodes, wanted.nodes or 0)
        because, spot = f"gpu_pool.{name}.{rung}", wanted.kind in INTERRUPTED
        whose = Need(
            "vcpus",
            0,
            because,
            machine.name,
            code=_code(env, machine, spot=spot),
            dimensions=_dimensions(machine),
            spot=spot,
        )
        count, accelerator = int(machine.count * nodes), choice.accelerator.name
        yield replace(whose, amount=machine.vcpus * nodes)
        yield replace(whose, unit="accelerators", amount=count, accelerator=accelerator)
        yield Need("disk_gib", pool.disk_gib * pool.max_nodes, because, machine.name)


def _code(env: Environment, machine: Machine, *, spot: bool) -> str:
    """Return what the catalogue says a machine counts against, in the cloud's words."""
    if env.cloud is Cloud.AWS:
        return machine.words.get("spot_quota" if spot else "quota", "")
    return machine.family


def _dimensions(machine: Machine) -> tuple[tuple[str, str], ...]:
    families = ("gpu_family", "tpu_family")
    return tuple((each, machine.words[each]) for each in families if each in machine.words)

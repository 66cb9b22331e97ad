"""What a spec asks of a machine, and whether a machine does it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from landing_zone.core import Cloud
from landing_zone.gpu_pool.accelerators import ACCELERATORS
from landing_zone.gpu_pool.capacity import RungKind
from landing_zone.gpu_pool.catalog import Machine, Offer, machines, offers_in
from landing_zone.gpu_pool.spec import Driver, Fabric, GpuPoolSpec


class Wish(NamedTuple):
    """The part of a pool's spec that decides on its machine."""

    accelerators: tuple[str, ...]
    number: int
    min_vcpus: int
    min_memory_gib: int
    fabric: Fabric
    nvme: bool
    mig: str | None
    shared: str | None
    rungs: tuple[RungKind, ...]
    driver: Driver

    @classmethod
    def of(cls, spec: GpuPoolSpec) -> "Wish":
        """Return what a pool asks of a machine."""
        sharing = spec.sharing
        by_turns = "time_slicing" if sharing.time_slicing else None
        return cls(
            accelerators=spec.accelerator,
            number=spec.gpus_per_node,
            min_vcpus=spec.min_vcpus,
            min_memory_gib=spec.min_memory_gib,
            fabric=spec.fabric,
            nvme=spec.local_nvme is not None,
            mig=sharing.mig.profile if sharing.mig else None,
            shared="mps" if sharing.mps else by_turns,
            rungs=tuple(dict.fromkeys(rung.kind for rung in spec.capacity)),
            driver=spec.driver,
        )


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that a machine has to do."""

    words: str
    """How a refusal names it; empty if it goes without saying."""
    kept: Callable[[Machine], bool]
    """Whether a machine does it."""
    lack: Callable[[Machine], str]
    """What is told of a machine that does not."""


@lru_cache(maxsize=8192)
def best(cloud: Cloud, region: str, wish: Wish) -> Offer | None:
    """Return the machine that a region has for a wish; the first accelerator that fits is taken.

    Among machines that do everything: with rdma the widest fabric; then the lowest list price, one
    that is not known last, as spot prices change by the hour; then the fewest vCPUs, and the name.
    """
    able = _able(cloud, wish)
    for accelerator in wish.accelerators if able else ():
        offered = offers_in(cloud, region).get(accelerator, ())
        fitting = [
            offer
            for offer in offered
            if offer.machine.name in able and all(way not in wish.rungs for way in offer.without)
        ]
        if fitting:
            return min(fitting, key=lambda offer: rank(offer, wish))
    return None


def rank(offer: Offer, wish: Wish) -> tuple[int, float, int, str]:
    """Return what decides between machines that both do; the lowest is taken."""
    machine = offer.machine
    width = -machine.fabric_gbps if wish.fabric is Fabric.RDMA else 0
    price = float("inf") if offer.usd_hour is None else float(offer.usd_hour)
    return width, price, machine.vcpus, machine.name


@lru_cache(maxsize=1024)
def demands(wish: Wish) -> tuple[Demand, ...]:
    """Return everything that a machine has to do for a wish, the most telling first."""
    return (*_size(wish), *_abilities(wish), *_ways(wish))


@lru_cache(maxsize=1024)
def _able(cloud: Cloud, wish: Wish) -> frozenset[str]:
    """Return the machines of a cloud that do everything, wherever they are."""
    wanted = demands(wish)
    return frozenset(
        machine.name
        for machine in machines(cloud).values()
        if machine.accelerator in wish.accelerators
        and all(demand.kept(machine) for demand in wanted)
    )


def _size(wish: Wish) -> Iterator[Demand]:
    yield Demand("", lambda each: not each.retired, lambda _: "is being retired")
    yield Demand(
        "",
        lambda each: each.count == wish.number,
        lambda each: f"has {each.count:g} {each.accelerator}",
    )
    if wish.min_vcpus:
        yield Demand(
            f"{wish.min_vcpus} vCPUs",
            lambda each: each.vcpus >= wish.min_vcpus,
            lambda each: f"has {each.vcpus} vCPUs",
        )
    if wish.min_memory_gib:
        yield Demand(
            f"{wish.min_memory_gib} GiB of memory",
            lambda each: each.memory_gib >= wish.min_memory_gib,
            lambda each: f"has {each.memory_gib:g} GiB of memory",
        )


def _abilities(wish: Wish) -> Iterator[Demand]:
    if wish.fabric is Fabric.RDMA:
        yield Demand("fabric rdma", lambda each: each.rdma, lambda _: "has no fabric for rdma")
    if wish.mig:
        yield Demand(
            f"sharing by mig {wish.mig}",
            lambda each: wish.mig in each.profiles,
            lambda each: f"cannot be cut into {wish.mig}{_profiles(each)}",
        )
    if wish.shared:
        yield Demand(
            f"sharing by {wish.shared}",
            lambda each: ACCELERATORS[each.accelerator].vendor == "nvidia",
            lambda _: f"knows no {wish.shared}, which is NVIDIA's",
        )
    if wish.nvme:
        yield Demand(
            "local_nvme", lambda each: each.nvme_gib > 0, lambda _: "has no NVMe disks of its own"
        )
    if wish.driver is Driver.CLOUD:
        yield Demand(
            "",
            lambda each: each.cloud_driver,
            lambda _: "gets no driver from the cloud: ask for driver operator",
        )
    else:
        yield Demand(
            "driver operator",
            lambda each: each.operator_driver,
            lambda _: "takes its driver from the cloud alone",
        )


def _ways(wish: Wish) -> Iterator[Demand]:
    for kind in wish.rungs:
        words = kind.value if kind is not RungKind.ON_DEMAND else ""
        yield Demand(
            words,
            lambda each, kind=kind: bool(getattr(each, kind.value)),
            lambda _, kind=kind: f"cannot be had by {kind}",
        )


def _profiles(machine: Machine) -> str:
    return f", only into {', '.join(machine.profiles)}" if machine.mig else ""

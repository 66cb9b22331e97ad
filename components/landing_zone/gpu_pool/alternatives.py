"""The nearest machines where a region has none that a pool could have."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log2

from landing_zone.core import Cloud
from landing_zone.gpu_pool.accelerators import ACCELERATORS
from landing_zone.gpu_pool.catalog import Offer, offers_in, regions
from landing_zone.gpu_pool.nearness import distance, same_realm
from landing_zone.gpu_pool.spec import GpuPoolSpec
from landing_zone.gpu_pool.wish import Wish, best, rank

MOST = 3
"""How many are told."""

ANOTHER_VENDOR = 4
"""How far an accelerator of another vendor is, in doublings: programs have to change for it."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A machine that a pool could have if its place, its accelerator or their number changed."""

    offer: Offer
    here: bool
    """Whether it is in the region itself, and something else than was asked for."""
    abroad: bool = False
    """Whether it is on another cloud."""

    def spec(self, spec: GpuPoolSpec) -> GpuPoolSpec:
        """Return what to ask for instead, there."""
        machine = self.offer.machine
        change = {"accelerator": (machine.accelerator,), "gpus_per_node": int(machine.count)}
        return spec.model_copy(update=change)

    def __str__(self) -> str:
        """Say what it is, and where."""
        machine = self.offer.machine
        if self.here:
            return f"{machine.count:g} x {machine.accelerator} ({machine.name}) here"
        cloud = f" on {machine.cloud}" if self.abroad else ""
        return f"{machine.name} in {self.offer.region}{cloud}"


def alternatives(cloud: Cloud, region: str, wish: Wish) -> tuple[Alternative, ...]:
    """Return the nearest three: one of each kind as far as there is one, then the next of any.

    The kinds are the same cloud in another region, another cloud, and another accelerator, or
    another number of them, in this region. A region is nearer in the same country, then under the
    same law, then on the same continent; among those that are as near, price decides.
    """
    others = [other for other in Cloud if other != cloud]
    kinds = [
        [Alternative(each, here=False) for each in _elsewhere(cloud, region, wish, [cloud])],
        [
            Alternative(each, here=False, abroad=True)
            for each in _elsewhere(cloud, region, wish, others)
        ],
        [Alternative(each, here=True) for each in _instead(cloud, region, wish)],
    ]
    first = [each[0] for each in kinds if each]
    rest = [one for each in kinds for one in each[1:]]
    return tuple([*first, *rest][:MOST])


def _elsewhere(cloud: Cloud, region: str, wish: Wish, clouds: list[Cloud]) -> list[Offer]:
    """Return what other regions have for a wish, the nearest first."""
    places = [
        (other, each)
        for other in clouds
        for each in regions(other)
        if (other, each) != (cloud, region) and same_realm(cloud, region, other, each)
    ]
    found = [
        (distance(cloud, region, other, each), rank(offer, wish), each, offer)
        for other, each in places
        if (offer := best(other, each, wish))
    ]
    return [offer for *_, offer in sorted(found, key=lambda each: each[:3])]


def _instead(cloud: Cloud, region: str, wish: Wish) -> list[Offer]:
    """Return what else the region has that does the rest of a wish, the most alike first."""
    found = [
        (_difference(offer, wish), rank(offer, wish), offer)
        for each in set(_wishes_for_others(cloud, region, wish))
        if (offer := best(cloud, region, each))
    ]
    return [offer for *_, offer in sorted(found, key=lambda each: each[:2])]


def _wishes_for_others(cloud: Cloud, region: str, wish: Wish) -> Iterator[Wish]:
    for accelerator, offered in offers_in(cloud, region).items():
        for offer in offered:
            if offer.machine.count >= 1:
                number = int(offer.machine.count)
                yield wish._replace(accelerators=(accelerator,), number=number)


def _difference(offer: Offer, wish: Wish) -> float:
    """Return how unlike an offer is to what was asked for, in doublings of memory and number."""
    asked, given = ACCELERATORS[wish.accelerators[0]], offer.accelerator
    memory = abs(log2(given.memory_gib / asked.memory_gib))
    number = abs(log2(offer.machine.count / wish.number))
    return memory + number + (ANOTHER_VENDOR if given.vendor != asked.vendor else 0)

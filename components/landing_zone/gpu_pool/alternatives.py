"""The nearest machines where a region has none that a pool could have."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from math import log2

from landing_zone.core import Cloud
from landing_zone.gpu_pool.accelerators import ACCELERATORS
from landing_zone.gpu_pool.catalog import Offer, offers_in, regions
from landing_zone.gpu_pool.nearness import Distance, distance, same_realm
from landing_zone.gpu_pool.spec import GpuPoolSpec
from landing_zone.gpu_pool.wish import Wish, best, rank

MOST = 3
"""How many are told."""

ANOTHER_VENDOR = 4
"""How far an accelerator of another vendor is, in doublings: programs have to change for it."""

Place = tuple[Cloud, str]
"""A cloud and one of its regions."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A machine that a pool could have if its place, its accelerator or their number changed."""

    offer: Offer
    asked: Place
    """Where the pool was to be."""
    another: bool
    """Whether it is another accelerator than was asked for, or another number of them."""

    def spec(self, spec: GpuPoolSpec) -> GpuPoolSpec:
        """Return what to ask for instead, there."""
        machine = self.offer.machine
        change = {"accelerator": (machine.accelerator,), "gpus_per_node": int(machine.count)}
        return spec.model_copy(update=change)

    def __str__(self) -> str:
        """Say what it is, and where."""
        machine = self.offer.machine
        what = f"{machine.count:g} x {machine.accelerator} ({machine.name})"
        return f"{what if self.another else machine.name} {self._where}"

    @property
    def _where(self) -> str:
        cloud, region = self.asked
        if self.offer.machine.cloud != cloud:
            return f"in {self.offer.region} on {self.offer.machine.cloud}"
        return "here" if self.offer.region == region else f"in {self.offer.region}"


def alternatives(cloud: Cloud, region: str, wish: Wish) -> tuple[Alternative, ...]:
    """Return the nearest three: one of each kind as far as there is one, then the next of any.

    The kinds are the same cloud in another region, another cloud, and another accelerator, or
    another number of them, in this region. A region is nearer in the same country, then under the
    same law, then on the same continent; among those that are as near, price decides. Where these
    are fewer than three, other accelerators in the regions around make up for it.
    """
    asked = (cloud, region)
    elsewhere = _same(asked, wish)
    kinds = (
        [each for each in elsewhere if each.offer.machine.cloud == cloud],
        [each for each in elsewhere if each.offer.machine.cloud != cloud],
        _others(asked, asked, wish),
    )
    first = [each[0] for each in kinds if each]
    rest = [one for each in kinds for one in each[1:]]
    return tuple(islice(chain(first, rest, _around(asked, wish)), MOST))


def _same(asked: Place, wish: Wish) -> list[Alternative]:
    """Return what other places have for a wish, the nearest first."""
    found = [
        (far, rank(offer, wish), place, offer)
        for far, place in _places(*asked)
        if (offer := best(*place, wish))
    ]
    near = sorted(found, key=lambda each: each[:3])
    return [Alternative(offer, asked, another=False) for *_, offer in near]


def _others(asked: Place, place: Place, wish: Wish) -> list[Alternative]:
    """Return what else a place has that does the rest of a wish, the most alike first."""
    found = [
        (_difference(offer, wish), rank(offer, wish), offer)
        for each in _wishes_for_others(place, wish)
        if (offer := best(*place, each))
    ]
    near = sorted(found, key=lambda each: each[:2])
    return [Alternative(offer, asked, another=True) for *_, offer in near]


def _around(asked: Place, wish: Wish) -> Iterator[Alternative]:
    """Yield what is most alike in each place around that has anything, the same cloud's first."""
    places = sorted(_places(*asked), key=lambda each: (each[1][0] != asked[0], each))
    for _, place in places:
        yield from _others(asked, place, wish)[:1]


@cache
def _places(cloud: Cloud, region: str) -> tuple[tuple[Distance, Place], ...]:
    """Return where else an account of a place may be, and how far that is."""
    return tuple(
        (distance(cloud, region, other, each), (other, each))
        for other in Cloud
        for each in regions(other)
        if (other, each) != (cloud, region) and same_realm(cloud, region, other, each)
    )


def _wishes_for_others(place: Place, wish: Wish) -> Iterator[Wish]:
    offered = {
        (accelerator, int(offer.machine.count))
        for accelerator, offered in offers_in(*place).items()
        for offer in offered
        if offer.machine.count >= 1
    }
    for accelerator, number in offered:
        yield wish._replace(accelerators=(accelerator,), number=number)


def _difference(offer: Offer, wish: Wish) -> float:
    """Return how unlike an offer is to what was asked for, in doublings of memory and number."""
    asked, given = ACCELERATORS[wish.accelerators[0]], offer.accelerator
    memory = abs(log2(given.memory_gib / asked.memory_gib))
    number = abs(log2(offer.machine.count / wish.number))
    return memory + number + (ANOTHER_VENDOR if given.vendor != asked.vendor else 0)

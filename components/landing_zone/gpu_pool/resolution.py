"""Which machine a pool gets: a pure function of the spec, the cloud and the region."""

from collections.abc import Iterator
from dataclasses import dataclass

from landing_zone.core import Cloud, LandingZoneError
from landing_zone.core.errors import suggestion
from landing_zone.gpu_pool.accelerators import Accelerator
from landing_zone.gpu_pool.alternatives import alternatives
from landing_zone.gpu_pool.catalog import Machine, Offer, machines, offers_in, regions
from landing_zone.gpu_pool.spec import Fabric, GpuPoolSpec
from landing_zone.gpu_pool.wish import Wish, best, demands, rank
from landing_zone_policies.facts.regions import REGIONS


@dataclass(frozen=True, slots=True)
class Choice:
    """The machine that a pool gets, and why."""

    accelerator: Accelerator
    offer: Offer
    wish: Wish

    @property
    def machine(self) -> Machine:
        """The machine type."""
        return self.offer.machine

    @property
    def reasons(self) -> tuple[str, ...]:
        """Sentences, in the order in which things were decided; put together when asked for."""
        return tuple(_reasons(self.offer, self.wish))


def resolve(cloud: Cloud, region: str, spec: GpuPoolSpec) -> Choice:
    """Return the machine for a pool: the cheapest that does what the spec asks for.

    Accelerators are whole, and exactly as many as asked for. Of several names the first that the
    region has is taken. `fabric: rdma` takes the widest fabric; `standard` is kept by how nodes
    are placed, so it takes the cheapest machine. The list price decides even where all rungs are
    spot, whose prices change by the hour. The zones of a spec are the network's, and left to
    whoever knows the network.

    Raises:
        LandingZoneError: in one line, if the region has none, with the three nearest alternatives:
            the same cloud in another region, another cloud, another accelerator.
    """
    if region not in REGIONS[cloud]:
        known = suggestion(region, REGIONS[cloud])
        raise LandingZoneError(f"region: a region of {cloud}{known}, got {region!r}")
    wish = Wish.of(spec)
    offer = best(cloud, region, wish)
    if offer is None:
        raise LandingZoneError(_refusal(cloud, region, wish))
    return Choice(offer.accelerator, offer, wish)


def _reasons(offer: Offer, wish: Wish) -> Iterator[str]:
    machine, region = offer.machine, offer.region
    if len(wish.accelerators) > 1:
        names = ", ".join(wish.accelerators)
        yield f"{machine.accelerator} is the first of {names} that {region} has"
    left = [
        each
        for each in offers_in(machine.cloud, region)[machine.accelerator]
        if each.machine.count == wish.number
    ]
    yield f"{_several(left)} {_have(left)} {wish.number} x {machine.accelerator} in {region}"
    for demand in demands(wish):
        kept = [each for each in left if demand.kept(each.machine)]
        if len(kept) < len(left):
            gone = next(each.machine for each in left if not demand.kept(each.machine))
            what = f"{demand.words} leaves" if demand.words else "there remains"
            yield f"{what} {_several(kept)}: {gone.name} {demand.lack(gone)}"
        left = kept
    yield _decision(offer, left, wish)


def _decision(offer: Offer, left: list[Offer], wish: Wish) -> str:
    machine = offer.machine
    others = sorted((each for each in left if each is not offer), key=lambda e: rank(e, wish))
    if not others:
        return f"{machine.name} is the only one, {_price(offer)}"
    second = others[0]
    if wish.fabric is Fabric.RDMA and second.machine.fabric_gbps < machine.fabric_gbps:
        widths = f"{machine.fabric_gbps} Gbit/s before {second.machine.fabric_gbps}"
        return f"{machine.name} has the widest fabric, {widths} ({second.machine.name})"
    if offer.usd_hour == second.usd_hour:
        return f"{machine.name} costs what {second.machine.name} costs, {_price(offer)}"
    return f"{machine.name} is the cheapest, {_price(offer)}, before {_price_of(second)}"


def _price(offer: Offer) -> str:
    if offer.usd_hour is None or offer.source is None:
        return "at a price that is not known"
    return f"{offer.usd_hour} USD an hour ({offer.source.confidence} {offer.source.date})"


def _price_of(offer: Offer) -> str:
    price = "no known price" if offer.usd_hour is None else str(offer.usd_hour)
    return f"{offer.machine.name} at {price}"


def _several(left: list[Offer]) -> str:
    names = [each.machine.name for each in left]
    return names[0] if len(names) == 1 else f"{len(names)} machine types"


def _have(left: list[Offer]) -> str:
    return "has" if len(left) == 1 else "have"


def _refusal(cloud: Cloud, region: str, wish: Wish) -> str:
    asked = f"{wish.number} x {' or '.join(wish.accelerators)}"
    *others, last = [asked, *(demand.words for demand in demands(wish) if demand.words)]
    wanted = f"{', '.join(others)} and {last}" if others else last
    near = "; ".join(str(each) for each in alternatives(cloud, region, wish))
    instead = f"the nearest: {near}" if near else "nothing in the catalogue does all of it"
    why = _why(cloud, region, wish)
    return f"accelerator: {region} on {cloud} has no machine with {wanted} ({why}); {instead}"


def _why(cloud: Cloud, region: str, wish: Wish) -> str:
    """Return what keeps the nearest machine from doing, of the region or of the whole cloud."""
    if not offers_in(cloud, region):
        return "no accelerators are known to be there"
    here = [
        offer.machine
        for name in wish.accelerators
        for offer in offers_in(cloud, region).get(name, ())
    ]
    anywhere = [each for each in machines(cloud).values() if each.accelerator in wish.accelerators]
    whole = [each for each in here or anywhere if each.count >= 1]
    names = " or ".join(wish.accelerators)
    if not whole:
        return f"{cloud} has no {names}"
    larger = -1 if wish.min_vcpus or wish.min_memory_gib else 1
    nearest = min(whole, key=lambda each: (len(_lacks(each, wish)), larger * each.vcpus, each.name))
    lacks = _lacks(nearest, wish)
    if lacks:
        return f"{nearest.name} {' and '.join(lacks)}"
    places = sum(best(cloud, each, wish) is not None for each in regions(cloud))
    if not places:
        return f"no region of {cloud} is known to have it"
    return f"{cloud} has it in {places} other region{'s' if places > 1 else ''}"


def _lacks(machine: Machine, wish: Wish) -> list[str]:
    return [demand.lack(machine) for demand in demands(wish) if not demand.kept(machine)]

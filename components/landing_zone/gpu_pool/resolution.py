"""Which machine a pool gets: a pure function of the spec, the cloud and the region."""

from dataclasses import dataclass

from landing_zone.core import Cloud
from landing_zone.gpu_pool.accelerators import Accelerator
from landing_zone.gpu_pool.catalog import Machine, Offer
from landing_zone.gpu_pool.spec import GpuPoolSpec


@dataclass(frozen=True, slots=True)
class Choice:
    """The machine that a pool gets, and why."""

    accelerator: Accelerator
    offer: Offer
    reasons: tuple[str, ...]
    """Sentences, in the order in which things were decided."""

    @property
    def machine(self) -> Machine:
        """The machine type."""
        return self.offer.machine


def resolve(cloud: Cloud, region: str, spec: GpuPoolSpec) -> Choice:
    """Return the machine for a pool: the cheapest that does what the spec asks for.

    Raises:
        LandingZoneError: in one line, if the region has none, with the three nearest alternatives:
            the same cloud in another region, another cloud, another accelerator.
    """
    raise NotImplementedError

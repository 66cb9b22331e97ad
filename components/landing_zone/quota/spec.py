"""What is asked of a cloud before anything can be built: more than it gives an account at first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

import pulumi
from pydantic import Field

from landing_zone.core import Grammar, Outputs, Spec

Email = Annotated[
    str, Grammar(r"[^@\s]+@[a-z0-9-]+(\.[a-z0-9-]+)+", "an address such as platform@acme.example")
]


class QuotaSpec(Spec):
    """How much is asked for, and who is asked back."""

    headroom_percent: int = Field(default=20, ge=0, le=400)
    """What is asked for beyond what the spec can use at once, in percent: upgrades replace nodes
    one by one, and a failed node is there for a while beside its successor."""
    contact: Email | None = None
    """Whom Google Cloud answers; required there, left out elsewhere.

    Source: https://cloud.google.com/docs/quotas/reference/rest/v1/projects.locations.quotaPreferences
    """


@dataclass(frozen=True, slots=True)
class Limit:
    """One quota of a cloud, and how much of it a zone needs."""

    service: str
    """Whose quota it is, in the cloud's words, such as `ec2`."""
    code: str
    """Its ID there; empty where the cloud has no way to ask for it in a program."""
    name: str
    """What people read on the cloud's page."""
    unit: str
    """What is counted: vCPUs, accelerators, addresses, GiB."""
    amount: int
    """How much the zone can use at once."""
    because: tuple[str, ...]
    """Which parts of the zone use it."""
    dimensions: tuple[tuple[str, str], ...] = ()
    """What else tells it from others, such as the region."""
    ask: str = ""
    """The command that shows what the account has."""

    def with_headroom(self, percent: int) -> int:
        """Return the amount with headroom, rounded up."""
        return -(-self.amount * (100 + percent) // 100)


Unit = Literal["vcpus", "accelerators", "addresses", "disk_gib"]


@dataclass(frozen=True, slots=True)
class Need:
    """What a part of a zone can use at once, before a cloud's quotas are looked at."""

    unit: Unit
    amount: int
    because: str
    """The part: `cluster.system_pool`, `gpu_pool.train.spot`."""
    machine: str = ""
    """The machine type; empty for general-purpose ones."""
    accelerator: str = ""
    """As the catalogue calls it."""
    code: str = ""
    """The quota of the machine in the cloud's words."""
    dimensions: tuple[tuple[str, str], ...] = ()
    """What else tells that quota from others."""
    spot: bool = False
    """Whether it is spot capacity, which clouds count apart."""


@dataclass(frozen=True, kw_only=True)
class QuotaOutputs(Outputs):
    """What was asked for. The cloud may grant it later, in part, or not at all."""

    asked: Mapping[str, pulumi.Output[int]]
    """How much, by the quota's ID."""


def counted(limits: Sequence[Limit]) -> list[Limit]:
    """Return limits with those of one quota added up, in the order in which they first come."""
    found = dict[tuple[str, str, str, tuple[tuple[str, str], ...]], Limit]()
    for each in limits:
        key = (each.service, each.code, each.name, each.dimensions)
        had = found.get(key)
        found[key] = each if had is None else _sum(had, each)
    return list(found.values())


def _sum(first: Limit, second: Limit) -> Limit:
    return Limit(
        first.service,
        first.code,
        first.name,
        first.unit,
        first.amount + second.amount,
        (*first.because, *second.because),
        first.dimensions,
        first.ask,
    )

"""The ladder of ways to get machines with accelerators."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from landing_zone.core import Fault, Spec, refuse


class RungKind(StrEnum):
    """A way to get machines."""

    RESERVATION = "reservation"
    """Machines that are kept for us, and paid for whether they run or not."""
    BLOCK = "block"
    """Machines that were bought ahead for a time (AWS Capacity Blocks, Google's calendar mode)."""
    FLEX = "flex"
    """Machines when there are some, for a limited time: one by one or, `queued`, all those of a
    job at once (Google's flex-start)."""
    SPOT = "spot"
    """What nobody else wants at the moment, taken back at short notice."""
    ON_DEMAND = "on_demand"
    """Whatever is free, at the list price."""


RUNG_CODES: Mapping[RungKind, str] = {
    RungKind.RESERVATION: "res",
    RungKind.BLOCK: "blk",
    RungKind.FLEX: "flex",
    RungKind.SPOT: "spot",
    RungKind.ON_DEMAND: "od",
}
"""How a rung is written behind a pool's name."""


class Rung(Spec):
    """One way to get machines, tried when those before it have none."""

    kind: RungKind
    """Which way."""
    id: str | None = Field(default=None, min_length=1, max_length=512)
    """Of a reservation or a block: the cloud's own ID, or the name of what holds it (a resource
    group of reservations on AWS, a reservation on Google Cloud, a capacity reservation group on
    Azure, as `group/name` where its resource group is called otherwise)."""
    nodes: int | None = Field(default=None, ge=1, le=1000)
    """Of a reservation without an ID: how many machines to reserve, from the first deployment."""
    hours: int | None = Field(default=None, ge=1, le=4368)
    """Of a block or flex: how long machines stay. Flex has 168 hours at most, a block 182 days.

    Sources: https://cloud.google.com/kubernetes-engine/docs/concepts/dws,
    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-capacity-blocks.html
    """
    max_usd_hour: Decimal | None = Field(default=None, gt=0, le=1000)
    """Of spot: the most that a machine may cost in an hour. Not given: the list price."""
    queued: bool = False
    """Of flex: whether machines come only for jobs that ask for all of theirs at once, by a
    `ProvisioningRequest` as Kueue writes them, rather than one by one for pods that wait.

    Source: https://cloud.google.com/kubernetes-engine/docs/how-to/provisioningrequest
    """

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> Self:
        refuse("Rung", _rung_faults(self))
        return self


def _as_rung(value: object) -> object:
    return {"kind": value} if isinstance(value, str) else value


Ladder = Annotated[
    tuple[Annotated[Rung, BeforeValidator(_as_rung, json_schema_input_type=RungKind | Rung)], ...],
    Field(min_length=1, max_length=9),
]


def _rung_faults(rung: Rung) -> Iterator[Fault]:
    kind = rung.kind
    kept = kind in (RungKind.RESERVATION, RungKind.BLOCK)
    if kept and rung.id is None and (kind is RungKind.BLOCK or rung.nodes is None):
        what = "the ID of what was bought" if kind is RungKind.BLOCK else "an id, or nodes"
        yield Fault(("id",), f"required for a {kind}: {what}", None)
    if kind is RungKind.RESERVATION and rung.id is not None and rung.nodes is not None:
        yield Fault(("nodes",), "left out where an id is given", rung.nodes)
    if kind is RungKind.FLEX and rung.hours is None:
        yield Fault(("hours",), "required for flex, 1 to 168", None)
    if kind is RungKind.FLEX and (rung.hours or 0) > 168:
        yield Fault(("hours",), "at most 168 for flex", rung.hours)
    takes = {
        "id": kept,
        "nodes": kind is RungKind.RESERVATION,
        "hours": kind in (RungKind.BLOCK, RungKind.FLEX),
        "max_usd_hour": kind is RungKind.SPOT,
        "queued": kind is RungKind.FLEX,
    }
    for field, taken in takes.items():
        if not taken and (given := getattr(rung, field)) not in (None, False):
            yield Fault((field,), f"left out, as {kind} has none", given)

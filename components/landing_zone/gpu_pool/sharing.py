"""How several pods use one accelerator."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from landing_zone.core import Fault, Grammar, Spec, refuse


class Mig(Spec):
    """Each accelerator cut into equal parts, with memory and processors of their own."""

    profile: Annotated[str, Grammar(r"\dg\.\d{1,3}gb", "a profile such as 1g.10gb")]
    """The part's name in NVIDIA's words, such as `1g.10gb`."""


class TimeSlicing(Spec):
    """Each accelerator shared by turns, with nothing between the sharers."""

    clients: int = Field(ge=2, le=48)
    """How many share one. Google Cloud allows 48 at most.

    Source: https://cloud.google.com/kubernetes-engine/docs/concepts/timesharing-gpus
    """


class Mps(Spec):
    """Each accelerator shared at once, each sharer with its part of the memory."""

    clients: int = Field(ge=2, le=48)
    """How many share one. NVIDIA allows 48 at most since Volta.

    Source: https://docs.nvidia.com/deploy/mps/index.html
    """


class Sharing(Spec):
    """How pods share an accelerator; nothing given: each has its own."""

    mig: Mig | None = None
    """In hardware."""
    time_slicing: TimeSlicing | None = None
    """By turns."""
    mps: Mps | None = None
    """At once, in software."""

    @model_validator(mode="after")
    def _is_one_way(self) -> Self:
        ways = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(ways) > 1:
            refuse("Sharing", [Fault((), "one way of sharing", ways)])
        return self

"""Whether an account has a budget."""

from __future__ import annotations

from collections.abc import Iterator

from landing_zone_policies.outcomes import Fail, Outcome, Pass
from landing_zone_policies.rule import Survey, World


def has_a_budget(cloud: str, *types: str) -> Survey:
    """Return a survey: the program declares a budget of one of some types."""

    def look(world: World, _: str) -> Iterator[Outcome]:
        if world.estate.has(*types):
            yield Pass()
        else:
            yield Fail("", "no budget tells anybody what the account spends")

    return Survey((cloud,), look, types, account=True)

"""What an AWS account encrypts without being asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, Outcome
from landing_zone_policies.rule import Check, Survey, World, judged, need
from landing_zone_policies.rules.encryption.at_rest.aws_storage import BY_DEFAULT
from landing_zone_policies.wanted import not_false


def account_encrypts_disks(world: World, _: str) -> Iterator[Outcome]:
    """Somewhere in the program an account is told to encrypt every new disk."""
    told = list(world.estate.of(BY_DEFAULT))
    if not told:
        yield Fail(BY_DEFAULT, "new disks are not encrypted unless each says so")
    for each in told:
        yield judged(each.first("enabled"), not_false, world.settings)


CHECKS: Mapping[str, tuple[Check, ...]] = {"ENC-03": (need(BY_DEFAULT, "enabled", not_false),)}

SURVEYS: Mapping[str, tuple[Survey, ...]] = {
    "ENC-03": (Survey(("aws",), account_encrypts_disks, (BY_DEFAULT,), account=True),)
}

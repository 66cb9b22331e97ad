"""What tags are for on AWS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.facts.types import taggable
from landing_zone_policies.outcomes import Fail, Outcome, Pass, Undetermined
from landing_zone_policies.rule import Check, Survey, World, need
from landing_zone_policies.rules.cost_tags import aws_compute
from landing_zone_policies.rules.cost_tags.budgets import has_a_budget
from landing_zone_policies.rules.cost_tags.limits import amazon, within_limits
from landing_zone_policies.rules.cost_tags.provider import gives_to_all
from landing_zone_policies.rules.cost_tags.required import carries, fits
from landing_zone_policies.tags import folded
from landing_zone_policies.values import UNKNOWN
from landing_zone_policies.wanted import given, plain

TAGGABLE = taggable("aws")
BUDGET = "aws:budgets:Budget"
NATIVE_BUDGET = "aws-native:budgets:Budget"
ALLOCATION = "aws:costexplorer:CostAllocationTag"


def tags_are_in_the_bill(world: World, _: str) -> Iterator[Outcome]:
    """AWS puts a tag into the bill once it is activated.

    Source: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html
    """
    active = set[str]()
    unknown = False
    for each in world.estate.of(ALLOCATION):
        key = each.get("tagKey")
        unknown = unknown or key is UNKNOWN
        if isinstance(key, str) and plain(each.get("status")) == "active":
            active.add(folded(key))
    missing = [key for key in world.settings.required_tags if folded(key) not in active]
    if not missing:
        yield Pass()
    elif unknown:
        yield Undetermined("", "which tags are activated for the bill is known after deployment")
    else:
        yield Fail("", f"not activated for the bill: {', '.join(missing)}")


CHECKS: Mapping[str, tuple[Check, ...]] = {
    **aws_compute.CHECKS,
    "TAG-01": (carries(*TAGGABLE),),
    "TAG-02": (fits(*TAGGABLE),),
    "TAG-04": (within_limits(TAGGABLE, 50, amazon),),
    "TAG-11": (
        need(BUDGET, "notifications", given),
        need(NATIVE_BUDGET, "notificationsWithSubscribers", given),
    ),
    "TAG-13": (gives_to_all("defaultTags", "aws", "aws-native"),),
}

SURVEYS: Mapping[str, tuple[Survey, ...]] = {
    "TAG-10": (Survey(("aws",), tags_are_in_the_bill, (ALLOCATION,), account=True),),
    "TAG-11": (has_a_budget("aws", BUDGET, NATIVE_BUDGET),),
}

"""What labels are for on Google Cloud."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.facts.types import taggable
from landing_zone_policies.outcomes import Outcome
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Survey, World, check, need
from landing_zone_policies.rules.cost_tags.budgets import has_a_budget
from landing_zone_policies.rules.cost_tags.limits import google, within_limits
from landing_zone_policies.rules.cost_tags.provider import gives_to_all
from landing_zone_policies.rules.cost_tags.required import carries, complete, fits
from landing_zone_policies.tags import Tags, read_tags, tags_of
from landing_zone_policies.values import MISSING
from landing_zone_policies.wanted import given, true

TAGGABLE = taggable("gcp")
BUDGET = "gcp:billing:Budget"
CLUSTER = "gcp:container:Cluster"
LABELS = "nodeConfig.resourceLabels"


@check("gcp:container:NodePool", reads=(LABELS,), joins=True)
def nodes_are_labelled(pool: Resource, world: World) -> Iterator[Outcome]:
    """Nodes have the labels of their pool, and those of their cluster.

    Source: https://cloud.google.com/kubernetes-engine/docs/how-to/creating-managing-labels
    """
    clusters = world.estate.targets(pool, "cluster", CLUSTER)
    tags = Tags(is_open=not clusters and pool.get("cluster") is not MISSING)
    for each in clusters:
        tags = tags | tags_of(each)
    yield complete(tags | read_tags(pool.find(LABELS)), LABELS, world)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "TAG-01": (carries(*TAGGABLE),),
    "TAG-02": (fits(*TAGGABLE),),
    "TAG-03": (within_limits(TAGGABLE, 64, google),),
    "TAG-07": (nodes_are_labelled,),
    "TAG-10": (need(CLUSTER, "costManagementConfig.enabled", true),),
    "TAG-11": (need(BUDGET, "thresholdRules", given),),
    "TAG-13": (gives_to_all("defaultLabels", "gcp"),),
}

SURVEYS: Mapping[str, tuple[Survey, ...]] = {"TAG-11": (has_a_budget("gcp", BUDGET),)}

"""What tags are for on Azure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.facts.types import taggable
from landing_zone_policies.outcomes import Fail, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Survey, World, check, need
from landing_zone_policies.rules.cost_tags.budgets import has_a_budget
from landing_zone_policies.rules.cost_tags.limits import microsoft, within_limits
from landing_zone_policies.rules.cost_tags.required import carries, complete, fits
from landing_zone_policies.tags import Tags, read_tags, tags_of
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import given, plain

TAGGABLE = taggable("azure")
CLUSTER = "azure-native:containerservice:ManagedCluster"
CLASSIC_CLUSTER = "azure:containerservice:KubernetesCluster"
POOLS: Mapping[str, tuple[str, str]] = {
    "azure-native:containerservice:AgentPool": (CLUSTER, "resourceName"),
    "azure:containerservice:KubernetesClusterNodePool": (CLASSIC_CLUSTER, "kubernetesClusterId"),
}
"""Pools of nodes: of which cluster, and the property that names it."""
PROFILES: Mapping[str, str] = {
    CLUSTER: "agentPoolProfiles[]",
    CLASSIC_CLUSTER: "defaultNodePool",
}
"""Where clusters say which nodes they begin with."""
BUDGETS = (
    "azure-native:consumption:Budget",
    "azure-native:costmanagement:Budget",
)
CLASSIC_BUDGETS = (
    "azure:consumption:BudgetManagementGroup",
    "azure:consumption:BudgetResourceGroup",
    "azure:consumption:BudgetSubscription",
)
INHERITANCE = "azure-native:costmanagement:TagInheritanceSetting"
ASSIGNMENT = "azure-native:authorization:PolicyAssignment"

INHERITING = (
    "40df99da-1232-49b1-a39a-6da8d878f469",
    "b27a0cbd-a167-4dfa-ae64-4337be671140",
    "cd3aa116-8754-49c9-a813-ad46512ece54",
    "ea3f2387-9b95-492a-a190-fcdc54f7b070",
)
"""Azure's own definitions by which resources take tags from their group or subscription.

Source: https://learn.microsoft.com/azure/azure-resource-manager/management/tag-policies
"""


@check(*POOLS, reads=("tags", *(at for _, at in POOLS.values())), joins=True)
def nodes_are_tagged(pool: Resource, world: World) -> Iterator[Outcome]:
    """Nodes have the tags of their pool, and those of their cluster.

    Source: https://learn.microsoft.com/azure/aks/use-tags
    """
    cluster, path = POOLS[pool.type]
    clusters = world.estate.targets(pool, path, cluster)
    tags = Tags(is_open=not clusters and pool.get(path) is not MISSING)
    for each in clusters:
        tags = tags | tags_of(each)
    yield complete(tags | tags_of(pool), "tags", world)


@check(*PROFILES, reads=("tags", *(f"{at}.tags" for at in PROFILES.values())))
def nodes_of_the_cluster_are_tagged(cluster: Resource, world: World) -> Iterator[Outcome]:
    """The nodes that a cluster begins with have its tags, and those of their profile."""
    for profile in cluster.find(PROFILES[cluster.type]):
        tags = tags_of(cluster) | read_tags(profile.find("tags"))
        yield complete(tags, f"{profile.path}.tags" if profile.is_known else "tags", world)


def tags_are_inherited(world: World, _: str) -> Iterator[Outcome]:
    """Costs take the tags of their group or subscription, by a setting or by a policy."""
    if world.estate.has(INHERITANCE):
        yield Pass()
        return
    definitions = [each.get("policyDefinitionId") for each in world.estate.of(ASSIGNMENT)]
    if any(isinstance(each, str) and plain(each).endswith(INHERITING) for each in definitions):
        yield Pass()
    elif UNKNOWN in definitions:
        yield Undetermined("", "which policy is assigned is known after deployment")
    else:
        yield Fail("", "nothing lets costs inherit the tags of their group or subscription")


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "TAG-01": (carries(*TAGGABLE),),
    "TAG-02": (fits(*TAGGABLE),),
    "TAG-04": (within_limits(TAGGABLE, 50, microsoft),),
    "TAG-07": (nodes_are_tagged, nodes_of_the_cluster_are_tagged),
    "TAG-11": (need((*BUDGETS, *CLASSIC_BUDGETS), "notifications", given),),
}

SURVEYS: Mapping[str, tuple[Survey, ...]] = {
    "TAG-10": (Survey(("azure",), tags_are_inherited, (INHERITANCE, ASSIGNMENT), account=True),),
    "TAG-11": (has_a_budget("azure", *BUDGETS, *CLASSIC_BUDGETS),),
}

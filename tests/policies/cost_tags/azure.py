"""Programs on Azure that the rules about tags admit and deny."""

import pulumi_azure_native as azure
from pulumi_azure_native import containerservice, resources

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.foreign import anything

CASES = Cases()
KEYS = ("owner", "cost_center")
COST = Settings(profile="regulated", required_tags=KEYS)
LOOKS = Settings(required_tags=KEYS, tag_patterns={"cost_center": r"cc-\d{4}"})
ACCOUNT = Settings(profile="regulated", required_tags=KEYS, whole_account=True)
TAGS = {"Owner": "ml", "Cost-Center": "cc-1234"}
GROUP = "acme"


@CASES.admits("TAG-01", "TAG-04", settings=COST)
def group_with_tags(name):
    resources.ResourceGroup(name, tags=TAGS)


@CASES.denies("TAG-01", path="tags", settings=COST)
def group_without_tags(name):
    resources.ResourceGroup(name)


@CASES.denies("TAG-01", path="tags", settings=COST)
def group_with_no_tags_at_all(name):
    resources.ResourceGroup(name, tags={})


@CASES.denies("TAG-01", settings=COST)
def classic_account_without_tags(name):
    anything("azure:storage/account:Account", name, location="westeurope")


@CASES.admits("TAG-01", settings=COST)
def account_of_an_older_version(name):
    anything("azure-native:storage/v20240101:StorageAccount", name, tags=TAGS)


@CASES.admits("TAG-02", settings=LOOKS)
def value_that_looks_right(name):
    resources.ResourceGroup(name, tags=TAGS)


@CASES.denies("TAG-02", settings=LOOKS)
def value_that_looks_wrong(name):
    resources.ResourceGroup(name, tags={"cost-center": "CC-1234"})


@CASES.denies("TAG-04", settings=COST)
def tag_of_azures_own(name):
    resources.ResourceGroup(name, tags={"microsoft.team": "ml"})


@CASES.denies("TAG-04", settings=COST)
def tag_with_a_question_mark(name):
    resources.ResourceGroup(name, tags={"paid?": "yes"})


@CASES.admits("TAG-04", settings=COST)
def tag_that_the_portal_hides(name):
    resources.ResourceGroup(name, tags={"hidden-link:/subscriptions/1/x": "Resource"})


def cluster(name, tags, profile_tags=None):
    return containerservice.ManagedCluster(
        name,
        resource_group_name=GROUP,
        dns_prefix="acme",
        tags=tags,
        agent_pool_profiles=[
            {"name": "system", "mode": "System", "count": 1, "tags": profile_tags}
        ],
    )


def pool(name, cluster_name):
    containerservice.AgentPool(name, resource_group_name=GROUP, resource_name_=cluster_name)


@CASES.admits("TAG-07", settings=COST)
def nodes_with_the_tags_of_their_cluster(name):
    pool(name, cluster(f"{name}-cluster", TAGS).name)


@CASES.admits("TAG-07", settings=COST)
def nodes_with_the_tags_of_their_profile(name):
    cluster(name, None, TAGS)


@CASES.denies("TAG-07", path="agentPoolProfiles[0].tags", settings=COST)
def nodes_of_a_cluster_without_tags(name):
    cluster(name, {"Owner": "ml"})


@CASES.leaves_open("TAG-07", settings=COST)
def nodes_of_a_cluster_out_of_sight(name):
    pool(name, "theirs")


@CASES.denies("TAG-07", path="tags", settings=COST)
def nodes_without_tags(name):
    pool(name, cluster(f"{name}-cluster", None, TAGS).name)


CLASSIC = "azure:containerservice/kubernetesCluster:KubernetesCluster"
CLASSIC_POOL = "azure:containerservice/kubernetesClusterNodePool:KubernetesClusterNodePool"


def classic_pool(name, tags=None, own=None):
    made = anything(CLASSIC, f"{name}-cluster", tags=tags, defaultNodePool={"tags": TAGS})
    anything(CLASSIC_POOL, name, kubernetesClusterId=made.id, tags=own)


@CASES.admits("TAG-07", settings=COST)
def classic_nodes_with_the_tags_of_their_cluster(name):
    classic_pool(name, TAGS)


@CASES.admits("TAG-07", settings=COST)
def classic_nodes_with_tags_of_their_own(name):
    classic_pool(name, own=TAGS)


@CASES.denies("TAG-07", path="tags", settings=COST)
def classic_nodes_without_tags(name):
    classic_pool(name)


@CASES.denies("TAG-07", path="defaultNodePool.tags", settings=COST)
def classic_cluster_whose_nodes_have_no_tags(name):
    anything(CLASSIC, name, defaultNodePool={"name": "system"})


@CASES.admits("TAG-10", settings=ACCOUNT)
def costs_that_inherit_tags(name):
    azure.costmanagement.TagInheritanceSetting(
        name,
        scope="/subscriptions/1",
        type="taginheritance",
        kind="taginheritance",
        properties={"prefer_container_tags": True},
    )


@CASES.admits("TAG-10", settings=ACCOUNT)
def resources_that_inherit_tags(name):
    definition = "cd3aa116-8754-49c9-a813-ad46512ece54"
    azure.authorization.PolicyAssignment(
        name,
        scope="/subscriptions/1",
        policy_definition_id=f"/providers/Microsoft.Authorization/policyDefinitions/{definition}",
    )


@CASES.denies("TAG-10", "TAG-11", settings=ACCOUNT)
def subscription_that_nobody_watches(name):
    resources.ResourceGroup(name, tags=TAGS)


def budget(name, notifications=None):
    azure.consumption.Budget(
        name,
        scope="/subscriptions/1",
        amount=1000,
        category="Cost",
        time_grain="Monthly",
        time_period={"start_date": "2026-01-01T00:00:00Z"},
        notifications=notifications,
    )


@CASES.admits("TAG-11", settings=ACCOUNT)
def budget_that_tells_somebody(name):
    told = {
        "enabled": True,
        "operator": "GreaterThan",
        "threshold": 80,
        "contact_emails": ["ml@acme.example"],
    }
    budget(name, {"near": told})


@CASES.denies("TAG-11", path="notifications", settings=COST)
def budget_that_tells_nobody(name):
    budget(name)

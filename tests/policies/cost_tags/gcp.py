"""Programs on Google Cloud that the rules about labels admit and deny."""

import pulumi
import pulumi_gcp as gcp
from pulumi_gcp import billing, container, sql, storage

from landing_zone_policies.judging import Verdict
from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases

CASES = Cases()
KEYS = ("owner", "cost_center")
COST = Settings(profile="regulated", required_tags=KEYS)
LOOKS = Settings(required_tags=KEYS, tag_patterns={"cost-center": r"cc-\d{4}"})
ACCOUNT = Settings(profile="regulated", required_tags=KEYS, whole_account=True)
LABELS = {"owner": "ml", "cost_center": "cc-1234"}


def given_to_all(name, labels):
    provider = gcp.Provider(f"{name}-p", region="europe-west4", default_labels=labels)
    return pulumi.ResourceOptions(provider=provider)


@CASES.admits("TAG-01", "TAG-03", settings=COST)
def bucket_with_its_own_labels(name):
    storage.Bucket(name, location="EU", labels=LABELS)


@CASES.admits("TAG-01", "TAG-13", settings=COST)
def bucket_with_its_providers_labels(name):
    storage.Bucket(name, location="EU", opts=given_to_all(name, LABELS))


@CASES.denies("TAG-01", path="labels", settings=COST)
def bucket_without_labels(name):
    storage.Bucket(name, location="EU")


def database(name, labels):
    sql.DatabaseInstance(
        name,
        database_version="POSTGRES_16",
        region="europe-west4",
        settings={"tier": "db-f1-micro", "user_labels": labels},
    )


@CASES.admits("TAG-01", settings=COST)
def database_with_labels_in_its_settings(name):
    database(name, LABELS)


@CASES.denies("TAG-01", path="settings.userLabels", settings=COST)
def database_without_labels(name):
    database(name, None)


@CASES.admits("TAG-02", settings=LOOKS)
def value_that_looks_right(name):
    storage.Bucket(name, location="EU", labels=LABELS)


@CASES.denies("TAG-02", path="labels.cost_center", settings=LOOKS)
def value_that_looks_wrong(name):
    storage.Bucket(name, location="EU", labels={"cost_center": "ml"})


@CASES.denies("TAG-03", path="labels.CostCenter", settings=COST)
def key_with_capitals(name):
    storage.Bucket(name, location="EU", labels={"CostCenter": "cc-1234"})


@CASES.denies("TAG-03", settings=COST)
def value_with_an_address(name):
    storage.Bucket(name, location="EU", labels={"owner": "ml@acme.example"})


@CASES.admits("TAG-03", settings=COST)
def value_in_another_alphabet(name):
    storage.Bucket(name, location="EU", labels={"owner": "größe", "team": "機械学習"})


@CASES.denies("TAG-03", path="labels", settings=COST)
def labels_too_many(name):
    storage.Bucket(name, location="EU", labels={f"key-{each}": "v" for each in range(65)})


def pool(name, cluster_labels, labels):
    cluster = container.Cluster(
        f"{name}-cluster", location="europe-west4", resource_labels=cluster_labels
    )
    container.NodePool(name, cluster=cluster.id, node_config={"resource_labels": labels})


@CASES.admits("TAG-07", settings=COST)
def nodes_with_their_own_labels(name):
    pool(name, None, LABELS)


@CASES.admits("TAG-07", settings=COST)
def nodes_with_the_labels_of_their_cluster(name):
    pool(name, LABELS, None)


@CASES.denies("TAG-07", path="nodeConfig.resourceLabels", settings=COST)
def nodes_without_labels(name):
    pool(name, None, {"owner": "ml"})


@CASES.leaves_open("TAG-07", settings=COST, preview=Verdict.UNDETERMINED)
def nodes_of_a_cluster_out_of_sight(name):
    container.NodePool(name, cluster="somebody-elses", location="europe-west4")


@CASES.admits("TAG-10", settings=COST)
def cluster_in_the_bill(name):
    container.Cluster(name, location="europe-west4", cost_management_config={"enabled": True})


@CASES.denies("TAG-10", path="costManagementConfig", settings=COST)
def cluster_that_is_one_line_in_the_bill(name):
    container.Cluster(name, location="europe-west4")


def budget(name, *shares):
    billing.Budget(
        name,
        billing_account="000000-000000-000000",
        amount={"specified_amount": {"units": "1000"}},
        threshold_rules=[{"threshold_percent": share} for share in shares],
    )


@CASES.admits("TAG-11", settings=ACCOUNT)
def budget_that_tells_somebody(name):
    budget(name, 0.5, 0.9)


@CASES.denies("TAG-11", path="thresholdRules", settings=COST)
def budget_that_tells_nobody(name):
    budget(name)


@CASES.denies("TAG-11", settings=ACCOUNT)
def project_without_a_budget(name):
    storage.Bucket(name, location="EU")


@CASES.denies("TAG-13", settings=COST)
def provider_without_labels_and_a_bucket_without(name):
    storage.Bucket(name, location="EU", opts=given_to_all(name, {"owner": "ml"}))


@CASES.denies("TAG-13", settings=COST)
def bucket_that_contradicts_its_provider(name):
    labels = {"owner": "web"}
    storage.Bucket(name, location="EU", labels=labels, opts=given_to_all(name, LABELS))

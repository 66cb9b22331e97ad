"""Programs in clusters that the rules about labels admit and deny."""

from pulumi_kubernetes import apps, core

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases

CASES = Cases()
KEYS = ("owner", "cost_center")
COST = Settings(profile="regulated", required_tags=KEYS)
LOOKS = Settings(required_tags=KEYS, tag_patterns={"cost_center": r"cc-\d{4}"})
LABELS = {"acme.example/owner": "ml", "acme.example/cost-center": "cc-1234"}


def deployment(name, labels=None, pods=None, namespace=None):
    apps.v1.Deployment(
        name,
        metadata={"labels": labels, "namespace": namespace},
        spec={
            "selector": {"match_labels": {"app": name}},
            "template": {
                "metadata": {"labels": {"app": name, **(pods or {})}},
                "spec": {"containers": [{"name": "main", "image": "registry/app:1"}]},
            },
        },
    )


def namespace(name, labels=None):
    return core.v1.Namespace(name, metadata={"labels": labels})


@CASES.admits("TAG-01", settings=COST)
def workload_with_its_own_labels(name):
    deployment(name, labels=LABELS)


@CASES.admits("TAG-01", settings=COST)
def workload_whose_pods_have_labels(name):
    deployment(name, pods=LABELS)


@CASES.admits("TAG-01", settings=COST)
def workload_in_a_namespace_with_labels(name):
    inside = namespace(f"{name}-team", LABELS)
    deployment(name, namespace=inside.metadata.name)


@CASES.admits("TAG-01", settings=COST)
def workload_in_a_namespace_by_name(name):
    core.v1.Namespace(f"{name}-team", metadata={"name": f"{name}-team", "labels": LABELS})
    deployment(name, namespace=f"{name}-team")


@CASES.denies("TAG-01", path="metadata.labels", settings=COST)
def workload_of_nobody(name):
    deployment(name)


@CASES.leaves_open("TAG-01", settings=COST)
def workload_in_a_namespace_out_of_sight(name):
    deployment(name, namespace="theirs")


@CASES.admits("TAG-02", settings=LOOKS)
def value_that_looks_right(name):
    namespace(name, LABELS)


@CASES.denies("TAG-02", settings=LOOKS)
def value_that_looks_wrong(name):
    namespace(name, {"cost-center": "ml"})


@CASES.admits("TAG-03", settings=COST)
def labels_within_the_grammar(name):
    namespace(name, {**LABELS, "empty": ""})


@CASES.denies("TAG-03", settings=COST)
def value_with_an_address(name):
    namespace(name, {"owner": "ml@acme.example"})


@CASES.denies("TAG-03", settings=COST)
def key_with_a_blank(name):
    namespace(name, {"cost center": "cc-1234"})


def quota(name, inside, hard):
    core.v1.ResourceQuota(name, metadata={"namespace": inside}, spec={"hard": hard})


@CASES.admits("TAG-12", settings=COST)
def namespace_that_can_be_charged(name):
    inside = namespace(name, LABELS)
    quota(f"{name}-quota", inside.metadata.name, {"requests.nvidia.com/gpu": "8"})


@CASES.denies("TAG-12", settings=COST)
def namespace_without_a_quota(name):
    namespace(name, LABELS)
    quota(f"{name}-quota", "theirs", {"requests.cpu": "8"})


@CASES.denies("TAG-12", settings=COST)
def namespace_whose_quota_bounds_nothing(name):
    inside = namespace(name, LABELS)
    quota(f"{name}-quota", inside.metadata.name, {})


@CASES.denies("TAG-12", path="metadata.labels", settings=COST)
def namespace_of_nobody(name):
    inside = namespace(name)
    quota(f"{name}-quota", inside.metadata.name, {"requests.cpu": "8"})


@CASES.passes_by("TAG-12", settings=COST)
def namespace_of_the_cluster(name):
    core.v1.Namespace(name, metadata={"name": "kube-system"})

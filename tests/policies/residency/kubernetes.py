"""Programs in clusters that the rules of residency admit and deny."""

from typing import Any

from pulumi_kubernetes import apps, core, storage

from tests.policies.cases import Cases

CASES = Cases()
ZONE = "topology.kubernetes.io/zone"
REGION = "topology.kubernetes.io/region"


def deployment(name, **spec):
    containers = [{"name": "main", "image": "registry/app:1"}]
    pods: Any = {
        "metadata": {"labels": {"app": name}},
        "spec": {"containers": containers, **spec},
    }
    apps.v1.Deployment(name, spec={"selector": {"match_labels": {"app": name}}, "template": pods})


@CASES.admits("REG-15")
def pods_in_a_region_within(name):
    deployment(name, node_selector={REGION: "eu-central-1"})


@CASES.denies("REG-15")
def pods_in_a_zone_outside(name):
    deployment(name, node_selector={ZONE: "us-east-1a"})


@CASES.passes_by("REG-15")
def pods_anywhere_in_their_cluster(name):
    deployment(name, node_selector={"kubernetes.io/arch": "arm64"})


def affine(name, operator, *values):
    term = {"match_expressions": [{"key": ZONE, "operator": operator, "values": [*values]}]}
    required = {
        "required_during_scheduling_ignored_during_execution": {"node_selector_terms": [term]}
    }
    deployment(name, affinity={"node_affinity": required})


@CASES.denies("REG-15")
def pods_that_may_run_outside(name):
    affine(name, "In", "europe-west4-a", "us-central1-b")


@CASES.passes_by("REG-15")
def pods_that_avoid_a_place(name):
    affine(name, "NotIn", "us-central1-b")


def class_(name, *zones):
    storage.v1.StorageClass(
        name,
        provisioner="disk.csi.azure.com",
        allowed_topologies=[{"match_label_expressions": [{"key": ZONE, "values": [*zones]}]}],
    )


@CASES.admits("REG-15")
def volumes_in_zones_within(name):
    class_(name, "westeurope-1", "westeurope-2")


@CASES.denies("REG-15")
def volumes_in_a_zone_outside(name):
    class_(name, "westeurope-1", "eastus-1")


@CASES.passes_by("REG-15")
def volumes_wherever_their_pods_are(name):
    storage.v1.StorageClass(name, provisioner="ebs.csi.aws.com")


@CASES.denies("REG-15")
def node_outside(name):
    core.v1.Node(name, metadata={"labels": {REGION: "us-east-1"}})


@CASES.denies("REG-15")
def volume_outside(name):
    term = {"match_expressions": [{"key": ZONE, "operator": "In", "values": ["us-east-1a"]}]}
    spec: Any = {
        "capacity": {"storage": "1Gi"},
        "node_affinity": {"required": {"node_selector_terms": [term]}},
    }
    core.v1.PersistentVolume(name, spec=spec)

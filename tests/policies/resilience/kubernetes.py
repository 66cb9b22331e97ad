# pyright: reportArgumentType=false, reportCallIssue=false
"""Programs in clusters that the rules of resilience admit and deny.

Dictionaries are put together here as no SDK types them; the recorder refuses what is wrong.
"""

from pulumi_kubernetes import apps, core, helm, policy
from pulumi_kubernetes import storage as storages

from tests.policies.cases import Cases

CASES = Cases()


def workload(name, replicas, namespace="shop"):
    labels = {"app": name}
    container = {"name": "main", "image": "registry.example/shop@sha256:0"}
    apps.v1.Deployment(
        name,
        metadata={"namespace": namespace},
        spec={
            "replicas": replicas,
            "selector": {"match_labels": labels},
            "template": {"metadata": {"labels": labels}, "spec": {"containers": [container]}},
        },
    )


def budget(name, app, namespace="shop", **spec):
    policy.v1.PodDisruptionBudget(
        f"{name}-budget",
        metadata={"namespace": namespace},
        spec={"selector": {"match_labels": {"app": app}}, **spec},
    )


@CASES.admits("BAK-06")
def workload_with_a_budget(name):
    workload(name, 3)
    budget(name, name, max_unavailable=1)


@CASES.denies("BAK-06", path="")
def workload_without_a_budget(name):
    workload(name, 2)


@CASES.denies("BAK-06", path="")
def workload_with_a_budget_of_another(name):
    workload(name, 2)
    budget(name, "another", min_available=1)


@CASES.denies("BAK-06", path="")
def workload_with_a_budget_elsewhere(name):
    workload(name, 2)
    budget(name, name, namespace="elsewhere", min_available="50%")


@CASES.passes_by("BAK-06")
def workload_that_runs_once(name):
    workload(name, 1)


@CASES.denies("BAK-06", path="spec.minAvailable")
def budget_that_says_nothing(name):
    budget(name, name)


def claim(name, class_):
    core.v1.PersistentVolumeClaim(
        f"{name}-claim",
        spec={
            "storage_class_name": class_,
            "access_modes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": "10Gi"}},
        },
    )


def class_(name, **properties):
    metadata = {"name": name.replace("_", "-")}
    storages.v1.StorageClass(name, metadata=metadata, provisioner="ebs.csi.aws.com", **properties)
    claim(name, metadata["name"])


def velero(name):
    helm.v3.Release(f"{name}-velero", chart="velero", version="12.0.0")


@CASES.admits("BAK-06")
def volumes_that_stay(name):
    class_(name, reclaim_policy="Retain")
    velero(name)


@CASES.denies("BAK-06", path="reclaimPolicy")
def volumes_that_go_with_their_claim(name):
    class_(name)
    velero(name)


@CASES.denies("BAK-06")
def volumes_that_nobody_backs_up(name):
    class_(name, reclaim_policy="Retain")


@CASES.passes_by("BAK-06")
def volumes_that_nobody_claims(name):
    metadata = {"name": name.replace("_", "-")}
    storages.v1.StorageClass(name, metadata=metadata, provisioner="ebs.csi.aws.com")


@CASES.denies("BAK-06", path="")
def set_without_a_budget(name):
    labels = {"app": name}
    container = {"name": "main", "image": "registry.example/db@sha256:0"}
    apps.v1.StatefulSet(
        name,
        spec={
            "replicas": 3,
            "service_name": "db",
            "selector": {"match_labels": labels},
            "template": {"metadata": {"labels": labels}, "spec": {"containers": [container]}},
        },
    )

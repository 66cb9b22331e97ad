"""What a simulated API server refuses of releases, and of kinds that nobody defined."""

import pytest

from landing_zone_rehearsal.sandbox import Refused, Sandbox

RELEASE = "kubernetes:helm.sh/v3:Release"
POLICY = "kubernetes:mellanox.com/v1alpha1:NicClusterPolicy"
CLASS = "kubernetes:cloud.google.com/v1:ComputeClass"
DAEMON = "kubernetes:apps/v1:DaemonSet"
PRIORITY = "kubernetes:scheduling.k8s.io/v1:PriorityClass"

HERE, ELSEWHERE = {"kubeconfig": "clusters: [here]"}, {"kubeconfig": "clusters: [elsewhere]"}


@pytest.fixture
def sandbox():
    return Sandbox()


def release(sandbox, chart="network-operator", name=None, cluster=HERE, **inputs):
    name = name or chart
    given = {"name": name, "chart": chart, "version": "1.0.0", "namespace": "kube-system", **inputs}
    return sandbox.create(RELEASE, name, f"urn::{name}::{inputs}", given, cluster)


def policy(sandbox, cluster=HERE):
    inputs = {
        "apiVersion": "mellanox.com/v1alpha1",
        "kind": "NicClusterPolicy",
        "metadata": {"name": "nics"},
        "spec": {},
    }
    return sandbox.create(POLICY, "nics", "urn::nics", inputs, cluster)


def test_a_kind_is_known_once_its_chart_is_in_the_same_cluster(sandbox):
    release(sandbox, cluster=ELSEWHERE)
    with pytest.raises(Refused, match='no matches for kind "NicClusterPolicy"'):
        policy(sandbox)
    release(sandbox)
    assert policy(sandbox).id == "nics"


def test_kinds_that_the_cloud_brings_are_known(sandbox):
    inputs = {
        "apiVersion": "cloud.google.com/v1",
        "kind": "ComputeClass",
        "metadata": {"name": "train"},
        "spec": {},
    }
    assert sandbox.create(CLASS, "train", "urn::train", inputs, HERE).id == "train"


def test_a_release_needs_its_namespace(sandbox):
    with pytest.raises(Refused, match='namespaces "tools" not found'):
        release(sandbox, namespace="tools")
    assert release(sandbox, namespace="tools", createNamespace=True).id == "tools/network-operator"


def test_the_name_of_a_release_is_taken_in_its_namespace(sandbox):
    made = release(sandbox)
    assert made.outputs["status"]["status"] == "deployed"
    with pytest.raises(Refused, match="cannot re-use a name that is still in use"):
        release(sandbox, version="2.0.0")
    assert release(sandbox, cluster=ELSEWHERE)


@pytest.mark.parametrize(
    ("chart", "values", "fails"),
    [
        ("dcgm-exporter", {}, True),
        ("dcgm-exporter", {"serviceMonitor": {"enabled": False}}, False),
        ("cluster-autoscaler", {}, False),
        ("cluster-autoscaler", {"serviceMonitor": {"enabled": True}}, True),
        ("gpu-operator", {"dcgmExporter": {"serviceMonitor": {"enabled": True}}}, False),
    ],
)
def test_metrics_are_announced_where_somebody_listens(sandbox, chart, values, fails):
    if fails:
        with pytest.raises(Refused, match='no matches for kind "ServiceMonitor"'):
            release(sandbox, chart, values=values)
        release(sandbox, "kube-prometheus-stack")
    assert release(sandbox, chart, values=values)


def test_the_value_of_a_priority_is_fixed(sandbox):
    inputs = {"metadata": {"name": "high"}, "value": 10}
    made = sandbox.create(PRIORITY, "high", "urn::high", inputs, HERE)
    with pytest.raises(Refused, match="value: field is immutable"):
        sandbox.update(PRIORITY, made.id, "urn::high", {**inputs, "value": 11}, HERE)


def test_whose_pods_a_daemon_set_has_is_fixed(sandbox):
    def daemon(name):
        labels = {"app": name}
        template = {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "a"}]}}
        spec = {"selector": {"matchLabels": labels}, "template": template}
        return {"metadata": {"name": "daemon", "namespace": "kube-system"}, "spec": spec}

    made = sandbox.create(DAEMON, "daemon", "urn::daemon", daemon("a"), HERE)
    with pytest.raises(Refused, match=r"spec\.selector\.matchLabels.*: field is immutable"):
        sandbox.update(DAEMON, made.id, "urn::daemon", daemon("b"), HERE)

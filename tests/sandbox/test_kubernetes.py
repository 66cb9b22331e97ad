"""What a simulated Kubernetes API server refuses; a real one comes later."""

import pytest

from landing_zone_rehearsal.sandbox import Refused, Sandbox

NAMESPACE = "kubernetes:core/v1:Namespace"
CONFIG_MAP = "kubernetes:core/v1:ConfigMap"

HERE, ELSEWHERE = {"kubeconfig": "clusters: [here]"}, {"kubeconfig": "clusters: [elsewhere]"}


@pytest.fixture
def sandbox():
    return Sandbox()


def namespace(sandbox, name="ml", cluster=HERE):
    return sandbox.create(NAMESPACE, name, f"urn::{name}", {"metadata": {"name": name}}, cluster)


def config_map(sandbox, name="settings", cluster=HERE, **metadata):
    inputs = {"metadata": {"name": name, "namespace": "ml", **metadata}, "data": {"a": "b"}}
    return sandbox.create(CONFIG_MAP, name, f"urn::{name}", inputs, cluster)


def test_an_object_needs_its_namespace_in_its_own_cluster(sandbox):
    namespace(sandbox, cluster=ELSEWHERE)
    with pytest.raises(Refused, match='namespaces "ml" not found'):
        config_map(sandbox)
    namespace(sandbox)
    assert config_map(sandbox).id == "ml/settings"


def test_the_namespaces_of_every_cluster_are_there(sandbox):
    assert config_map(sandbox, namespace="kube-system").id == "kube-system/settings"
    assert config_map(sandbox, namespace=None).id == "default/settings"


def test_a_name_is_taken_in_its_namespace_and_cluster_alone(sandbox):
    for cluster in (HERE, ELSEWHERE):
        namespace(sandbox, cluster=cluster)
        config_map(sandbox, cluster=cluster)
    with pytest.raises(Refused, match='"settings" already exists'):
        config_map(sandbox)
    assert config_map(sandbox, namespace="default")


def test_a_cluster_that_says_who_it_is_stays_itself_when_the_way_to_it_changes(sandbox):
    named = {"clusterIdentifier": "clusters/a"}
    before, after = {**HERE, **named}, {**ELSEWHERE, **named}
    namespace(sandbox, cluster=before)
    assert config_map(sandbox, cluster=after).id == "ml/settings"
    with pytest.raises(Refused, match='namespaces "ml" not found'):
        config_map(sandbox, cluster={**HERE, "clusterIdentifier": "clusters/b"})


def test_what_is_in_a_namespace_goes_with_it(sandbox):
    for cluster in (HERE, ELSEWHERE):
        made = namespace(sandbox, cluster=cluster)
        config_map(sandbox, cluster=cluster)
    sandbox.delete(NAMESPACE, made.id, provider=ELSEWHERE)
    left = [(each.kind, each.account) for each in sandbox.objects()]
    assert len(left) == 2
    assert len({account for _, account in left}) == 1


@pytest.mark.parametrize(
    ("inputs", "path"),
    [
        ({"metadata": {"name": "a"}, "dta": {}}, "dta"),
        ({"metadata": {"name": "a"}, "data": "text"}, "data"),
        ({"metadata": {"nam": "a"}}, "metadata.nam"),
    ],
)
def test_inputs_are_checked_against_the_types_of_the_sdk(sandbox, inputs, path):
    _, faults = sandbox.check(CONFIG_MAP, "a", "urn::a", inputs)
    assert [each.path for each in faults] == [path]

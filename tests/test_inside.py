"""Every promise about what runs inside a zone's own cluster, said once and held on every cloud."""

import pytest

from tests.promises import inside, running
from tests.promises.view import Zone
from tests.zones import CLOUDS, clustered_zone, environment

promise = pytest.mark.promise


@pytest.fixture(params=CLOUDS)
def cloud(request):
    return request.param


@pytest.fixture
def zone(cloud):
    return Zone(clustered_zone(cloud), environment(cloud))


@promise("namespaces say how confined their pods are")
def test_every_namespace_has_a_level(zone):
    assert not list(inside.levelled(zone))


@promise("namespaces say whom they are charged to")
def test_namespaces_are_charged_to_somebody(zone):
    assert not list(inside.charged(zone))


@promise("pods are reached by their own namespace alone, but for metrics")
def test_namespaces_are_closed(zone):
    assert not list(inside.closed(zone))


@promise("pods may no more on a node than they have to")
def test_pods_are_confined(zone):
    assert not list(inside.confined(zone))


@promise("charts and images at a version, from where their makers offer them")
def test_nothing_floats(zone):
    assert not list(inside.pinned(zone))


@promise("pods have requests and limits")
def test_pods_are_bounded(zone):
    assert not list(inside.bounded(zone))


@promise("no right inside the cluster that no program uses")
def test_rights_are_those_that_are_used(zone):
    assert not list(inside.permitted(zone))


@promise("accelerators by quota or queue alone")
def test_accelerators_are_rationed(zone):
    assert not list(inside.rationed(zone))


@promise("disks of pods encrypted with the customer's key")
def test_disks_of_pods_are_under_the_clusters_key(zone):
    assert not list(inside.stored(zone))


@promise("drivers, device plugins, metrics, repair and checks for every pool")
def test_everything_that_nodes_need_is_there(zone):
    assert not list(running.complete(zone))
    assert not list(running.charted(zone))


@promise("serving before training before notebooks")
def test_pods_are_ranked_by_what_they_are_for(zone):
    assert not list(running.ranked(zone))
    assert not list(running.interrupted(zone))


@promise("a way into the cluster without a credential in it")
def test_the_way_in_is_a_secret_without_a_credential(zone):
    assert not list(inside.reached(zone))
    assert zone.ways_in


def test_every_excuse_is_needed():
    zones = [Zone(clustered_zone(cloud), environment(cloud)) for cloud in CLOUDS]
    named = {
        f"{workload.inputs['metadata']['name']}/{container['name']}"
        for zone in zones
        for workload, pod in inside.pods(zone)
        for container in inside.containers(pod)
        if container.get("securityContext", {}).get("privileged")
    }

    assert named == {*inside.PRIVILEGED}

"""What is special to a cluster on AWS."""

import json
from functools import cache
from itertools import pairwise

import pytest

from landing_zone import LandingZoneError, ZoneSpec
from landing_zone.cluster.aws import PLACE
from landing_zone.cluster.aws_addons import BEFORE_NODES, ON_NODES, VERSIONS
from landing_zone.cluster.spec import VERSIONS as OFFERED
from landing_zone.zone import faults_of
from landing_zone_rehearsal import Recording
from landing_zone_rehearsal.clouds.facts import facts
from landing_zone_rehearsal.sandbox.difference import difference
from landing_zone_rehearsal.values import Secret, reveal
from tests.promises import neutral, order
from tests.promises.aws_cluster import (
    ADDON,
    ALONE,
    CLUSTER,
    INGRESS,
    NODES,
    SYSTEM_TEMPLATE,
)
from tests.promises.table import breaches, is_meant
from tests.promises.view import Zone
from tests.zones import CLUSTERED as SPEC
from tests.zones import PROFILES, declare, environment

ZONE = {name: part for name, part in SPEC.items() if name != "gpu_pool"}


@cache
def recorded(profile: str = "regulated", **cluster: object) -> Recording:
    spec = {**ZONE, "cluster": {**ZONE["cluster"], **cluster}}
    return declare(environment("aws", profile=profile), spec)


@pytest.fixture(scope="module")
def zone():
    return Zone(recorded(), environment("aws"))


def built(zone):
    """Return the outputs of the component; the provider for what runs inside has its name too."""
    (cluster,) = zone.recording.find("landing-zone:index:Cluster")
    return cluster.outputs


def none(found):
    listed = list(found)
    if listed:
        pytest.fail("\n".join(listed), pytrace=False)
    return True


@pytest.mark.parametrize(
    "promise", ["private", "encrypted", "tls", "recoverable", "least", "sound"]
)
def test_keeps_its_promises(zone, promise):
    assert none(breaches(zone, getattr(ALONE, promise)))


@pytest.mark.parametrize(
    "promise",
    [
        neutral.parented,
        neutral.provided,
        neutral.tagged,
        neutral.in_region,
        neutral.closed,
        neutral.unwild,
        neutral.without_literal_secrets,
        neutral.translated,
        order.ordered,
    ],
)
def test_keeps_the_neutral_promises(zone, promise):
    assert none(promise(zone))


def test_waits_for_what_it_needs(zone):
    assert none(order.granted_first(zone, ALONE))
    assert none(order.destroyable(zone, ALONE))
    assert none(neutral.without_credentials(zone, ALONE))
    assert none(neutral.accompanied(zone, ALONE))


@pytest.mark.parametrize("profile", PROFILES)
def test_protects_the_control_plane_by_profile(profile):
    env = environment("aws", profile=profile)
    there = Zone(recorded(profile), env)
    assert none(neutral.protected(there, ALONE))
    (cluster,) = there.of(CLUSTER)
    assert cluster.inputs["deletionProtection"] is env.protects_data


def test_no_rule_lets_in_what_is_not_listed(zone):
    listed = [key for key in ALONE.private if key.startswith(INGRESS)]
    for rule in zone.of(INGRESS):
        assert any(is_meant(key, rule) for key in listed), rule.name


def test_every_version_pins_every_add_on():
    declared = {each.name for each in (*BEFORE_NODES, *ON_NODES)}
    assert tuple(VERSIONS) == OFFERED
    assert all(pinned.keys() == declared for pinned in VERSIONS.values())


@pytest.mark.parametrize("version", OFFERED)
def test_add_ons_follow_the_clusters_version(version):
    found = Zone(recorded(version=version), environment("aws"))
    pinned = {each.inputs["addonName"]: each.inputs["addonVersion"] for each in found.of(ADDON)}
    assert pinned == VERSIONS[version]
    assert [each.inputs["version"] for each in found.of(NODES)] == [version]


@pytest.mark.parametrize(("old", "new"), [*pairwise(OFFERED)])
def test_a_version_goes_up_in_place_and_the_control_plane_first(old, new):
    before, after = recorded(version=old), Zone(recorded(version=new), environment("aws"))
    (cluster,) = after.of(CLUSTER)
    changed = {
        urn: found
        for urn, each in before.by_urn.items()
        if each.custom
        and (found := difference(facts(each.type), each.inputs, after.recording.by_urn[urn].inputs))
    }
    assert {urn.rpartition("::")[2] for urn in changed} == {
        *("ai-cluster-cluster", "ai-cluster-system", "ai-cluster-kube-proxy"),
        "ai-gpu-cluster-autoscaler",
    }
    assert not any(each.replaces for found in changed.values() for each in found)
    for urn in changed.keys() - {cluster.urn}:
        assert cluster.urn in after.waits_for(after.recording.by_urn[urn])


def test_nodes_come_between_what_makes_them_ready_and_what_runs_on_them(zone):
    (nodes,) = zone.of(NODES)
    before = zone.waits_for(nodes)
    for addon in zone.of(ADDON):
        early = addon.inputs["addonName"] in {each.name for each in BEFORE_NODES}
        assert (addon.urn in before) is early
        assert early or nodes.urn in zone.waits_for(addon)


def test_a_kubeconfig_holds_no_token_and_is_secret(zone):
    outputs = built(zone)
    assert isinstance(outputs["kubeconfig"], Secret)
    config = json.loads(reveal(outputs["kubeconfig"]))
    (user,) = config["users"]
    assert user["user"].keys() == {"exec"}
    assert user["user"]["exec"]["apiVersion"] == "client.authentication.k8s.io/v1beta1"
    assert user["user"]["exec"]["command"] == "aws"
    assert "acme-prod-ai-cluster" in user["user"]["exec"]["args"]
    (cluster,) = config["clusters"]
    assert cluster["cluster"]["server"] == outputs["endpoint"]
    assert cluster["cluster"]["certificate-authority-data"] == outputs["certificate_authority"]


def test_further_pools_find_what_they_need(zone):
    place = built(zone)["place"]
    assert {*place} == {*PLACE}
    assert all(place.values())


def test_a_general_image_has_one_disk():
    found = Zone(recorded(node_os="general"), environment("aws"))
    (template,) = [
        each
        for each in found.of(SYSTEM_TEMPLATE.partition(" ")[0])
        if is_meant(SYSTEM_TEMPLATE, each)
    ]
    (disk,) = template.inputs["blockDeviceMappings"]
    assert (disk["deviceName"], disk["ebs"]["volumeSize"]) == ("/dev/xvda", 100)


@pytest.mark.parametrize(("most", "ignored"), [(3, []), (4, ["scalingConfig.desiredSize"])])
def test_the_autoscaler_has_the_say_where_sizes_differ(most, ignored):
    spec = {"cluster": {"system_pool": {"min_nodes": 3, "max_nodes": most}}}
    found = Zone(declare(environment("aws"), spec), environment("aws"))
    (nodes,) = found.of(NODES)
    assert [*nodes.ignore_changes] == ignored


def test_a_mesh_opens_one_port_more():
    with_mesh, without = (
        {each.name for each in Zone(recorded(service_mesh_ready=ready), environment("aws")).custom}
        for ready in (True, False)
    )
    assert with_mesh - without == {"ai-cluster-nodes-mesh"}


@pytest.mark.parametrize("network", ["10.20.0.0/16", "192.168.0.0/24", "100.64.0.0/12"])
def test_a_private_network_is_no_public_one(network):
    spec = ZoneSpec.model_validate({"cluster": {"endpoint": ["203.0.113.0/24", network]}})
    (fault,) = faults_of("ai", environment("aws"), spec)
    assert str(fault) == (
        "cluster.endpoint.1: a public network, as the private ones reach the endpoint anyway,"
        f" got '{network}'"
    )


def test_a_name_that_is_too_long_is_refused():
    spec = ZoneSpec.model_validate({"cluster": {}})
    faults = [str(each) for each in faults_of("a" * 50, environment("aws"), spec)]
    assert any("cluster.name: a role's name has 64 characters at most" in f for f in faults)


def test_a_zone_that_the_network_has_not_is_refused():
    spec = {"network": {"zones": 2}, "cluster": {"node_zones": [3]}}
    with pytest.raises(LandingZoneError, match="node_zones: at most 2"):
        declare(environment("aws"), spec)

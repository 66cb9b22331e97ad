"""What is special to clusters on Google Cloud."""

import json
from functools import cache
from typing import Any

import pytest
from pydantic import ValidationError

from landing_zone import LandingZone, ZoneSpec
from landing_zone.cluster import ClusterOutputs, ClusterSpec, Maintenance
from landing_zone.cluster.gcp import PLACE
from landing_zone.cluster.gcp_maintenance import beginning
from landing_zone.core import LandingZoneError
from landing_zone.identity import Identity, IdentitySpec
from landing_zone_rehearsal import Recording, Resource, record
from landing_zone_rehearsal.values import reveal
from tests import adopted
from tests.promises import neutral, order
from tests.promises.gcp_cluster import CLUSTER, NODE_POOL, WITHOUT_POOLS
from tests.promises.table import breaches
from tests.promises.view import Zone
from tests.zones import CLUSTERED, PROFILES, declare, environment

SPEC = {part: given for part, given in CLUSTERED.items() if part != "gpu_pool"}
LOGIN = "gcp:serviceaccount/iAMMember:IAMMember"


@cache
def zone(profile: str = "regulated") -> Zone:
    """Return a zone with a cluster and its own nodes; the tests only read it."""
    env = environment("gcp", profile=profile)
    return Zone(declare(env, SPEC), env)


def only(zone: Zone, kind: str) -> Resource:
    (found,) = zone.of(kind)
    return found


def declared(**spec: Any) -> Zone:
    env = environment("gcp")
    return Zone(declare(env, {"cluster": spec}), env)


def outputs(zone: Zone) -> dict[str, Any]:
    (component,) = zone.recording.find("landing-zone:index:Cluster")
    return dict(component.outputs)


# The promises


@pytest.mark.parametrize(
    "promise", ["private", "encrypted", "tls", "recoverable", "least", "sound"]
)
def test_keeps_its_promises(promise: str) -> None:
    assert [*breaches(zone(), getattr(WITHOUT_POOLS, promise))] == []


def test_keeps_the_promises_that_are_the_same_on_every_cloud() -> None:
    found = [
        *neutral.parented(zone()),
        *neutral.provided(zone()),
        *neutral.tagged(zone()),
        *neutral.translated(zone()),
        *neutral.in_region(zone()),
        *neutral.closed(zone()),
        *neutral.unwild(zone()),
        *neutral.without_credentials(zone(), WITHOUT_POOLS),
        *neutral.without_literal_secrets(zone()),
        *order.granted_first(zone(), WITHOUT_POOLS),
        *order.ordered(zone()),
        *order.destroyable(zone(), WITHOUT_POOLS),
    ]
    assert found == []


@pytest.mark.parametrize("profile", PROFILES)
def test_is_protected_by_profile(profile: str) -> None:
    assert [*neutral.protected(zone(profile), WITHOUT_POOLS)] == []
    protected = only(zone(profile), CLUSTER).inputs["deletionProtection"]
    assert protected is (profile != "dev")


# What it puts out


def test_an_endpoint_is_private_unless_networks_are_let_in() -> None:
    private, opened = declared(), zone()
    config = "privateClusterConfig"
    within = only(private, CLUSTER).outputs[config]["privateEndpoint"]
    without = only(opened, CLUSTER).outputs[config]["publicEndpoint"]

    assert outputs(private)["endpoint"] == f"https://{within}"
    assert only(private, CLUSTER).inputs[config]["enablePrivateEndpoint"] is True
    assert outputs(opened)["endpoint"] == f"https://{without}"


def test_a_kubeconfig_names_a_program_and_no_token() -> None:
    text = reveal(outputs(zone())["kubeconfig"])
    user = json.loads(text)["users"][0]["user"]

    assert [*user] == ["exec"]
    assert user["exec"]["command"] == "gke-gcloud-auth-plugin"
    assert user["exec"]["apiVersion"] == "client.authentication.k8s.io/v1beta1"
    assert "token" not in text


def test_an_issuer_is_the_clusters_own_address() -> None:
    assert outputs(zone())["issuer"] == (
        "https://container.googleapis.com/v1/projects/acme-prod/locations/europe-west4"
        "/clusters/acme-prod-ai-cluster"
    )


def test_a_place_says_what_was_agreed() -> None:
    place = outputs(zone())["place"]

    assert {*place} == {*PLACE}
    assert all(place.values())
    assert place["node_version"] == only(zone(), CLUSTER).outputs["masterVersion"]


def test_nothing_is_put_out_before_there_are_nodes() -> None:
    waiting = [each for each in zone().of(LOGIN) if each.name.endswith("-login")]
    pool = only(zone(), NODE_POOL)

    assert len(waiting) == 2
    assert all(pool.urn in zone().waits_for(each) for each in waiting)


def test_nodes_wait_for_the_control_planes_version() -> None:
    pool, cluster = only(zone(), NODE_POOL), only(zone(), CLUSTER)

    assert pool.inputs["version"] == cluster.outputs["masterVersion"]
    assert cluster.urn in pool.property_dependencies["version"]


def test_the_log_is_there_before_the_cluster() -> None:
    before = {zone().recording.by_urn[urn].name for urn in zone().waits_for(only(zone(), CLUSTER))}

    assert {"ai-cluster-logs-sink", "ai-cluster-audit", "ai-cluster-nodes-join"} <= before


# Pods of a cluster that was built elsewhere


def bound(issuer: str) -> Recording:
    """Record identities whose pods run in somebody else's cluster."""
    names = ("id", "name", "version", "endpoint", "certificate_authority", "kubeconfig")
    cluster = ClusterOutputs.existing(
        **dict.fromkeys((*names, "node_identity"), "theirs"), issuer=issuer, place={}
    )
    grants = [{"layer": "raw", "verb": "read"}]
    pod = {"name": "reader", "namespace": "ml", "service_account": "reader", "grants": grants}
    spec = IdentitySpec.model_validate({"workloads": [pod], "people": {}})
    lake, keys = adopted.lake("gcp"), adopted.keys("gcp")

    def program() -> None:
        Identity("ai", environment("gcp"), spec, lake=lake, keys=keys, cluster=cluster)

    return record(program, preview=False)


def test_pods_are_bound_in_the_pool_of_their_clusters_project() -> None:
    (login,) = bound(
        "https://container.googleapis.com/v1/projects/theirs/locations/x/clusters/y"
    ).find(LOGIN)

    assert login.inputs["member"] == "serviceAccount:theirs.svc.id.goog[ml/reader]"


def test_a_cluster_of_another_kind_is_refused() -> None:
    with pytest.raises(
        LandingZoneError, match="cluster: one of Google Kubernetes Engine, got issuer"
    ):
        bound("https://oidc.eks.eu-west-1.amazonaws.com/id/1")


# When it is patched


@pytest.mark.parametrize(
    ("day", "hour", "timezone", "begins"),
    [
        ("sunday", 2, "UTC", "2026-01-11 02:00"),
        ("monday", 1, "Europe/Amsterdam", "2026-01-05 00:00"),
        ("monday", 0, "Asia/Kolkata", "2026-01-04 18:30"),
        ("saturday", 22, "America/New_York", "2026-01-11 03:00"),
        ("sunday", 2, "Australia/Sydney", "2026-01-10 16:00"),
    ],
)
def test_a_window_is_told_in_utc_by_standard_time(
    day: str, hour: int, timezone: str, begins: str
) -> None:
    given = Maintenance.model_validate({"day": day, "hour": hour, "timezone": timezone})

    assert f"{beginning(given):%Y-%m-%d %H:%M}" == begins


def test_the_day_is_that_of_utc() -> None:
    zone = declared(maintenance={"day": "monday", "hour": 0, "timezone": "Asia/Kolkata"})
    window = only(zone, CLUSTER).inputs["maintenancePolicy"]["recurringWindow"]

    assert window["recurrence"] == "FREQ=WEEKLY;BYDAY=SU"


# What is refused


@pytest.mark.parametrize(
    ("spec", "line"),
    [
        (
            {"system_pool": {"min_nodes": 1, "max_nodes": 2}},
            "cluster.system_pool.max_nodes: at least 3, as a pool begins with a node in each of its"
            " zones (name fewer node_zones for less), got 2",
        ),
        (
            {"idle_node_minutes": 30},
            "cluster.idle_node_minutes: 30 is not supported on gcp; leave it at 10, and give a"
            " gpu_pool its idle_shutdown_minutes",
        ),
        (
            {"service_mesh_ready": False},
            "cluster.service_mesh_ready: false is not supported on gcp; leave it true: the control"
            " plane reaches webhooks by a connection that nodes open, which no firewall rule could"
            " close to a mesh alone",
        ),
    ],
)
def test_refuses_what_gke_cannot_do(spec: dict[str, Any], line: str) -> None:
    with pytest.raises(LandingZoneError) as refused:
        declared(**spec)

    assert str(refused.value) == f"ai.{line}"


def test_fewer_zones_need_fewer_nodes() -> None:
    zone = declared(node_zones=[3], system_pool={"min_nodes": 1, "max_nodes": 1})

    assert only(zone, NODE_POOL).inputs["nodeLocations"] == ["europe-west4-c"]


def test_a_name_that_is_too_long_is_refused() -> None:
    env = environment("gcp")
    with pytest.raises(
        LandingZoneError, match=r"the service account would be named 'a{24}-cluster"
    ):
        declare_named("a" * 24, env)


def declare_named(name: str, env: Any) -> None:
    LandingZone(name, env, ZoneSpec.model_validate({"cluster": {}}))


def test_an_older_version_than_all_clouds_have_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"one of 1\.33"):
        ClusterSpec.model_validate({"version": "1.20"})


@pytest.mark.parametrize(
    ("spec", "path", "value"),
    [
        ({"upgrade_channel": "extended"}, ("releaseChannel", "channel"), "EXTENDED"),
        ({"version": "1.34"}, ("minMasterVersion",), "1.34"),
    ],
)
def test_says_it_in_gkes_words(spec: dict[str, Any], path: tuple[str, ...], value: str) -> None:
    found: Any = only(declared(**spec), CLUSTER).inputs
    for part in path:
        found = found[part]

    assert found == value


def test_general_nodes_run_ubuntu_which_streams_no_images() -> None:
    pool = only(declared(node_os="general", system_pool={"machine": "standard-8"}), NODE_POOL)

    assert pool.inputs["nodeConfig"]["imageType"] == "UBUNTU_CONTAINERD"
    assert pool.inputs["nodeConfig"]["gcfsConfig"] == {"enabled": False}
    assert pool.inputs["nodeConfig"]["machineType"] == "e2-standard-8"

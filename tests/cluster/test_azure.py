"""What is special to clusters on Azure."""

import json
from functools import cache
from typing import Any

import pytest

from landing_zone import LandingZone, ZoneSpec
from landing_zone.cluster import ClusterSpec, Maintenance
from landing_zone.cluster.azure import PLACE
from landing_zone.core import LandingZoneError
from landing_zone_rehearsal import Resource
from landing_zone_rehearsal.sandbox import Sandbox
from landing_zone_rehearsal.values import reveal
from tests.promises import neutral, order
from tests.promises.azure_cluster import CLUSTER, CLUSTERED, UPKEEP
from tests.promises.table import breaches
from tests.promises.view import Zone
from tests.sandbox.deployed import Deployed, deploy
from tests.zones import CLUSTERED as EVERYTHING
from tests.zones import PROFILES, clustered_zone, declare, environment

WITHOUT_POOLS = {part: given for part, given in EVERYTHING.items() if part != "gpu_pool"}
API = "apiServerAccessProfile"


@cache
def zone(profile: str = "regulated") -> Zone:
    """Return a zone with a cluster and its own nodes; the tests only read it."""
    env = environment("azure", profile=profile)
    return Zone(declare(env, WITHOUT_POOLS), env)


@cache
def whole() -> Zone:
    """Return a zone with pools besides, which the tables speak of; the tests only read it."""
    return Zone(clustered_zone("azure"), environment("azure"))


@cache
def stands(profile: str) -> Deployed:
    """Return a zone that stands in a simulated cloud; the tests only read it."""
    return deploy("azure", profile, {**WITHOUT_POOLS, "cluster": {}})


def only(zone: Zone, kind: str) -> Resource:
    (found,) = zone.of(kind)
    return found


def declared(**spec: Any) -> Zone:
    env = environment("azure")
    return Zone(declare(env, {"cluster": spec}), env)


def outputs(zone: Zone) -> dict[str, Any]:
    (component,) = zone.recording.find("landing-zone:index:Cluster")
    return dict(component.outputs)


def refused(spec: dict[str, Any], **changes: Any) -> str:
    with pytest.raises(LandingZoneError) as error:
        LandingZone("ai", environment("azure", **changes), ZoneSpec.model_validate(spec))
    return str(error.value)


# The promises


@pytest.mark.parametrize(
    "promise", ["private", "encrypted", "tls", "recoverable", "least", "sound"]
)
def test_keeps_its_promises(promise: str) -> None:
    assert [*breaches(whole(), getattr(CLUSTERED, promise))] == []


def test_keeps_the_promises_that_are_the_same_on_every_cloud() -> None:
    found = [
        *neutral.parented(zone()),
        *neutral.provided(zone()),
        *neutral.tagged(zone()),
        *neutral.translated(zone()),
        *neutral.in_region(zone()),
        *neutral.closed(zone()),
        *neutral.unwild(zone()),
        *neutral.accompanied(zone(), CLUSTERED),
        *neutral.without_credentials(zone(), CLUSTERED),
        *neutral.without_literal_secrets(zone()),
        *order.granted_first(whole(), CLUSTERED),
        *order.ordered(zone()),
        *order.destroyable(zone(), CLUSTERED),
    ]
    assert found == []


@pytest.mark.parametrize("profile", PROFILES)
def test_is_protected_by_profile(profile: str) -> None:
    assert [*neutral.protected(zone(profile), CLUSTERED)] == []


# Who reaches it


def test_an_endpoint_is_private_unless_networks_are_let_in() -> None:
    private, opened = declared(), zone()
    within, without = only(private, CLUSTER), only(opened, CLUSTER)

    assert within.inputs[API]["enablePrivateCluster"] is True
    assert within.inputs[API]["enablePrivateClusterPublicFQDN"] is False
    assert "authorizedIPRanges" not in within.inputs[API]
    assert outputs(private)["endpoint"] == f"https://{within.outputs['privateFQDN']}:443"
    assert without.inputs[API]["enablePrivateCluster"] is False
    assert outputs(opened)["endpoint"] == f"https://{without.outputs['fqdn']}:443"


def test_a_private_name_is_kept_in_a_zone_of_the_cluster() -> None:
    private = declared()
    (names,) = [r for r in private.custom if r.name == "ai-cluster-names"]
    (link,) = [r for r in private.custom if r.name == "ai-cluster-names-link"]

    assert names.inputs["privateZoneName"] == "ai-cluster.private.westeurope.azmk8s.io"
    assert only(private, CLUSTER).inputs[API]["privateDNSZone"] == names.id
    assert link.urn in private.waits_for(only(private, CLUSTER))
    assert not [r for r in zone().custom if r.name == "ai-cluster-names"]


def test_a_kubeconfig_names_a_program_and_no_token() -> None:
    text = reveal(outputs(zone())["kubeconfig"])
    user = json.loads(text)["users"][0]["user"]

    assert [*user] == ["exec"]
    assert user["exec"]["command"] == "kubelogin"
    assert user["exec"]["apiVersion"] == "client.authentication.k8s.io/v1beta1"
    assert "6dae42f8-4368-4678-94ff-3960e28e3630" in user["exec"]["args"]


def test_a_place_says_what_was_agreed() -> None:
    place = outputs(zone())["place"]

    assert {*place} == {*PLACE}
    assert all(place.values())


# What it refuses


def test_a_mesh_cannot_be_kept_out() -> None:
    said = refused({"cluster": {"service_mesh_ready": False}})
    assert "cluster.service_mesh_ready: False is not supported on azure" in said


def test_a_region_without_zones_has_no_cluster() -> None:
    said = refused({"cluster": {}}, region="germanynorth", profile="dev")
    assert "zones in region germanynorth is not supported on azure" in said


def test_an_extended_channel_is_what_costs_more() -> None:
    inputs = only(declared(upgrade_channel="extended"), CLUSTER).inputs
    assert inputs["sku"]["tier"] == "Premium"
    assert inputs["supportPlan"] == "AKSLongTermSupport"


@pytest.mark.parametrize(
    ("timezone", "offset", "slots"),
    [
        ("UTC", "+00:00", [{"day": "Sunday", "hourSlots": [2, 3, 4, 5, 6, 7]}]),
        (
            "Asia/Kolkata",
            "+05:30",
            [{"day": "Saturday", "hourSlots": [21, 22, 23]}, {"day": "Sunday"}],
        ),
        ("America/New_York", "-05:00", [{"day": "Sunday", "hourSlots": [7, 8, 9, 10, 11, 12]}]),
        ("Australia/Sydney", "+10:00", [{"day": "Saturday"}]),
    ],
)
def test_a_window_keeps_to_winter_time(
    timezone: str, offset: str, slots: list[dict[str, Any]]
) -> None:
    spec = ClusterSpec(maintenance=Maintenance(timezone=timezone))
    found = {r.inputs["configName"]: r.inputs for r in declared(**spec.model_dump()).of(UPKEEP)}
    window = found["aksManagedNodeOSUpgradeSchedule"]["maintenanceWindow"]
    days = found["default"]["timeInWeek"]

    assert window["utcOffset"] == offset
    assert [day["day"] for day in days] == [day["day"] for day in slots]
    assert [*days[0]["hourSlots"]] == slots[0].get("hourSlots", days[0]["hourSlots"])
    assert sum(len(day["hourSlots"]) for day in days) == (6 if offset.endswith("00") else 5)


# In a simulated cloud


@pytest.mark.parametrize("profile", PROFILES)
def test_a_zone_with_a_cluster_is_taken_down_in_reverse(profile: str) -> None:
    sandbox = deploy("azure", profile, {"cluster": {}}, protect=False).sandbox
    for each in reversed(sandbox.objects()):
        sandbox.delete(each.type, each.id)
    assert sandbox.objects() == []
    assert not [call for call in sandbox.calls() if call[4]]


def test_a_pod_is_its_workload_and_may_what_that_may() -> None:
    cloud = stands("regulated")
    lake, logins = cloud.outputs("DataLake")["ids"], cloud.outputs("Identity")["logins"]
    trainer, server = "system:serviceaccount:training:trainer", "system:serviceaccount:x:server"

    def can(*asked: str) -> bool:
        return bool(cloud.sandbox.can(*asked))

    assert can(trainer, "assume", logins["trainer"])
    assert not can(trainer, "assume", logins["server"])
    assert can(trainer, "read", lake["curated"])
    assert not can(trainer, "write", lake["curated"])
    assert not can(trainer, "read", lake["raw"])
    assert not can(server, "read", f"{lake['models']}/released/a")


def test_a_pod_of_a_cluster_that_is_gone_is_nobody() -> None:
    cloud = deploy("azure", "dev", {**WITHOUT_POOLS, "cluster": {}})
    login = cloud.outputs("Identity")["logins"]["trainer"]
    pod = "system:serviceaccount:training:trainer"
    assert cloud.sandbox.can(pod, "assume", login)
    (cluster,) = cloud.sandbox.objects(CLUSTER)
    cloud.sandbox.delete(cluster.type, cluster.id)
    assert "no cluster signs so" in cloud.sandbox.can(pod, "assume", login).because
    assert not cloud.sandbox.can(pod, "read", cloud.outputs("DataLake")["ids"]["curated"])


def test_a_login_is_known_once_the_cluster_is_trusted() -> None:
    found = zone()
    (identity,) = found.recording.find("landing-zone:index:Identity")
    credentials = [r for r in found.custom if r.type.endswith(":FederatedIdentityCredential")]
    assert len(credentials) == 2
    assert all(only(found, CLUSTER).urn in found.waits_for(each) for each in credentials)
    assert {*identity.outputs["logins"]} == {"trainer", "server"}


def test_a_minor_version_is_raised_in_place() -> None:
    old, new = (only(declared(version=each), CLUSTER).inputs for each in ("1.34", "1.35"))
    changes = Sandbox().diff(CLUSTER, old, new)
    assert {change.path for change in changes} == {
        "kubernetesVersion",
        "agentPoolProfiles[0].orchestratorVersion",
    }
    assert not any(change.replaces for change in changes)


def test_nodes_leave_as_their_subnet_says() -> None:
    def way(**network: Any) -> str:
        env = environment("azure")
        cluster = only(Zone(declare(env, {"cluster": {}, "network": network}), env), CLUSTER)
        return str(cluster.inputs["networkProfile"]["outboundType"])

    assert way() == way(nat="single") == "userAssignedNATGateway"
    assert way(egress_allow=["pypi.org"]) == "userDefinedRouting"


def test_another_way_in_or_out_replaces_no_cluster() -> None:
    old, new = only(declared(), CLUSTER).inputs, only(zone(), CLUSTER)
    changes = Sandbox().diff(CLUSTER, old, new.inputs)
    assert f"{API}.authorizedIPRanges" in {change.path for change in changes}
    replaces = [change.path for change in changes if change.replaces]
    assert replaces == new.ignore_changes == ["networkProfile.outboundType"]

"""What can be known of a zone before it meets its cloud."""

import pytest

from landing_zone import ZoneSpec
from landing_zone.preflight import Verdict, preflight
from tests.zones import CLOUDS, environment

SERVE = {"accelerator": ["l4", "a10", "t4"], "max_nodes": 2}


def checked(cloud, pool=SERVE, zone=None, **changes):
    spec = {"cluster": {}, "gpu_pool": {"serve": pool}, **(zone or {})}
    return preflight(environment(cloud, **changes), ZoneSpec.model_validate(spec))


def found(result, check):
    return [each for each in result.findings if each.check == check]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_finds_nothing_wrong_with_a_small_zone(cloud):
    result = checked(cloud)

    assert not result.refused
    also = {"feature"} if cloud == "azure" else set[str]()
    checks = {"zones", "addresses", "ladder", "quota"} | also
    assert {each.check for each in result.findings} == checks
    assert not [each for each in result.findings if each.verdict is Verdict.RISK]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_pods_need_room_for_every_pool_at_its_largest(cloud):
    small = {"network": {"cidr": "10.0.0.0/20"}}
    *others, pods = found(checked(cloud, {**SERVE, "max_nodes": 100}, small), "addresses")

    assert pods.verdict is Verdict.REFUSED
    assert pods.says.endswith(", 108 at most")
    assert all(each.verdict is Verdict.OK for each in others)
    roomy = found(checked(cloud, {**SERVE, "max_nodes": 100}), "addresses")
    assert {each.verdict for each in roomy} == {Verdict.OK}


@pytest.mark.parametrize(
    ("cloud", "ranges"),
    [("aws", ["nodes"]), ("gcp", ["nodes", "pods"]), ("azure", ["nodes", "pods"])],
)
def test_pods_take_their_addresses_where_the_cloud_gives_them(cloud, ranges):
    rows = found(checked(cloud), "addresses")
    assert [each.says.partition("' range")[0].rpartition(" ")[2] for each in rows] == ranges


def test_nodes_that_are_close_together_need_room_in_their_one_subnet():
    close = {"accelerator": "h100", "fabric": "rdma", "purpose": "training", "max_nodes": 36}
    *_, crowded = found(checked("aws", close, region="eu-north-1"), "addresses")

    assert crowded.verdict is Verdict.REFUSED
    assert crowded.says == "room for 36 nodes in zone 1's 10.0.0.0/20, 37 at most in it alone"
    for changed in ({"max_nodes": 35}, {"fabric": "none"}):
        rows = found(checked("aws", {**close, **changed}, region="eu-north-1"), "addresses")
        assert {each.verdict for each in rows} == {Verdict.OK}


@pytest.mark.parametrize("cloud", CLOUDS)
def test_every_rung_may_be_at_its_largest(cloud):
    def most(capacity):
        pool = {**SERVE, "max_nodes": 10, "capacity": capacity}
        return found(checked(cloud, pool), "addresses")[0].says.rpartition(", ")[2]

    assert most(["on_demand"]) == "18 at most"
    assert most(["spot", "on_demand"]) == "29 at most"


def test_a_machine_must_be_in_a_zone_of_the_pool():
    a100 = {"accelerator": "a100-80", "capacity": ["on_demand"]}

    [refused] = found(checked("gcp", {**a100, "zones": [2]}), "zones")
    assert refused.verdict is Verdict.REFUSED
    assert "it may be in europe-west4-b; europe-west4 has it in europe-west4-a" in refused.says
    [alone] = found(checked("gcp", a100), "zones")
    assert alone.verdict is Verdict.RISK
    [enough] = found(checked("gcp", {**a100, "zones": [1]}), "zones")
    assert enough.verdict is Verdict.OK


def test_says_that_azure_publishes_no_zones_and_how_to_ask():
    [zones] = found(checked("azure"), "zones")

    assert zones.verdict is Verdict.UNCHECKED
    assert zones.todo.startswith("az vm list-skus --location westeurope --size Standard_")


def test_a_firewall_on_azure_lets_drivers_through():
    def stopped(*names, **pool):
        zone = {"network": {"egress_allow": [*names]}}
        return found(checked("azure", {**SERVE, **pool}, zone), "egress")

    [first] = stopped("pypi.org", "nvidia.github.io")
    assert first.verdict is Verdict.RISK
    assert first.says.endswith(": us.download.nvidia.com, download.docker.com")
    assert not stopped("nvidia.github.io", "us.download.nvidia.com", "download.docker.com")
    assert not stopped("pypi.org", driver="operator")
    assert not stopped()


def test_says_what_an_azure_subscription_is_registered_for():
    train = {"accelerator": ["h100", "a100-40"], "gpus_per_node": 8, "fabric": "rdma"}

    [encryption] = found(checked("azure"), "feature")
    [_, infiniband] = found(checked("azure", train), "feature")

    assert encryption.verdict is infiniband.verdict is Verdict.UNCHECKED
    assert (encryption.where, infiniband.where) == ("cluster", "gpu_pool.serve")
    assert encryption.todo == (
        "az feature show --namespace Microsoft.Compute --name EncryptionAtHost"
        " --query properties.state"
    )
    assert "--namespace Microsoft.ContainerService --name AKSInfinibandSupport" in infiniband.todo
    assert not found(checked("gcp"), "feature")


@pytest.mark.parametrize(
    ("capacity", "says"),
    [
        (["on_demand", "spot"], "on_demand comes before spot, which costs less"),
        ([{"kind": "spot", "max_usd_hour": "0.01"}, "on_demand"], "spot is capped at $0.01, and"),
    ],
)
def test_finds_ladders_that_cannot_be_meant(capacity, says):
    [ladder] = found(checked("gcp", {**SERVE, "capacity": capacity}), "ladder")

    assert ladder.verdict is Verdict.RISK
    assert ladder.says.startswith(says)
    assert ladder.todo


def test_spot_alone_keeps_no_least():
    pool = {**SERVE, "capacity": ["spot"], "min_nodes": 1}
    [ladder] = found(checked("aws", pool), "ladder")

    assert ladder.says == "min_nodes is 1, which spot alone cannot keep"


@pytest.mark.parametrize("cloud", CLOUDS)
def test_says_of_every_quota_that_it_was_not_checked(cloud):
    result = checked(cloud)

    assert len(found(result, "quota")) == len(result.limits) > 2
    assert all(each.verdict is Verdict.UNCHECKED for each in found(result, "quota"))

"""The quotas that a zone needs, and asking for them."""

import pytest

from landing_zone import LandingZone, LandingZoneError, ZoneSpec
from landing_zone.quota import limits_of
from landing_zone.quota.needs import needs_of
from landing_zone_rehearsal import record
from tests.zones import CLOUDS, environment

TRAIN = {
    "accelerator": ["h100", "a100-40"],
    "gpus_per_node": 8,
    "max_nodes": 4,
    "purpose": "training",
    "fabric": "rdma",
    "capacity": [{"kind": "reservation", "nodes": 2}, "spot", "on_demand"],
}
UNRESERVED = {**TRAIN, "capacity": ["spot", "on_demand"]}
"""The same on Azure, which reserves no machine with InfiniBand."""

SERVE = {"accelerator": ["l4", "a10", "a10g"], "max_nodes": 3}
SYSTEM = {"machine": "standard-8", "max_nodes": 5}


def zone_of(cloud, **changes):
    train = UNRESERVED if cloud == "azure" else TRAIN
    pools = {"train": train, "serve": SERVE}
    return {"cluster": {"system_pool": SYSTEM}, "gpu_pool": pools, **changes}


def limits(cloud, zone=None, **changes):
    env = environment(cloud, **changes)
    spec = ZoneSpec.model_validate(zone or zone_of(cloud)).settled(env.profile)
    needs = needs_of(env, spec.network, spec.cluster, spec.gpu_pool)
    return {(each.code, each.unit, *each.dimensions): each for each in limits_of(env, needs)}


def amounts(cloud, **changes):
    return {key[0]: each.amount for key, each in limits(cloud, **changes).items()}


def test_aws_counts_vcpus_by_family_and_market():
    found = amounts("aws")

    assert found["L-1216C47A"] == 8 * 5
    assert found["L-417A185B"] == 2 * 4 * 96  # reserved and on demand, p4d.24xlarge
    assert found["L-7212CCBC"] == 4 * 96
    assert found["L-DB2E81BA"] == 3 * 4  # g5.xlarge
    assert found["L-0263D0A3"] == 3


def test_google_counts_accelerators_by_model_and_market():
    found = {
        (each.code, dict(each.dimensions).get("gpu_family")): each.amount
        for each in limits("gcp").values()
    }

    family = "NVIDIA_H100_MEGA"
    assert found["GPUS-PER-GPU-FAMILY-per-project-region", family] == 2 * 4 * 8
    assert found["PREEMPTIBLE-NVIDIA-H100-MEGA-GPUS-per-project-region", None] == 4 * 8
    assert found["NVIDIA-L4-GPUS-per-project-region", None] == 3
    assert found["CPUS-per-project-region", None] == 8 * 5


def google(pool):
    """Return the amounts of Google's quotas for a zone with one pool."""
    found = limits("gcp", {"cluster": {}, "gpu_pool": {"train": pool}})
    return {each.code: each.amount for each in found.values()}


def test_google_counts_all_accelerators_of_a_project_together_and_tpus_apart():
    [together] = [
        each for each in limits("gcp").values() if each.code == "GPUS-ALL-REGIONS-per-project"
    ]

    assert together.amount == 3 * 4 * 8 + 3
    assert together.dimensions == ()
    tpu = {"accelerator": "tpu-v5e", "gpus_per_node": 4}
    assert "GPUS-ALL-REGIONS-per-project" not in google(tpu)


def test_flex_counts_as_what_can_be_taken_back_on_google():
    found = google({"accelerator": "l4", "capacity": [{"kind": "flex", "hours": 24}]})

    assert found["PREEMPTIBLE-NVIDIA-L4-GPUS-per-project-region"] == 1
    assert "NVIDIA-L4-GPUS-per-project-region" not in found


def test_disks_count_against_the_kind_that_the_machine_takes_on_google():
    blackwell = {"accelerator": "rtx-pro-6000", "disk_gib": 300, "max_nodes": 2}
    found = google(blackwell)

    assert found["HDB-TOTAL-GB-per-project-region"] == 2 * 300
    assert found["SSD-TOTAL-GB-per-project-region"] == 6 * 100


@pytest.mark.parametrize("cloud", CLOUDS)
def test_every_quota_is_asked_for_in_the_name_of_a_part_of_the_zone(cloud):
    parts = {
        part for each in limits(cloud).values() for part in ", ".join(each.because).split(", ")
    }
    pools = {part.split(".")[1] for part in parts if part.startswith("gpu_pool.")}

    assert pools == {"train", "serve"}


def test_azure_counts_vcpus_by_family_and_in_all():
    found = amounts("azure")

    assert found["standardNDSH100v5Family"] == 4 * 96  # on demand, ND96isr_H100_v5
    assert found["lowPriorityCores"] == 4 * 96
    assert found["cores"] == found["standardNDSH100v5Family"] + 8 * 5 + sum(
        amount for code, amount in found.items() if "A10" in code
    )


@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_gateway_for_each_zone_needs_an_address_for_each(cloud):
    def addresses(nat):
        found = limits(cloud, zone_of(cloud, network={"nat": nat})).values()
        return sum(each.amount for each in found if each.unit == "addresses")

    assert addresses("none") == 0
    assert addresses("single") == 1
    assert addresses("per_zone") == (3 if cloud == "aws" else 1)


@pytest.mark.parametrize("cloud", CLOUDS)
def test_every_quota_says_what_for_and_how_to_ask(cloud):
    for each in limits(cloud).values():
        assert each.amount > 0
        assert each.because
        assert each.ask


@pytest.mark.parametrize("cloud", ["aws", "gcp"])
def test_what_was_bought_ahead_counts_against_nothing(cloud):
    block = {"kind": "block", "id": "cr-0123456789abcdef0", "hours": 24}
    bought = {"gpu_pool": {"train": {**TRAIN, "capacity": [block]}}, "cluster": {}}

    assert not [each for each in limits(cloud, bought).values() if "train" in str(each.because)]


def requests(cloud, **spec):
    zone = ZoneSpec.model_validate({"quota": spec, "network": {"nat": "single"}})
    return record(lambda: LandingZone("ai", environment(cloud), zone), preview=False)


def test_aws_is_asked_with_headroom():
    asked = requests("aws", headroom_percent=50).find("aws:servicequotas/serviceQuota:ServiceQuota")

    assert [(each.inputs["quotaCode"], each.inputs["value"]) for each in asked] == [
        ("L-0263D0A3", 2)
    ]


def test_google_is_asked_in_the_name_of_a_contact():
    recording = requests("gcp", contact="platform@acme.example")
    asked = recording.find("gcp:cloudquota/sQuotaPreference:SQuotaPreference")

    assert [each.inputs["quotaId"] for each in asked] == ["IN-USE-ADDRESSES-per-project-region"]
    assert asked[0].inputs["quotaConfig"] == {"preferredValue": "2"}
    assert asked[0].inputs["contactEmail"] == "platform@acme.example"


@pytest.mark.parametrize(
    ("cloud", "spec", "line"),
    [
        ("gcp", {}, "ai.quota.contact: required on gcp"),
        ("aws", {"contact": "a@b.example"}, "ai.quota.contact: only for gcp"),
        ("azure", {}, "a request for quotas is not supported on azure; leave it out"),
    ],
)
def test_refuses_before_anything_is_declared(cloud, spec, line):
    with pytest.raises(LandingZoneError, match=line) as refused:
        requests(cloud, **spec)
    assert "\n" not in str(refused.value)

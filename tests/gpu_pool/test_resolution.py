"""Which machine a pool gets, and what is said where there is none. Pulumi does not run here."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landing_zone import Cloud
from landing_zone.core import LandingZoneError
from landing_zone.gpu_pool import GpuPoolSpec, resolve
from landing_zone.gpu_pool.accelerators import ACCELERATORS
from landing_zone.gpu_pool.alternatives import alternatives
from landing_zone.gpu_pool.catalog import offers, offers_in, regions
from landing_zone.gpu_pool.wish import Wish, demands
from landing_zone_policies.facts.regions import REGIONS

BLOCK = {"kind": "block", "id": "cr-0123456789abcdef0"}
FLEX = {"kind": "flex", "hours": 24}
APART = ("us-gov", "usgov", "cn-", "china")
"""The regions of governments and of China, from where one cannot go elsewhere."""
KEPT = {"kind": "reservation", "id": "cr-0123456789abcdef0"}


def pool(accelerator: Any, number: int = 1, **fields: Any) -> GpuPoolSpec:
    """Return a pool's spec."""
    given = {"accelerator": accelerator, "gpus_per_node": number, **fields}
    return GpuPoolSpec.model_validate(given)


def does(offer: Any, spec: GpuPoolSpec) -> bool:
    """Say whether an offer does what a spec asks, written apart from the code that is tested."""
    machine, vendor = offer.machine, ACCELERATORS[offer.machine.accelerator].vendor
    sharing = spec.sharing
    return (
        machine.accelerator in spec.accelerator
        and not machine.retired
        and machine.count == spec.gpus_per_node
        and machine.vcpus >= spec.min_vcpus
        and machine.memory_gib >= spec.min_memory_gib
        and (spec.fabric.value != "rdma" or machine.rdma)
        and (spec.local_nvme is None or machine.nvme_gib > 0)
        and (sharing.mig is None or sharing.mig.profile in machine.profiles)
        and (not (sharing.mps or sharing.time_slicing) or vendor == "nvidia")
        and (machine.cloud_driver if spec.driver.value == "cloud" else machine.operator_driver)
        and all(offer.can_be_had_by(rung.kind.value) for rung in spec.capacity)
    )


def attempt(cloud: Cloud, region: str, spec: GpuPoolSpec) -> tuple[Any, str]:
    """Return what a region offers for a spec, or nothing and the line that refuses it."""
    try:
        return resolve(cloud, region, spec).offer, ""
    except LandingZoneError as refused:
        return None, str(refused)


def refusal(cloud: str, region: str, spec: GpuPoolSpec) -> str:
    """Return the line by which a region refuses a spec."""
    with pytest.raises(LandingZoneError) as refused:
        resolve(Cloud(cloud), region, spec)
    line = str(refused.value)
    assert "\n" not in line
    return line


@pytest.mark.parametrize(
    ("cloud", "region", "spec", "machine"),
    [
        ("aws", "eu-north-1", pool("l4"), "g6.xlarge"),
        ("aws", "eu-north-1", pool("l4", min_vcpus=16), "g6.4xlarge"),
        ("aws", "eu-north-1", pool("l4", min_memory_gib=128), "gr6.4xlarge"),
        ("aws", "eu-north-1", pool("h100", 8, fabric="rdma"), "p5.48xlarge"),
        ("aws", "eu-west-1", pool("t4", 8), "g4dn.metal"),
        ("aws", "eu-west-1", pool(["l4", "t4"]), "g4dn.xlarge"),
        ("gcp", "europe-west4", pool("l4"), "g2-standard-4"),
        ("gcp", "europe-west4", pool("t4", 4), "n1-standard-32"),
        ("gcp", "europe-west4", pool("h100", 8), "a3-highgpu-8g"),
        ("gcp", "europe-west4", pool("h100", 8, fabric="rdma"), "a3-megagpu-8g"),
        ("gcp", "europe-west4", pool("h100", 1, capacity=["spot", FLEX]), "a3-highgpu-1g"),
        ("gcp", "europe-west4", pool("h100", 8, local_nvme="scratch"), "a3-highgpu-8g"),
        ("gcp", "us-west4", pool("tpu-v5e", capacity=[FLEX]), "ct5lp-hightpu-1t"),
        ("azure", "westeurope", pool("h100-nvl", sharing={"mig": {"profile": "1g.12gb"}}),
         "Standard_NC40ads_H100_v5"),
        ("azure", "westeurope", pool("h100", 8, fabric="rdma"), "Standard_ND96isr_H100_v5"),
        ("azure", "swedencentral", pool("mi300x", 8, fabric="rdma", driver="operator"),
         "Standard_ND96isr_MI300X_v5"),
    ],
)  # fmt: skip
def test_chooses_a_machine(cloud, region, spec, machine):
    assert resolve(Cloud(cloud), region, spec).machine.name == machine


def test_takes_the_first_accelerator_that_the_region_has_like_that():
    first = resolve(Cloud.AZURE, "westeurope", pool(["l4", "a10", "t4"]))
    swapped = resolve(Cloud.AZURE, "westeurope", pool(["l4", "t4", "a10"]))

    assert (first.accelerator.name, swapped.accelerator.name) == ("a10", "t4")
    assert first.reasons[0] == "a10 is the first of l4, a10, t4 that westeurope has"


def test_says_why():
    spec = pool("l4", min_vcpus=16, capacity=["spot"])
    choice = resolve(Cloud.AWS, "eu-north-1", spec)

    assert choice.reasons == (
        "7 machine types have 1 x l4 in eu-north-1",
        "16 vCPUs leaves 5 machine types: g6.2xlarge has 8 vCPUs",
        "g6.4xlarge is the cheapest, 1.40343 USD an hour (estimated 2026-07-20), "
        "before gr6.4xlarge at 1.63253",
    )


def test_takes_the_widest_fabric_before_the_price():
    choice = resolve(Cloud.GCP, "europe-west4", pool("h100", 8, fabric="rdma"))

    assert choice.reasons[-1] == (
        "a3-megagpu-8g has the widest fabric, 1600 Gbit/s before 800 (a3-highgpu-8g)"
    )


def test_takes_a_machine_without_a_price_last():
    names = {each.machine.name for each in offers_in(Cloud.AWS, "us-east-2")["h200"]}
    choice = resolve(Cloud.AWS, "us-east-2", pool("h200", 8, capacity=["spot", BLOCK]))

    assert names == {"p5e.48xlarge", "p5en.48xlarge"}
    assert choice.machine.name == "p5en.48xlarge"


def test_never_takes_a_part_of_an_accelerator_or_what_is_being_retired():
    """The fractional types are far cheaper, and the V100s are still sold."""
    for cloud in Cloud:
        for region in regions(cloud):
            for name in ("l4", "a10", "rtx-pro-6000", "v100", "v100-32", "inferentia"):
                found, _ = attempt(cloud, region, pool(name))
                assert found is None or found.machine.count == 1
                assert found is None or name not in ("v100", "v100-32", "inferentia")


@pytest.mark.parametrize("cloud", Cloud)
@pytest.mark.parametrize("name", ACCELERATORS)
def test_resolves_or_names_alternatives_that_resolve(name, cloud):
    for number in (1, 2, 4, 8, 16):
        spec = pool(name, number)
        for region in REGIONS[cloud]:
            found, said = attempt(cloud, region, spec)
            assert found is None or does(found, spec)
            near = () if found else alternatives(cloud, region, Wish.of(spec))
            assert found or len(near) == 3 or region.startswith(APART), said
            for each in near:
                there = (each.offer.machine.cloud, each.offer.region)
                assert attempt(*there, each.spec(spec))[0] == each.offer
                assert str(each) in said


rungs = st.lists(
    st.sampled_from(["on_demand", "spot", FLEX, BLOCK, KEPT]), min_size=1, max_size=3, unique_by=str
)
sharings = st.sampled_from(
    [
        {},
        {"mps": {"clients": 2}},
        {"time_slicing": {"clients": 4}},
        {"mig": {"profile": "1g.10gb"}},
        {"mig": {"profile": "2g.20gb"}},
        {"mig": {"profile": "1g.24gb"}},
    ]
)
specs = st.fixed_dictionaries(
    {
        "accelerator": st.lists(st.sampled_from([*ACCELERATORS]), min_size=1, unique=True),
        "gpus_per_node": st.sampled_from([1, 2, 4, 8, 16]),
        "min_vcpus": st.sampled_from([0, 8, 32, 100, 200]),
        "min_memory_gib": st.sampled_from([0, 64, 500, 2000]),
        "local_nvme": st.sampled_from([None, "scratch", "cache"]),
        "driver": st.sampled_from(["cloud", "operator"]),
        "capacity": rungs,
    }
)
places = st.sampled_from([(cloud, region) for cloud in Cloud for region in regions(cloud)])


@settings(max_examples=400, deadline=None)
@given(specs, sharings, st.sampled_from(["none", "standard", "rdma"]), places)
def test_a_choice_does_what_is_asked_and_nothing_cheaper_does(fields, sharing, fabric, place):
    fields = {**fields, "sharing": {} if fabric == "rdma" else sharing, "fabric": fabric}
    spec = GpuPoolSpec.model_validate(fields)
    cloud, region = place
    able = [
        offer
        for offered in offers_in(cloud, region).values()
        for offer in offered
        if does(offer, spec)
    ]
    chosen, said = attempt(cloud, region, spec)
    if chosen is None:
        assert not able
        assert "\n" not in said
        return
    first = min(spec.accelerator.index(each.machine.accelerator) for each in able)
    alike = [each for each in able if each.machine.accelerator == spec.accelerator[first]]
    if fabric == "rdma":
        widest = max(each.machine.fabric_gbps for each in alike)
        alike = [each for each in alike if each.machine.fabric_gbps == widest]

    assert chosen in alike
    for other in alike:
        assert other.usd_hour is None or (chosen.usd_hour or other.usd_hour) <= other.usd_hour
        assert chosen.usd_hour is not None or other.usd_hour is None


def test_the_same_spec_always_gets_the_same_machine():
    for cloud in Cloud:
        for offer in offers(cloud):
            if offer.machine.count >= 1 and not offer.machine.retired:
                wish = Wish.of(pool(offer.machine.accelerator, int(offer.machine.count)))
                keys = [
                    (each.usd_hour, each.machine.vcpus, each.machine.name)
                    for each in offers_in(cloud, offer.region)[offer.machine.accelerator]
                    if all(demand.kept(each.machine) for demand in demands(wish))
                ]
                assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("cloud", "region", "spec", "said"),
    [
        ("aws", "eu-west-3", pool("h100", 8, fabric="rdma"),
         ["eu-west-3 on aws has no machine with 8 x h100 and fabric rdma",
          "aws has it in", "p5.48xlarge in eu-north-1", "in europe-west9 on gcp", "b200"]),
        ("aws", "eu-north-1", pool("l4", 2), ["g6.xlarge has 1", "on gcp"]),
        ("aws", "eu-north-1", pool("tpu-v5e"), ["aws has no tpu-v5e", "on gcp", "here"]),
        ("aws", "eu-north-1", pool("l4", fabric="rdma"), ["has no fabric for rdma"]),
        ("aws", "eu-north-1", pool("l4", min_vcpus=500), ["500 vCPUs", "g6.16xlarge has 64 vCPUs"]),
        ("aws", "eu-north-1", pool("l4", min_memory_gib=2000), ["2000 GiB of memory"]),
        ("aws", "eu-north-1", pool("l4", capacity=[FLEX]), ["g6.xlarge cannot be had by flex"]),
        ("aws", "eu-north-1", pool("l4", capacity=[BLOCK]), ["g6.xlarge cannot be had by block"]),
        ("aws", "eu-north-1", pool("gb200", 4, capacity=[BLOCK]),
         ["no region of aws is known to have it"]),
        ("gcp", "europe-west4", pool("h100"), ["a3-highgpu-1g cannot be had by on_demand"]),
        ("gcp", "europe-west4", pool("tpu-v5e", sharing={"mps": {"clients": 2}}),
         ["knows no mps, which is NVIDIA's"]),
        ("gcp", "europe-west4", pool("tpu-v5e", capacity=[FLEX]),
         ["gcp has it in 1 other region);", "ct5lp-hightpu-1t in us-west4"]),
        ("gcp", "europe-west4", pool("tpu-v5e", driver="operator"),
         ["takes its driver from the cloud alone"]),
        ("gcp", "europe-west4", pool("a100-40", sharing={"mig": {"profile": "1g.10gb"}}),
         ["a2-highgpu-1g cannot be cut into 1g.10gb, only into 1g.5gb, 2g.10gb, 3g.20gb"]),
        ("gcp", "europe-west4", pool("l4", sharing={"mig": {"profile": "1g.10gb"}}),
         ["g2-standard-4 cannot be cut into 1g.10gb;", "here"]),
        ("azure", "westeurope", pool("v100"), ["is being retired", "t4"]),
        ("azure", "westeurope", pool("t4", local_nvme="scratch"), ["has no NVMe disks of its own"]),
        ("azure", "swedencentral", pool("mi300x", 8), ["ask for driver operator"]),
        ("azure", "westeurope", pool("h100", 8, capacity=[BLOCK]), ["cannot be had by block"]),
        ("azure", "westeuropa", pool("t4"), ["did you mean 'westeurope'?, got 'westeuropa'"]),
    ],
)  # fmt: skip
def test_refuses_in_one_line_that_names_the_reason(cloud, region, spec, said):
    line = refusal(cloud, region, spec)

    for words in said:
        assert words.rstrip(";") in line


def test_never_sends_a_commercial_account_to_a_governments_cloud():
    for number in (1, 2, 4, 8):
        for name in ACCELERATORS:
            wish = Wish.of(pool(name, number))
            near = alternatives(Cloud.AWS, "us-west-1", wish)
            assert not any("gov" in each.offer.region for each in near)
            there = alternatives(Cloud.AWS, "us-gov-east-1", wish)
            assert all("gov" in each.offer.region for each in there)


def test_prefers_the_same_law_to_a_lower_price():
    """From Frankfurt one goes to Warsaw: London is cheaper, and no member state."""
    near = alternatives(Cloud.AZURE, "germanywestcentral", Wish.of(pool("h100", 8)))
    there = {
        each.region: each.usd_hour
        for each in offers(Cloud.AZURE)
        if each.machine == near[0].offer.machine
    }

    assert near[0].offer.region == "polandcentral"
    assert (there["uksouth"] or 0) < (there["polandcentral"] or 0)

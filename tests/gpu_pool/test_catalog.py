"""The catalogue: machine types, what they have, and where each can be had at what price."""

import csv
import math
import re
import subprocess
import sys
from pathlib import Path

import pytest

from landing_zone import Cloud
from landing_zone.gpu_pool.accelerators import ACCELERATORS
from landing_zone.gpu_pool.catalog import machines, offers, offers_in, regions, rows, sources
from landing_zone_policies.facts.regions import REGIONS

REFERENCE = Path(__file__).parent / "reference.csv"
"""What the clouds' own interfaces said of every type, in columns of their own."""

MACHINES = {(cloud, name): each for cloud in Cloud for name, each in machines(cloud).items()}


def read_reference():
    with REFERENCE.open(newline="") as file:
        return {(row["cloud"], row["machine"]): row for row in csv.DictReader(file)}


def test_has_every_type_of_the_reference_and_no_other():
    assert set(MACHINES) == set(read_reference())


@pytest.mark.parametrize(("cloud", "name"), sorted(read_reference()), ids=lambda part: part)
def test_says_of_a_type_what_its_cloud_says(cloud, name):
    machine, row = MACHINES[cloud, name], read_reference()[cloud, name]
    memory = ACCELERATORS[machine.accelerator].memory_gib

    assert machine.accelerator == row["accelerator"]
    assert machine.count == float(row["count"])
    assert machine.vcpus == int(row["vcpus"])
    assert machine.memory_gib == float(row["memory_gib"])
    assert math.isclose(memory, float(row["accelerator_gb"]), rel_tol=0.08)


def test_every_fact_has_a_source_and_a_date():
    known = sources()
    for each in known.values():
        assert re.fullmatch(r"20\d\d-\d\d(-\d\d)?", each.date), each
        assert each.url.startswith("https://"), each
        assert each.what, each
    for machine in MACHINES.values():
        assert machine.source.startswith("https://")
        assert re.fullmatch(r"20\d\d-\d\d", machine.date)
    for offer in (each for cloud in Cloud for each in offers(cloud)):
        assert (offer.usd_hour is None) == (offer.source is None), offer
        assert (offer.spot_usd_hour is None) == (offer.spot_source is None), offer
        assert offer.date


def test_no_source_is_left_over():
    used = {row["source"] for row in rows("series")}
    for cloud in Cloud:
        for row in rows(f"{cloud}_offers"):
            used |= {row["source"], row["spot_source"]}

    assert set(sources()) == used - {""}


def test_no_two_series_or_machines_have_one_name():
    for table, column in (("series", "series"), ("machines", "machine")):
        names = [row[column] for row in rows(table)]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("cloud", Cloud)
def test_offers_each_machine_once_in_regions_that_exist(cloud):
    found = [(offer.region, offer.machine.name) for offer in offers(cloud)]

    assert len(set(found)) == len(found)
    assert set(regions(cloud)) <= set(REGIONS[cloud])
    assert sum(len(each) for region in regions(cloud) for each in offers_in(cloud, region).values())


@pytest.mark.parametrize("cloud", Cloud)
def test_knows_zones_in_the_clouds_own_words(cloud):
    grammar = {"aws": r"[a-z]+\d-[a-z]*az\d", "gcp": r"[a-z]+-[a-z]+\d+-(ai\d)?[a-z]", "azure": ""}
    for offer in offers(cloud):
        for zone in offer.zones:
            assert re.fullmatch(grammar[cloud], zone), offer
            assert cloud == "aws" or zone.startswith(offer.region)


def test_prices_are_those_of_machines_and_not_of_their_parts():
    """A GiB of accelerator memory costs between 2 and 50 cents an hour, on every cloud."""
    for offer in (each for cloud in Cloud for each in offers(cloud)):
        if offer.usd_hour:
            a_gib = float(offer.usd_hour) / offer.machine.accelerator_memory_gib
            assert 0.02 < a_gib < 0.5, offer
        if offer.usd_hour and offer.spot_usd_hour:
            assert 0.09 < offer.spot_usd_hour / offer.usd_hour <= 1, offer


def test_the_memory_of_parts_adds_up():
    for each in ACCELERATORS.values():
        for profile in each.mig:
            slices, memory = map(int, re.findall(r"\d+", profile))
            fitting = 4 // slices if each.name.startswith("rtx") else 7 // slices
            assert fitting > 1, "a part of which only one fits does not cut an accelerator evenly"
            assert memory <= each.memory_gib / 2 + 1


def test_a_machine_cuts_accelerators_into_parts_that_they_have():
    for machine in MACHINES.values():
        assert set(machine.profiles) <= set(ACCELERATORS[machine.accelerator].mig)
        assert machine.mig == bool(machine.profiles)
        assert not (machine.mig and machine.count < 1)


def test_rdma_needs_a_fabric_with_interfaces():
    for machine in MACHINES.values():
        assert not machine.rdma or machine.fabric_gbps > 0
        if machine.rdma and machine.fabric != "infiniband":
            assert machine.interfaces > 0, machine


def test_every_cloud_is_told_what_it_asks():
    for machine in MACHINES.values():
        words = machine.words
        vendor = ACCELERATORS[machine.accelerator].vendor
        match machine.cloud:
            case Cloud.AWS:
                kind = "NVIDIA" if vendor == "nvidia" else "NEURON"
                arch = "ARM_64" if machine.arch == "arm64" else "x86_64"
                assert words["ami_type"] == f"AL2023_{arch}_{kind}"
            case Cloud.GCP:
                assert words["accelerator"].startswith("tpu" if vendor == "google" else "nvidia-")
                topology = words.get("topology", "")
                sides = math.prod(map(int, topology.split("x"))) if topology else machine.count
                assert sides == machine.count
                assert bool(topology) == (vendor == "google")
            case Cloud.AZURE:
                assert (words["driver"] == "Install") == machine.cloud_driver
        assert machine.family


def test_disks_are_counted_where_google_cloud_has_to_be_told():
    for machine in MACHINES.values():
        if machine.nvme_disks:
            assert machine.cloud is Cloud.GCP
            assert machine.nvme_gib == 375 * machine.nvme_disks


def test_a_machine_can_be_had_in_some_way_and_driven_by_someone():
    for machine in MACHINES.values():
        ways = (machine.spot, machine.on_demand, machine.reservation, machine.block, machine.flex)
        assert any(ways), machine
        assert machine.cloud_driver or machine.operator_driver
        assert not machine.block or machine.cloud is not Cloud.AZURE
        assert not machine.flex or machine.cloud is Cloud.GCP


def test_a_region_lacks_no_more_ways_than_a_machine_has():
    for offer in (each for cloud in Cloud for each in offers(cloud)):
        for way in offer.without:
            assert getattr(offer.machine, way)
            assert not offer.can_be_had_by(way)


def test_no_table_is_read_before_it_is_asked_for():
    program = (
        "import landing_zone.gpu_pool\n"
        "from landing_zone.gpu_pool import catalog\n"
        "print(catalog.sources.cache_info().misses, catalog.machines.cache_info().misses)"
    )
    found = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)

    assert found.stdout.split() == [b"0", b"0"]

"""What the rules know of machines is what the landing zone's own catalogue says."""

import re

import pytest

from landing_zone.core import Cloud
from landing_zone.gpu_pool.catalog import machines
from landing_zone_policies.facts.accelerators import (
    AWS,
    AZURE,
    GCP,
    PROFILES,
    attached,
    machine,
    slice_of,
)

ALL = [each for cloud in Cloud for each in machines(cloud).values()]
WITHOUT = (
    *("m5.xlarge", "c7g.large", "t3.medium", "r6i.2xlarge", "m6g.metal", "ml.m5.large"),
    *("Standard_D4s_v5", "Standard_E8ds_v5", "Standard_B2ms", "STANDARD_DS3_V2"),
    *("n2-standard-4", "e2-medium", "c3-highcpu-8", "n1-standard-8", "a1.large", ""),
)


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.name)
def test_knows_each_machine_of_the_catalogue(each):
    if each.name.startswith("n1-"):
        assert machine(each.name) is None
        return
    found = machine(each.name)
    assert found
    assert (found.name, found.number) == (each.accelerator, pytest.approx(each.count, abs=0.001))


@pytest.mark.parametrize("name", WITHOUT)
def test_finds_nothing_in_a_machine_without(name):
    assert machine(name) is None


@pytest.mark.parametrize("name", ["p9.48xlarge", "Standard_ND999_X_v9", "a7-highgpu-8g"])
def test_knows_the_family_of_what_is_newer_than_the_table(name):
    found = machine(name)
    assert found
    assert found.number is None


@pytest.mark.parametrize(
    ("name", "accelerator"),
    [
        ("nvidia-tesla-t4", "t4"),
        ("NVIDIA_H100_80GB", "h100"),
        ("nvidia-h100-mega-80gb", "h100"),
        ("nvidia-l4", "l4"),
        ("projects/p/zones/z/acceleratorTypes/nvidia-tesla-a100", "a100-40"),
    ],
)
def test_reads_what_google_attaches(name, accelerator):
    assert attached(name, 2).name == accelerator


def test_reads_how_many_chips_a_slice_has():
    assert (slice_of("v5litepod-16").number, slice_of("v5p-8").number) == (16, 4)


def test_reads_a_machine_of_sagemaker_in_any_case():
    assert machine("ml.P5.48xlarge") == machine("p5.48xlarge")
    assert machine("STANDARD_NC6S_V3") == machine("Standard_NC6s_v3")


@pytest.mark.parametrize("table", [AWS, AZURE, GCP, PROFILES])
def test_rows_without_counts_have_whatever_the_others_have(table):
    wide = [pattern for pattern, _, counts in table if counts == {}]
    for pattern in (pattern for pattern, _, _ in table if pattern not in wide):
        sized = re.sub(r"\(\?P<size>[^)]*\)|\\d\+", "8", pattern).replace("high|mega", "high")
        name = re.sub(r"\([^)]*\)\?|.\?|[\\()]", "", sized.replace("\\w+", "high"))
        assert re.match(pattern, name)
        assert any(re.match(each, name) for each in wide)

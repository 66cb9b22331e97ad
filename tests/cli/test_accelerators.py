"""`lz accelerators` lists what can be had where, and at what price."""

import json
from pathlib import Path

import pytest

from landing_zone import Cloud
from landing_zone.gpu_pool.accelerators import ACCELERATORS
from landing_zone.gpu_pool.catalog import machines, offers
from tests.cli.running import ROOT, lz


def listed(*arguments):
    """Return the rows of the table, in words."""
    result = lz("accelerators", *arguments)
    assert result.exit_code == 0, result.output
    table = result.stdout.partition("\n\n")[0]
    return [line.split() for line in table.splitlines()[1:]]


def document(*arguments):
    result = lz("accelerators", "--json", *arguments)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def hourly(offers):
    """Return the price of a GiB for an hour, of those that have one."""
    return [each["on_demand"]["usd_hour_a_gib"] for each in offers if each["on_demand"]]


def test_lists_each_accelerator_once_on_each_cloud_that_has_it():
    rows = [(row[1], row[0]) for row in listed()]
    there = {
        (cloud.value, each.accelerator)
        for cloud in Cloud
        for each in machines(cloud).values()
        if not each.retired and each.count >= 1 and any(o.machine is each for o in offers(cloud))
    }

    assert len(set(rows)) == len(rows)
    assert set(rows) == there


def test_lists_every_machine_of_what_is_named_with_its_parts_and_what_is_retired():
    fractions = {row[2]: row[3] for row in listed("l4", "--cloud", "aws")}
    retired = listed("v100", "--cloud", "azure")

    assert fractions["g6f.xlarge"] == "1/8"
    assert fractions["g6.48xlarge"] == "8"
    assert all(row[1] == "(retired)" for row in retired)


def test_names_cheapest_first_and_what_has_no_price_last():
    found = document()["offers"]
    known = [bool(each["on_demand"]) for each in found]

    assert hourly(found) == sorted(hourly(found))
    assert known == sorted(known, reverse=True)


def test_adds_prices_up():
    found = document("h100", "--region", "europe-west4")["offers"]
    one = next(each for each in found if each["machine"] == "a3-highgpu-8g")
    price = one["on_demand"]

    assert price["usd_month"] == pytest.approx(price["usd_hour"] * 730, abs=0.01)
    assert price["usd_hour_a_gpu"] == pytest.approx(price["usd_hour"] / 8, abs=1e-4)
    assert price["usd_hour_a_gib"] == pytest.approx(price["usd_hour"] / 640, abs=1e-4)
    assert price["confidence"] == "listed"
    assert price["date"].startswith("20")
    assert one["zones"] == ["europe-west4-b", "europe-west4-c"]
    assert "flex" in one["ways"]


def test_lists_every_machine_of_a_region_and_no_other():
    found = document("--region", "eu-north-1")["offers"]

    assert {each["region"] for each in found} == {"eu-north-1"}
    assert len({each["machine"] for each in found}) == len(found) > 20


def test_leaves_out_what_has_too_little_memory():
    found = document("--memory-gib", "700")["offers"]

    assert found
    assert min(each["accelerator_memory_gib"] for each in found) >= 700


def test_prefers_and_marks_by_residency():
    everywhere = document("trainium")
    inside = document("trainium", "h100", "--residency", "eu")
    london = listed("l4", "--region", "us-east-1", "--residency", "eu", "--residency", "uk")

    assert not any(each["outside"] for each in everywhere["offers"])
    assert inside["residency"] == ["eu"]
    assert all(each["outside"] == (each["accelerator"] == "trainium") for each in inside["offers"])
    assert all("outside" in row for row in london)


def test_takes_the_residency_of_a_stack():
    assert document("--stack", "prod-aws", "-C", str(ROOT))["residency"] == ["eu"]


def test_says_how_old_prices_are_and_how_sure():
    shown = lz("accelerators", "l4", "--region", "eu-north-1").stdout

    assert "prices on aws: estimated 2026-07-20, listed 2025-12, rough 2026-07-20; spot: " in shown
    assert "prices on azure" not in shown
    assert "~ derived from list prices" in shown


def test_says_so_where_there_is_nothing():
    result = lz("accelerators", "tpu-v5e", "--cloud", "azure")

    assert result.exit_code == 0
    assert result.stdout == "nothing in the catalogue is like that\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["h10"], "did you mean 'h100'?, got 'h10'"),
        (["--cloud", "azur"], "--cloud: one of aws, azure, gcp; did you mean 'azure'?, got 'azur'"),
        (["--region", "eu-nort-1"], "did you mean 'eu-north-1'?, got 'eu-nort-1'"),
        (
            ["--region", "eu-north-1", "--cloud", "gcp"],
            "--region: a region of gcp; did you mean 'europe-north1'?",
        ),
        (["--residency", "europe"], "residency: one of ae, au"),
        (["--stack", "prod-nowhere"], "prod-nowhere"),
    ],
)
def test_refuses_wrong_input_in_one_line(arguments, said):
    result = lz("accelerators", *arguments, "-C", str(ROOT))

    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert not result.stdout


def test_the_documentation_names_every_field():
    told = Path("docs/accelerators.md").read_text()
    row = document("l4", "--region", "europe-west4")["offers"][0]

    for field in {*row, *row["on_demand"]}:
        assert f"`{field}`" in told, field


def test_every_accelerator_of_the_catalogue_can_be_asked_about():
    for name in ACCELERATORS:
        assert lz("accelerators", name).exit_code == 0

import re

import pytest

from landing_zone_policies.facts.regions import (
    EEA_BEYOND_THE_EU,
    EU_MEMBER_STATES,
    JURISDICTIONS,
    REGIONS,
    Region,
    jurisdictions_of,
    regions_in,
)

CLOUDS = ("aws", "gcp", "azure")
NAMES = {
    "aws": r"[a-z]{2,4}(-[a-z]+){1,2}-\d",
    "gcp": r"[a-z]+-[a-z]+\d{1,2}",
    "azure": r"[a-z]+\d?",
}
COUNTRY_IN_THE_NAME = {
    "austria": "AT", "belgium": "BE", "denmark": "DK", "france": "FR", "germany": "DE",
    "italy": "IT", "norway": "NO", "poland": "PL", "spain": "ES", "sweden": "SE",
    "switzerland": "CH", "uk": "GB",
}  # fmt: skip


def every_region() -> list[tuple[str, str, Region]]:
    return [(cloud, name, region) for cloud in CLOUDS for name, region in REGIONS[cloud].items()]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_names_are_written_as_the_cloud_writes_them(cloud):
    assert [name for name in REGIONS[cloud] if not re.fullmatch(NAMES[cloud], name)] == []


@pytest.mark.parametrize(("cloud", "at_least"), [("aws", 39), ("gcp", 43), ("azure", 66)])
def test_no_region_is_lost(cloud, at_least):
    assert len(REGIONS[cloud]) >= at_least


def test_the_eu_has_27_members_and_the_eea_three_more():
    assert len(EU_MEMBER_STATES) == 27
    assert not {"GB", "CH", *EEA_BEYOND_THE_EU} & EU_MEMBER_STATES


def test_every_region_is_in_one_jurisdiction_or_in_the_eu_and_the_eea():
    for cloud, name, region in every_region():
        assert re.fullmatch(r"[A-Z]{2}", region.country), (cloud, name)
        assert len(region.jurisdictions) == (2 if "eu" in region.jurisdictions else 1), (
            cloud,
            name,
        )


def test_a_region_is_in_the_eu_exactly_when_its_country_is_a_member():
    for cloud, name, region in every_region():
        assert ("eu" in region.jurisdictions) == (region.country in EU_MEMBER_STATES), (cloud, name)


def test_azure_regions_lie_in_the_country_they_are_named_after():
    for name, region in REGIONS["azure"].items():
        for word, country in COUNTRY_IN_THE_NAME.items():
            if name.startswith(word):
                assert region.country == country, name


@pytest.mark.parametrize(
    ("cloud", "region", "jurisdictions"),
    [
        ("aws", "eu-west-1", ("eu", "eea")),
        ("aws", "eu-west-2", ("uk",)),
        ("aws", "eu-central-2", ("ch",)),
        ("aws", "eusc-de-east-1", ("eu", "eea")),
        ("aws", "us-east-1", ("us",)),
        ("aws", "us-gov-west-1", ("us-gov",)),
        ("aws", "cn-north-1", ("cn",)),
        ("aws", "ap-east-1", ("hk",)),
        ("aws", "me-central-1", ("ae",)),
        ("gcp", "europe-west4", ("eu", "eea")),
        ("gcp", "europe-west2", ("uk",)),
        ("gcp", "europe-west6", ("ch",)),
        ("gcp", "us-central1", ("us",)),
        ("gcp", "me-west1", ("il",)),
        ("azure", "westeurope", ("eu", "eea")),
        ("azure", "norwayeast", ("eea",)),
        ("azure", "uksouth", ("uk",)),
        ("azure", "usgovvirginia", ("us-gov",)),
        ("azure", "chinanorth3", ("cn",)),
    ],
)
def test_known_regions_are_under_the_law_that_holds_there(cloud, region, jurisdictions):
    assert jurisdictions_of(cloud, region) == jurisdictions


def test_names_with_europe_in_them_prove_nothing():
    outside = {
        name
        for _, name, region in every_region()
        if name.startswith(("eu-", "europe-")) and "eu" not in region.jurisdictions
    }
    assert outside == {"eu-west-2", "eu-central-2", "europe-west2", "europe-west6"}


def test_azure_display_names_are_understood():
    assert jurisdictions_of("azure", "West Europe") == ("eu", "eea")


def test_an_unknown_region_has_no_jurisdiction():
    assert jurisdictions_of("aws", "eu-west-9") == ()


def test_government_and_china_are_never_offered_as_the_us_or_the_eu():
    offered = {name for cloud in CLOUDS for name in regions_in(cloud, ["us", "eu", "eea"])}
    assert not [name for name in offered if "gov" in name or name.startswith(("cn-", "china"))]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_the_eea_holds_the_eu(cloud):
    assert set(regions_in(cloud, ["eu"])) <= set(regions_in(cloud, ["eea"]))


def test_several_jurisdictions_allow_the_regions_of_each():
    both = regions_in("aws", ["eu", "ch"])
    assert set(both) == {*regions_in("aws", ["eu"]), *regions_in("aws", ["ch"])}


def test_every_jurisdiction_has_a_region():
    assert all(any(regions_in(cloud, [name]) for cloud in CLOUDS) for name in JURISDICTIONS)
    assert {"eu", "eea", "uk", "us", "us-gov", "ch", "cn"} <= JURISDICTIONS


@pytest.mark.parametrize(
    ("cloud", "region", "zones"),
    [
        ("aws", "us-east-1", 6),
        ("aws", "us-west-1", 2),
        ("gcp", "us-central1", 4),
        ("azure", "westeurope", 3),
        ("azure", "ukwest", 0),
        ("azure", "usgovtexas", None),
    ],
)
def test_zones_are_counted_and_not_guessed(cloud, region, zones):
    assert REGIONS[cloud][region].zones == zones


@pytest.mark.parametrize("cloud", ["aws", "gcp"])
def test_every_region_of_aws_and_google_cloud_has_zones(cloud):
    assert all((region.zones or 0) >= 2 for region in REGIONS[cloud].values())

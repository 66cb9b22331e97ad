"""The tables of types say what the SDKs that are installed say."""

from importlib.util import find_spec
from pathlib import Path

import pytest

from landing_zone_policies.facts import types
from landing_zone_policies.facts.global_services import WITH_DATA, WITHOUT_DATA
from tests.policies.census import PLACES, rows

FILES = {
    "pulumi_aws": "aws",
    "pulumi_aws_native": "aws_native",
    "pulumi_azure": "azure",
    "pulumi_azure_native": "azure_native",
    "pulumi_gcp": "gcp",
}


def table(package):
    text = Path(types.__file__).with_name(f"{FILES[package]}.txt").read_text()
    head, *paragraphs = text.strip().split("\n\n")
    assert head.startswith(f"# {package} ")
    split = (each.splitlines() for each in paragraphs)
    return {f"{token} {said}" for said, *tokens in split for token in tokens}


def test_every_sdk_has_a_table():
    assert set(FILES) == set(PLACES)
    assert {name for names in types.TABLES.values() for name in names} == set(FILES.values())


@pytest.mark.parametrize("package", FILES)
def test_the_table_is_what_the_sdk_says(package):
    if find_spec(package) is None:
        pytest.skip(f"{package} is not installed")
    kept, read = table(package), set(rows(package))
    assert not kept - read, "no longer so"
    assert not read - kept, "new: run tests/policies/census.py again"


@pytest.mark.parametrize(
    ("token", "places", "tags"),
    [
        ("aws:s3:Bucket", ("region",), "tags"),
        ("aws:autoscaling:Group", ("region",), "tags[]"),
        ("aws:iam:Role", (), "tags"),
        ("aws-native:s3:Bucket", (), "tags[]"),
        ("gcp:compute:Instance", ("zone",), "labels"),
        ("gcp:container:Cluster", ("location", "nodeLocations"), "resourceLabels"),
        ("gcp:sql:DatabaseInstance", ("region",), "settings.userLabels"),
        ("gcp:monitoring:NotificationChannel", (), "userLabels"),
        ("gcp:spanner:Instance", ("config",), "labels"),
        ("azure-native:storage:StorageAccount", ("location",), "tags"),
        ("azure:storage:Account", ("location",), "tags"),
        ("azure-native:network:Subnet", (), None),
        ("random:index:RandomId", (), None),
    ],
)
def test_a_type_says_where_it_lies_and_what_it_is_tagged_with(token, places, tags):
    assert types.place_properties(token) == places
    assert types.tag_property(token) == tags


def test_what_lies_where_its_provider_says_is_located():
    assert types.is_located("aws-native:s3:Bucket")
    assert not types.is_located("aws-native:iam:Role")
    assert not types.is_located("aws:iam:Role")


@pytest.mark.parametrize(("cloud", "least"), [("aws", 3300), ("gcp", 450), ("azure", 1300)])
def test_thousands_of_types_are_located(cloud, least):
    assert len(types.located(cloud)) > least
    assert len(set(types.located(cloud))) == len(types.located(cloud))


def test_no_service_both_has_data_and_has_none():
    both = [
        token
        for tokens in WITH_DATA.values()
        for token in tokens
        if token.startswith(WITHOUT_DATA) and token != "gcp:networkservices:EdgeCacheService"
    ]
    assert not both

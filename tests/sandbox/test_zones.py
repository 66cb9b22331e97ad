"""Every zone deploys onto the simulated clouds, and every mistake is refused in a cloud's words."""

import importlib
import re

import pytest

from landing_zone_rehearsal.errors import EngineError
from landing_zone_rehearsal.sandbox import Sandbox
from tests.sandbox.breaks import Break
from tests.sandbox.deployed import deploy, full
from tests.zones import CLOUDS, PROFILES

BREAKS: dict[tuple[str, str], Break] = {
    (cloud, name): each
    for cloud in CLOUDS
    for name, each in importlib.import_module(f"tests.sandbox.breaks_{cloud}").BREAKS.items()
}

IN_PROCESS = [each for each, broken in BREAKS.items() if not broken.only_engine]

EVERYWHERE = {
    "a key grant is dropped",
    "two subnets are swapped",
    "a bucket name is taken",
    "a subnet points to another network",
    "a tag is malformed",
    "a property is misspelt",
    "a required property is missing",
    "a key lies in another region",
}
"""What every cloud has to refuse."""


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_zone_with_everything_is_refused_nothing(cloud: str, profile: str) -> None:
    deployed = full(cloud, profile)
    assert len(deployed.sandbox.objects()) > 50
    assert not [call for call in deployed.sandbox.calls() if call[4]]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_zone_by_default_is_refused_nothing(cloud: str, profile: str) -> None:
    assert deploy(cloud, profile, {}).sandbox.objects()


@pytest.mark.parametrize("cloud", CLOUDS)
def test_two_stages_stand_beside_each_other(cloud: str) -> None:
    sandbox = Sandbox()
    deploy(cloud, "dev", {}, sandbox=sandbox, stage="dev")
    before = len(sandbox.objects())
    accounts = {"aws": "210987654321", "gcp": "acme-dev"}
    account = accounts.get(cloud, "1f5b2c6e-1d3a-4e8f-9b7a-2c4d6e8f0a1b")
    deploy(cloud, "dev", {}, sandbox=sandbox, stage="test", account=account)
    assert len(sandbox.objects()) == 2 * before


@pytest.mark.parametrize("cloud", CLOUDS)
def test_every_cloud_is_broken_in_the_same_ways(cloud: str) -> None:
    assert {name for at, name in BREAKS if at == cloud} >= EVERYWHERE


@pytest.mark.parametrize(("cloud", "name"), IN_PROCESS)
def test_a_mistake_is_refused_in_the_words_of_the_cloud(cloud: str, name: str) -> None:
    broken = BREAKS[cloud, name]
    with pytest.raises(EngineError) as refused:
        deploy(cloud, "dev", transform=broken.transform)
    assert re.search(broken.words, str(refused.value)), str(refused.value)
    assert str(refused.value).startswith("urn:pulumi:")

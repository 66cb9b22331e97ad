"""The tables of facts speak of what the project declares, and of nothing that does not exist."""

from functools import cache
from importlib import import_module

import pytest

from landing_zone_rehearsal.clouds import Clouds
from landing_zone_rehearsal.clouds.facts import Facts, facts
from landing_zone_rehearsal.clouds.model import short
from tests.zones import CLOUDS, PROFILES, default_zone, full_zone

PACKAGES = {"aws": "aws", "gcp": "gcp", "azure": "azure-native"}


def table(cloud: str) -> dict[str, Facts]:
    return dict(import_module(f"landing_zone_rehearsal.clouds.{cloud}.facts").FACTS)


@cache
def declared(cloud: str) -> frozenset[str]:
    """Return every type that some zone declares on a cloud."""
    return frozenset(
        short(resource.type)
        for profile in PROFILES
        for zone in (full_zone(cloud, profile), default_zone(cloud, profile))
        for resource in zone.resources
        if resource.custom and resource.type.startswith(f"{PACKAGES[cloud]}:")
    )


@pytest.mark.parametrize("cloud", CLOUDS)
def test_every_declared_type_has_its_facts(cloud: str) -> None:
    assert declared(cloud) > set()
    assert declared(cloud) - table(cloud).keys() == set()


@pytest.mark.parametrize("cloud", CLOUDS)
def test_every_type_that_is_known_has_an_answer(cloud: str) -> None:
    model = Clouds().model(PACKAGES[cloud])
    assert {type for type in table(cloud) if type not in model.kinds} == set()


@pytest.mark.parametrize("cloud", CLOUDS)
def test_every_declared_type_can_be_replaced_by_something(cloud: str) -> None:
    """A type whose every property changes in place would be a gap in the table, not a fact."""
    silent = {
        type
        for type in declared(cloud)
        if not (table(cloud)[type].replaces or table(cloud)[type].replaces_when)
    }
    assert silent <= UPDATED_IN_PLACE[cloud]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_what_is_pointed_to_is_known(cloud: str) -> None:
    for type, known in table(cloud).items():
        for path, to in known.refers.items():
            for target in to.targets:
                assert facts(target) is not facts("none:such:Type"), (type, path, target)


UPDATED_IN_PLACE: dict[str, set[str]] = {"aws": set(), "gcp": set(), "azure": set()}
"""Types without an identity of their own: settings of an account."""

"""The tables of facts speak of what the project declares, and of nothing that does not exist."""

from collections.abc import Iterator
from functools import cache
from importlib import import_module

import pytest

from landing_zone_rehearsal.clouds import Clouds
from landing_zone_rehearsal.clouds.facts import Facts
from landing_zone_rehearsal.clouds.model import short
from landing_zone_rehearsal.sandbox.paths import EVERYTHING
from landing_zone_rehearsal.sandbox.shape_types import Block, ListOf, MapOf, Nested, OneOf, Type
from landing_zone_rehearsal.sandbox.shapes import Shapes
from tests.zones import CLOUDS, PROFILES, default_zone, full_zone

PACKAGES = {"aws": "aws", "gcp": "gcp", "azure": "azure-native"}

SHAPES = Shapes()


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


@cache
def long_names(cloud: str) -> dict[str, str]:
    """Return the SDK's tokens by their short forms."""
    sdk = SHAPES.sdk(f"{PACKAGES[cloud]}:")
    assert sdk
    return {short(type): type for type in sdk.types}


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
    facts = table(cloud)
    assert {
        t for t in declared(cloud) if not (facts[t].replaces or facts[t].replaces_when)
    } == set()


@pytest.mark.parametrize("cloud", CLOUDS)
def test_what_is_pointed_to_has_an_answer(cloud: str) -> None:
    kinds = Clouds().model(PACKAGES[cloud]).kinds
    pointed = {
        t for facts in table(cloud).values() for to in facts.refers.values() for t in to.targets
    }
    assert pointed - kinds.keys() == set()


@pytest.mark.parametrize("cloud", CLOUDS)
def test_every_path_is_an_input_of_its_type(cloud: str) -> None:
    """A path with a slip in it would never refuse anything."""
    wrong = {
        (type, path)
        for type, facts in table(cloud).items()
        for path in paths(facts)
        if not exists(SHAPES.block(long_names(cloud)[type]), path)
    }
    assert wrong == set()


@pytest.mark.parametrize("cloud", CLOUDS)
def test_only_what_replaces_speaks_of_everything_below(cloud: str) -> None:
    """Elsewhere such a path would never be found, and never refuse or keep anything."""
    wrong = {
        (type, path)
        for type, facts in table(cloud).items()
        for path in paths(facts)
        if path.endswith(EVERYTHING) and path not in facts.replaces
    }
    assert wrong == set()


def paths(facts: Facts) -> Iterator[str]:
    """Yield every path that a type's facts name."""
    for listed in (facts.replaces, facts.fixed, facts.kept, facts.required, facts.cidrs):
        yield from listed
    for mapped in (facts.replaces_when, facts.fixed_when, facts.values, facts.bounds):
        yield from mapped
    yield from facts.formats
    yield from facts.refers
    if facts.tags:
        yield facts.tags


def exists(block: Block, path: str) -> bool:
    """Whether a path leads to an input."""
    first, _, rest = path.removesuffix(EVERYTHING).partition(".")
    name = first.removesuffix("[]").removesuffix("{}")
    if name not in block.properties:
        return False
    inner = block.properties[name]
    if first.endswith("[]") and not any(isinstance(each, ListOf) for each in options(inner)):
        return False
    if first.endswith("{}") and not any(isinstance(each, MapOf) for each in options(inner)):
        return False
    if not rest or any(isinstance(each, MapOf) for each in options(inner)):
        return True
    return any(exists(each, rest) for each in blocks(inner))


def options(type: Type) -> tuple[Type, ...]:
    return type.options if isinstance(type, OneOf) else (type,)


def blocks(type: Type) -> Iterator[Block]:
    """Yield the blocks that a value of a type may be made of."""
    for each in options(type):
        if isinstance(each, Nested):
            yield each.block
        elif isinstance(each, ListOf | MapOf):
            yield from blocks(each.item)

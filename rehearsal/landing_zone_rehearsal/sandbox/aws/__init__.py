"""How AWS refuses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from landing_zone_rehearsal.sandbox.behaviour import Behaviour, Rule, Words
from landing_zone_rehearsal.sandbox.objects import Object, World

from . import (
    buckets,
    choices,
    clock,
    cluster,
    documents,
    encryption,
    endpoints,
    groups,
    inside,
    launches,
    logs,
    network,
    nodes,
    permissions,
    storage,
)
from .access import can
from .tags import tag_faults

SWEPT = {**network.SWEPT, **storage.SWEPT, **cluster.SWEPT}


def _together(*tables: Mapping[str, Sequence[Rule]]) -> Mapping[str, Sequence[Rule]]:
    """Lay tables of rules together: each type has the rules of all of them, in their order."""
    rules: defaultdict[str, list[Rule]] = defaultdict(list)
    for table in tables:
        for type, those in table.items():
            rules[type] += those
    return rules


def swept(world: World, object: Object) -> Iterator[Object]:
    """Yield what goes when an object is deleted, because it is part of it."""
    for kind, by in SWEPT.get(object.kind, ()):
        found = world.find((kind,), (by,), object.id)
        yield from (each for each in found if each.place == object.place)
    if object.kind == network.VPC:
        yield from network.default_table_of(world, object)


BEHAVIOUR = Behaviour(
    words=Words(
        missing="InvalidParameterValue: {type} {value} does not exist",
        conflict="EntityAlreadyExists: {name} already exists",
        in_use="DependencyViolation: {id} has dependencies and cannot be deleted",
        fixed="InvalidParameterValue: {property} cannot be changed",
        gone="NoSuchEntity: {id} does not exist",
        busy="ConcurrentModification: {parent} is being changed",
        throttled="ThrottlingException: Rate exceeded",
        timed_out="timeout while waiting for state to become 'available' (last state: 'pending')",
        failed="InternalError: An internal error has occurred",
    ),
    changing=_together(
        choices.RULES,
        documents.RULES,
        network.CHANGING,
        endpoints.CHANGING,
        groups.CHANGING,
        storage.CHANGING,
        buckets.CHANGING,
        logs.CHANGING,
        permissions.RULES,
        encryption.RULES,
        cluster.CHANGING,
        inside.CHANGING,
        clock.CHANGING,
        nodes.CHANGING,
        launches.CHANGING,
    ),
    deleting=_together(
        network.DELETING,
        endpoints.DELETING,
        storage.DELETING,
        logs.DELETING,
        cluster.DELETING,
        launches.DELETING,
    ),
    swept=swept,
    tag_faults=tag_faults,
    can=can,
)

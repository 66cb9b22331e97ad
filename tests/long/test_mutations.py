"""The contract suite itself, put to the test: what is taken away must be missed.

One by one, every property that hardens a resource, every resource, every statement of a policy and
every wait for a right is taken out of a recorded zone or weakened; a promise has to find the
breach. Properties that harden nothing are listed with the reason in the tables of `tests/promises`.
"""

import re
import sys
import time
from collections.abc import Iterable
from itertools import chain

import pytest

from landing_zone_rehearsal import Recording
from tests.long.mutants import mutants
from tests.promises import inside, neutral, order, tables
from tests.promises.inside_plain import PLAIN
from tests.promises.table import Table, breaches
from tests.promises.view import Zone, leaves
from tests.zones import CLOUDS, clustered_zone, environment, full_zone

pytestmark = pytest.mark.long


KINDS = {
    "foundation": (full_zone, tables.FOUNDATION, lambda _: None),
    "cluster": (clustered_zone, tables.CLUSTERED, full_zone),
}
"""A zone, its tables, and another zone whose resources need not be looked at again."""

EVERY_ZONE = pytest.mark.parametrize(
    ("cloud", "kind"), [(cloud, kind) for cloud in CLOUDS for kind in KINDS]
)


@EVERY_ZONE
def test_every_hardening_property_is_missed_when_it_is_gone(cloud, kind, capsys):
    declared, promised, known = KINDS[kind]
    zone, table, env = declared(cloud), promised[cloud], environment(cloud)
    assert first_breach(Zone(zone, env), table) is None
    started = time.perf_counter()
    total = 0
    survivors = list[str]()
    for what, recording in mutants(zone, table, known(cloud)):
        total += 1
        if not is_missed(Zone(recording, env), table):
            survivors.append(what)
    with capsys.disabled():
        killed = total - len(survivors)
        seconds = time.perf_counter() - started
        score = f"{killed} of {total} mutants killed ({killed / total:.1%}) in {seconds:.0f} s"
        sys.stdout.write(f"\n{cloud} {kind}: {score}\n")

    assert not survivors, "\n".join(survivors)


@EVERY_ZONE
def test_every_excuse_is_needed(cloud, kind):
    declared, promised, _ = KINDS[kind]
    table = promised[cloud]
    own = table.plain.keys() - PLAIN.keys()

    assert not unused(own, declared(cloud))


def test_every_excuse_inside_the_cluster_is_needed_on_some_cloud():
    everywhere = [unused(PLAIN, clustered_zone(cloud)) for cloud in CLOUDS]

    assert not set.intersection(*everywhere)


def unused(patterns: Iterable[str], recording: Recording) -> set[str]:
    """Return the excuses for which nothing is declared."""
    shapes = {
        f"{resource.type} {shape}".strip()
        for resource in recording.resources
        for shape in ["", *(re.sub(r"\.\d+(?=\.|$)", ".#", p) for p, _ in leaves(resource.inputs))]
    }
    return {each for each in patterns if not any(re.fullmatch(each, shape) for shape in shapes)}


def is_missed(zone: Zone, table: Table) -> bool:
    """Say whether a promise is broken, or can't even be looked at: its test fails either way."""
    try:
        return first_breach(zone, table) is not None
    except (AttributeError, LookupError, TypeError, ValueError):
        return True


def first_breach(zone: Zone, table: Table) -> str | None:
    """Return the first breach of any promise that is found in a zone, and look no further."""
    checks = [
        neutral.tagged(zone),
        neutral.protected(zone, table),
        breaches(zone, table.private),
        breaches(zone, table.least),
        breaches(zone, table.encrypted),
        breaches(zone, table.tls),
        breaches(zone, table.recoverable),
        breaches(zone, table.sound),
        neutral.accompanied(zone, table),
        neutral.pinned(zone, table),
        neutral.unwild(zone),
        neutral.closed(zone),
        neutral.in_region(zone),
        order.granted_first(zone, table),
        *(check(zone) for check in inside.CHECKS if zone.ways_in),
    ]
    return next(chain.from_iterable(checks), None)

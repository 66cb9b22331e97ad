"""The contract suite itself, put to the test: what is taken away must be missed.

One by one, every property that hardens a resource, every resource and every statement of a policy
is removed from a recorded zone; a promise has to find the breach. Properties that harden nothing
are listed with the reason in the tables of `tests/promises`.
"""

import copy
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from landing_zone_rehearsal import Recording, Resource
from tests.promises import neutral
from tests.promises.table import Table, breaches
from tests.promises.tables import TABLES
from tests.promises.view import Zone, leaves
from tests.zones import CLOUDS, environment, full_zone

pytestmark = pytest.mark.long


@pytest.mark.parametrize("cloud", CLOUDS)
def test_every_hardening_property_is_missed_when_it_is_gone(cloud, capsys):
    table = TABLES[cloud]
    survivors = []
    killed = 0
    for what, recording in mutants(full_zone(cloud), table):
        if is_missed(Zone(recording, environment(cloud)), table):
            killed += 1
        else:
            survivors.append(what)
    with capsys.disabled():
        total = killed + len(survivors)
        score = f"{killed} of {total} mutants killed ({killed / total:.0%})"
        sys.stdout.write(f"\n{cloud}: {score}\n")

    assert not survivors, "\n".join(survivors)


def is_missed(zone: Zone, table: Table) -> bool:
    checks = [
        neutral.closed(zone),
        neutral.granted_first(zone, table),
        neutral.accompanied(zone, table),
        neutral.protected(zone, table),
        neutral.tagged(zone),
        neutral.in_region(zone),
        neutral.unwild(zone),
        breaches(zone, table.private),
        breaches(zone, table.encrypted),
        breaches(zone, table.tls),
        breaches(zone, table.recoverable),
        breaches(zone, table.least),
        breaches(zone, table.sound),
    ]
    return any(next(check, None) for check in checks)


def mutants(recording: Recording, table: Table) -> Iterator[tuple[str, Recording]]:
    custom = [r for r in recording.resources if r.custom and not r.type.startswith("pulumi:")]
    for kind in sorted({resource.type for resource in custom}):
        yield from _without_properties(recording, kind, custom, table)
        if kind in table.stateful:
            yield f"{kind} unprotected", _changed(recording, kind, _unprotect)
        if not _plain(table, kind, ""):
            yield f"{kind} removed", _removed(recording, kind)


def _without_properties(
    recording: Recording, kind: str, custom: list[Resource], table: Table
) -> Iterator[tuple[str, Recording]]:
    paths = {
        path: isinstance(value, str) and value.startswith("{") and "Statement" in value
        for resource in custom
        if resource.type == kind
        for path, value in leaves(resource.inputs)
    }
    for shape in sorted({re.sub(r"\.\d+", ".#", path) for path in paths}):
        if _plain(table, kind, shape):
            continue
        concrete = [path for path in paths if re.sub(r"\.\d+", ".#", path) == shape]
        if any(paths[path] for path in concrete):
            yield from _without_statements(recording, kind, concrete, custom)
            continue

        def remove(resource: Resource, concrete: list[str] = concrete) -> None:
            for path in concrete:
                _remove(resource.inputs, path)

        yield f"{kind} without {shape}", _changed(recording, kind, remove)


def _without_statements(
    recording: Recording, kind: str, paths: list[str], custom: list[Resource]
) -> Iterator[tuple[str, Recording]]:
    """Remove each statement and each condition of the policies, by the statement's own name."""
    parts: set[tuple[str, str]] = set()
    for resource in custom:
        if resource.type == kind:
            for _, document in neutral.policies(resource):
                for statement in document["Statement"]:
                    sid = statement.get("Sid", "")
                    parts.add((sid, ""))
                    parts.update((sid, operator) for operator in statement.get("Condition", {}))
    for sid, operator in sorted(parts):

        def remove(resource: Resource, sid: str = sid, operator: str = operator) -> None:
            for path in paths:
                _weaken(resource.inputs, path, sid, operator)

        what = f"condition {operator} of {sid}" if operator else f"statement {sid}"
        yield f"{kind} without {what}", _changed(recording, kind, remove)


def _weaken(inputs: dict[str, Any], path: str, sid: str, operator: str) -> None:
    holder, last = _holder(inputs, path)
    if holder is None:
        return
    document = json.loads(holder[last])
    for statement in list(document["Statement"]):
        if statement.get("Sid", "") != sid:
            continue
        if operator:
            statement.get("Condition", {}).pop(operator, None)
        else:
            document["Statement"].remove(statement)
    holder[last] = json.dumps(document)


def _changed(recording: Recording, kind: str, change: Any) -> Recording:
    resources = []
    for resource in recording.resources:
        if resource.type != kind:
            resources.append(resource)
            continue
        changed = replace(resource, inputs=copy.deepcopy(resource.inputs))
        change(changed)
        resources.append(changed)
    return _with(recording, resources)


def _removed(recording: Recording, kind: str) -> Recording:
    return _with(recording, [r for r in recording.resources if r.type != kind])


def _with(recording: Recording, resources: list[Resource]) -> Recording:
    by_urn = recording.by_urn | {resource.urn: resource for resource in resources}
    return replace(recording, resources=resources, by_urn=by_urn)


def _remove(inputs: dict[str, Any], path: str) -> None:
    holder, last = _holder(inputs, path)
    if isinstance(holder, dict):
        holder.pop(last, None)
    elif holder is not None and int(last) < len(holder):
        holder[int(last)] = None


def _holder(inputs: Any, path: str) -> tuple[Any, str]:
    *above, last = path.split(".")
    for part in above:
        try:
            inputs = inputs[int(part)] if isinstance(inputs, list) else inputs[part]
        except (KeyError, IndexError, TypeError):
            return None, last
    known = isinstance(inputs, list) or (isinstance(inputs, dict) and last in inputs)
    return (inputs if known else None), last


def _unprotect(resource: Resource) -> None:
    resource.protect = False


def _plain(table: Table, kind: str, path: str) -> bool:
    return any(re.fullmatch(pattern, f"{kind} {path}".strip()) for pattern in table.plain)

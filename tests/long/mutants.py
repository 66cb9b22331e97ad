"""Zones that are a little worse than they were promised, one mistake in each."""

import copy
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from landing_zone_rehearsal import Recording, Resource
from tests.long import weaker
from tests.promises.neutral import policies
from tests.promises.table import Table
from tests.promises.view import at, is_provider, leaves

Mutant = tuple[str, Recording]
"""What was done to a zone, and the zone it left."""

Change = Callable[[Resource], None]


def mutants(recording: Recording, table: Table, known: Recording | None = None) -> Iterator[Mutant]:
    """Yield a zone for everything that can be taken away from this one.

    What another zone has likewise is left out: it is looked at there.
    """
    before = known.by_urn if known else {}
    new = [each for each in recording.resources if not _is_same(each, before.get(each.urn))]
    for resource in (each for each in new if each.custom):
        yield from _worse_properties(recording, resource, table)
        if is_provider(resource):
            continue
        yield from _worse_policies(recording, resource)
        yield from _opened(recording, resource)
        yield from _not_waiting(recording, resource, table)
        if resource.protect:
            yield f"{resource.name} unprotected", _changed(recording, resource, _unprotect)
        if not is_plain(table, resource.type):
            yield f"{resource.name} ({resource.type}) removed", _without(recording, {resource.urn})
    yield from _without_types(recording, table, {each.type for each in new})


def is_plain(table: Table, kind: str, path: str = "") -> bool:
    """Say whether a property hardens nothing; its path has `#` for the number of an element."""
    return any(re.fullmatch(pattern, f"{kind} {path}".strip()) for pattern in table.plain)


def weakened(recording: Recording, resource: Resource, values: Mapping[str, Any]) -> Recording:
    """Return a zone in which several properties of a resource have other values at once."""

    def change(each: Resource) -> None:
        for path, value in values.items():
            _replacement(path, value)(each)

    return _changed(recording, resource, change)


def _worse_properties(recording: Recording, resource: Resource, table: Table) -> Iterator[Mutant]:
    for path, value in leaves(resource.inputs):
        shape = re.sub(r"\.\d+(?=\.|$)", ".#", path)
        if _is_document(value) or is_plain(table, resource.type, shape):
            continue
        where = f"{resource.name} ({resource.type} {shape})"
        yield f"{where} without {path}", _changed(recording, resource, _removal(path))
        if path.startswith(("tags.", "labels.")):
            continue
        if path.endswith(".0"):
            yield from _longer_list(recording, resource, path.removesuffix(".0"))
        for other in weaker.values(resource.type, path, value):
            if other == value:
                continue
            change = _replacement(path, other)
            yield f"{where} with {path} = {other!r}", _changed(recording, resource, change)


def _longer_list(recording: Recording, resource: Resource, path: str) -> Iterator[Mutant]:
    elements = at(resource.inputs, path)
    for other in weaker.members(elements):
        change = _replacement(path, [*elements, other])
        what = f"{resource.name} ({resource.type} {path}) with {other!r} too"
        yield what, _changed(recording, resource, change)


def _worse_policies(recording: Recording, resource: Resource) -> Iterator[Mutant]:
    for path, document in policies(resource):
        for what, worse in weaker.documents(document):
            change = _replacement(path, json.dumps(worse))
            yield f"{resource.name} ({resource.type}) {what}", _changed(recording, resource, change)


def _opened(recording: Recording, resource: Resource) -> Iterator[Mutant]:
    for path, value in weaker.OPENINGS.get(resource.type, {}).items():
        change = _replacement(path, value)
        yield f"{resource.name} opened by {path}", _changed(recording, resource, change)


def _not_waiting(recording: Recording, resource: Resource, table: Table) -> Iterator[Mutant]:
    grant = table.granted.get(resource.type)
    if grant is None:
        return
    rights = {each.urn for each in recording.resources if each.type == grant.type}
    worse = _changed(recording, resource, lambda each: _forget(each, rights))
    yield f"{resource.name} does not wait for its {grant.type}", worse


def _without_types(recording: Recording, table: Table, kinds: set[str]) -> Iterator[Mutant]:
    custom = [each for each in recording.resources if each.custom and not is_provider(each)]
    for kind in sorted(kinds):
        urns = {each.urn for each in custom if each.type == kind}
        if len(urns) > 1 and not is_plain(table, kind):
            yield f"every {kind} removed", _without(recording, urns)


def _is_same(resource: Resource, other: Resource | None) -> bool:
    return other is not None and resource.inputs == other.inputs


def _is_document(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("{") and '"Statement"' in value


def _changed(recording: Recording, resource: Resource, change: Change) -> Recording:
    changed = replace(
        resource,
        inputs=copy.deepcopy(resource.inputs),
        dependencies=[*resource.dependencies],
        property_dependencies={**resource.property_dependencies},
    )
    change(changed)
    resources = [changed if each is resource else each for each in recording.resources]
    return _with(recording, resources)


def _without(recording: Recording, urns: set[str]) -> Recording:
    resources = list[Resource]()
    for each in recording.resources:
        if each.urn in urns:
            continue
        if urns.intersection(each.dependencies):
            each = replace(each, property_dependencies={**each.property_dependencies})  # noqa: PLW2901
            _forget(each, urns)
        resources.append(each)
    return _with(recording, resources)


def _with(recording: Recording, resources: list[Resource]) -> Recording:
    by_urn = {resource.urn: resource for resource in resources}
    return replace(recording, resources=resources, by_urn=by_urn)


def _forget(resource: Resource, urns: set[str]) -> None:
    resource.dependencies = [urn for urn in resource.dependencies if urn not in urns]
    resource.property_dependencies = {
        name: [urn for urn in needed if urn not in urns]
        for name, needed in resource.property_dependencies.items()
    }


def _unprotect(resource: Resource) -> None:
    resource.protect = False


def _removal(path: str) -> Change:
    def remove(resource: Resource) -> None:
        holder, last = _holder(resource.inputs, path)
        del holder[last]

    return remove


def _replacement(path: str, value: Any) -> Change:
    def put(resource: Resource) -> None:
        holder, last = _holder(resource.inputs, path)
        holder[last] = value

    return put


def _holder(inputs: Any, path: str) -> tuple[Any, Any]:
    """Return the object or list that holds what stands at a path, and the key in it."""
    steps = _steps(inputs, path.split("."))
    *above, last = steps
    for step in above:
        inputs = inputs[step]
    return inputs, last


def _steps(value: Any, parts: list[str]) -> list[Any]:
    """Return the keys along a path; a key may have dots of its own."""
    if not parts:
        return []
    if isinstance(value, list):
        return [int(parts[0]), *_steps(value[int(parts[0])], parts[1:])]
    for n in range(1, len(parts) + 1):
        key = ".".join(parts[:n])
        if key in value:
            return [key, *_steps(value[key], parts[n:])]
    return [".".join(parts)]

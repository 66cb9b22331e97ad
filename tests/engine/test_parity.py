"""The recorder is trusted because it says what the engine does, stack by stack.

All that a registration carries is compared. What a provider's check adds to the inputs is left
out of the comparison, except for names, which have to be those that the recorder's clouds predict.
"""

import re
from collections.abc import Iterable, Mapping
from functools import reduce
from itertools import zip_longest
from typing import Any

import pytest

from landing_zone_rehearsal import record_project, to_document
from landing_zone_rehearsal.sandbox.making import DEFAULTS
from landing_zone_rehearsal.wire import SIGNATURE, UNKNOWN_TEXT

from .driving import STACKS, Project, needs_engine, resources, succeeded
from .states import differing, plain, settled

pytestmark = needs_engine

FACETS = (
    *("type", "custom", "external", "parent", "protect", "provider", "dependencies"),
    *("propertyDependencies", "additionalSecretOutputs", "ignoreChanges", "replaceOnChanges"),
    *("retainOnDelete", "deletedWith", "replaceWith", "customTimeouts", "importID"),
)
"""What is compared as it is. Of aliases, the engine keeps none in its state: `test_moves.py`."""

SLOW = pytest.mark.engine
ALWAYS_PLANNED, ALWAYS_DONE = ("dev-gcp",), ("dev-aws",)
"""One plan and one up in every run; the others are for `make test-engine`."""

PLANNED = [pytest.param(each, marks=[SLOW] * (each not in ALWAYS_PLANNED)) for each in STACKS]
DONE = [pytest.param(each, marks=[SLOW] * (each not in ALWAYS_DONE)) for each in STACKS]

NOTES = {DEFAULTS, "__internal"}
"""Where a provider, or the engine for it, notes something for itself."""


@pytest.fixture(scope="module")
def clouds(tmp_path_factory):
    with Project.ours(tmp_path_factory.mktemp("parity")).served() as project:
        yield project


@pytest.mark.parametrize("stack", PLANNED)
def test_the_engine_plans_what_the_recorder_says(clouds, stack, subtests):
    recording = recorded(clouds, stack, preview=True)

    planned = succeeded(clouds.stack(stack).preview())

    steps = {step.urn: settled(step.new) for step in planned.changes if step.new}
    with subtests.test("the same resources are planned"):
        assert {step.op for step in planned.changes} == {"create"}
        assert steps.keys() == recording.keys()
    with subtests.test("the same inputs, where a name that a check gives is unknown"):
        names = [name for each in steps.values() for name in named(each).values()]
        early = {urn for urn, each in steps.items() if named(each)}
        blurred = {urn: waiting(each, recording.get(urn), early) for urn, each in steps.items()}
        assert not differing(blurred, recording, lambda each: hidden(given(each), names))
    with subtests.test("a check names what the recorder knows to be named"):
        unknown = {urn: dict.fromkeys(named(each), UNKNOWN_TEXT) for urn, each in steps.items()}
        assert unknown == {urn: outputs(recording[urn], each) for urn, each in unknown.items()}
    for facet in ("type", "custom", "parent", "protect", "provider"):
        with subtests.test(f"the same {facet}"):
            assert not differing(steps, recording, lambda each, facet=facet: each.get(facet))


@pytest.mark.parametrize("stack", DONE)
def test_the_engine_does_what_the_recorder_says(clouds, stack, subtests):
    recording = recorded(clouds, stack, preview=False)

    done = succeeded(clouds.stack(stack).up())

    state = {urn: settled(each) for urn, each in resources(clouds.stack(stack)).items()}
    with subtests.test("the same resources are created"):
        assert state.keys() == recording.keys()
    with subtests.test("the same inputs"):
        assert not differing(state, recording, given)
    with subtests.test("the same names where a check gives them"):
        names = {urn: named(each) for urn, each in state.items()}
        assert names == {urn: outputs(recording[urn], each) for urn, each in names.items()}
    with subtests.test("the same outputs"):
        assert not differing(state, recording, lambda each: each["outputs"])
    for facet in FACETS:
        with subtests.test(f"the same {facet}"):
            assert not differing(state, recording, lambda each, facet=facet: each.get(facet))
    with subtests.test("the stack puts out the same"):
        assert plain(done.outputs) == veiled(recording[stack_urn(recording)]["outputs"])


def recorded(project: Project, stack: str, *, preview: bool) -> dict[str, dict[str, Any]]:
    """Return what the recorder says, in the words of a state file, by URN."""
    document = to_document(record_project(project.folder, stack, preview=preview))
    return {each["urn"]: settled(each) for each in document["resources"]}


def given(resource: dict[str, Any]) -> dict[str, Any]:
    """Return the inputs without what a check added to them."""
    inputs = resource["inputs"]
    for path in named(resource):
        inputs = without(inputs, path.split("."))
    return {name: value for name, value in inputs.items() if name not in NOTES}


def named(resource: dict[str, Any]) -> dict[str, Any]:
    """Return the names that a check gave, by their paths."""
    inputs = resource["inputs"]
    return {path: at(inputs, path) for path in inputs.get(DEFAULTS) or ()}


def hidden(value: Any, names: Iterable[str]) -> Any:
    """Make unknown what holds a name that only this preview gave."""
    if isinstance(value, dict):
        return {name: hidden(item, names) for name, item in value.items()}
    if isinstance(value, list):
        return [hidden(item, names) for item in value]
    holds = isinstance(value, str) and any(_holds(value, name) for name in names)
    return UNKNOWN_TEXT if holds else value


def _holds(text: str, name: str) -> bool:
    return name in text or re.escape(name) in text


def waiting(
    resource: dict[str, Any], recorded: dict[str, Any] | None, early: set[str]
) -> dict[str, Any]:
    """Make unknown what waits for a name that only this preview gave, and what is so recorded."""
    if recorded is None:
        return resource
    waits = {
        name
        for name, urns in recorded.get("propertyDependencies", {}).items()
        if not early.isdisjoint(urns)
    }
    inputs = {
        name: _unknown_where(value, recorded["inputs"].get(name)) if name in waits else value
        for name, value in resource["inputs"].items()
    }
    return {**resource, "inputs": inputs}


def _unknown_where(value: Any, recorded: Any) -> Any:
    if recorded == UNKNOWN_TEXT:
        return recorded
    if isinstance(value, dict) and isinstance(recorded, dict):
        return {name: _unknown_where(item, recorded.get(name)) for name, item in value.items()}
    if isinstance(value, list) and isinstance(recorded, list):
        pairs = zip_longest(value, recorded[: len(value)])
        return [_unknown_where(item, other) for item, other in pairs]
    return value


def veiled(value: Any) -> Any:
    """Write secrets as the engine shows them."""
    if isinstance(value, dict):
        hides = SIGNATURE in value
        return "[secret]" if hides else {name: veiled(item) for name, item in value.items()}
    return [veiled(item) for item in value] if isinstance(value, list) else value


def outputs(resource: dict[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    """Return the outputs at these paths."""
    return {path: at(resource["outputs"], path) for path in paths}


def at(values: Any, path: str) -> Any:
    """Return what is at a path."""
    return reduce(lambda block, step: block[step], path.split("."), values)


def without(values: dict[str, Any], path: list[str]) -> dict[str, Any]:
    """Leave out what is at a path, and the blocks that are empty then."""
    first, *rest = path
    inner = without(values[first], rest) if rest else None
    kept = {name: value for name, value in values.items() if name != first}
    return {**kept, first: inner} if inner else kept


def stack_urn(found: Mapping[str, Any]) -> str:
    """Return the URN of the stack itself."""
    return next(urn for urn in found if "pulumi:pulumi:Stack::" in urn)

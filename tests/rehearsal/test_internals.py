"""Canaries: what the recorder uses of Pulumi's private parts is still as it was.

When one of these fails after an upgrade, `internals.py` or `speed.py` has to follow.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import inspect
from dataclasses import fields
from typing import Any

import pulumi
import pytest
from pulumi import _utils, log, output
from pulumi.runtime import _callbacks, _context, resource, rpc, settings, stack
from pulumi.runtime.proto import source_pb2

from landing_zone_rehearsal import record, speed
from landing_zone_rehearsal.internals import RPC_MODULE, Callbacks

from .programs import Bucket


def test_calls_to_the_engine_are_wrapped_where_the_loop_looks_for_them():
    assert _context.wrap_with_context(print).__module__ == RPC_MODULE
    for module in (resource, stack, settings):
        assert "wrap_with_context" in inspect.getsource(module)


def test_registrations_are_answered_without_a_thread(monkeypatch):
    calls: list[object] = []
    loop = asyncio.SelectorEventLoop
    monkeypatch.setattr(loop, "run_in_executor", lambda *arguments: calls.append(arguments))

    record(lambda: Bucket("raw"))

    assert not calls


def test_the_stack_trace_is_taken_by_the_function_that_is_replaced():
    assert resource._get_stack_trace.__module__ == resource.__name__
    assert isinstance(resource._get_stack_trace(), source_pb2.StackTrace)
    for function in (resource.register_resource, resource.read_resource):
        assert "stack_trace = _get_stack_trace()" in inspect.getsource(function)


def test_debug_messages_go_through_the_function_that_is_replaced():
    assert "log.debug(" in inspect.getsource(resource.register_resource)
    assert inspect.isfunction(log.debug)


def test_properties_are_transferred_by_the_function_that_is_replaced():
    assert list(inspect.signature(rpc.transfer_properties).parameters) == ["res", "props", "custom"]
    assert "rpc.transfer_properties(res, props, custom)" in inspect.getsource(
        resource.register_resource
    )
    resolver = inspect.signature(inspect.unwrap(rpc.resolve_properties)).parameters
    assert list(resolver)[:3] == ["resolvers", "all_properties", "deps"]
    source = inspect.getsource(rpc.resolve_properties)
    assert "resolve(None, known, False, deps.get(key), None)" in source


def test_dependencies_are_declared_by_the_function_that_is_replaced():
    breaker: Any = vars(rpc)["declare_dependency"]
    assert list(inspect.signature(breaker).parameters) == ["from_resource", "to_resource"]
    assert "declare_dependency(from_resource, res)" in inspect.getsource(rpc._add_dependency)
    module = inspect.getmodule(breaker)
    assert module is not None
    assert vars(module)["_DEPENDENCIES_PROPERTY"] == speed.AWAITED


def test_urns_of_aliases_are_made_by_the_function_that_is_replaced():
    assert "self._aliases.append(collapse_alias_to_urn(" in inspect.getsource(pulumi.Resource)
    readers = [
        name
        for name, function in inspect.getmembers(resource, inspect.isfunction)
        if "._aliases" in inspect.getsource(function)
    ]
    assert readers == ["all_aliases"]
    before, after = inspect.getsource(resource.prepare_aliases).split("else:\n        # Using an")
    assert "all_aliases(" not in before
    assert "all_aliases(" in after


def test_a_run_waits_by_the_function_that_is_replaced():
    assert list(inspect.signature(stack.wait_for_rpcs).parameters) == [
        "await_all_outstanding_tasks"
    ]
    assert "await wait_for_rpcs()" in inspect.getsource(stack.run_pulumi_func)
    source = inspect.getsource(stack.wait_for_rpcs)
    for used in ("rpc_manager.rpcs.pop()", "rpc_manager.unhandled_exception", "SETTINGS.outputs"):
        assert used in source


@pytest.mark.parametrize("quickly", [True, False])
def test_whoever_waits_in_a_circle_is_told(quickly, monkeypatch):
    if not quickly:
        monkeypatch.setattr(speed, "_declare_dependency", vars(rpc)["declare_dependency"])

    def program():
        group = pulumi.ComponentResource("test:index:Group", "group")
        first = Bucket("first", opts=pulumi.ResourceOptions(parent=group))
        Bucket("second", opts=pulumi.ResourceOptions(parent=group, depends_on=[first, group]))

    with pytest.raises(RuntimeError, match="circular dependency"):
        record(program)


def test_an_output_is_made_of_one_future():
    assert [field.name for field in fields(output._OutputData)] == [
        "resources",
        "value",
        "is_known",
        "is_secret",
    ]
    made = {"_data"}
    names = {
        line.split("=")[0].strip().removeprefix("self.")
        for line in inspect.getsource(pulumi.Output.__init__).splitlines()
        if line.strip().startswith("self.") and "=" in line
    }
    assert names == made


def test_callbacks_have_what_the_sdk_asks_of_them():
    source = inspect.getsource(_callbacks._CallbackServicer)
    used = {"_callbacks", "_transforms", "_state_migrations", "_monitor", "_target", "_loop"}
    kept = {name for name in used if f"self.{name}" in source}
    assert kept == used
    assert set(vars(Callbacks(None))) == used - {"_loop"}
    assert "self._loop" not in source.replace("self._loop = ", "")


def test_settings_are_kept_per_context_with_a_default_that_is_overwritten():
    properties = [
        item
        for item in vars(settings.Settings).values()
        if isinstance(item, _utils.ContextProperty)
    ]
    assert len(properties) >= 10
    assert all(hasattr(item, "_ContextProperty__default") for item in properties)


def test_what_is_replaced_is_put_back():
    before = (resource._get_stack_trace, log.debug, rpc.transfer_properties)

    record(lambda: Bucket("raw"))

    assert (resource._get_stack_trace, log.debug, rpc.transfer_properties) == before


def test_what_is_replaced_is_put_back_after_a_failure():
    before = (resource._get_stack_trace, log.debug, rpc.transfer_properties)

    with contextlib.suppress(ZeroDivisionError):
        record(lambda: 1 / 0)

    assert (resource._get_stack_trace, log.debug, rpc.transfer_properties) == before


class _Nested:
    """Takes a stack trace from within as many constructors as the SDK looks for."""

    def __init__(self, depth: int = 3) -> None:
        inner = _Nested(depth - 1).frames if depth else len(resource._get_stack_trace().frames)
        self.frames: int = inner


def test_other_programs_of_the_process_keep_the_original_while_one_is_recorded():
    seen: list[int] = []

    def program():
        seen.append(_Nested().frames)
        seen.append(contextvars.Context().run(_Nested).frames)

    record(program)

    assert seen[0] == 0
    assert seen[1] > 0

"""The recorder runs a program as the engine would, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import json
import threading
import time

import pulumi
import pytest
from pulumi import ResourceOptions
from pulumi.runtime import settings

from landing_zone_rehearsal import UNKNOWN, EngineError, record, to_document

from .programs import PROJECT, STACK, Bucket, Group, Thing, below


def test_urns_hold_the_whole_chain_of_types_but_not_the_stacks():
    def program():
        outer = Group("outer", type="my:index:Outer")
        inner = Group("inner", below(outer), type="my:index:Inner")
        Bucket("raw", opts=below(inner))
        Bucket("alone")

    recording = record(program)

    assert recording.named("outer").urn == PROJECT + "my:index:Outer::outer"
    chain = "my:index:Outer$my:index:Inner$aws:s3/bucket:Bucket"
    assert recording.named("raw").urn == f"{PROJECT}{chain}::raw"
    assert recording.named("alone").urn == PROJECT + "aws:s3/bucket:Bucket::alone"
    assert recording.named("alone").parent == STACK


def test_one_urn_twice_is_refused_in_the_engines_words():
    def program():
        Bucket("raw")
        Bucket("raw")

    words = f"Duplicate resource URN '{PROJECT}aws:s3/bucket:Bucket::raw'; try giving it a unique"
    with pytest.raises(EngineError, match=words.replace("(", r"\(")):
        record(program)


def test_a_parent_that_is_not_registered_is_refused():
    stranger = PROJECT + "my:index:Group::stranger"

    def program():
        parent = Group("known")
        parent.__dict__["urn"] = pulumi.Output.from_input(stranger)
        Bucket("raw", opts=below(parent))

    with pytest.raises(EngineError, match=f"could not find parent resource {stranger}"):
        record(program)


def test_outputs_of_a_component_are_recorded():
    recording = record(lambda: Group("lake").register_outputs({"size": 3}))

    assert recording.named("lake").outputs == {"size": 3}


def test_outputs_registered_twice_are_refused():
    def program():
        group = Group("lake")
        group.register_outputs({})
        group.register_outputs({})

    with pytest.raises(EngineError, match="whose registration isn't pending"):
        record(program)


def test_a_type_that_is_no_token_is_refused():
    with pytest.raises(EngineError, match=r"Type 'Bucket' is not a valid type token"):
        record(lambda: Bucket("raw", type="Bucket"))


def test_exports_are_the_outputs_of_the_stack():
    def program():
        pulumi.export("size", 3)
        pulumi.export("arn", Bucket("raw").arn)

    assert record(program).outputs == {"size": 3, "arn": UNKNOWN}
    assert record(program, preview=False).outputs["arn"].startswith("arn:aws:s3:::raw-")


def test_an_asynchronous_program_is_awaited():
    async def program():
        await asyncio.sleep(0)
        Bucket("raw")

    assert record(program).named("raw")


def test_a_program_may_wait_for_time_and_threads():
    async def program():
        await asyncio.sleep(0.01)
        name = await asyncio.get_running_loop().run_in_executor(None, _slowly_named)
        Bucket(name)

    assert record(program).named("slow")


def _slowly_named() -> str:
    time.sleep(0.3)
    return "slow"


def test_what_the_program_raises_is_raised_as_itself():
    class OddError(pulumi.RunError):
        pass

    def program():
        Bucket("raw")
        raise OddError("no lake without water")

    with pytest.raises(OddError, match="no lake without water"):
        record(program)


def test_what_the_program_raises_goes_before_what_fails_meanwhile():
    def program():
        Bucket("raw", {"x": pulumi.Output.from_input(1).apply(lambda _: 1 / 0)})
        raise pulumi.RunError("the program's own")

    with pytest.raises(pulumi.RunError, match="the program's own"):
        record(program)


def test_a_program_that_exits_does_not_hang():
    with pytest.raises(SystemExit):
        record(lambda: (_ for _ in ()).throw(SystemExit(3)))


def test_a_failure_in_an_apply_nobody_awaits_is_raised():
    def program():
        Bucket("raw").arn.apply(lambda _: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        record(program, preview=False)


def test_an_input_that_fails_is_raised():
    def program():
        Bucket("raw", {"x": Bucket("other").arn.apply(lambda _: 1 / 0)})

    with pytest.raises(ZeroDivisionError):
        record(program, preview=False)


def test_an_apply_does_not_run_on_what_is_unknown():
    def program():
        Bucket("raw").arn.apply(lambda _: 1 / 0)

    record(program, preview=True)


def test_waiting_for_what_never_comes_is_refused_instead_of_hanging():
    def program():
        Bucket("raw", {"x": asyncio.get_running_loop().create_future()})

    started = time.perf_counter()
    with pytest.raises(EngineError, match="waits for a value that nothing will ever give"):
        record(program)
    assert time.perf_counter() - started < 5


def test_a_value_from_another_thread_is_waited_for():
    def program():
        loop = asyncio.get_running_loop()
        future: asyncio.Future[str] = loop.create_future()

        def give():
            time.sleep(0.4)
            loop.call_soon_threadsafe(future.set_result, "given")

        threading.Thread(target=give).start()
        Bucket("raw", {"x": future})

    assert record(program).named("raw").inputs == {"x": "given"}


def test_options_are_recorded():
    def program():
        other = Bucket("other")
        Bucket(
            "raw",
            {"acl": "private"},
            ResourceOptions(
                protect=True,
                retain_on_delete=True,
                delete_before_replace=True,
                ignore_changes=["acl"],
                replace_on_changes=["bucket"],
                additional_secret_outputs=["arn"],
                deleted_with=other,
                replace_with=[other],
                custom_timeouts=pulumi.CustomTimeouts(create="5m"),
                depends_on=[other],
            ),
        )

    recording = record(program)
    raw, other = recording.named("raw"), recording.named("other").urn

    assert raw.protect
    assert raw.retain_on_delete
    assert raw.delete_before_replace is True
    assert raw.ignore_changes == ["acl"]
    assert raw.replace_on_changes == ["bucket"]
    assert raw.additional_secret_outputs == ["arn"]
    assert raw.deleted_with == other
    assert raw.replace_with == [other]
    assert raw.custom_timeouts == {"create": "5m"}
    assert raw.dependencies == [other]
    assert recording.named("other").delete_before_replace is None


def test_an_imported_resource_has_its_id_at_once():
    recording = record(lambda: Bucket("raw", opts=ResourceOptions(import_="my-bucket")))

    assert recording.named("raw").id == "my-bucket"
    assert recording.named("raw").import_id == "my-bucket"


def test_children_take_over_protection_retention_and_what_they_are_deleted_with():
    def program():
        other = Bucket("other")
        parent = Bucket(
            "parent", opts=ResourceOptions(protect=True, retain_on_delete=True, deleted_with=other)
        )
        Bucket("child", opts=below(parent))
        Bucket("own", opts=below(parent, protect=False))

    recording = record(program)
    child = recording.named("child")

    assert child.protect
    assert child.retain_on_delete
    assert child.deleted_with == recording.named("other").urn
    assert not recording.named("own").protect


def test_hooks_are_accepted_and_recorded_but_not_run():
    ran: list[str] = []

    def program():
        hook = pulumi.ResourceHook("told", lambda args: ran.append(args.urn))
        Bucket("raw", opts=ResourceOptions(hooks=pulumi.ResourceHookBinding(after_create=[hook])))

    recording = record(program, preview=False)

    assert recording.named("raw").hooks == {"after_create": ["told"]}
    assert not ran


def test_one_name_for_two_hooks_is_refused():
    def program():
        for name in ("a", "b"):
            hook = pulumi.ResourceHook("told", lambda _: None)
            options = pulumi.ResourceHookBinding(after_create=[hook])
            Bucket(name, opts=ResourceOptions(hooks=options))

    with pytest.raises(EngineError, match='resource hook already registered for name "told"'):
        record(program)


def test_messages_are_kept_with_their_severity():
    def program():
        pulumi.info("fine")
        pulumi.warn("careful")
        pulumi.debug("details")

    logs = record(program).logs

    assert [(log.severity, log.message) for log in logs] == [
        ("info", "fine"),
        ("warning", "careful"),
    ]


def test_configuration_reaches_the_program():
    def program():
        config = pulumi.Config()
        Thing("thing", {"size": config.require_int("size"), "key": config.require_secret("key")})

    given = {"size": "3", "landing-zone:key": "k"}
    thing = record(program, config=given, secret_keys=["key"]).named("thing")

    assert thing.inputs["size"] == 3
    assert thing.inputs["key"].value == "k"


def test_the_run_knows_where_it_is():
    seen: list[str] = []

    def program():
        seen.extend([pulumi.get_project(), pulumi.get_stack(), pulumi.get_organization()])
        seen.append(pulumi.runtime.get_root_directory())

    record(program, project="p", stack="s", organization="o", root_directory="/r")

    assert seen == ["p", "s", "o", "/r"]


def test_nothing_is_left_behind():
    before = (settings.get_monitor(), settings.get_stack(), settings.get_root_resource())
    gc.enable()

    record(lambda: Bucket("raw"), stack="elsewhere", config={"a:b": "c"})

    after = (settings.get_monitor(), settings.get_stack(), settings.get_root_resource())
    assert after == before
    assert gc.isenabled()
    assert pulumi.Config("a").get("b") is None


def test_nothing_is_left_behind_for_contexts_that_never_saw_the_run():
    def record_in_a_fresh_context():
        contextvars.Context().run(lambda: record(lambda: Bucket("raw"), stack="elsewhere"))

    seen = [contextvars.Context().run(settings.get_monitor)]
    record_in_a_fresh_context()
    seen.append(contextvars.Context().run(settings.get_monitor))

    assert seen[0] is seen[1]


def test_a_collector_that_is_off_stays_off():
    gc.disable()
    try:
        record(lambda: Bucket("raw"))
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_runs_in_threads_do_not_meet():
    def run(name: str) -> None:
        recording = record(lambda: [Bucket(f"{name}-{i}") for i in range(50)], stack=name)
        names[name] = sorted({resource.urn.split(":")[2] for resource in recording.resources})

    names: dict[str, list[str]] = {}
    threads = [threading.Thread(target=run, args=(f"s{i}",)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert names == {f"s{i}": [f"s{i}"] for i in range(4)}


def test_it_runs_where_an_event_loop_is_already_running():
    async def within() -> str:
        return record(lambda: Bucket("raw")).named("raw").name

    assert asyncio.run(within()) == "raw"


def test_a_program_may_rehearse_another():
    inner: list[str] = []

    def program():
        inner.extend(r.name for r in record(lambda: Bucket("inner"), stack="inner").resources)
        Bucket("outer")

    recording = record(program)

    assert "inner" in inner
    assert "inner" not in {resource.name for resource in recording.resources}


def test_two_runs_give_the_same_bytes():
    def program():
        for group in ("a", "b"):
            parent = Group(group)
            buckets = [
                Bucket(f"{group}{i}", {"tags": {"z": "1", "a": "2"}}, below(parent))
                for i in range(5)
            ]
            Thing(f"{group}-all", {"arns": [bucket.arn for bucket in buckets], "of": parent})

    for preview in (True, False):
        first, second = (
            json.dumps(to_document(record(program, preview=preview))) for _ in range(2)
        )
        assert first == second


def test_a_component_of_another_process_is_recorded_with_a_warning():
    class Remote(pulumi.ComponentResource):
        def __init__(self, name: str) -> None:
            super().__init__("eks:index:Cluster", name, {"kubeconfig": None}, None, remote=True)

    recording = record(lambda: Remote("cluster"))

    assert recording.named("cluster").remote
    assert "is not rehearsed" in recording.logs[0].message


def test_find_takes_long_and_short_types():
    recording = record(lambda: (Bucket("raw"), Thing("thing")))

    assert [r.name for r in recording.find("aws:s3/bucket:Bucket")] == ["raw"]
    assert [r.name for r in recording.find("aws:s3:")] == ["raw"]
    assert [r.name for r in recording.find("nowhere:")] == ["thing"]

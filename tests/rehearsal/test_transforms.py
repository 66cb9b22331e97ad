"""Transforms really run, and may change properties and options."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from pulumi import InvokeTransformArgs, InvokeTransformResult, ResourceOptions
from pulumi import ResourceTransformArgs as Args
from pulumi import ResourceTransformResult as Result
from pulumi.runtime import register_invoke_transform, register_resource_transform

from landing_zone_rehearsal import UNKNOWN, Secret, record

from .programs import Bucket, Group, Provider, Thing, below


def _tagged(key: str, value: str = "yes"):
    def transform(args: Args) -> Result | None:
        if args.type_ != "aws:s3/bucket:Bucket":
            return None
        props: dict[str, Any] = dict(args.props)
        tags = {**props.get("tags", {}), key: value}
        return Result(props={**props, "tags": tags}, opts=args.opts)

    return transform


@pytest.mark.parametrize("preview", [True, False])
def test_a_stack_transform_changes_properties(preview):
    def program():
        register_resource_transform(_tagged("stack"))
        Bucket("raw", {"bucket": "lake"})

    raw = record(program, preview=preview).named("raw")

    assert raw.inputs == {"bucket": "lake", "tags": {"stack": "yes"}}
    assert raw.outputs["tags"] == {"stack": "yes"}


def test_own_transforms_come_first_then_those_of_ancestors_then_the_stacks():
    order: list[str] = []

    def noted(name: str):
        def transform(args: Args) -> None:
            if args.name == "raw":
                order.append(name)

        return transform

    def program():
        register_resource_transform(noted("stack"))
        outer = Group("outer", ResourceOptions(transforms=[noted("outer")]))
        inner = Group("inner", below(outer, transforms=[noted("inner")]))
        Bucket("raw", opts=below(inner, transforms=[noted("own")]))

    record(program)

    assert order == ["own", "inner", "outer", "stack"]


def test_an_ancestors_transform_reaches_all_below_it_and_nothing_else():
    def program():
        outer = Group("outer", ResourceOptions(transforms=[_tagged("outer")]))
        Bucket("below", opts=below(Group("inner", below(outer))))
        Bucket("beside")

    recording = record(program)

    assert recording.named("below").inputs == {"tags": {"outer": "yes"}}
    assert recording.named("beside").inputs == {}


def test_an_asynchronous_transform_is_awaited():
    async def transform(args: Args) -> Result:
        return Result(props={**args.props, "x": 1}, opts=args.opts)

    recording = record(lambda: Thing("t", opts=ResourceOptions(transforms=[transform])))

    assert recording.named("t").inputs == {"x": 1}


def test_a_transform_changes_every_option():
    def program():
        other, provider = Bucket("other"), Provider("other-provider")

        def transform(args: Args) -> Result:
            options = ResourceOptions(
                protect=True,
                retain_on_delete=True,
                delete_before_replace=True,
                ignore_changes=["a"],
                replace_on_changes=["b"],
                additional_secret_outputs=["arn"],
                deleted_with=other,
                replace_with=[other],
                depends_on=[other],
                provider=provider,
                aliases=[pulumi.Alias(name="old")],
                custom_timeouts=pulumi.CustomTimeouts(delete="9m"),
                import_="found",
                hooks=pulumi.ResourceHookBinding(
                    after_create=[pulumi.ResourceHook("h", lambda _: None)]
                ),
            )
            return Result(props=args.props, opts=ResourceOptions.merge(args.opts, options))

        Bucket("raw", opts=ResourceOptions(transforms=[transform]))

    recording = record(program)
    raw, other = recording.named("raw"), recording.named("other").urn

    assert raw.protect
    assert raw.retain_on_delete
    assert raw.delete_before_replace is True
    assert raw.ignore_changes == ["a"]
    assert raw.replace_on_changes == ["b"]
    assert raw.additional_secret_outputs == ["arn"]
    assert raw.deleted_with == other
    assert raw.replace_with == [other]
    assert raw.dependencies == [other]
    assert raw.provider_urn == recording.named("other-provider").urn
    assert [alias.rpartition("::")[2] for alias in raw.aliases] == ["old"]
    assert raw.custom_timeouts == {"delete": "9m"}
    assert raw.id == raw.import_id == "found"
    assert raw.hooks == {"after_create": ["h"]}


def test_a_transform_takes_protection_away():
    def transform(args: Args) -> Result:
        args.opts.protect = False
        return Result(props=args.props, opts=args.opts)

    options = ResourceOptions(protect=True, transforms=[transform])

    assert not record(lambda: Bucket("raw", opts=options)).named("raw").protect


def test_options_a_transform_leaves_alone_stay():
    def program():
        register_resource_transform(_tagged("stack"))
        other = Bucket("other")
        options = ResourceOptions(
            protect=True, ignore_changes=["a"], depends_on=[other], retain_on_delete=True
        )
        Bucket("raw", {"from": other.arn}, options)

    recording = record(program)
    raw, other = recording.named("raw"), recording.named("other").urn

    assert raw.protect
    assert raw.retain_on_delete
    assert raw.ignore_changes == ["a"]
    assert raw.dependencies == [other]
    assert raw.property_dependencies["from"] == [other]


def test_a_transform_sees_secrets_and_unknowns_and_keeps_them():
    seen: dict[str, Any] = {}

    def transform(args: Args) -> Result:
        seen.update(args.props)
        return Result(props=args.props, opts=args.opts)

    def program():
        given = {"secret": pulumi.Output.secret("hush"), "unknown": Bucket("raw").arn}
        Thing("t", given, ResourceOptions(transforms=[transform]))

    thing = record(program).named("t")

    assert isinstance(seen["secret"], pulumi.Output)
    assert thing.inputs == {"secret": Secret("hush"), "unknown": UNKNOWN}


def test_a_transform_that_only_looks_changes_no_dependency():
    def program():
        raw = Bucket("raw")
        Thing("t", {"arn": raw.arn}, ResourceOptions(transforms=[lambda _: None]))

    recording = record(program)
    raw = recording.named("raw").urn

    assert recording.named("t").property_dependencies == {"arn": [raw]}
    assert recording.named("t").dependencies == [raw]


def test_properties_an_own_transform_writes_no_longer_tell_what_they_depend_on():
    """So it is in the engine: the SDK gives back plain values, and no dependencies with them."""

    def program():
        raw = Bucket("raw")
        options = ResourceOptions(
            transforms=[lambda args: Result(props=args.props, opts=args.opts)]
        )
        Thing("t", {"arn": raw.arn}, options)

    recording = record(program)

    assert recording.named("t").property_dependencies == {"arn": []}
    assert recording.named("t").dependencies == [recording.named("raw").urn]


def test_what_a_transform_raises_is_raised_as_itself():
    def transform(args: Args) -> None:
        raise KeyError(args.name)

    with pytest.raises(KeyError, match="raw"):
        record(lambda: Bucket("raw", opts=ResourceOptions(transforms=[transform])))


def test_a_stack_transform_reaches_only_what_comes_after_it():
    def program():
        Bucket("before")
        register_resource_transform(_tagged("stack"))
        Bucket("after")

    recording = record(program)

    assert recording.named("before").inputs == {}
    assert recording.named("after").inputs == {"tags": {"stack": "yes"}}


def test_an_invoke_transform_changes_the_arguments_and_the_provider():
    def program():
        provider = Provider("frankfurt", {"region": "eu-central-1"})

        def transform(args: InvokeTransformArgs) -> InvokeTransformResult:
            options = pulumi.InvokeOptions(provider=provider)
            return InvokeTransformResult(args={**args.args, "more": 1}, opts=options)

        register_invoke_transform(transform)
        pulumi.runtime.invoke("aws:index/getThing:getThing", {"given": 2})

    recording = record(program)

    assert recording.invokes[0].arguments == {"given": 2, "more": 1}
    assert recording.invokes[0].provider == f"{recording.named('frankfurt').urn}::" + str(
        recording.named("frankfurt").id
    )

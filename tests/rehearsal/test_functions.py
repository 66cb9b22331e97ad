"""Data sources, methods and other stacks are answered as far as they can be."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from pulumi import InvokeOutputOptions, ResourceOptions

from landing_zone_rehearsal import UNKNOWN, Clouds, EngineError, Secret, record
from landing_zone_rehearsal.clouds import CloudModel, Kind

from .programs import Bucket, Thing

IDENTITY = "aws:index/getCallerIdentity:getCallerIdentity"
OTHER = "organization/network/dev"

NOWHERE = CloudModel(
    package="nowhere",
    kinds={"nowhere:index:Thing": Kind(id="things/{size}", outputs={"half": "{size}/2"})},
    functions={"nowhere:index:getDouble": {"double": "{of}{of}"}},
)


def _double(of: Any, **options: Any) -> pulumi.Output[Any]:
    token = "nowhere:index:getDouble"
    return pulumi.runtime.invoke_output(token, {"of": of}, InvokeOutputOptions(**options))


@pytest.mark.parametrize("preview", [True, False])
def test_a_data_source_is_answered_by_the_model_in_a_preview_too(preview):
    def program():
        pulumi.export("account", pulumi.runtime.invoke(IDENTITY, {}).value["accountId"])

    recording = record(program, preview=preview)

    assert recording.outputs["account"] == "123456789012"
    assert recording.invokes[0].token == IDENTITY
    assert recording.invokes[0].modelled


@pytest.mark.parametrize("preview", [True, False])
def test_an_answer_depends_on_the_arguments(preview):
    def program():
        pulumi.export("double", _double("ab")["double"])

    recording = record(program, preview=preview, clouds=Clouds([NOWHERE]))

    assert recording.outputs["double"] == "abab"


def test_the_answer_to_an_unknown_argument_is_unknown():
    def program():
        pulumi.export("double", _double(Bucket("raw").arn)["double"])

    assert record(program, clouds=Clouds([NOWHERE])).outputs["double"] is UNKNOWN


def test_the_answer_to_a_secret_argument_is_secret():
    def program():
        pulumi.export("double", _double(pulumi.Output.secret("a"))["double"])

    assert record(program, clouds=Clouds([NOWHERE])).outputs["double"] == Secret("aa")


def test_a_data_source_waits_for_what_is_yet_to_be_created():
    def program():
        pulumi.export("double", _double("a", depends_on=[Bucket("raw")])["double"])

    assert record(program, clouds=Clouds([NOWHERE])).outputs["double"] is UNKNOWN
    applied = record(program, clouds=Clouds([NOWHERE]), preview=False)
    assert applied.outputs["double"] == "aa"


def test_a_data_source_without_a_model_gives_its_arguments_back_and_says_so():
    def program():
        pulumi.export("x", pulumi.runtime.invoke("nowhere:index:getOdd", {"x": 1}).value["x"])

    recording = record(program)

    assert recording.outputs["x"] == 1
    assert not recording.invokes[0].modelled


def test_a_method_is_unknown_in_a_preview():
    def program():
        pulumi.export("x", pulumi.runtime.call("nowhere:index:Thing/go", {}, Thing("t")))

    recording = record(program)

    assert recording.outputs["x"] is UNKNOWN
    assert recording.invokes[0].token == "nowhere:index:Thing/go"


class _Existing(pulumi.CustomResource):
    def __init__(self, name: str, type: str, id: pulumi.Input[str]) -> None:
        props = {"arn": None, "bucket": None, "size": None, "half": None}
        super().__init__(type, name, props, ResourceOptions(id=id))


@pytest.mark.parametrize("preview", [True, False])
def test_what_exists_is_read_by_its_id(preview):
    def program():
        found = _Existing("found", "aws:s3/bucket:Bucket", "old-lake")
        pulumi.export("arn", found.__dict__["arn"])
        pulumi.export("id", found.id)

    recording = record(program, preview=preview)

    assert recording.outputs == {"arn": "arn:aws:s3:::old-lake", "id": "old-lake"}
    assert recording.named("found").external


def test_what_an_id_is_made_of_is_read_out_of_it():
    def program():
        found = _Existing("found", "nowhere:index:Thing", "things/4")
        pulumi.export("half", found.__dict__["half"])

    assert record(program, clouds=Clouds([NOWHERE])).outputs["half"] == "4/2"


def test_a_read_by_an_unknown_id_is_unknown():
    def program():
        found = _Existing("found", "aws:s3/bucket:Bucket", Bucket("raw").arn)
        pulumi.export("id", found.id)

    recording = record(program)

    assert recording.outputs["id"] is UNKNOWN
    assert recording.named("found").id is UNKNOWN


def test_another_stack_is_unknown_in_a_preview():
    def program():
        pulumi.export("vpc", pulumi.StackReference(OTHER).require_output("vpc"))

    assert record(program).outputs["vpc"] is UNKNOWN


@pytest.mark.parametrize("preview", [True, False])
def test_another_stack_answers_with_the_outputs_it_is_given(preview):
    def program():
        network = pulumi.StackReference(OTHER)
        pulumi.export("vpc", network.require_output("vpc"))
        pulumi.export("key", network.require_output("key"))

    clouds = Clouds(stack_outputs={OTHER: {"vpc": "vpc-1", "key": Secret("hush")}})

    recording = record(program, clouds=clouds, preview=preview)

    assert recording.outputs == {"vpc": "vpc-1", "key": Secret("hush")}


def test_another_stack_nobody_knows_is_refused_when_its_outputs_are_needed():
    def program():
        pulumi.StackReference(OTHER)

    with pytest.raises(EngineError, match=f"unknown stack '{OTHER}': give its outputs with"):
        record(program, preview=False)

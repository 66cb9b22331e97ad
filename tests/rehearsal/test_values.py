"""Values reach the recording as what they are, with all they depend on."""

from __future__ import annotations

import pulumi
import pytest
from pulumi import ResourceOptions

from landing_zone_rehearsal import (
    UNKNOWN,
    Archive,
    Asset,
    Recording,
    Reference,
    Secret,
    record,
)
from landing_zone_rehearsal.values import Unknown, contains

from .programs import Bucket, Group, Thing, below


def test_plain_values_keep_their_types():
    given = {"text": "t", "whole": 1, "part": 1.5, "yes": True, "list": [1, {"a": None}], "b": {}}

    inputs = record(lambda: Thing("thing", given)).named("thing").inputs

    assert inputs == given
    assert isinstance(inputs["yes"], bool)
    assert isinstance(inputs["whole"], int)


def test_what_is_computed_is_unknown_in_a_preview():
    recording = record(lambda: Thing("thing", {"arn": Bucket("raw").arn}))

    assert recording.named("thing").inputs == {"arn": UNKNOWN}
    assert recording.named("raw").id is UNKNOWN
    assert recording.named("raw").outputs["arn"] is UNKNOWN


def test_what_is_computed_comes_from_the_model_when_it_is_applied():
    def program():
        Thing("thing", {"arn": Bucket("raw", {"bucket": "lake"}).arn})

    recording = record(program, preview=False)

    assert recording.named("thing").inputs == {"arn": "arn:aws:s3:::lake"}
    assert recording.named("raw").id == "lake"


def test_given_properties_are_known_in_a_preview():
    recording = record(lambda: Thing("thing", {"x": Bucket("raw", {"bucket": "lake"}).bucket}))

    assert recording.named("thing").inputs == {"x": "lake"}


@pytest.mark.parametrize("preview", [True, False])
def test_secrets_stay_secret_and_do_not_print(preview):
    def program():
        first = Bucket("first", {"bucket": pulumi.Output.secret("hush")})
        Thing("thing", {"one": first.bucket, "in": {"deep": pulumi.Output.secret(["hush"])}})
        pulumi.export("out", first.bucket)

    recording = record(program, preview=preview)
    thing = recording.named("thing")

    assert thing.inputs["one"] == Secret("hush")
    assert thing.inputs["in"]["deep"] == Secret(["hush"])
    assert recording.named("first").outputs["bucket"] == Secret("hush")
    assert recording.outputs["out"] == Secret("hush")
    assert "hush" not in repr(recording)


def test_what_is_computed_from_a_secret_is_secret():
    recording = record(
        lambda: Bucket("raw", {"bucket": pulumi.Output.secret("hush")}), preview=False
    )

    assert recording.named("raw").outputs["arn"] == Secret("arn:aws:s3:::hush")


@pytest.mark.parametrize("preview", [True, False])
def test_additional_secret_outputs_are_secret_to_the_program(preview):
    def program():
        raw = Bucket("raw", opts=ResourceOptions(additional_secret_outputs=["arn"]))
        pulumi.export("arn", raw.arn)

    recording = record(program, preview=preview)

    assert isinstance(recording.outputs["arn"], Secret)
    assert isinstance(recording.named("raw").outputs["arn"], Secret)


def test_an_unknown_secret_is_both():
    recording = record(lambda: Thing("t", {"x": pulumi.Output.secret(Bucket("raw").arn)}))

    assert recording.named("t").inputs["x"] == Secret(UNKNOWN)
    assert contains(recording.named("t").inputs, Unknown)


def test_a_resource_is_passed_as_a_reference():
    def program():
        Thing("thing", {"bucket": Bucket("raw", {"bucket": "lake"}), "group": Group("group")})

    recording = record(program, preview=False)
    inputs = recording.named("thing").inputs

    assert inputs["bucket"] == Reference(recording.named("raw").urn, "lake")
    assert inputs["group"] == Reference(recording.named("group").urn)
    assert record(program).named("thing").inputs["bucket"].id is UNKNOWN


def test_assets_and_archives():
    def program():
        Thing(
            "thing",
            {
                "text": pulumi.StringAsset("hello"),
                "file": pulumi.FileAsset("a.txt"),
                "remote": pulumi.RemoteAsset("https://example.org/a"),
                "archive": pulumi.AssetArchive({"a": pulumi.StringAsset("b")}),
                "directory": pulumi.FileArchive("dir"),
            },
        )

    assert record(program).named("thing").inputs == {
        "text": Asset("text", "hello"),
        "file": Asset("path", "a.txt"),
        "remote": Asset("uri", "https://example.org/a"),
        "archive": Archive("assets", {"a": Asset("text", "b")}),
        "directory": Archive("path", "dir"),
    }


def _depend(recording: Recording, name: str) -> dict[str, list[str]]:
    named = {resource.urn: resource.name for resource in recording.resources}
    found = recording.named(name).property_dependencies
    return {key: sorted(named[urn] for urn in urns) for key, urns in found.items()}


def test_each_property_tells_what_it_depends_on():
    def program():
        first, second = Bucket("first"), Bucket("second")
        both = pulumi.Output.concat(first.arn, second.arn)
        Thing("thing", {"one": first.arn, "both": both, "none": "x"})

    recording = record(program)

    assert _depend(recording, "thing") == {
        "one": ["first"],
        "both": ["first", "second"],
        "none": [],
    }
    assert len(recording.named("thing").dependencies) == 2


def test_depending_on_a_component_means_all_that_is_in_it():
    def program():
        outer = Group("outer")
        inner = Group("inner", below(outer))
        Bucket("a", opts=below(outer))
        parent = Bucket("b", opts=below(inner))
        Bucket("of-b", opts=below(parent))
        Thing("asked", opts=ResourceOptions(depends_on=[outer]))
        Thing("given", {"group": outer})

    recording = record(program)
    wanted = [recording.named(name).urn for name in ("a", "b")]

    assert recording.named("asked").dependencies == sorted(wanted)
    assert _depend(recording, "given") == {"group": ["a", "b"]}


def test_a_resource_read_back_by_urn_has_its_state():
    class Other(pulumi.CustomResource):
        def __init__(self, urn: str) -> None:
            options = ResourceOptions(urn=urn)
            super().__init__("aws:s3/bucket:Bucket", "x", {"bucket": None}, options)
            self.name: pulumi.Output[str] = self.__dict__["bucket"]

    def program():
        found = Bucket("raw", {"bucket": "lake"}).urn.apply(lambda urn: Other(urn).name)
        pulumi.export("name", found)

    assert record(program, preview=False).outputs == {"name": "lake"}

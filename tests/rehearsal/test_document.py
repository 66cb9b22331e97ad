"""The document has the field names of a state file, is stable, and shows no secret."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulumi import ResourceOptions

from landing_zone_rehearsal import Secret, record, to_document
from landing_zone_rehearsal.document import to_json

from .programs import PROJECT, STACK, Bucket, Group, Thing, below

UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SECRET = {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    "ciphertext": "[secret]",
}


def _entry(document: dict[str, Any], name: str) -> dict[str, Any]:
    found = [entry for entry in document["resources"] if entry["urn"].endswith("::" + name)]
    assert len(found) == 1
    return found[0]


def test_a_resource_is_written_with_the_fields_of_a_state_file():
    def program():
        other = Bucket("other")
        options = ResourceOptions(
            protect=True,
            aliases=[pulumi.Alias(name="old")],
            additional_secret_outputs=["arn"],
            depends_on=[other],
        )
        Bucket("raw", {"tags": {"b": 1, "a": other.arn}}, options)

    raw = _entry(to_document(record(program)), "raw")
    other = PROJECT + "aws:s3/bucket:Bucket::other"

    assert {name: raw[name] for name in raw if name != "outputs"} == {
        "urn": PROJECT + "aws:s3/bucket:Bucket::raw",
        "custom": True,
        "type": "aws:s3/bucket:Bucket",
        "inputs": {"tags": {"a": UNKNOWN_TEXT, "b": 1}},
        "parent": STACK,
        "protect": True,
        "dependencies": [other],
        "provider": f"{PROJECT}pulumi:providers:aws::default::{UNKNOWN_TEXT}",
        "propertyDependencies": {"tags": [other]},
        "additionalSecretOutputs": ["arn"],
        "aliases": [PROJECT + "aws:s3/bucket:Bucket::old"],
    }
    assert raw["outputs"]["arn"] == SECRET
    assert raw["outputs"]["tags"] == {"a": UNKNOWN_TEXT, "b": 1}


def test_properties_are_sorted():
    def program():
        Thing("thing", {"b": {"d": 1, "c": 2}, "a": 3})
        pulumi.export("y", 1)
        pulumi.export("x", 1)

    document = to_document(record(program))
    inputs = _entry(document, "thing")["inputs"]

    assert (list(inputs), list(inputs["b"])) == (["a", "b"], ["c", "d"])
    assert list(document["outputs"]) == ["x", "y"]


def test_what_is_empty_is_left_out():
    group = _entry(to_document(record(lambda: Group("group"))), "group")

    assert group == {
        "urn": PROJECT + "my:index:Group::group",
        "custom": False,
        "type": "my:index:Group",
        "parent": STACK,
    }


def test_a_known_id_is_written_and_an_unknown_one_is_not():
    assert "id" not in _entry(to_document(record(lambda: Bucket("raw"))), "raw")
    applied = to_document(record(lambda: Bucket("raw", {"bucket": "lake"}), preview=False))
    assert _entry(applied, "raw")["id"] == "lake"


def test_the_outputs_of_the_stack_stand_at_the_top():
    def program():
        pulumi.export("b", pulumi.Output.secret("hush"))
        pulumi.export("a", Bucket("raw").arn)

    document = to_document(record(program))

    assert document["version"] == 1
    assert document["outputs"] == {"a": UNKNOWN_TEXT, "b": SECRET}
    assert list(document) == ["version", "resources", "outputs"]


def test_parents_stand_before_their_children_and_siblings_by_urn():
    def program():
        for name in ("z", "a"):
            outer = Group(name)
            for inner in ("y", "b"):
                Bucket(f"{name}-{inner}", opts=below(outer))

    document = to_document(record(program))
    names = [entry["urn"].rpartition("::")[2] for entry in document["resources"]]

    assert names == ["default", "landing-zone-dev", "a", "a-b", "a-y", "z", "z-b", "z-y"]


@pytest.mark.parametrize("preview", [True, False])
def test_no_secret_is_in_the_document(preview):
    def program():
        hush = pulumi.Output.secret("hush-hush")
        config = pulumi.Config()
        first = Bucket("first", {"bucket": hush, "in": [{"a": {"b": hush}}], "x": hush.apply(len)})
        Thing("second", {"arn": first.arn, "text": pulumi.Output.concat("a-", hush)})
        Thing("third", {"json": pulumi.Output.json_dumps({"a": hush}), "c": config.get_secret("c")})
        Thing("fourth", {"asset": hush.apply(pulumi.StringAsset)})
        pulumi.export("all", {"one": hush, "two": [first.bucket]})

    recording = record(
        program,
        preview=preview,
        config={"c": "hush-hush", "aws:secretKey": "hush-hush"},
        secret_keys=["c", "aws:secretKey"],
    )
    written = json.dumps(to_document(recording))

    assert "hush" not in written
    assert '"plaintext"' not in written
    assert written.count("[secret]") >= 8


def test_references_and_assets_are_written_with_their_signatures():
    def program():
        raw = Bucket("raw", {"bucket": "lake"})
        Thing(
            "thing",
            {"of": raw, "text": pulumi.StringAsset("hello"), "all": pulumi.FileArchive("d")},
        )

    key = "4dabf18193072939515e22adb298388d"
    inputs = _entry(to_document(record(program, preview=False)), "thing")["inputs"]

    assert inputs["of"] == {
        key: "5cf8f73096256a8f31e491e813e4eb8e",
        "urn": PROJECT + "aws:s3/bucket:Bucket::raw",
        "id": "lake",
    }
    assert inputs["text"] == {
        key: "c44067f5952c0a294b673a41bacd8c17",
        "hash": "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
        "text": "hello",
    }
    assert inputs["all"] == {key: "0def7320c3a5731c473e5ecbe6d01bc7", "path": "d"}


STABLE = """
import json, pulumi
from landing_zone_rehearsal import record, to_document
class Thing(pulumi.CustomResource):
    def __init__(self, name, props, opts=None):
        super().__init__("aws:s3/bucket:Bucket", name, {"arn": None, **props}, opts)
def program():
    things = [Thing(f"t{i}", {"tags": {c: c for c in "qwertz"}}) for i in range(20)]
    group = pulumi.ComponentResource("a:b:C", "group")
    for i in range(20):
        Thing(f"u{i}", {"x": [t.arn for t in things]}, pulumi.ResourceOptions(parent=group))
    Thing("all", {"g": group}, pulumi.ResourceOptions(depends_on=[group, *things]))
print(json.dumps(to_document(record(program, preview=False))))
"""


def test_the_document_is_the_same_in_every_process():
    def run(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", STABLE]
        return subprocess.run(
            command, env=environment, check=True, capture_output=True, text=True, cwd=Path.cwd()
        ).stdout

    first = run("1")

    assert first == run("2")
    assert "u19" in first


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("abcd_", min_size=1, max_size=4), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text("abcd", min_size=1, max_size=4), values, max_size=4))
def test_any_value_a_program_gives_is_written_as_it_is(properties):
    given = {name: value for name, value in properties.items() if value is not None}

    written = to_document(record(lambda: Thing("thing", given)))

    assert _entry(written, "thing").get("inputs", {}) == given


@given(values)
def test_whatever_is_in_a_secret_is_redacted(value):
    assert to_json({"x": [Secret(value)]}) == {"x": [SECRET]}

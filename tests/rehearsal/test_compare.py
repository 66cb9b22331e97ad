"""Two documents are compared by what a person wants to know of a change."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pulumi import ResourceOptions

from landing_zone_rehearsal import DocumentError, PropertyChange, compare, record, to_document
from landing_zone_rehearsal.differences import differences

from .programs import PROJECT, Bucket, Group, Thing, below

SIGNATURE = "4dabf18193072939515e22adb298388d"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def _secret(**fields: str) -> dict[str, str]:
    return {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", **fields}


def _thing(inputs: dict[str, Any], name: str = "thing", **fields: Any) -> dict[str, Any]:
    type = "nowhere:index:Thing"
    return {"urn": f"{PROJECT}{type}::{name}", "type": type, "inputs": inputs, **fields}


def _plan(*resources: dict[str, Any]) -> dict[str, Any]:
    return {"version": 1, "resources": list(resources), "outputs": {}}


def _changes(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str, Any, Any]]:
    changed = compare(_plan(_thing(old)), _plan(_thing(new))).changed
    return [(c.path, c.kind, c.old, c.new) for change in changed for c in change.properties]


def test_a_plan_does_not_differ_from_itself():
    def program():
        group = Group("group")
        raw = Bucket("raw", {"tags": {"a": "b"}}, below(group))
        Thing("thing", {"arn": raw.arn, "secret": pulumi.Output.secret("x")})

    document = to_document(record(program))

    assert not compare(document, document)


def test_a_preview_does_not_differ_from_what_it_becomes():
    def program():
        raw = Bucket("raw", {"tags": {"a": "b"}})
        Thing("thing", {"arn": raw.arn, "deep": [{"arn": raw.arn}], "id": raw.id})

    before, after = (to_document(record(program, preview=preview)) for preview in (True, False))

    assert not compare(before, after)
    assert not compare(after, before)


def test_what_is_new_and_what_is_gone():
    old, new = _plan(_thing({}, "a"), _thing({}, "b")), _plan(_thing({}, "b"), _thing({}, "c"))

    changes = compare(old, new)

    assert [resource["urn"][-1] for resource in changes.new] == ["c"]
    assert [resource["urn"][-1] for resource in changes.gone] == ["a"]
    assert not changes.changed
    assert changes


def test_a_change_names_the_path_and_both_values():
    old = {"tags": {"owner": "a"}, "rules": [{"port": 80}, {"port": 81}], "labels": {"a.b": 1}}
    new = {"tags": {"owner": "b"}, "rules": [{"port": 80}, {"port": 443}], "labels": {"a.b": 2}}

    assert _changes(old, new) == [
        ('labels["a.b"]', "changed", 1, 2),
        ("rules[1].port", "changed", 81, 443),
        ("tags.owner", "changed", "a", "b"),
    ]


def test_what_is_added_and_removed():
    assert _changes({"a": 1, "l": [1]}, {"b": {"c": 2}, "l": [1, 2]}) == [
        ("a", "removed", 1, None),
        ("b", "added", None, {"c": 2}),
        ("l[1]", "added", None, 2),
    ]
    assert _changes({"l": [1, 2]}, {"l": [1]}) == [("l[1]", "removed", 2, None)]


def test_true_is_not_one():
    assert _changes({"a": True}, {"a": 1}) == [("a", "changed", True, 1)]


def test_a_whole_number_is_the_same_with_a_point():
    assert _changes({"a": 1.0}, {"a": 1}) == []


def test_an_unknown_is_no_change_but_the_known_beside_it_is():
    old = {"list": ["known", "a"], "block": {"x": "a", "y": 1}, "all": "z"}
    new = {"list": ["known", UNKNOWN], "block": {"x": UNKNOWN, "y": 2}, "all": UNKNOWN}

    assert _changes(old, new) == [("block.y", "changed", 1, 2)]
    assert _changes(new, old) == [("block.y", "changed", 2, 1)]


def test_a_new_property_with_an_unknown_value_is_a_change():
    assert _changes({}, {"a": UNKNOWN}) == [("a", "added", None, "[unknown]")]


def test_secrets_are_compared_without_being_shown():
    old = {"same": _secret(ciphertext="v1:aaa"), "was": _secret(plaintext='"hush"'), "now": "hush"}
    new = {"same": _secret(ciphertext="[secret]"), "was": "hush", "now": _secret(ciphertext="x")}

    assert _changes(old, new) == [
        ("now", "changed", "[not secret]", "[secret]"),
        ("was", "changed", "[secret]", "[not secret]"),
    ]
    assert _changes({"gone": {"a": _secret(plaintext="hush")}}, {}) == [
        ("gone", "removed", {"a": "[secret]"}, None)
    ]


def test_protection_is_compared():
    changes = compare(_plan(_thing({}, protect=True)), _plan(_thing({})))

    expected = PropertyChange("options.protect", "changed", True, False)
    assert changes.changed[0].properties == (expected,)


def test_json_text_is_compared_by_what_it_says():
    old = {"policy": '{"Statement": [{"Effect": "Allow", "Action": ["a"]}]}'}
    same = {"policy": '{"Statement":[{"Action":["a"],"Effect":"Allow"}]}'}
    other = {"policy": '{"Statement":[{"Action":["a"],"Effect":"Deny"}]}'}

    assert _changes(old, same) == []
    assert _changes(old, other) == [("policy.Statement[0].Effect", "changed", "Allow", "Deny")]


def test_what_a_provider_filled_in_is_no_change():
    old = {"__defaults": ["name"], "name": "lake-1a2b3c4", "block": {"__defaults": ["x"], "x": 1}}

    assert _changes(old, {"block": {}}) == []
    assert _changes(old, {"name": "mine", "block": {}}) == [
        ("name", "changed", "lake-1a2b3c4", "mine")
    ]


def test_a_name_pulumi_made_is_no_change():
    type = "aws:s3/bucket:Bucket"
    bucket = {"urn": f"{PROJECT}{type}::raw", "type": type}
    old, new = {**bucket, "inputs": {"bucket": "raw-8f3a2b1"}}, {**bucket, "inputs": {}}

    assert not compare(_plan(old), _plan(new))


def test_assets_are_compared_by_their_content():
    def asset(**fields: str) -> dict[str, str]:
        return {SIGNATURE: "c44067f5952c0a294b673a41bacd8c17", **fields}

    assert _changes({"a": asset(hash="1", path="x")}, {"a": asset(hash="1", text="y")}) == []
    changes = _changes({"a": asset(hash="1", path="x")}, {"a": asset(hash="2", path="x")})
    assert changes == [("a.hash", "changed", "1", "2")]


def test_a_renamed_resource_is_found_by_its_alias():
    def program(name: str, *aliases: pulumi.Alias):
        group = Group(name, ResourceOptions(aliases=list(aliases)))
        Bucket(f"{name}-raw", {"acl": "private"}, below(group))

    old = to_document(record(lambda: program("old")))
    new = to_document(record(lambda: program("new", pulumi.Alias(name="old"))))

    changes = compare(old, new)

    assert not changes.new
    assert not changes.gone
    renamed = [(c.old_urn[-7:], c.urn[-7:], c.properties) for c in changes.changed]
    assert renamed == [("up::old", "up::new", ()), ("old-raw", "new-raw", ())]


def test_a_stack_export_is_understood():
    exported = {
        "version": 3,
        "deployment": {
            "manifest": {},
            "resources": [
                {"urn": PROJECT + "pulumi:pulumi:Stack::s", "type": "pulumi:pulumi:Stack"},
                {
                    "urn": PROJECT + "pulumi:providers:aws::default_6_0_0",
                    "type": "pulumi:providers:aws",
                    "inputs": {"version": "6.0.0"},
                },
                _thing({"a": 1}, id="x", outputs={"a": 1, "b": 2}),
                _thing({"a": 0}, "left-over", delete=True),
            ],
        },
    }

    changes = compare(exported, _plan(_thing({"a": 2})))

    assert [c.properties[0].path for c in changes.changed] == ["a"]
    assert not changes.new
    assert not changes.gone


def test_a_preview_and_a_state_file_are_understood():
    preview = {
        "config": {},
        "steps": [
            {"op": "create", "urn": "u", "newState": _thing({"a": 1})},
            {"op": "delete", "urn": "u", "oldState": _thing({}, "gone")},
        ],
        "changeSummary": {"create": 1},
    }
    file = {"version": 3, "checkpoint": {"latest": {"resources": [_thing({"a": 1})]}}}

    assert not compare(preview, _plan(_thing({"a": 1})))
    assert not compare(file, _plan(_thing({"a": 1})))


def test_an_empty_state_makes_everything_new():
    empty: dict[str, Any] = {"version": 3, "deployment": {"manifest": {}}}

    assert len(compare(empty, _plan(_thing({}))).new) == 1


@pytest.mark.parametrize("document", [{}, {"a": 1}, {"resources": "x"}])
def test_anything_else_is_refused(document):
    with pytest.raises(DocumentError, match="neither a plan"):
        compare(document, _plan())


documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just(UNKNOWN),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=10,
)


@given(documents)
def test_nothing_differs_from_itself(value):
    assert list(differences(value, value)) == []


@given(documents, documents)
def test_a_difference_is_seen_from_both_sides(one, other):
    assert bool(list(differences(one, other))) == bool(list(differences(other, one)))

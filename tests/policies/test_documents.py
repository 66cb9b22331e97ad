"""Whatever Pulumi writes of a program is read whole."""

from __future__ import annotations

import pytest

from landing_zone_policies.documents import DocumentError, estate_of
from landing_zone_policies.values import SIGNATURE, UNKNOWN

BUCKET = "aws:s3/bucket:Bucket"
PROVIDER = "urn:pulumi:dev::shop::pulumi:providers:aws::default"
URN = f"urn:pulumi:dev::shop::{BUCKET}::lake"
UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
ROW = {
    "urn": URN,
    "type": BUCKET,
    "inputs": {"bucket": "lake", "arn": UNKNOWN_TEXT},
    "outputs": {"arn": "arn:aws:s3:::lake"},
    "id": "lake-1",
    "custom": True,
    "parent": "urn:parent",
    "provider": f"{PROVIDER}::0b1f",
    "dependencies": ["urn:key", 7, "urn:role"],
    "propertyDependencies": {"kmsKeyId": ["urn:key", None], "x": "junk"},
    "protect": True,
    "external": True,
}


def only(row):
    (found,) = estate_of({"resources": [row]}).resources
    return found


def test_a_resource_is_read_with_all_that_is_told_of_it():
    found = only(ROW)
    assert (found.urn, found.token, found.type) == (URN, BUCKET, "aws:s3:Bucket")
    assert found.inputs == {"bucket": "lake", "arn": UNKNOWN}
    assert found.outputs == {"arn": "arn:aws:s3:::lake"}
    assert (found.id, found.parent) == ("lake-1", "urn:parent")
    assert found.waits_for == ("urn:key", "urn:role")
    assert found.takes == {"kmsKeyId": ("urn:key",), "x": ()}
    assert (found.custom, found.protect, found.external) == (True, True, True)


def test_what_is_not_told_is_as_pulumi_has_it():
    found = only({"urn": URN, "type": BUCKET})
    assert (found.token, found.inputs, found.outputs) == (BUCKET, {}, {})
    assert (found.id, found.parent, found.provider) == (None, None, None)
    assert (found.waits_for, found.takes) == ((), {})
    assert (found.custom, found.protect, found.external) == (True, False, False)


@pytest.mark.parametrize("junk", [7, "x", [], True, None])
def test_junk_in_place_of_anything_is_nothing(junk):
    fields = ("inputs", "outputs", "propertyDependencies", "protect", "external", "parent")
    found = only({"urn": URN, "type": BUCKET, **dict.fromkeys(fields, junk)})
    assert (found.inputs, found.outputs, found.takes) == ({}, {}, {})
    assert found.protect is (junk is True)
    assert found.external is (junk is True)
    assert found.parent == ("x" if junk == "x" else None)
    assert only({"urn": URN, "type": BUCKET, "dependencies": "x"}).waits_for == ()


def test_a_component_says_that_it_is_none_of_a_clouds():
    assert only({"urn": URN, "type": BUCKET, "custom": False}).custom is False


def test_what_pulumi_leaves_standing_is_protected_too():
    assert only({"urn": URN, "type": BUCKET, "retainOnDelete": True}).protect is True


def test_inputs_that_are_a_secret_as_a_whole_are_none():
    hidden = {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "value": {"a": 1}}
    assert only({"urn": URN, "type": BUCKET, "inputs": hidden}).inputs == {}


def test_a_resource_knows_its_provider():
    rows = [ROW, {"urn": PROVIDER, "type": "pulumi:providers:aws"}]
    found = estate_of({"resources": rows}).by_urn
    assert found[URN].provider is found[PROVIDER]
    assert found[PROVIDER].provider is None


@pytest.mark.parametrize("gone", ["delete", "pendingReplacement"])
def test_what_waits_for_its_deletion_is_not_there(gone):
    rows = [{"urn": URN, gone: True}, {"urn": "urn:other", "type": BUCKET, gone: False}]
    assert [each.urn for each in estate_of({"resources": rows}).resources] == ["urn:other"]


@pytest.mark.parametrize(
    "document",
    [
        {"deployment": {"resources": [ROW]}},
        {"checkpoint": {"latest": {"resources": [ROW]}}},
        {"steps": [{"op": "create", "newState": ROW}, {"op": "delete"}]},
    ],
)
def test_each_document_has_its_resources_in_its_own_place(document):
    assert [each.urn for each in estate_of(document).resources] == [URN]


@pytest.mark.parametrize(
    "document",
    [
        {"deployment": None},
        {"deployment": {"manifest": {}}},
        {"checkpoint": {"latest": {"manifest": {}}}},
        {"checkpoint": {}},
        {"resources": []},
        {"steps": []},
    ],
)
def test_an_empty_stack_has_no_resources(document):
    assert estate_of(document).resources == []


@pytest.mark.parametrize("document", [{}, {"resources": {}}, {"deployment": {}}, [], None, 7])
def test_what_is_no_document_of_pulumi_is_told_as_that(document):
    with pytest.raises(DocumentError) as told:
        estate_of(document)
    assert str(told.value) == "this is no document of Pulumi: it has no resources"


def test_a_resource_that_stands_twice_is_told():
    with pytest.raises(DocumentError) as told:
        estate_of({"resources": [ROW, ROW]})
    assert str(told.value) == f"a resource stands in it twice: {URN}"


def test_a_preview_tells_of_a_resource_once_in_each_of_its_steps():
    steps = [{"op": each, "newState": ROW} for each in ("refresh", "create-replacement", "replace")]
    assert [each.urn for each in estate_of({"steps": steps}).resources] == [URN]
    with pytest.raises(DocumentError, match="a resource stands in it twice: "):
        estate_of({"steps": [*steps, {"op": "refresh", "newState": {**ROW, "inputs": {}}}]})


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ({"urn": URN, "inputs": {}}, f"a resource in it has no type: {URN}"),
        ({"type": BUCKET}, f"a resource in it has no urn: {BUCKET}"),
        ("x", "this is no document of Pulumi: not all of its resources are objects"),
        (None, "this is no document of Pulumi: not all of its resources are objects"),
    ],
)
def test_what_cannot_be_judged_is_not_passed_over(row, line):
    good = {"urn": PROVIDER, "type": "pulumi:providers:aws"}
    with pytest.raises(DocumentError) as told:
        estate_of({"resources": [good, row]})
    assert str(told.value) == line


@pytest.mark.parametrize(
    ("steps", "summary", "line"),
    [
        ([{"op": "create", "urn": URN, "newState": None}], {}, f"a step has no newState: {URN}"),
        (
            [{"op": "create", "newState": ROW}],
            {"create": 40},
            "it is not the whole preview: 40 to create, and 1 steps that do",
        ),
    ],
)
def test_part_of_a_preview_is_refused(steps, summary, line):
    with pytest.raises(DocumentError) as told:
        estate_of({"steps": steps, "changeSummary": summary})
    assert str(told.value) == line


@pytest.mark.parametrize(
    ("operations", "summary", "left"),
    [
        (["create"], {"same": 3}, 3),
        (["create", "same"], {"create": 1, "same": 3}, 2),
        (["same"], {"same": 1}, 0),
        (["create"], {"create": 1}, 0),
        (["create"], {"same": "3"}, 0),
        (["create"], 7, 0),
    ],
)
def test_a_preview_notes_how_many_resources_it_leaves_out(operations, summary, left):
    steps = [{"op": each, "newState": ROW} for each in operations]
    note = (
        f"{left} of the resources do not change and are not in the preview, so that what is missing"
        " may be there: pulumi preview --json --show-sames has them"
    )
    notes = estate_of({"steps": steps, "changeSummary": summary}).notes
    assert notes == ((note,) if left else ())


def test_only_a_preview_leaves_something_out():
    assert estate_of({"resources": [ROW], "changeSummary": {"same": 3}}).notes == ()


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (
            {"steps": [{"newState": ROW}], "diagnostics": [{"severity": "error"}]},
            "the preview ended with an error, so that it is not the whole program",
        ),
        (
            {"resources": [{"type": "aws_s3_bucket"}]},
            "this is no document of Pulumi: its resources have no URN",
        ),
    ],
)
def test_a_document_that_cannot_be_judged_tells_why(document, told):
    with pytest.raises(DocumentError) as refused:
        estate_of(document)
    assert str(refused.value) == told

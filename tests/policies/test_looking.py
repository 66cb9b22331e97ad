"""Where things stand in property bags is told, with what is secret and what is missing."""

from __future__ import annotations

import pytest

from landing_zone_policies import paths
from landing_zone_policies.estate import Estate
from landing_zone_policies.paths import Found, find, is_unknown
from landing_zone_policies.providers import configured
from landing_zone_policies.resources import Resource
from landing_zone_policies.settings import Settings
from landing_zone_policies.values import MISSING, UNKNOWN, Secret

BUCKET, SIDE_CAR = "aws:s3:Bucket", "aws:s3:BucketVersioning"
HIDDEN = Secret({"a": {"x": 1}, "none": None, "list": [1, None], "empty": [], "nothing": {}})


@pytest.fixture(autouse=True)
def nothing_is_remembered():
    for each in vars(paths).values():
        if hasattr(each, "cache_clear"):
            each.cache_clear()


def resource(type_, name="x", **inputs):
    return Resource(f"urn:pulumi:dev::shop::{type_}::{name}", type_, inputs)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("h.a.x", [("h.a.x", 1)]),
        ("h.a.x.y", [("h.a.x.y", MISSING)]),
        ("h.a.*", [("h.a.x", 1)]),
        ("h.gone.more", [("h.gone", MISSING)]),
        ("h.list[]", [("h.list[0]", 1), ("h.list[1]", MISSING)]),
        ("h.empty[]", [("h.empty", MISSING)]),
        ("h.nothing.*", [("h.nothing", MISSING)]),
        ("h.gone[]", [("h.gone", MISSING)]),
    ],
)
def test_whatever_a_secret_holds_is_secret(path, found):
    bag = {"h": HIDDEN}
    assert find(bag, path) == [Found(at, value, secret=True) for at, value in found]


def test_an_object_of_nothing_is_missing_for_every_key():
    assert find({"env": {}}, "env.*.value") == [Found("env", MISSING)]
    assert find({"env": {"A": None}}, "env.*") == [Found("env.A", MISSING)]
    assert find({"env": Secret({"A": None})}, "env.*") == [Found("env.A", MISSING, secret=True)]
    assert find({"env": {"A": Secret(1)}}, "env.*") == [Found("env.A", 1, secret=True)]
    assert find({"env": [None, {"A": None}]}, "env[]")[0] == Found("env[0]", MISSING)


@pytest.mark.parametrize(
    ("bag", "path", "at", "whole"),
    [
        ({}, "a.b.c", "a", "a.b.c"),
        ({"a": {}}, "a.b.c", "a.b", "a.b.c"),
        ({}, "a[].b", "a", "a[].b"),
        ({"a": UNKNOWN}, "a[].b", "a", "a.b"),
        ({"a": []}, "a[].b", "a", "a[].b"),
        ({"a": {}}, "a.*.b", "a", ""),
        ({"a": UNKNOWN}, "a.*.b", "a", "a.b"),
    ],
)
def test_a_gap_is_told_with_where_the_value_would_stand(bag, path, at, whole):
    (found,) = find(bag, path)
    assert found.path == at
    if whole:
        assert found.whole in (whole, whole.replace("[]", ""))


@pytest.mark.parametrize(
    ("bag", "path"),
    [({}, "a.b"), ({"a": UNKNOWN}, "a.b"), ({"a": {}}, "a[].b"), ({"a": {"b": None}}, "a.b")],
)
def test_a_gap_is_made_once_for_all_that_have_it(bag, path):
    assert find(bag, path)[0] is find(dict(bag), path)[0]
    assert Found("", bag).find(path)[0] is find(bag, path)[0]


def test_what_is_found_is_the_same_where_place_value_and_secrecy_are():
    found, same = Found("a", 1), Found("a", 1, whole="a.b")
    assert (found == same, found != same) == (True, False)
    assert hash(found) == hash(same)
    assert found != ("a", 1, False)
    for other in (Found("b", 1), Found("a", 2), Found("a", 1, secret=True)):
        assert (found == other, found != other) == (False, True)
        assert hash(found) != hash(other)


def test_keys_with_signs_are_quoted():
    bag = {"a_b-c": {"d.e/f": 1}}
    assert find({"d.e/f": 1}, '["d.e/f"]') == [Found('["d.e/f"]', 1)]
    assert find(bag, 'a_b-c["d.e/f"]') == [Found('a_b-c["d.e/f"]', 1)]
    assert find(bag, "a_b-c.*") == [Found('a_b-c["d.e/f"]', 1)]
    assert find({"-": 1}, "*")[0].path == '["-"]'


def test_looking_further_begins_where_something_was_found():
    outer = find({"rules": [{"on": {"x": 1}}]}, "rules[]")[0]
    assert outer.find("on.x") == [Found("rules[0].on.x", 1)]
    assert Found("", {"on": 1}).find("on") == [Found("on", 1)]
    assert Found("", {"on": 1}, secret=True).find("on") == [Found("on", 1, secret=True)]
    assert Found("p", {"on": 1}).find("on") == [Found("p.on", 1)]
    assert Found("p", {"a/b": 1}).find('["a/b"]') == [Found('p["a/b"]', 1)]


@pytest.mark.parametrize(
    ("bag", "path", "whole"),
    [({}, "a.b", "p.a.b"), ({}, "a[].b", "p.a[].b"), ({}, "a", ""), ({"a": 1}, "a", "")],
)
def test_looking_further_tells_the_whole_way_to_a_gap(bag, path, whole):
    assert Found("p", bag).find(path)[0].whole == whole


def test_what_is_no_object_has_no_properties():
    assert find([{"a": 1}, {"a": 2}], "a") == [Found("[0].a", 1), Found("[1].a", 2)]
    assert find("x", "a") == [Found("a", MISSING)]


def test_only_what_will_be_known_is_unknown():
    assert is_unknown(Found("p", UNKNOWN))
    assert not is_unknown(Found("p", MISSING))


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("gs/x", {"selfLink": "https://www.googleapis.com/storage/v1/b/gs/x"}),
        ("projects/p/x", {"selfLink": "https://cloudkms.googleapis.com/v1/projects/p/x"}),
    ],
)
def test_links_of_google_name_the_same_thing_as_their_paths(said, known):
    target, beside = resource(BUCKET, **known), resource(SIDE_CAR, bucket=said)
    assert Estate([target, beside]).targets(beside, "bucket", BUCKET) == [target]


def test_a_resource_is_found_by_its_id_and_by_nothing_empty():
    target, beside = resource(BUCKET, name="", bucket=7), resource(SIDE_CAR, bucket="I-1")
    target.id = "i-1"
    estate = Estate([target, beside])
    assert estate.targets(beside, "bucket", BUCKET) == [target]
    assert estate.targets(resource(SIDE_CAR, bucket=""), "bucket", BUCKET) == []
    assert estate.targets(resource(SIDE_CAR, bucket="nobody"), "bucket", BUCKET) == []


def test_what_a_nested_property_is_made_from_is_told_by_its_first_part():
    target = resource(BUCKET)
    for inputs, path in (
        ({"a": {"b": UNKNOWN}}, "a.b"),
        ({"a": [{"b": UNKNOWN}]}, "a[].b"),
        ({"a": [UNKNOWN]}, "a[]"),
    ):
        beside = resource(SIDE_CAR, **inputs)
        assert Estate([target, beside]).targets(beside, path, BUCKET) == []
        beside.takes = {"a": [target.urn]}
        assert Estate([target, beside]).targets(beside, path, BUCKET) == [target]


def test_parents_are_told_from_the_innermost():
    inner, middle, outer = (resource("a:b:C", name) for name in ("inner", "middle", "outer"))
    inner.parent, middle.parent = middle.urn, outer.urn
    estate = Estate([inner, middle, outer])
    assert [*estate.parents(inner)] == [middle, outer]
    assert [*estate.parents(outer)] == []
    outer.parent = middle.urn
    assert [*Estate([inner, middle, outer]).parents(inner)] == [middle, outer]
    outer.parent = "urn:gone"
    assert [*Estate([inner, middle, outer]).parents(inner)] == [middle, outer]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("serverSideEncryptionConfigurations", "serverSideEncryptionConfiguration"),
        ("loggings", "logging"),
        ("tags", "tags"),
    ],
)
def test_an_older_type_has_some_properties_in_the_plural(old, new):
    bucket = Resource("urn", "aws:s3/bucketV2:BucketV2", {old: [{"a": 1}]})
    assert bucket.inputs == {new: [{"a": 1}]}
    assert Resource("urn", BUCKET, {old: 1}).inputs == {old: 1}


def test_other_inputs_leave_a_resource_as_it_is():
    asked = resource(BUCKET, a=1)
    asked.id, asked.protect, asked.takes = "lake-1", True, {"a": ["urn:key"]}
    changed = asked.given({"b": 2})
    assert (asked.inputs, changed.inputs) == ({"a": 1}, {"b": 2})
    for name in {*Resource.__slots__} - {"inputs"}:
        assert getattr(changed, name) is getattr(asked, name), name


def test_a_resource_is_neither_protected_nor_only_read_unless_that_is_said():
    bucket = resource(BUCKET)
    assert (bucket.custom, bucket.protect, bucket.external) == (True, False, False)


def test_what_the_cloud_answered_is_found_like_what_it_was_asked():
    bucket = Resource("urn:a::b::c::lake", BUCKET, {}, {"a": {"b": 1}})
    assert (bucket.name, bucket.cloud) == ("lake", "aws")
    assert bucket.answered("a.b") == 1
    assert bucket.answered("x") is MISSING


@pytest.mark.parametrize(
    ("profile", "reached"),
    [("dev", 1), ("standard", 2), ("regulated", 3)],
)
def test_each_profile_asks_for_what_the_ones_before_it_do(profile, reached):
    reaches = [Settings(profile=profile).reaches(each) for each in ("dev", "standard", "regulated")]
    assert reaches == [True] * reached + [False] * (3 - reached)


def test_what_a_provider_is_given_keeps_its_path_and_its_secrecy():
    at = resource(
        "pulumi:providers:aws", tags=Secret('{"a": "1"}'), listed='[{"a": "2"}]', plain="x"
    )
    assert configured(at, "tags.a") == [Found("tags.a", "1", secret=True)]
    assert configured(at, "listed.a") == [Found("listed[0].a", "2")]
    assert configured(at, "plain") == [Found("plain", "x")]
    assert configured(at, "tags") == [Found("tags", {"a": "1"}, secret=True)]
    assert configured(None, "tags") == []

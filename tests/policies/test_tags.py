"""Tags are found in every shape that the clouds have for them, and whoever gives them."""

from __future__ import annotations

from typing import Any

import pytest

from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.tags import (
    Tags,
    default_tags,
    folded,
    given_to_all,
    own_tags,
    pairs,
    read_tags,
    tag_path,
    tags_of,
    written,
)
from landing_zone_policies.values import MISSING, UNKNOWN

BUCKET, GROUP = "aws:s3:Bucket", "aws:autoscaling:Group"
POD, DATABASE = "kubernetes:core:Pod", "gcp:sql:DatabaseInstance"


def resource(type_: str, provider: Resource | None = None, **inputs: Any) -> Resource:
    return Resource(f"urn:pulumi:dev::shop::{type_}::x", type_, inputs, provider=provider)


def provider(package: str, **inputs: Any) -> Resource:
    return resource(f"pulumi:providers:{package}", **inputs)


def values(tags: Tags) -> dict[str, Any]:
    return {key: found.value for key, found in tags.found.items()}


@pytest.mark.parametrize(
    ("key", "same"),
    [
        ("cost_center", "costcenter"),
        ("Cost-Center", "costcenter"),
        ("acme.example/cost-center", "costcenter"),
        ("a/b/Owner", "owner"),
    ],
)
def test_keys_are_compared_without_case_signs_and_prefix(key, same):
    assert folded(key) == same


@pytest.mark.parametrize(
    ("type_", "path"),
    [
        (BUCKET, "tags"),
        (GROUP, "tags"),
        (DATABASE, "settings.userLabels"),
        (POD, "metadata.labels"),
        ("random:index:RandomId", "tags"),
    ],
)
def test_each_type_has_its_tags_where_its_cloud_puts_them(type_, path):
    assert tag_path(resource(type_)) == path


def test_own_tags_are_a_map_or_a_list():
    assert values(own_tags(resource(BUCKET, tags={"Owner": "me"}))) == {"owner": "me"}
    listed = [{"key": "Owner", "value": "me"}, {"value": "lost"}, {"key": UNKNOWN, "value": "x"}]
    found = own_tags(resource(GROUP, tags=listed))
    assert values(found) == {"owner": "me"}
    assert found.found["owner"].path == "tags[0].value"
    assert found.is_open


def test_tags_are_complete_unless_something_is_not_known_yet():
    assert own_tags(resource(BUCKET, tags=UNKNOWN)).is_open
    assert not own_tags(resource(BUCKET, tags={"a": UNKNOWN})).is_open
    assert not own_tags(resource(BUCKET)).is_open
    assert not own_tags(resource(GROUP, tags=[{"key": "a", "value": UNKNOWN}])).is_open


@pytest.mark.parametrize("junk", ["x", 7, True, MISSING, []])
def test_what_are_no_tags_are_none(junk):
    assert read_tags([Found("tags", junk)]) == Tags()


def test_several_places_make_one_set():
    listed = [{"key": "y", "value": "2"}]
    found = [Found("a", UNKNOWN), Found("b", listed), Found("c", {"x": "1"}), Found("d", {"z": 3})]
    both = read_tags(found)
    assert values(both) == {"x": "1", "y": "2", "z": 3}
    assert both.is_open


def test_a_key_without_a_value_is_missing():
    tags = own_tags(
        resource(BUCKET, tags={"owner": "", "team": None, "org": "acme", "id": UNKNOWN})
    )
    assert tags.missing(["owner", "team", "ORG", "id", "stage"]) == ["owner", "team", "stage"]
    org = tags.get("Org")
    assert org is not None
    assert org.value == "acme"
    assert tags.get("none") is None


def test_the_later_of_two_wins_and_what_is_open_stays_open():
    one = Tags({"a": Found("1", 1), "b": Found("1", 1)})
    two = Tags({"b": Found("2", 2)}, is_open=True)
    assert values(one | two) == {"a": 1, "b": 2}
    assert (one | two).is_open
    assert (two | one).is_open
    assert not (one | one).is_open


@pytest.mark.parametrize(
    ("package", "inputs"),
    [
        ("aws", {"defaultTags": {"tags": {"owner": "all"}}}),
        ("aws", {"defaultTags": '{"tags": {"owner": "all"}}'}),
        ("aws-native", {"defaultTags": {"tags": [{"key": "owner", "value": "all"}]}}),
        ("gcp", {"defaultLabels": {"owner": "all"}}),
    ],
)
def test_a_provider_gives_tags_to_all(package, inputs):
    assert values(default_tags(provider(package, **inputs))) == {"owner": "all"}


def test_other_providers_give_none():
    assert default_tags(None) == Tags()
    assert default_tags(provider("azure-native", defaultTags={"tags": {"a": "1"}})) == Tags()


def test_a_resources_own_tags_win_over_its_providers():
    all_ = provider("aws", defaultTags={"tags": {"owner": "all", "org": "acme"}})
    found = tags_of(resource(BUCKET, all_, tags={"Owner": "me"}))
    assert values(found) == {"owner": "me", "org": "acme"}


def test_a_group_of_machines_does_not_get_its_providers_tags():
    all_ = provider("aws", defaultTags={"tags": {"owner": "all"}})
    assert given_to_all(resource(GROUP, all_)) == Tags()
    assert values(given_to_all(resource(BUCKET, all_))) == {"owner": "all"}


@pytest.mark.parametrize("path", ["tagsAll", "pulumiLabels", "effectiveLabels"])
def test_what_a_provider_made_of_tags_counts_too(path):
    asked = resource(BUCKET, **{path: {"owner": "me"}})
    assert values(tags_of(asked)) == {"owner": "me"}
    answered = resource(BUCKET, **{path: UNKNOWN})
    answered.outputs = {path: {"owner": "cloud", "org": UNKNOWN}}
    assert values(tags_of(answered))["owner"] == "cloud"
    assert tags_of(answered).found["owner"].path == f"{path}.owner"


def test_what_is_asked_for_counts_before_what_was_answered():
    asked = resource(BUCKET, tagsAll={"owner": "now"})
    asked.outputs = {"tagsAll": {"owner": "before", "gone": "x"}}
    assert values(tags_of(asked)) == {"owner": "now"}


def test_an_answer_that_is_not_known_is_none():
    asked = resource(BUCKET)
    asked.outputs = {"tagsAll": UNKNOWN}
    assert tags_of(asked) == Tags()


def test_keys_are_told_as_they_are_written():
    told = written(resource(BUCKET, tags={"Cost-Center": "1", "b": UNKNOWN}))
    assert [(key, found.path, found.value) for key, found in told] == [
        ("Cost-Center", "tags.Cost-Center", "1"),
        ("b", "tags.b", UNKNOWN),
    ]
    listed = written(resource(GROUP, tags=[{"key": "A", "value": "1"}, {"key": 7}]))
    assert [(key, found.value) for key, found in listed] == [("A", "1")]
    assert written(resource(POD, metadata={"labels": {"a": "1"}}))[0][0] == "a"
    assert written(resource("random:index:RandomId", tags={"a": "1"}))[0][0] == "a"
    assert written(resource(BUCKET)) == []


def test_pairs_know_what_was_secret():
    found = list(pairs(Found("tags", [{"key": "a", "value": "1"}], secret=True)))
    assert found[0][1].secret
    assert list(pairs(Found("tags", "x"))) == []

"""The clouds' models fill in what the format of their tables says."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landing_zone_rehearsal import UNKNOWN, Clouds, Secret
from landing_zone_rehearsal.clouds import CloudModel, Each, Kind, short

URN = "urn:pulumi:dev::landing-zone::toy:shop/item:Item::apple"


def _fill(template: Any, inputs: dict[str, Any] | None = None, **options: Any) -> Any:
    """The value of one output."""
    return _outputs({"out": template}, inputs or {}, **options).get("out")


def _outputs(
    outputs: dict[str, Any],
    inputs: dict[str, Any],
    *,
    provider: dict[str, Any] | None = None,
    urn: str = URN,
    **kind: Any,
) -> dict[str, Any]:
    model = CloudModel(
        package="toy",
        kinds={"toy:shop:Item": replace(Kind("id-1", outputs), **kind)},
        functions={},
        place={"_account": "{project|=acme}", "_region": "{region|zone|=north}"},
    )
    given = (inputs, provider or {})
    return Clouds([model]).create("toy:shop/item:Item", "apple", urn, *given)[1]


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("plain", "plain"),
        (3, 3),
        (True, True),
        ("{size}", 4),
        ("{size} kg", "4 kg"),
        ("{tags}", {"a": "b"}),
        ("{tags.a}-{parts.1.n}", "b-2"),
        ("{missing|size}", 4),
        ("{missing|=small}", "small"),
        ("{_name}/{_id}", "apple/id-1"),
        ("{_module}:{_type}", "shop:item"),
        ("{_account} {_region}", "acme north"),
        ("{_last:path}", "leaf"),
        ("{_last:arn}", "leaf"),
        ("{_after:branch:path}", "twig"),
        ("{_after:BRANCH:path}", "twig"),
        ('{"json": "{size}"}', '{"json": "4"}'),
        (["{size}", "{missing}", {"a": "{tags.a}", "b": "{missing}"}], [4, {"a": "b"}]),
        ("{missing}", None),
        ("x-{missing}", None),
        ("{_after:nowhere:path}", None),
        ("{parts.9.n}", None),
    ],
)
def test_a_template_is_filled(template, filled):
    inputs = {
        "size": 4, "tags": {"a": "b"}, "parts": [{"n": 1}, {"n": 2}],
        "path": "tree/branch/twig/leaf", "arn": "arn:tree:leaf",
    }  # fmt: skip
    assert _fill(template, inputs) == filled


@pytest.mark.parametrize(
    ("template", "pattern"),
    [
        ("{_hex:12}", "[0-9a-f]{12}"),
        ("{_upper:17}", "[A-Z2-7]{17}"),
        ("{_number:12}", "[1-9][0-9]{11}"),
        ("{_guid}", "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
    ],
)
def test_a_digest_is_always_the_same_for_the_same_urn(template, pattern):
    first = _fill(template)

    assert re.fullmatch(pattern, first)
    assert _fill(template) == first
    assert _fill(template, urn=URN + "2") != first


def test_a_digest_may_be_drawn_from_something_else():
    of_account = _fill("{_number:12:_account}")

    assert _fill("{_number:12:_account}", urn=URN + "2") == of_account
    assert _fill("{_number:12:_account}", provider={"project": "other"}) != of_account
    assert _fill("{_guid:_id+=client}", urn=URN + "2") == _fill("{_guid:_id+=client}")
    assert _fill("{_guid:_id+=client}") != _fill("{_guid:_id}")
    assert _fill("{_guid:=client}") not in (_fill("{_guid}"), _fill("{_guid:=object}"))


def test_the_place_is_read_from_the_resource_then_from_its_provider():
    provider = {"project": "p", "region": "south"}

    assert _fill("{_account} {_region}", provider=provider) == "p south"
    assert _fill("{_account} {_region}", {"region": "west"}, provider=provider) == "p west"
    assert _fill("{region}", provider=provider) is None


def test_a_providers_lists_travel_as_json():
    model = CloudModel("toy", {}, {}, Kind("{_account}"), {"_account": "{ids.0|=none}"})
    clouds = Clouds([model])

    assert clouds.create("toy:a:B", "n", URN, {}, {"ids": '["1","2"]'})[0] == "1"
    assert clouds.create("toy:a:B", "n", URN, {}, {"ids": "[broken"})[0] == "none"


def test_secrets_and_unknowns_pass_through():
    inputs = {"s": Secret("hush"), "u": UNKNOWN, "b": Secret({"x": "y"}), "l": [Secret("q")]}

    assert _fill("{s}", inputs) == Secret("hush")
    assert _fill("a-{s}", inputs) == Secret("a-hush")
    assert _fill("{b.x}", inputs) == Secret("y")
    assert _fill("{_last:s}", inputs) == Secret("hush")
    assert _fill("{l.0}", inputs) == Secret("q")
    assert _fill("a-{u}", inputs) is UNKNOWN
    assert _fill("{u.deep}", inputs) is UNKNOWN
    assert _fill("{_last:u}", inputs) is UNKNOWN
    assert _fill("{_hex:4:u}", inputs) is UNKNOWN
    assert _fill("{s}-{u}", inputs) == Secret(UNKNOWN)


def test_what_the_program_gave_wins_over_a_plain_key():
    assert _outputs({"a": "computed", "b": "computed"}, {"a": "given"}) == {
        "a": "given",
        "b": "computed",
    }


def test_a_dotted_key_is_written_inside_a_block_the_program_gave():
    outputs = {"block.x": "computed", "list.0.x": "computed", "none.x": "computed"}
    inputs = {"block": {"x": "given", "y": 1}, "list": [{"y": 2}]}

    assert _outputs(outputs, inputs) == {
        "block": {"x": "computed", "y": 1},
        "list": [{"y": 2, "x": "computed"}],
    }
    assert inputs == {"block": {"x": "given", "y": 1}, "list": [{"y": 2}]}


def test_a_dotted_key_reaches_into_a_secret_block():
    inputs = {"block": Secret({"y": 1})}

    assert _outputs({"block.x": 2}, inputs) == {"block": Secret({"y": 1, "x": 2})}
    assert inputs == {"block": Secret({"y": 1})}


def test_a_list_becomes_a_mapping():
    template = Each(
        "identity.ids", key="{_item}", value={"client": "{_guid:_item}", "of": "{_name}"}
    )
    inputs = {"identity": {"ids": ["a", "b"]}}

    ids = _outputs({"identity.ids": template}, inputs)["identity"]["ids"]

    assert list(ids) == ["a", "b"]
    assert ids["a"]["of"] == "apple"
    assert ids["a"]["client"] != ids["b"]["client"]
    assert _outputs({"identity.ids": template}, {"identity": {}}) == {"identity": {}}


def test_each_item_may_be_a_block():
    template = Each("rules", value="{_item.port}/{_item.kind|=tcp}")

    assert _fill(template, {"rules": [{"port": 1}, {"port": 2, "kind": "udp"}]}) == [
        "1/tcp",
        "2/udp",
    ]
    assert _fill(template, {"rules": UNKNOWN}) is UNKNOWN


def test_a_resource_is_named_by_itself_when_it_is_not_named():
    unnamed = _outputs({}, {}, name="title", id="{title}")
    named = _outputs({}, {"title": "pear"}, name="title", id="{title}")

    assert re.fullmatch("apple-[0-9a-f]{7}", unnamed["title"])
    assert named["title"] == "pear"


def test_a_name_may_be_inside_a_block():
    kubernetes = ("kubernetes:core/v1:ConfigMap", "apple", URN)

    id, outputs = Clouds().create(*kubernetes, {"metadata": {"namespace": "shop"}})
    assert re.fullmatch("shop/apple-[0-9a-f]{7}", id)
    assert outputs["metadata"]["namespace"] == "shop"
    assert id.endswith(outputs["metadata"]["name"])

    assert Clouds().create(*kubernetes, {"metadata": {"name": "pear"}})[0] == "default/pear"
    assert Clouds().create(*kubernetes, {})[1]["metadata"]["name"].startswith("apple-")
    assert Clouds().foresee(kubernetes[0], {}) == {"metadata": {"name": UNKNOWN}}


def test_a_preview_shows_as_unknown_what_is_computed():
    kind = Kind("{x}", {"arn": "a", "given": "b", "block.x": "c", "none.x": "d"}, name="title")
    model = CloudModel("toy", {"toy:a:B": kind}, {})

    assert Clouds([model]).foresee("toy:a:B", {"given": 1, "block": {}}) == {
        "given": 1,
        "block": {"x": UNKNOWN},
        "arn": UNKNOWN,
        "title": UNKNOWN,
    }


@pytest.mark.parametrize(
    ("token", "shortened"),
    [
        ("aws:s3/bucket:Bucket", "aws:s3:Bucket"),
        ("aws:s3:Bucket", "aws:s3:Bucket"),
        ("azure-native:storage/v20240101:StorageAccount", "azure-native:storage:StorageAccount"),
        ("gcp:kms/getKey:getKey", "gcp:kms:getKey"),
    ],
)
def test_tokens_are_shortened(token, shortened):
    assert short(token) == shortened


def test_an_id_a_model_cannot_make_is_made_of_the_name():
    model = CloudModel("toy", {"toy:a:B": Kind("{missing}")}, {})

    id = Clouds([model]).create("toy:a:B", "apple", URN, {})[0]

    assert re.fullmatch("apple-[0-9a-f]{7}", id)


def test_an_id_never_shows_a_secret():
    model = CloudModel("toy", {"toy:a:B": Kind("{key}")}, {})

    assert "hush" not in Clouds([model]).create("toy:a:B", "n", URN, {"key": Secret("hush")})[0]


def test_a_package_nobody_modelled_gets_ids_and_its_inputs_back():
    id, outputs = Clouds().create("nowhere:index:Thing", "apple", URN, {"a": 1})

    assert id.startswith("apple-")
    assert outputs == {"a": 1}
    assert Clouds().call("nowhere:index:getThing", {"a": 1}) is None


@pytest.mark.parametrize("package", ["aws", "gcp", "azure-native"])
def test_every_template_of_every_table_can_be_filled(package):
    model = Clouds().model(package)
    clouds = Clouds()

    for token, kind in model.kinds.items():
        assert token == short(token)
        assert token.startswith(package + ":")
        id, outputs = clouds.create(token, "apple", URN, {})
        assert isinstance(id, str)
        assert "{" not in id
        assert kind.name is None or kind.name in outputs
    for token in model.functions:
        assert token == short(token)
        assert clouds.call(token, {}) is not None


@pytest.mark.parametrize("package", ["aws", "gcp", "azure-native"])
def test_what_a_table_reads_by_id_is_what_it_created(package):
    clouds = Clouds()

    for token, kind in clouds.model(package).kinds.items():
        if "_name" in kind.id or not kind.name or kind.id != f"{{{kind.name}}}":
            continue
        id, outputs = clouds.create(token, "apple", URN, {})
        assert clouds.read(token, "apple", URN, id, {})[kind.name] == outputs[kind.name]


@given(st.dictionaries(st.text(max_size=4), st.integers() | st.text(max_size=4) | st.none()))
def test_creating_changes_no_input(inputs):
    before = dict(inputs)

    for type in ("aws:s3:Bucket", "gcp:storage:Bucket", "nowhere:index:Thing"):
        Clouds().create(type, "apple", URN, inputs)
        Clouds().foresee(type, inputs)

    assert inputs == before

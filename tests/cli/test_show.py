"""`lz show` shows what stands in the simulated clouds, and what differs from the state."""

import json
import shutil

import pytest

from landing_zone_rehearsal.deployment import Home, StateFile
from landing_zone_rehearsal.sandbox.objects import Object
from landing_zone_rehearsal.sandbox.store import Store
from tests.cli.pretending import LAKE, URN
from tests.cli.running import lz, project

BUCKET = "aws:s3/bucket:Bucket"


def resource(name: str, **more):
    urn = URN.format(BUCKET, name)
    state = {"urn": urn, "type": BUCKET, "custom": True, "id": f"{name}-1", "parent": LAKE}
    return {**state, "inputs": {}, **more}


def object_(name: str, left: str | None = None):
    return Object(
        type=BUCKET,
        id=f"{name}-1",
        name=name,
        urn=URN.format(BUCKET, name),
        inputs={},
        account="123456789012",
        region="eu-west-1",
        left=left,
    )


@pytest.fixture
def folder(tmp_path):
    return project(tmp_path / "mine", "dev", "prod")


def deployed(folder, resources, objects):
    home = Home(folder / ".lz")
    home.prepare()
    state = StateFile(home, "mine", "dev")
    state.path.parent.mkdir(parents=True)
    component = {"urn": LAKE, "type": "landing-zone:index:DataLake", "inputs": {}}
    latest = {"resources": [component, *resources]}
    state.path.write_text(json.dumps({"checkpoint": {"latest": latest}}))
    store = Store(home.clouds)
    for each in objects:
        store.put(each)
    store.close()


def test_shows_the_tree_with_physical_ids_and_a_count_for_each_account(folder):
    deployed(folder, [resource("raw"), resource("models")], [object_("raw"), object_("models")])

    result = lz("show", "-C", str(folder))

    assert result.exit_code == 0, result.output
    assert "lake  DataLake  2 resources\n└── s3.Bucket  models  models-1\n" in result.stdout
    assert "raw     raw-1\n" in result.stdout
    assert "aws · 123456789012 · eu-west-1: 2 resources\n" in result.stdout


def test_says_where_the_state_and_the_cloud_differ(folder):
    deployed(folder, [resource("raw")], [object_("models")])

    shown = lz("show", "-C", str(folder)).stdout

    assert "gone from the cloud, though the state has it: raw\n" in shown
    assert "in the cloud, though the state lacks it: models-1 (s3.Bucket)\n" in shown


def test_names_what_deletions_left_behind(folder):
    deployed(folder, [], [object_("raw", left="its waiting period")])

    shown = lz("show", "dev", "-C", str(folder)).stdout

    assert "s3.Bucket  raw-1  its waiting period\nnothing else exists of dev\n" in shown


def test_json_is_one_document(folder):
    deployed(folder, [resource("raw")], [object_("raw"), object_("old", left="a name")])

    document = json.loads(lz("show", "dev", "-C", str(folder), "--json").stdout)

    assert [each["id"] for each in document["objects"]] == ["raw-1"]
    assert [each["why"] for each in document["leftBehind"]] == ["a name"]
    assert document["missing"] == document["strays"] == []


def test_a_stack_that_was_not_deployed_is_wrong_input(folder):
    result = lz("show", "prod", "-C", str(folder))

    assert result.exit_code == 2
    assert "prod was not deployed here; `lz up --sandbox prod` does it" in result.stderr


def test_it_works_without_an_engine(folder, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    deployed(folder, [resource("raw")], [object_("raw")])

    assert lz("show", "dev", "-C", str(folder)).exit_code == 0

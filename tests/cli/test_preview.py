"""`lz preview` shows what a deployment would change, and fails where it would lose something."""

import json

import pytest

from tests.cli.pretending import URN, complaint, engine, lake, nowhere, step
from tests.cli.running import lz, project

KEPT = URN.format("aws:s3/bucket:Bucket", "raw")
REPLACED = step("replace", "raw", keys=["bucket"], old={"bucket": "a"}, new={"bucket": "b"})


@pytest.fixture
def folder(tmp_path):
    return project(tmp_path / "mine", "dev")


def preview(folder, *options: str):
    return lz("preview", "dev", "-C", str(folder), *options)


def test_without_an_engine_one_line_says_what_to_do(folder, tmp_path, monkeypatch):
    nowhere(tmp_path, monkeypatch)

    result = preview(folder)

    assert result.exit_code == 2
    assert result.stderr.startswith("error: no Pulumi engine")


def test_without_the_sandbox_the_users_own_backend_and_plugins_are_used(
    folder, tmp_path, monkeypatch
):
    pretended = engine(tmp_path, monkeypatch)
    monkeypatch.setenv("PULUMI_BACKEND_URL", "s3://mine")
    pretended.answers("preview", step("create", "raw"))

    result = preview(folder)

    assert result.exit_code == 0
    assert pretended.commands() == ["preview"]
    assert pretended.told[0]["environment"]["PULUMI_BACKEND_URL"] == "s3://mine"
    assert not (folder / ".lz").exists()


def test_shows_each_change_property_by_property(folder, tmp_path, monkeypatch):
    pretended = engine(tmp_path, monkeypatch)
    changed = step("update", "raw", old={"tags": {"owner": "a"}}, new={"tags": {"owner": "b"}})
    changed["resOutputsEvent"]["metadata"]["detailedDiff"] = {"tags.owner": {}, "policy": {}}
    pretended.answers("preview", lake(), changed, step("create", "models"), step("same", "other"))

    shown = preview(folder, "--sandbox").stdout

    assert "DataLake\n  + models  s3.Bucket\n  ~ raw  s3.Bucket\n" in shown
    assert '      ~ tags.owner: "a" -> "b"\n      ~ policy: known only after deployment\n' in shown
    assert "other" not in shown
    assert "1 to create, 1 to update\n" in shown


def test_says_when_nothing_would_change(folder, tmp_path, monkeypatch):
    engine(tmp_path, monkeypatch).answers("preview", step("same", "raw"))

    assert "nothing would change\n" in preview(folder, "--sandbox").stdout


def test_replacements_come_first_and_fail_where_data_would_be_lost(folder, tmp_path, monkeypatch):
    pretended = engine(tmp_path, monkeypatch)
    pretended.answers("preview", step("create", "models"), REPLACED)

    result = preview(folder, "--sandbox")

    assert result.exit_code == 1
    assert result.stdout.index("± raw") < result.stdout.index("+ models")
    assert '~ bucket: "a" -> "b"  replaces it\n' in result.stdout
    assert result.stderr == (
        "error: raw (s3.Bucket): bucket replaces it; it holds data or keys;"
        f" --allow-replace '{KEPT}'\n"
    )


@pytest.mark.parametrize("allowed", [KEPT, "raw"])
def test_a_replacement_may_be_allowed(folder, tmp_path, monkeypatch, allowed):
    engine(tmp_path, monkeypatch).answers("preview", REPLACED)

    result = preview(folder, "--sandbox", "--allow-replace", allowed)

    assert (result.exit_code, result.stderr) == (0, "")


def test_what_holds_no_data_may_be_replaced(folder, tmp_path, monkeypatch):
    change = step("replace", "out", type="aws:ec2/route:Route", keys=["routeTableId"])
    engine(tmp_path, monkeypatch).answers("preview", change)

    assert preview(folder, "--sandbox").exit_code == 0


def test_what_is_protected_may_not_be_replaced(folder, tmp_path, monkeypatch):
    change = step("replace", "out", type="aws:ec2/route:Route", keys=["routeTableId"], protect=True)
    engine(tmp_path, monkeypatch).answers("preview", change)

    result = preview(folder, "--sandbox")

    assert result.exit_code == 1
    assert "it is protected" in result.stderr


def test_a_deletion_of_what_holds_data_is_warned_of_and_no_failure(folder, tmp_path, monkeypatch):
    engine(tmp_path, monkeypatch).answers("preview", step("delete", "raw"))

    result = preview(folder, "--sandbox")

    assert result.exit_code == 0
    assert result.stderr == "warning: raw (s3.Bucket): is deleted; it holds data or keys\n"


def test_a_preview_that_failed_does_not_say_what_would_change(folder, tmp_path, monkeypatch):
    engine(tmp_path, monkeypatch).answers("preview", complaint("no such pack"), code=255)

    result = preview(folder, "--sandbox")

    assert result.exit_code == 2
    assert "nothing would change" not in result.stdout


def test_json_holds_losses_and_changes(folder, tmp_path, monkeypatch):
    engine(tmp_path, monkeypatch).answers("preview", REPLACED)

    result = preview(folder, "--sandbox", "--json")

    document = json.loads(result.stdout)
    assert (result.exit_code, document["ok"]) == (1, False)
    assert document["losses"] == [
        {
            "urn": KEPT,
            "type": "aws:s3/bucket:Bucket",
            "act": "replace",
            "because": "it holds data or keys",
            "properties": ["bucket"],
        }
    ]
    assert document["steps"][0]["properties"][0]["path"] == "bucket"


def test_what_the_engine_prints_is_told_where_no_event_explains_its_end(
    folder, tmp_path, monkeypatch
):
    engine(tmp_path, monkeypatch).answers("preview", code=255, errors="error: no such backend\n")

    result = preview(folder)

    assert result.exit_code == 2
    assert result.stderr == "error: no such backend\n"


def test_warnings_are_passed_on(folder, tmp_path, monkeypatch):
    warning = complaint("take care", "raw", severity="warning")
    engine(tmp_path, monkeypatch).answers("preview", warning, step("create", "raw"))

    assert "warning: raw (s3.Bucket): take care\n" in preview(folder, "--sandbox").stdout

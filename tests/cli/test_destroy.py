"""`lz destroy --sandbox` deletes a stack, refuses what is protected, and says what stays."""

import json

import pytest

from tests.cli.pretending import URN, complaint, engine, lake, outputs, step
from tests.cli.running import lz, project

PROTECTED = {"urn": URN.format("aws:s3/bucket:Bucket", "raw"), "protect": True}


@pytest.fixture
def folder(tmp_path):
    return project(tmp_path / "mine", "dev")


def destroy(folder, *options: str):
    return lz("destroy", "--sandbox", "dev", "-C", str(folder), *options)


def deployed(folder, pretended, *resources):
    """Let the stack have resources."""
    pretended.answers("stack", resources=resources)
    pretended.answers("up", outputs())
    assert lz("up", "--sandbox", "dev", "-C", str(folder)).exit_code == 0


def test_deleting_for_real_is_left_to_pulumi(folder):
    result = lz("destroy", "dev", "-C", str(folder))

    assert result.exit_code == 2
    assert "run `pulumi destroy`; add --sandbox" in result.stderr


def test_says_what_was_deleted_and_that_nothing_is_left(folder, tmp_path, monkeypatch):
    engine(tmp_path, monkeypatch).answers("destroy", lake(), step("delete", "raw"))

    result = destroy(folder)

    assert result.exit_code == 0
    assert "DataLake           1\n" in result.stdout
    assert "nothing exists of dev\n" in result.stdout


def test_what_is_protected_is_named_and_nothing_is_touched(folder, tmp_path, monkeypatch):
    pretended = engine(tmp_path, monkeypatch)
    deployed(folder, pretended, PROTECTED)

    result = destroy(folder)

    assert result.exit_code == 1
    assert result.stderr == (
        "error: raw: protected from deletion; nothing was touched\n"
        "error: --unprotect lifts the protection of everything in the stack first\n"
    )
    assert "destroy" not in pretended.commands()


def test_protection_is_lifted_when_it_is_asked_for(folder, tmp_path, monkeypatch):
    pretended = engine(tmp_path, monkeypatch)
    deployed(folder, pretended, PROTECTED)

    assert destroy(folder, "--unprotect").exit_code == 0

    assert pretended.commands()[-3:] == ["state", "destroy", "destroy"]


def test_it_is_previewed_first_so_that_a_refusal_touches_nothing(folder, tmp_path, monkeypatch):
    pretended = engine(tmp_path, monkeypatch)
    pretended.answers("destroy", complaint("it is protected", "raw"), code=255)

    result = destroy(folder)

    assert result.exit_code == 1
    assert "error: raw (s3.Bucket): it is protected\n" in result.stderr
    assert pretended.commands() == ["stack", "destroy"]
    assert "--preview-only" in pretended.told[-1]["arguments"]


def test_a_stop_during_its_preview_deletes_nothing(folder, tmp_path, monkeypatch):
    pretended = engine(tmp_path, monkeypatch)
    pretended.interrupts("destroy")

    result = destroy(folder)

    assert result.exit_code == 130
    assert pretended.commands() == ["stack", "destroy"]


def test_json_is_one_document(folder, tmp_path, monkeypatch):
    engine(tmp_path, monkeypatch).answers("destroy", step("delete", "raw"))

    document = json.loads(destroy(folder, "--json").stdout)

    assert document["operation"] == "destroy"
    assert document["counts"] == {"deleted": 1}

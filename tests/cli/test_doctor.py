"""`lz doctor` says what a deployment would run with, whatever is broken."""

import json
import socket
import sys
from importlib.metadata import PackageNotFoundError

import pytest
import typer

from landing_zone_cli import doctor
from landing_zone_rehearsal.engine import packages
from landing_zone_rehearsal.engine.locate import OLDEST, PARTS

NEW = ".".join(map(str, OLDEST))
NAMES = ["pulumi", *doctor.CLOUD_SDKS, *doctor.OTHER_SDKS]


def program(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.fixture(autouse=True)
def machine(tmp_path, monkeypatch):
    """A machine with an engine and Go, without plugins, and without a network."""
    tools = tmp_path / "bin"
    program(tools / "pulumi", f"echo v{NEW}")
    program(tools / "go", "echo go1.26.8")
    for part in PARTS:
        program(tools / part, "true")
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("LZ_PULUMI", raising=False)
    monkeypatch.delenv("COLUMNS", raising=False)  # readline may have set it for a narrow terminal
    monkeypatch.setattr(socket.socket, "connect", None)
    return tools


@pytest.fixture
def look(tmp_path, capsys):
    """Run the command; return its exit code and what it shows."""

    def run(*, as_json=False):
        code = 0
        try:
            doctor.run(tmp_path, as_json=as_json)
        except typer.Exit as left:
            code = left.exit_code
        shown = capsys.readouterr()
        assert not shown.err
        return code, shown.out

    return run


@pytest.fixture
def row(look):
    """Run the command; return what it says of one thing, in words."""

    def of(name, *, kind=None):
        found = json.loads(look(as_json=True)[1])["findings"]
        return next(each for each in found if each["name"] == name and kind in {None, each["kind"]})

    return of


def without(monkeypatch, *gone):
    def version(name):
        if name in gone:
            raise PackageNotFoundError(name)
        return "1.2.3"

    monkeypatch.setattr(doctor, "version", version)


def test_shows_an_aligned_line_for_everything(look, tmp_path):
    code, shown = look()

    assert code == 0
    table, verdict = shown.split("\n\n")
    lines = table.splitlines()
    assert lines[0].split() == ["engine", "pulumi", NEW, "PATH:", f"{tmp_path}/bin/pulumi"]
    assert lines[1].split()[:2] == ["language", "host"]
    assert lines[1].endswith("Pulumi's own")
    column = lines[0].index("pulumi")
    assert all(line[column - 1] == " " != line[column] for line in lines)
    for name in (*NAMES, "aws", "python", "go"):
        assert any(line[column:].split()[0] == name for line in lines), name
    assert verdict == "a zone can be deployed to the sandbox\n"


def test_says_the_same_as_json(look):
    code, shown = look(as_json=True)

    document = json.loads(shown)
    assert (code, document["version"], document["ready"]) == (0, 1, True)
    assert {each["kind"] for each in document["findings"]} == {
        "engine",
        "language host",
        "python",
        "sdk",
        "plugin",
        "go",
    }
    assert {each["state"] for each in document["findings"]} == {"found", "optional"}


def test_says_which_python_runs_it(row):
    found = row("python")

    assert found["version"] == sys.version.split()[0]
    assert found["note"] == sys.executable


def test_tells_the_projects_language_host_from_pulumis_own(row, machine):
    program(machine / PARTS[0], "exec python -m landing_zone_rehearsal.engine.language_host")

    assert "the project's" in row(PARTS[0])["note"]


def test_says_what_to_do_without_an_engine(look, machine):
    (machine / "pulumi").unlink()

    code, shown = look()

    assert code == 1
    assert "pulumi: run `make engine`, or install the Pulumi CLI" in shown
    assert shown.endswith("no zone can be deployed to the sandbox\n")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("echo v3.1.0", "is version 3.1.0"),
        ("exit 1", "does not tell its version"),
        ("echo nonsense", "does not tell its version"),
    ],
)
def test_says_why_an_engine_is_not_used(look, machine, text, reason):
    program(machine / "pulumi", text)

    code, shown = look()

    assert code == 1
    assert reason in shown


def test_says_which_plugins_are_installed(row, tmp_path):
    wanted = next(each for each in packages.plugins() if each["name"] == "aws")["version"]
    assert row("aws") == {
        "kind": "plugin",
        "name": "aws",
        "state": "optional",
        "version": wanted,
        "note": "not installed (needed for a real cloud; the sandbox does without)",
        "todo": None,
    }

    (tmp_path / f"home/plugins/resource-aws-v{wanted}").mkdir(parents=True)

    assert row("aws")["state"] == "found"


def test_needs_no_go(look, row, machine):
    (machine / "go").unlink()

    assert look()[0] == 0
    assert row("go")["note"] == "not found (needed only to build the engine)"


def test_survives_a_go_that_is_broken(look, machine):
    (machine / "go").write_bytes(b"\x7fELF")

    assert look()[0] == 0


@pytest.mark.parametrize(
    ("gone", "code"),
    [
        (["pulumi"], 1),
        (["pulumi-aws", "pulumi-gcp"], 0),
        (["pulumi-aws", "pulumi-gcp", "pulumi-azure-native"], 1),
        (["pulumi-kubernetes", "pulumi-policy"], 0),
    ],
)
def test_says_which_sdks_are_missing(look, monkeypatch, gone, code):
    without(monkeypatch, *gone)

    found, shown = look()

    assert found == code
    for name in gone:
        assert f"{name}: install the Python package {name} (`make setup` in a clone)" in shown


def test_survives_an_sdk_that_is_damaged(look, monkeypatch, tmp_path):
    (tmp_path / "pulumi_odd").mkdir()
    (tmp_path / "pulumi_odd" / packages.PLUGIN_FILE).write_text("{")
    monkeypatch.syspath_prepend(tmp_path)

    assert look()[0] == 0


def test_looks_into_the_folder_it_is_told_of(look, machine, tmp_path):
    built = tmp_path / ".cache/pulumi/bin"
    built.mkdir(parents=True)
    for each in ("pulumi", *PARTS):
        (machine / each).rename(built / each)

    code, shown = look()

    assert code == 0
    assert f"built: {built}/pulumi" in shown

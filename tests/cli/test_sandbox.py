"""`lz sandbox` serves the simulated clouds to plain `pulumi`, changes them and asks them."""

import os
import shlex
import signal
import subprocess
import sys

import pytest

from landing_zone_rehearsal.deployment import Home, InUseError, SandboxProcess
from landing_zone_rehearsal.deployment.lock import locked, who, write
from landing_zone_rehearsal.sandbox.simulation import Sandbox
from tests.cli.pretending import engine
from tests.cli.running import lz, project

BUCKET = "aws:s3/bucket:Bucket"


@pytest.fixture
def folder(tmp_path):
    return project(tmp_path / "mine", "dev")


@pytest.fixture
def bucket(folder):
    """A bucket in the simulated clouds of a project."""
    clouds = Sandbox(folder / ".lz" / "clouds.db")
    made = clouds.create(BUCKET, "raw", "urn:raw", {"bucket": "raw-1", "tags": {"owner": "a"}})
    clouds.close()
    return made.id


def drift(folder, *arguments: str):
    return lz("sandbox", "drift", *arguments, "-C", str(folder))


def tags(folder, id: str):
    """Return the tags of a bucket; None if it is gone."""
    clouds = Sandbox(folder / ".lz" / "clouds.db")
    found = clouds.read(BUCKET, id)
    clouds.close()
    return found.outputs["tags"] if found else None


def test_changes_a_property_behind_the_engines_back(folder, bucket):
    result = drift(folder, "aws:s3:Bucket", bucket, "tags.owner=b")

    assert result.exit_code == 0, result.output
    assert tags(folder, bucket) == {"owner": "b"}


def test_a_value_may_be_json(folder, bucket):
    drift(folder, "aws:s3:Bucket", bucket, 'tags={"owner": "c"}')

    assert tags(folder, bucket) == {"owner": "c"}


def test_deletes_behind_the_engines_back(folder, bucket):
    assert drift(folder, "aws:s3:Bucket", bucket, "--delete").exit_code == 0
    assert tags(folder, bucket) is None


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["aws:s3:Bucket", "nobody", "--delete"], "nobody"),
        (["aws:s3:Bucket", "raw-1", "tags.owner"], "write PATH=VALUE"),
        (["aws:s3:Bucket", "raw-1"], "say either PATH=VALUE or --delete"),
        (["aws:s3:Bucket", "raw-1", "a=b", "--delete"], "say either PATH=VALUE or --delete"),
    ],
)
def test_a_drift_that_cannot_be_is_wrong_input(folder, bucket, arguments, told):
    result = drift(folder, *arguments)

    assert result.exit_code == 2
    assert told in result.stderr


def test_nothing_changes_under_a_server_that_would_not_see_it(folder, bucket):
    lock = locked(folder / ".lz")
    assert lock
    write(lock, {"pid": os.getpid(), "port": 1, "shared": True})
    with lock:
        result = drift(folder, "aws:s3:Bucket", bucket, "--delete")

    assert result.exit_code == 2
    assert f"process {os.getpid()}: `lz sandbox serve`; end it first" in result.stderr


def test_says_who_may_do_what_by_what_was_deployed(folder, bucket):
    result = lz("sandbox", "can", "arn:x", "read", "arn:aws:s3:::raw-1", "-C", str(folder))

    assert result.exit_code == 1
    assert result.stdout.startswith("no: ")


def test_without_simulated_clouds_there_is_nobody_to_ask(folder):
    result = lz("sandbox", "can", "me", "read", "it", "-C", str(folder))

    assert result.exit_code == 2
    assert "nothing was deployed here yet" in result.stderr


def test_the_variables_want_a_server(folder, tmp_path, monkeypatch):
    engine(tmp_path, monkeypatch)

    result = lz("sandbox", "env", "dev", "-C", str(folder))

    assert result.exit_code == 2
    assert "no `lz sandbox serve` is running here" in result.stderr


def test_the_variables_are_written_as_a_shell_reads_them(tmp_path, monkeypatch):
    engine(tmp_path, monkeypatch)
    folder = project(tmp_path / "it's mine", "dev")
    Home(folder / ".lz").prepare()
    lock = locked(folder / ".lz")
    assert lock
    write(lock, {"pid": os.getpid(), "port": 4321, "shared": True})
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "the user's own")
    with lock:
        result = lz("sandbox", "env", "dev", "-C", str(folder))

    words = shlex.split(result.stdout, comments=True)
    assert "PULUMI_STACK=dev" in words
    assert words[words.index("unset") + 1] == "PULUMI_CONFIG_PASSPHRASE"
    assert f"PULUMI_HOME={folder}/.lz/home" in words
    assert any(each.startswith("PULUMI_DEBUG_PROVIDERS=aws:4321,") for each in words)
    assert "pulumi up --config-file" in result.stdout


def test_a_server_runs_until_it_is_told_to_end_and_leaves_nothing(folder):
    command = [sys.executable, "-m", "landing_zone_cli", "sandbox", "serve", "-C", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        line = server.stdout.readline()
        told = who(folder / ".lz")
        with SandboxProcess(folder / ".lz") as joined:
            port = joined.port
        with (
            pytest.raises(InUseError, match="in use by process"),
            SandboxProcess(folder / ".lz", faults=["aws:s3:Bucket:1=fail"]),
        ):
            pass
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0

    assert told
    assert line == f"serving simulated clouds on port {told['port']} until Ctrl-C\n"
    assert port == told["port"]
    assert who(folder / ".lz") is None

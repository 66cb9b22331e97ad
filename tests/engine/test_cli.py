"""The commands of `lz` with the real engine: a small project, from its first `up` to its end."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from landing_zone_rehearsal.deployment import SandboxProcess
from landing_zone_rehearsal.engine import find
from landing_zone_rehearsal.engine.locate import SETTING

ROOT = Path(__file__).parent.parent.parent
ENGINE = find(ROOT)

pytestmark = [
    pytest.mark.skipif(ENGINE is None, reason="there is no engine: run `make engine`"),
    pytest.mark.xdist_group("cli"),
]

slow = pytest.mark.engine
"""What `make test-engine` runs, and `make test` does not."""

RUNTIME = f"runtime: {{name: python, options: {{virtualenv: '{sys.prefix}'}}}}\n"
CONFIG = "config:\n  mine:bucket: acme-raw-1\n  mine:owner: us\n  mine:hush: {secure: v1:x}\n"
PROGRAM = """
import pulumi

config = pulumi.Config()

class Store(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("mine:index:Store", name)
        inputs = {"region": "eu-west-1", "allowedAccountIds": ["123456789012"]}
        inner = pulumi.ResourceOptions(parent=self)
        provider = pulumi.ProviderResource("aws", "here", inputs, inner)
        opts = pulumi.ResourceOptions(parent=self, provider=provider)
        tags = {"owner": config.require("owner")}
        key = {"description": "data", "tags": tags}
        self.key = pulumi.CustomResource("aws:kms/key:Key", "key", key, opts)
        bucket = {"bucket": config.require("bucket"), "tags": tags}
        self.bucket = pulumi.CustomResource("aws:s3/bucket:Bucket", "raw", bucket, opts)
        self.register_outputs({})

store = Store("store")
pulumi.export("bucket", store.bucket.id)
pulumi.export("hush", config.require_secret("hush"))
pulumi.export("told", config.require_secret("hush").apply(lambda text: text + "!"))
"""
KEPT = "urn:pulumi:dev::mine::mine:index:Store$aws:s3/bucket:Bucket::raw"


class Project:
    """A small project, and `lz` run in it as a person runs it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "Pulumi.yaml").write_text(f"name: mine\n{RUNTIME}")
        (folder / "__main__.py").write_text(PROGRAM)
        self.configure()

    def configure(self, **changes: str) -> None:
        """Write the stack file, with some values changed."""
        text = CONFIG
        for name, value in changes.items():
            text = re.sub(rf"mine:{name}: .*", f"mine:{name}: {value}", text)
        (self.folder / "Pulumi.dev.yaml").write_text(text)

    def lz(self, *arguments: str, **environment: str):
        """Run `lz` in a process of its own."""
        return subprocess.run(
            [sys.executable, "-m", "landing_zone_cli", *arguments],
            cwd=self.folder,
            env={**os.environ, SETTING: str(ENGINE and ENGINE.path), **environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def json(self, *arguments: str) -> dict[str, Any]:
        return json.loads(self.lz(*arguments, "--json").stdout)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> Project:
    return Project(tmp_path_factory.mktemp("cli") / "mine")


@pytest.fixture(scope="module")
def deployed(fresh):
    """The project, deployed once; each test leaves it as its stack file says."""
    result = fresh.lz("up", "--sandbox", "dev")
    assert result.returncode == 0, result.stderr
    fresh.first = result.stdout
    return fresh


def test_up_says_what_was_created_and_hides_secrets(deployed):
    assert re.search(r"^Store +2$", deployed.first, re.MULTILINE)
    assert "bucket  acme-raw-1\n" in deployed.first
    assert "hush    [secret]\n  told    [secret]\n" in deployed.first


def test_nothing_changes_the_second_time(deployed):
    assert deployed.json("up", "--sandbox", "dev")["counts"] == {"same": 2}


def test_show_lists_what_stands(deployed):
    shown = deployed.lz("show").stdout

    assert "acme-raw-1" in shown
    assert "aws · 123456789012 · eu-west-1: 2 resources" in shown
    assert deployed.json("show")["missing"] == []


def test_preview_shows_a_change_of_a_tag_and_makes_none(deployed):
    deployed.configure(owner="them")
    try:
        result = deployed.lz("preview", "--sandbox", "dev")
    finally:
        deployed.configure()

    assert result.returncode == 0, result.stderr
    assert '~ tags.owner: "us" -> "them"\n' in result.stdout
    assert "2 to update\n" in result.stdout


@pytest.mark.parametrize("command", [pytest.param("up", marks=slow), "preview"])
def test_what_holds_data_is_not_replaced(deployed, command):
    deployed.configure(bucket="acme-raw-2")
    try:
        result = deployed.lz(command, "--sandbox", "dev")
    finally:
        deployed.configure()

    assert result.returncode == 1
    assert f"bucket replaces it; it holds data or keys; --allow-replace '{KEPT}'" in result.stderr
    assert "acme-raw-1" in deployed.lz("show").stdout


@slow
def test_drift_is_found_and_mended(deployed):
    drift = deployed.lz("sandbox", "drift", "aws:s3:Bucket", "acme-raw-1", "tags.owner=nobody")
    assert drift.returncode == 0, drift.stderr

    with SandboxProcess(deployed.folder / ".lz", shared=True):
        variables = deployed.lz("sandbox", "env", "dev").stdout
        command = (
            "pulumi refresh --yes --skip-preview --config-file .lz/stacks/mine/Pulumi.dev.yaml"
        )
        plain = subprocess.run(
            ["sh", "-ec", f"{variables}\n{command}"],
            cwd=deployed.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert plain.returncode == 0, plain.stderr
        assert "1 updated" in plain.stdout
        mended = deployed.json("up", "--sandbox", "dev")

    assert mended["counts"] == {"updated": 1, "same": 1}
    changed = [each["properties"] for each in mended["steps"] if each["op"] == "update"]
    assert {"path": "tags.owner", "kind": "changed", "old": "nobody", "new": "us"} in changed[0]


@slow
def test_plain_preview_uses_the_users_own_backend(deployed, tmp_path):
    backend = tmp_path / "backend"
    backend.mkdir()
    own = {
        "PULUMI_BACKEND_URL": f"file://{backend}",
        "PULUMI_CONFIG_PASSPHRASE": "mine",
        "PULUMI_HOME": str(tmp_path / "home"),
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    }

    result = deployed.lz("preview", "dev", **own)

    assert result.returncode == 2
    assert "no stack named 'dev' found" in result.stderr


@slow
def test_a_refusal_is_told_in_full_and_the_next_up_goes_on(deployed, tmp_path):
    project = Project(tmp_path / "other")

    refused = project.lz("up", "--sandbox", "dev", "--fault", "aws:s3:Bucket:1=throttle")
    assert refused.returncode == 1
    assert re.search(r"^error: raw \(s3\.Bucket\): .*Rate exceeded", refused.stderr, re.MULTILINE)
    assert "what exists stays" in refused.stderr

    assert project.json("up", "--sandbox", "dev")["counts"] == {"same": 1, "created": 1}


@slow
def test_a_provider_that_dies_leaves_nothing_orphaned(tmp_path):
    project = Project(tmp_path / "other")

    died = project.lz("up", "--sandbox", "dev", "--fault", "aws:s3:Bucket:1=kill")
    assert died.returncode == 1
    assert "raw (s3.Bucket): the provider ended before it could answer" in died.stderr

    again = project.json("up", "--sandbox", "dev")
    assert again["ok"]
    assert KEPT in again["resumed"]
    standing = project.json("show")
    assert (len(standing["objects"]), standing["strays"], standing["missing"]) == (2, [], [])


def test_the_users_stack_file_is_never_written(deployed):
    assert (deployed.folder / "Pulumi.dev.yaml").read_text() == CONFIG
    kept = {each.name for each in deployed.folder.iterdir()} - {"__pycache__"}
    assert kept == {".lz", "Pulumi.yaml", "Pulumi.dev.yaml", "__main__.py"}


def test_destroy_leaves_what_the_cloud_keeps_and_nothing_else(fresh):
    result = fresh.lz("destroy", "--sandbox", "dev")

    assert result.returncode == 0, result.stderr
    assert re.search(r"^all +2$", result.stdout, re.MULTILINE)
    assert "nothing else exists of dev" in result.stdout
    assert "kms.Key" in result.stdout
    standing = fresh.json("show", "dev")
    assert standing["objects"] == []
    assert [each["type"] for each in standing["leftBehind"]] == ["aws:kms/key:Key"]

"""The wheel, installed where nothing of the clone can be seen."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = (
    "landing_zone",
    "landing_zone_policies",
    "landing_zone_rehearsal",
    "landing_zone_cli",
)
PROJECT = "name: elsewhere\nruntime: python\n"
PROGRAM = "from landing_zone.zone import main\n\nmain()\n"
STACK = """\
config:
  landing-zone:environment:
    cloud: aws
    account: "123456789012"
    region: eu-west-1
    residency: eu
    org: acme
    stage: dev
    owner: ml-platform
    cost_center: cc-1234
    data_class: internal
    profile: dev
"""


def run(*command: object, cwd: Path = ROOT) -> str:
    """Run a command that finds neither this clone nor the environment the tests run in."""
    words = [str(word) for word in command]
    hidden = ("COVERAGE", "LZ_", "PULUMI_", "PYTEST_", "PYTHON", "VIRTUAL_ENV")
    env = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    done = subprocess.run(words, check=False, cwd=cwd, env=env, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_four_typed_packages_and_nothing_else(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == set(PACKAGES)
    assert {f"{package}/py.typed" for package in PACKAGES} <= set(names)


def test_the_wheel_alone_plans_a_zone_from_an_empty_directory(wheel: Path, tmp_path: Path):
    venv, project = tmp_path / "venv", tmp_path / "project"
    project.mkdir()
    uv = Path(sys.executable).with_name("uv")
    run(uv, "venv", "--quiet", "--python", sys.executable, venv)
    target = ("--python", venv / "bin" / "python", "--constraint", ROOT / "requirements.lock")
    run(uv, "pip", "install", "--quiet", *target, f"{wheel}[aws]")

    (project / "Pulumi.yaml").write_text(PROJECT)
    (project / "Pulumi.dev.yaml").write_text(STACK)
    (project / "__main__.py").write_text(PROGRAM)
    plan = json.loads(run(venv / "bin" / "lz", "plan", "dev", "--json", cwd=project))

    types = {resource["type"] for resource in plan["resources"]}
    assert {"landing-zone:index:DataLake", "aws:s3/bucket:Bucket"} <= types
    assert not list(venv.glob("lib/*/site-packages/pulumi_gcp"))

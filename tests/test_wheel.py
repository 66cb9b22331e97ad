"""The wheel, installed where nothing of the clone can be seen."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = (
    "landing_zone",
    "landing_zone_policies",
    "landing_zone_rehearsal",
    "landing_zone_cli",
)
PROGRAM = "from landing_zone.zone import main\n\nmain()\n"
ENVIRONMENT = {
    "residency": "eu",
    "org": "acme",
    "stage": "dev",
    "owner": "ml-platform",
    "cost_center": "cc-1234",
    "data_class": "internal",
    "profile": "dev",
}
PLACES = {
    "aws": {"account": "123456789012", "region": "eu-west-1"},
    "gcp": {"account": "acme-ai-dev", "region": "europe-west4"},
    "azure": {
        "account": "0f5b2c6e-1d3a-4e8f-9b7a-2c4d6e8f0a1b",
        "tenant": "7a1e9c3d-5b2f-4d6a-8c0e-1f3b5d7a9c2e",
        "region": "westeurope",
    },
}
UV = Path(sys.executable).with_name("uv")


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
    python = fresh_python(tmp_path / "venv")
    lock = ROOT / "requirements.lock"
    run(UV, "pip", "install", "--quiet", "--python", python, "--constraint", lock, f"{wheel}[aws]")

    types = {resource["type"] for resource in plan(python, "aws", tmp_path)["resources"]}

    assert {"landing-zone:index:DataLake", "aws:s3/bucket:Bucket"} <= types
    assert not list(python.parent.parent.glob("lib/*/site-packages/pulumi_gcp"))


@pytest.mark.long
@pytest.mark.parametrize("cloud", PLACES)
def test_the_oldest_versions_that_are_allowed_plan_a_zone(wheel: Path, tmp_path: Path, cloud: str):
    python = fresh_python(tmp_path / "venv")
    target = ("--quiet", "--python", python)
    oldest = ("--resolution", "lowest-direct", "--extra", cloud, "-r", "pyproject.toml")
    run(UV, "pip", "install", *target, *oldest)
    run(UV, "pip", "install", *target, "--no-deps", wheel)

    assert plan(python, cloud, tmp_path)["resources"]


def fresh_python(venv: Path) -> Path:
    run(UV, "venv", "--quiet", "--python", sys.executable, venv)
    return venv / "bin" / "python"


def plan(python: Path, cloud: str, folder: Path) -> dict[str, Any]:
    """What `lz` says of a program in a folder that holds nothing else."""
    environment = {"cloud": cloud, **PLACES[cloud], **ENVIRONMENT}
    project = folder / "project"
    project.mkdir()
    (project / "Pulumi.yaml").write_text("name: elsewhere\nruntime: python\n")
    (project / "Pulumi.dev.yaml").write_text(
        json.dumps({"config": {"landing-zone:environment": environment}})
    )
    (project / "__main__.py").write_text(PROGRAM)
    return json.loads(run(python.with_name("lz"), "plan", "dev", "--json", cwd=project))

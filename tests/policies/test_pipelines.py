"""The examples of pipelines work as they are written."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

GUIDE = Path("docs/check.md").read_text()


def example(name: str):
    """Return an example of the guide, parsed."""
    found = re.search(rf"<!-- example: {name} -->\n```yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert found, name
    return yaml.safe_load(found[1])


def github() -> list[str]:
    steps = example("github")["jobs"]["check"]["steps"]
    return [step["run"] for step in steps if "run" in step]


def gitlab() -> list[str]:
    return example("gitlab")["policies"]["script"]


@pytest.mark.parametrize("lines", [github(), gitlab()], ids=["github", "gitlab"])
def test_a_pipeline_runs(lines, tmp_path):
    installing, *checking = lines
    assert installing.startswith("pip install ")
    for name in ("Pulumi.yaml", "stacks", "components", "policies", "cli", "rehearsal"):
        (tmp_path / name).symlink_to(Path(name).resolve())
    for line in checking:
        path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
        done = subprocess.run(
            line,
            shell=True,
            cwd=tmp_path,
            env={"PATH": path, "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    assert any(tmp_path.glob("findings.*"))


def test_the_hook_is_the_same_here_and_for_others():
    (offered,) = yaml.safe_load(Path(".pre-commit-hooks.yaml").read_text())
    (own,) = example("pre-commit")["repos"][0]["hooks"]

    assert offered["id"] == own["id"]
    assert own["entry"].startswith(offered["entry"])


def test_the_hook_judges_the_files_that_it_is_given(tmp_path):
    (own,) = example("pre-commit")["repos"][0]["hooks"]
    bucket = {"urn": "urn:pulumi:a::b::aws:s3/bucket:Bucket::c", "type": "aws:s3/bucket:Bucket"}
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps({"resources": [bucket]}))

    command = [str(Path(sys.executable).parent / "lz"), *own["entry"].split()[1:], str(plan)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "ENC-01" in done.stdout

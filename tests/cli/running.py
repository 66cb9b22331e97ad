"""Runs `lz` as a person runs it in a shell: in this process where that is enough."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from typer.testing import CliRunner

from landing_zone_cli.__main__ import app

ROOT = Path(__file__).parent.parent.parent
CLOUDS = ("aws", "gcp", "azure")

PROJECT = "name: mine\nruntime: python\n"
PROGRAM = """
import pulumi

class Thing(pulumi.CustomResource):
    pass

secret = pulumi.Output.secret("hush")
size = pulumi.Config().get_int("size")
Thing("acme:shop/thing:Thing", "one", {"size": size, "secret": secret})
"""


NO_TERMINAL = {"COLUMNS": None, "LINES": None}
"""Without the size that GNU readline, which pytest imports, tells the processes it starts."""


def lz(*arguments: str, **options):
    """Run `lz` in this process."""
    return CliRunner(env=NO_TERMINAL).invoke(app, list(arguments), **options)


@cache
def plan(stack: str, *options: str) -> str:
    """Return what `lz plan` prints of one of our own stacks; each is planned once."""
    result = lz("plan", stack, "-C", str(ROOT), *options)
    assert result.exit_code == 0, result.output
    return result.stdout


def shell(*arguments: str, cwd: Path = ROOT):
    """Run `lz` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "landing_zone_cli", *arguments],
        cwd=cwd,
        env={name: value for name, value in os.environ.items() if name not in NO_TERMINAL},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def project(folder: Path, *stacks: str, program: str = PROGRAM) -> Path:
    """Write a small project that has nothing to do with a landing zone."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Pulumi.yaml").write_text(PROJECT)
    (folder / "__main__.py").write_text(program)
    for stack in stacks:
        (folder / f"Pulumi.{stack}.yaml").write_text("config:\n  mine:size: 1\n")
    return folder

"""A command fails in one line for each mistake, with an exit code, and without a traceback."""

import os
import signal
import subprocess
import sys

import pytest

from tests.cli.running import ROOT, lz, project, shell


@pytest.mark.parametrize(
    "arguments",
    [["plna"], ["plan", "--jsn"], ["plan", "dev-aws", "prod-aws"], ["plan", "-C", "/nowhere"]],
)
def test_a_wrong_command_line_is_wrong_input(arguments):
    result = lz(*arguments)

    assert result.exit_code == 2
    assert "Usage: " in result.stderr


def test_a_stack_that_does_not_exist_is_wrong_input():
    result = lz("plan", "prod-asw", "-C", str(ROOT))

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error: no stack 'prod-asw'")
    assert "did you mean prod-aws?" in result.stderr
    assert result.stderr.count("\n") == 1


def test_no_project_is_wrong_input(tmp_path):
    result = lz("plan", "-C", str(tmp_path))

    assert result.exit_code == 2
    assert result.stderr.startswith("error: no Pulumi.yaml in ")


def test_each_mistake_of_a_program_gets_a_line(tmp_path):
    program = "import pulumi\nraise pulumi.RunError('one: wrong\\ntwo: wrong')\n"

    result = lz("plan", "-C", str(project(tmp_path, "dev", program=program)))

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "error: one: wrong\nerror: two: wrong\n"


def test_what_should_not_have_failed_is_told_apart_and_in_short(tmp_path, monkeypatch):
    folder = str(project(tmp_path, "dev", program="{}['size']\n"))

    result = lz("plan", "-C", folder)

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "error: KeyError: 'size'\nLZ_DEBUG=1 shows where it came from\n"

    monkeypatch.setenv("LZ_DEBUG", "1")
    assert isinstance(lz("plan", "-C", folder).exception, KeyError)


def test_a_process_shows_no_traceback_and_the_same_exit_code(tmp_path):
    result = shell("plan", cwd=project(tmp_path, "dev", program="1 / 0\n"))

    assert result.returncode == 3
    assert "Traceback" not in result.stderr


def test_a_closed_pipe_is_silent(tmp_path):
    program = "import pulumi\n[pulumi.CustomResource('a:b:C', str(n) * 9) for n in range(600)]\n"
    command = [sys.executable, "-m", "landing_zone_cli", "plan", "--json"]
    with subprocess.Popen(
        command,
        cwd=project(tmp_path, "dev", program=program),
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""

    assert process.returncode == 141


def test_an_interrupt_ends_quietly(tmp_path):
    program = "import sys, time\nsys.stderr.write('ready\\n')\ntime.sleep(60)\n"
    command = [sys.executable, "-m", "landing_zone_cli", "plan"]
    with subprocess.Popen(
        command, cwd=project(tmp_path, "dev", program=program), stderr=subprocess.PIPE
    ) as process:
        assert process.stderr
        assert process.stderr.readline() == b"ready\n"
        os.kill(process.pid, signal.SIGINT)
        assert b"Traceback" not in process.stderr.read()

    assert process.returncode == 130


def test_help_says_what_each_command_is_for():
    shown = lz("--help").stdout

    assert "Show everything a stack would create" in shown
    assert "Print the JSON Schema" in shown
    assert "Exit codes: 0 clean" in shown


def test_the_version_is_that_of_the_distribution():
    from importlib.metadata import version

    assert lz("--version").stdout == f"landing-zone {version('landing-zone')}\n"


@pytest.mark.parametrize(
    ("arguments", "never"),
    [
        (["--help"], {"pulumi", "landing_zone"}),
        (["--version"], {"pulumi", "rich", "landing_zone"}),
        (["plan", "dev-aws", "--identities"], {"pulumi_gcp", "pulumi_azure_native"}),
    ],
)
def test_nothing_is_imported_that_is_not_needed(arguments, never):
    program = (
        "import sys; from landing_zone_cli.__main__ import app\n"
        f"try: app({arguments!r})\n"
        f"except SystemExit: print('imported:', *{never!r} & sys.modules.keys())\n"
    )

    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert result.stdout.endswith("imported:\n")

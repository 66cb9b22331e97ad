"""The real engine runs Python programs, policy packs and providers through a language host."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from landing_zone_rehearsal.engine import find

ROOT = Path(__file__).parent.parent.parent
ENGINE = find(ROOT)

pytestmark = pytest.mark.skipif(ENGINE is None, reason="there is no engine: run `make engine`")
ours = pytest.mark.skipif(
    ENGINE is not None and ENGINE.host != "project", reason="Pulumi's own language host is in use"
)

RUNTIME = f"runtime: {{name: python, options: {{virtualenv: '{sys.prefix}'}}}}\n"

PROGRAM = """
import gc, os, sys
import pulumi

class Thing(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("tiny:index:Thing", name)
        self.register_outputs({})

Thing("one")
pulumi.export("collector", gc.isenabled())
pulumi.export("preview", pulumi.runtime.is_dry_run())
pulumi.export("python", sys.prefix)
pulumi.export("virtualenv", os.environ.get("VIRTUAL_ENV"))
pulumi.export("stack", [pulumi.get_organization(), pulumi.get_project(), pulumi.get_stack()])
pulumi.export("size", pulumi.Config().require_int("size"))
pulumi.export("password", pulumi.Config().get("password"))
print("said")
print("warned", file=sys.stderr)
"""

INTERRUPTED = """
import os, signal, time
os.kill(os.getpid(), signal.SIGINT)
time.sleep(9)
"""

SLOW = """
import pathlib, signal, sys, time

def leave(*_):
    pathlib.Path("left").touch()
    sys.exit()

signal.signal(signal.SIGTERM, {then})
pathlib.Path("begun").touch()
time.sleep(60)
"""

PACK = """
import sys
from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy

def see(args, report):
    if args.resource_type == "tiny:index:Thing":
        print("the pack said")
        print("the pack warned", file=sys.stderr)
        report(f"saw {args.name}")

PolicyPack(
    "tiny-pack",
    enforcement_level=EnforcementLevel.ADVISORY,
    policies=[ResourceValidationPolicy(name="see", description="Sees.", validate=see)],
)
"""

PROVIDER = """
import sys, time
from concurrent.futures import ThreadPoolExecutor
import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

class Provider(provider_pb2_grpc.ResourceProviderServicer):
    def GetPluginInfo(self, request, context):
        return plugin_pb2.PluginInfo(version="1.0.0")
    def Configure(self, request, context):
        return provider_pb2.ConfigureResponse(acceptSecrets=True)
    def Check(self, request, context):
        return provider_pb2.CheckResponse(inputs=request.news)
    def Create(self, request, context):
        return provider_pb2.CreateResponse(id="made", properties=request.properties)
    def Delete(self, request, context):
        return Empty()

server = grpc.server(ThreadPoolExecutor())
provider_pb2_grpc.add_ResourceProviderServicer_to_server(Provider(), server)
print(server.add_insecure_port("127.0.0.1:0"), flush=True)
server.start()
time.sleep(60)
"""

USES_PROVIDER = """
import pulumi

class Thing(pulumi.CustomResource):
    pass

thing = Thing("tiny:index:Thing", "one", {"size": 1})
pulumi.export("id", thing.id)
"""


class Project:
    """A small project with a stack of its own, and nothing shared with others."""

    def __init__(self, folder: Path) -> None:
        assert ENGINE
        self.folder = folder
        self.engine = ENGINE.path
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("PULUMI")},
            **ENGINE.environment(),
            "PULUMI_HOME": str(folder / "home"),
            "PULUMI_BACKEND_URL": f"file://{folder}/state",
            "PULUMI_CONFIG_PASSPHRASE": "tiny",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        }
        (folder / "state").mkdir()
        self.write("Pulumi.yaml", f"name: tiny\n{RUNTIME}")
        self.pulumi("stack", "init", "dev")
        self.pulumi("config", "set", "size", "3")
        self.pulumi("config", "set", "--secret", "password", "hush")

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def pulumi(self, *arguments: str, code: int = 0) -> str:
        done = subprocess.run(
            [self.engine, *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def outputs(self) -> dict[str, Any]:
        return json.loads(self.pulumi("stack", "output", "--json", "--show-secrets"))

    @contextmanager
    def started(self, *arguments: str):
        """Start the engine, wait until the program runs, and see to it that it ends."""
        (self.folder / "begun").unlink(missing_ok=True)
        process = subprocess.Popen(
            [self.engine, *arguments],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            eventually((self.folder / "begun").exists)
            yield process
        finally:
            process.kill()
            process.communicate(timeout=10)


def eventually(holds, seconds=15):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, holds
        time.sleep(0.05)


def severities(preview: str) -> dict[str, str]:
    """Return how grave each message of a preview is; which stream it came by decides it."""
    said = json.loads(preview)["diagnostics"]
    return {each["message"].strip(): each["severity"] for each in said}


def descendants(pid: int) -> dict[int, str]:
    """Return the processes that a process started, and those that they did."""
    listing = subprocess.check_output(["ps", "-ww", "-eo", "pid=,ppid=,args="], text=True)
    rows = [line.split(None, 2) for line in listing.splitlines()]
    found = {pid}
    for _ in rows:
        found |= {int(row[0]) for row in rows if int(row[1]) in found}
    return {int(row[0]): row[2] for row in rows if int(row[0]) in found - {pid}}


def alive(pid: int) -> bool:
    ask = ["ps", "-o", "stat=", "-p", str(pid)]
    state = subprocess.run(ask, capture_output=True, text=True, check=False)
    return state.stdout.strip() not in {"", "Z"}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return Project(tmp_path_factory.mktemp("tiny"))


@ours
def test_runs_a_program_from_preview_to_destroy(project):
    project.write("__main__.py", PROGRAM)

    preview = project.pulumi("preview", "--json")
    project.pulumi("up", "--yes", "--skip-preview")
    outputs = project.outputs()
    gone = project.pulumi("destroy", "--yes", "--skip-preview")

    assert [step["op"] for step in json.loads(preview)["steps"]] == ["create", "create"]
    assert outputs == {
        "collector": False,
        "password": "hush",
        "preview": False,
        "python": sys.prefix,
        "size": 3,
        "stack": ["organization", "tiny", "dev"],
        "virtualenv": sys.prefix,
    }
    assert "2 deleted" in gone


def test_passes_on_what_is_printed_stream_by_stream(project):
    project.write("__main__.py", PROGRAM)

    severity = severities(project.pulumi("preview", "--json"))

    assert severity["said"] == "info"
    assert severity["warned"] == "info#err"


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("raise ValueError('boom')", "ValueError: boom"),
        ("import pulumi\nraise pulumi.RunError('not so')", "error: not so"),
        ("import sys\nsys.exit(7)", "7"),
        (INTERRUPTED, "the program was ended by signal 2"),
    ],
)
def test_tells_how_a_program_failed_and_nothing_of_itself(project, program, told):
    project.write("__main__.py", program)

    said = project.pulumi("preview", code=1)

    assert told in said
    assert "language_host" not in said
    assert "code 32" not in said
    assert "grpc" not in said
    assert said.count("Traceback") == ("ValueError" in program)


def test_says_that_a_virtual_environment_is_not_there(project):
    project.write("Pulumi.yaml", f"name: tiny\n{RUNTIME.replace(sys.prefix, 'nowhere')}")
    project.write("__main__.py", PROGRAM)
    try:
        said = project.pulumi("preview", code=1)
    finally:
        project.write("Pulumi.yaml", f"name: tiny\n{RUNTIME}")

    assert "nowhere" in said
    assert "Traceback" not in said


def test_knows_what_the_program_depends_on(project):
    about = json.loads(project.pulumi("about", "--json", "--transitive"))

    assert about["runtime"]["executable"].startswith(sys.prefix)
    assert {each["name"] for each in about["dependencies"]} >= {"pulumi", "pulumi-policy"}
    assert "aws" in {each["name"] for each in about["plugins"]}


def test_runs_a_policy_pack_given_as_a_directory(project):
    project.write("__main__.py", PROGRAM)
    project.write("pack/PulumiPolicy.yaml", f"description: Tiny.\n{RUNTIME}")
    project.write("pack/__main__.py", PACK)

    shown = project.pulumi("preview", "--policy-pack", "pack")
    events = project.pulumi("preview", "--policy-pack", "pack", "--json")

    assert "[advisory]  see  (tiny:index:Thing: one)" in shown
    assert "saw one" in shown
    severity = severities(events)
    assert severity["the pack said"] == "info"
    assert severity["the pack warned"] == "info#err"


def test_runs_a_provider_given_as_a_directory(tmp_path):
    project = Project(tmp_path)
    providers = "plugins: {providers: [{name: tiny, path: ./provider}]}\n"
    project.write("Pulumi.yaml", f"name: tiny\n{RUNTIME}{providers}")
    project.write("provider/PulumiPlugin.yaml", RUNTIME)
    project.write("provider/__main__.py", PROVIDER)
    project.write("__main__.py", USES_PROVIDER)

    project.pulumi("up", "--yes", "--skip-preview")
    outputs = project.outputs()
    gone = project.pulumi("destroy", "--yes", "--skip-preview")

    assert outputs == {"id": "made"}
    assert "2 deleted" in gone


@pytest.mark.parametrize(
    ("how", "then"),
    [
        (signal.SIGKILL, "signal.SIG_DFL"),
        (signal.SIGKILL, "signal.SIG_IGN"),
        (signal.SIGTERM, "signal.SIG_DFL"),
        (signal.SIGINT, "signal.SIG_DFL"),
    ],
)
def test_leaves_no_process_behind_when_the_engine_is_ended(project, how, then):
    project.write("__main__.py", SLOW.format(then=then))
    with project.started("preview") as engine:
        started = descendants(engine.pid)
        assert any("pulumi-language-python-exec" in each for each in started.values())

        engine.send_signal(how)
        said = engine.communicate(timeout=30)[0]

        eventually(lambda: not any(map(alive, started)))
    assert "Traceback" not in said


@ours
def test_asks_a_program_to_end_before_it_makes_it(project):
    project.write("__main__.py", SLOW.format(then="leave"))
    with project.started("preview") as engine:
        engine.kill()
        eventually((project.folder / "left").exists)


@ours
def test_leaves_no_process_behind_when_the_language_host_is_killed_too(project):
    project.write("__main__.py", SLOW.format(then="signal.SIG_IGN"))
    with project.started("preview") as engine:
        started = descendants(engine.pid)
        host = next(pid for pid, each in started.items() if "engine.language_host" in each)

        engine.kill()
        os.kill(host, signal.SIGKILL)

        eventually(lambda: not any(map(alive, started)))

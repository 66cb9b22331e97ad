"""Finding an engine, and getting one, without one: programs that only look like it."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from landing_zone_rehearsal.engine import EngineMissing, children, find, require, search
from landing_zone_rehearsal.engine.locate import OLDEST, PARTS
from tools import engine as getting

ROOT = Path(__file__).parent.parent.parent
NEW = ".".join(map(str, OLDEST))
OLD = "3.100.0"


@pytest.fixture(autouse=True)
def machine(tmp_path, monkeypatch):
    """A machine with nothing of Pulumi and nothing of Go."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("chmod", "sh", "sleep", "touch"):
        (tools / name).symlink_to(shutil.which(name))
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.delenv("LZ_PULUMI", raising=False)
    return tools


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def engine(folder: Path, version: str = NEW, parts=PARTS) -> Path:
    for part in parts:
        program(folder / part, "true")
    return program(folder / "pulumi", f"echo v{version}")


def on_path(monkeypatch, folder: Path) -> None:
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


class TestFinding:
    def test_finds_nothing_where_there_is_nothing(self, tmp_path):
        assert find(tmp_path) is None
        with pytest.raises(EngineMissing, match=r"^no Pulumi engine; run `make engine`, or .*$"):
            require(tmp_path)

    def test_takes_the_one_on_path(self, tmp_path, monkeypatch):
        there = engine(tmp_path / "bin", "3.300.1")
        on_path(monkeypatch, there.parent)
        found = require(tmp_path)
        assert (found.path, found.version) == (there, "3.300.1")
        assert (found.host, found.origin) == ("own", "PATH")

    def test_takes_a_language_host_from_elsewhere_on_path(self, tmp_path, monkeypatch):
        on_path(monkeypatch, engine(tmp_path / "bin", parts=()).parent)
        for part in PARTS:
            program(tmp_path / "other" / part, "true")
        assert find(tmp_path) is None
        on_path(monkeypatch, tmp_path / "other")
        assert find(tmp_path)

    def test_takes_a_language_host_from_beside_the_real_file(self, tmp_path, monkeypatch):
        real = engine(tmp_path / "real")
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin" / "pulumi").symlink_to(real)
        on_path(monkeypatch, tmp_path / "bin")
        assert find(tmp_path)

    @pytest.mark.parametrize("folder", [".", "stacks/more"])
    def test_takes_what_was_built_here_or_above(self, tmp_path, folder):
        built = engine(tmp_path / ".cache/pulumi/bin")
        (built.parent / PARTS[0]).write_text("#!/bin/sh\nexec python -m landing_zone_rehearsal\n")
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        found = require(tmp_path / folder)
        assert (found.path, found.host, found.origin) == (built, "project", "built")

    def test_prefers_the_one_on_path_to_what_was_built(self, tmp_path, monkeypatch):
        engine(tmp_path / ".cache/pulumi/bin")
        on_path(monkeypatch, engine(tmp_path / "bin").parent)
        assert require(tmp_path).origin == "PATH"

    @pytest.mark.parametrize(
        ("version", "parts", "reason"),
        [
            (OLD, PARTS, f"is version {OLD}, and {NEW} or newer is needed"),
            (NEW, (), f"lacks {PARTS[0]} and {PARTS[1]}"),
            (NEW, PARTS[:1], f"lacks {PARTS[1]}"),
            ("?", PARTS, "does not tell its version"),
        ],
    )
    def test_says_why_it_takes_what_was_built_instead(
        self, tmp_path, monkeypatch, version, parts, reason
    ):
        engine(tmp_path / ".cache/pulumi/bin")
        bad = engine(tmp_path / "bin", version, parts)
        on_path(monkeypatch, bad.parent)
        found = search(tmp_path)
        assert found.engine
        assert found.engine.origin == "built"
        assert found.refused == (f"PATH: {bad} {reason}",)

    def test_says_why_there_is_none(self, tmp_path, monkeypatch):
        on_path(monkeypatch, engine(tmp_path / "bin", OLD).parent)
        with pytest.raises(EngineMissing) as refused:
            require(tmp_path)
        assert f"is version {OLD}" in str(refused.value)
        assert "make engine" in str(refused.value)
        assert "\n" not in str(refused.value)

    def test_takes_an_engine_of_just_the_oldest_version(self, tmp_path, monkeypatch):
        on_path(monkeypatch, engine(tmp_path / "bin", NEW).parent)
        assert find(tmp_path)

    def test_takes_a_version_that_was_built_between_releases(self, tmp_path, monkeypatch):
        on_path(monkeypatch, engine(tmp_path / "bin", "3.300.0-alpha.1+dirty").parent)
        assert require(tmp_path).version == "3.300.0"

    def test_survives_a_program_that_is_none(self, tmp_path, monkeypatch):
        there = engine(tmp_path / "bin")
        there.write_bytes(b"\x7fELF")
        on_path(monkeypatch, there.parent)
        assert find(tmp_path) is None


class TestTheSetting:
    def test_goes_before_everything_else(self, tmp_path, monkeypatch):
        on_path(monkeypatch, engine(tmp_path / "bin").parent)
        named = engine(tmp_path / "mine", "3.301.0")
        monkeypatch.setenv("LZ_PULUMI", str(named))
        found = require(tmp_path)
        assert (found.path, found.origin) == (named, "LZ_PULUMI")

    @pytest.mark.parametrize("name", ["nowhere", "."])
    def test_is_never_passed_over(self, tmp_path, monkeypatch, name):
        on_path(monkeypatch, engine(tmp_path / "bin").parent)
        monkeypatch.setenv("LZ_PULUMI", str(tmp_path / name))
        with pytest.raises(EngineMissing, match=r"LZ_PULUMI: \S+ is no program"):
            require(tmp_path)


class TestTheEnvironment:
    def test_puts_the_engine_first_and_keeps_the_rest(self, tmp_path, monkeypatch):
        on_path(monkeypatch, engine(tmp_path / "bin", OLD).parent)
        rest = os.environ["PATH"]
        built = engine(tmp_path / ".cache/pulumi/bin")
        path = require(tmp_path).environment()["PATH"]
        assert path == f"{built.parent}{os.pathsep}{rest}"

    def test_names_no_folder_twice(self, tmp_path, monkeypatch):
        on_path(monkeypatch, engine(tmp_path / "bin").parent)
        assert require(tmp_path).environment()["PATH"] == os.environ["PATH"]


FAKE_GO = """
case "$1" in
env) echo go{version} ;;
list) echo {sdk} ;;
build) {build} ;;
esac
"""
MAKES_AN_ENGINE = """
    touch built-$$
    while [ "$1" != -o ]; do shift; done
    echo "go: downloading example.com/module v1" >&2
    echo "example.com/package" >&2
    printf '#!/bin/sh\\necho v3.259.0\\n' > "$2"; chmod +x "$2"
"""


@pytest.fixture
def clone(tmp_path):
    """A clone that has only what `make engine` needs."""
    root = tmp_path / "clone"
    (root / "tools").mkdir(parents=True)
    shutil.copy(ROOT / "tools" / "engine.py", root / "tools")
    shutil.copytree(ROOT / "tools" / "pulumi", root / "tools" / "pulumi")
    return root


@pytest.fixture
def go(machine, tmp_path):
    """Puts a Go on PATH that does as it is told."""
    sdk = tmp_path / "sdk"
    program(sdk / "python" / "cmd" / "pulumi-language-python-exec", "true")

    def put(version="1.26.8", build=MAKES_AN_ENGINE):
        program(machine / "go", FAKE_GO.format(version=version, sdk=sdk, build=build))

    return put


def make_engine(clone: Path, **options):
    return subprocess.run(
        [sys.executable, "tools/engine.py"],
        cwd=clone,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        **options,
    )


def left_in(clone: Path) -> set[str]:
    cache = clone / ".cache"
    return {path.name for path in cache.rglob("*") if path.is_file()} if cache.exists() else set()


WHOLE = {"pulumi", *PARTS, "stamp"}


class TestGetting:
    def test_takes_the_one_on_path(self, clone, tmp_path, monkeypatch):
        on_path(monkeypatch, engine(tmp_path / "bin").parent)
        done = make_engine(clone)
        assert done.returncode == 0
        assert done.stderr == f"using pulumi {NEW} from {tmp_path}/bin/pulumi\n"
        assert not left_in(clone)

    def test_says_what_to_install_where_there_is_no_go(self, clone):
        done = make_engine(clone)
        assert done.returncode == 2
        assert done.stderr == (
            "there is no Pulumi engine here and no Go to build one: "
            "install Go 1.26 or newer, or the Pulumi CLI; `make plan` needs neither\n"
        )

    def test_says_that_go_is_too_old(self, clone, go):
        go(version="1.22.1")
        done = make_engine(clone)
        assert done.returncode == 2
        assert done.stderr == (
            "go1.22.1 is too old: "
            "install Go 1.26 or newer, or the Pulumi CLI; `make plan` needs neither\n"
        )

    def test_says_why_it_does_not_take_the_one_on_path(self, clone, tmp_path, monkeypatch):
        on_path(monkeypatch, engine(tmp_path / "bin", OLD).parent)
        assert f"is version {OLD}, and {NEW} or newer is needed" in make_engine(clone).stderr

    def test_builds_once(self, clone, go):
        go()
        first, second = make_engine(clone), make_engine(clone)
        assert (first.returncode, second.returncode) == (0, 0), first.stderr
        assert left_in(clone) == WHOLE
        assert len(list((clone / "tools/pulumi").glob("built-*"))) == 1
        assert second.stderr == "pulumi v3.259.0 is built: .cache/pulumi/bin\n"
        assert require(clone).host == "project"

    @pytest.mark.parametrize("lost", sorted(WHOLE))
    def test_builds_again_what_is_not_whole(self, clone, go, lost):
        go()
        make_engine(clone)
        next(path for path in (clone / ".cache").rglob(lost) if path.is_file()).unlink()
        make_engine(clone)
        assert left_in(clone) == WHOLE
        assert len(list((clone / "tools/pulumi").glob("built-*"))) == 2

    def test_never_takes_what_it_built_for_one_that_was_installed(self, clone, go, monkeypatch):
        go()
        make_engine(clone)
        on_path(monkeypatch, clone / ".cache/pulumi/bin")
        assert "is built: .cache/pulumi/bin" in make_engine(clone).stderr

    def test_renews_the_language_host_without_building(self, clone, go):
        go()
        make_engine(clone)
        ours = clone / "tools/pulumi/pulumi-language-python"
        ours.write_text(ours.read_text() + "\n# changed\n")
        make_engine(clone)
        assert (clone / ".cache/pulumi/bin" / ours.name).read_text().endswith("# changed\n")
        assert len(list((clone / "tools/pulumi").glob("built-*"))) == 1

    def test_is_found_where_the_clone_has_moved_to(self, clone, go, machine):
        (machine / "dirname").symlink_to(shutil.which("dirname", path=os.defpath))
        go()
        make_engine(clone)
        moved = clone.rename(clone.parent / "moved")
        host = moved / ".cache/pulumi/bin/pulumi-language-python"

        without = subprocess.run([host], capture_output=True, text=True, check=False)
        program(moved / ".venv/bin/python", "echo started")
        started = subprocess.run([host], capture_output=True, text=True, check=False)

        python = moved / ".venv/bin/python"
        assert (without.returncode, started.stdout) == (1, "started\n")
        assert without.stderr == f"{python} is missing: run make setup in {moved}\n"

    def test_builds_again_when_another_version_is_pinned(self, clone, go):
        go()
        make_engine(clone)
        pinned = clone / "tools/pulumi/go.mod"
        pinned.write_text(pinned.read_text() + "\n")
        make_engine(clone)
        assert len(list((clone / "tools/pulumi").glob("built-*"))) == 2

    def test_shows_what_go_complains_of(self, clone, go):
        go(build='echo "x.go:1:2: no such module" >&2; exit 1')
        done = make_engine(clone)
        assert done.returncode == 2
        assert done.stderr.endswith("no such module\nGo could not build the engine: see above\n")
        assert not left_in(clone)

    def test_leaves_nothing_half_done_when_interrupted(self, clone, go, tmp_path):
        go(build=f"{MAKES_AN_ENGINE} touch {tmp_path}/begun; exec sleep 30")
        building = subprocess.Popen(
            [sys.executable, "tools/engine.py"], cwd=clone, stderr=subprocess.PIPE, text=True
        )
        deadline = time.monotonic() + 10
        while not (tmp_path / "begun").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert list((clone / ".cache").rglob("*.new")), "the build has not begun"
        building.send_signal(signal.SIGINT)
        said = building.communicate(timeout=10)[1]
        assert building.returncode == 130
        assert said.rstrip().splitlines()[-1].startswith("stopped: nothing was built")
        assert "Traceback" not in said
        assert not left_in(clone)


STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("begun", flush=True)
time.sleep(60)
"""


def test_makes_a_process_end_that_does_not_when_asked(tmp_path, monkeypatch):
    monkeypatch.setattr(children, "GRACE_S", 0.1)
    file = tmp_path / "stubborn.py"
    file.write_text(STUBBORN)

    async def run():
        running = children.Children().running(
            Path(sys.executable), [str(file)], environment=os.environ, output=subprocess.PIPE
        )
        async with running as child:
            assert child.stdout
            assert await child.stdout.readline() == b"begun\n"
        return child.returncode

    assert asyncio.run(run()) == -signal.SIGKILL


@pytest.mark.parametrize("terminal", [True, False])
def test_shows_how_a_build_goes(monkeypatch, capsys, terminal):
    monkeypatch.setattr(getting, "REPORT_EVERY_S", 0.1)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    said = "go: downloading example.com/module v1\\nexample.com/package\\n"
    build = subprocess.Popen(
        ["sh", "-c", f"printf '{said}' >&2; sleep 1.2"], stderr=subprocess.PIPE, text=True
    )
    with build:
        assert getting.Progress(build).shown()
    shown = capsys.readouterr().err
    assert "s: compiled 1 packages, last example.com/package" in shown
    assert shown.endswith("built in 1 s\n")
    assert (getting.CLEAR in shown) == terminal

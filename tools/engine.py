"""Gets Pulumi's engine: `make engine` takes the one on PATH, or else builds it with Go.

A `pulumi` on PATH is taken if it is new enough and has its Python language host. Otherwise the
version pinned in `tools/pulumi/go.mod` is built into `.cache/pulumi/bin`, once: what is there and
was built from the same inputs stays. Pulumi's language host for Python is no module that Go can
build from there, so the project's own takes its place.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

from landing_zone_rehearsal.engine.locate import BUILT, LANGUAGE_HOST, on_path

ROOT = Path(__file__).resolve().parent.parent
MODULE = ROOT / "tools" / "pulumi"
BIN = ROOT / BUILT
STAMP = BIN.parent / "stamp"
"""What the engine was built from; written last, so that it is there only if all else is."""

ENGINE = "github.com/pulumi/pulumi/pkg/v3"
SDK = "github.com/pulumi/pulumi/sdk/v3"

SETTINGS = {
    "CGO_ENABLED": "0",
    "GOTOOLCHAIN": "local",
    "GOFLAGS": "-mod=readonly",
    "GOWORK": "off",
}
"""No C compiler, no other Go than the one that is here, no change to the pinned modules."""

OPTIONS = ("-trimpath", "-buildvcs=false", "-tags=osusergo,grpcnotrace")
"""Paths of this machine, the state of the clone and tracing of calls stay out of the engine."""

CLEAR = "\r\x1b[K"
"""Makes a terminal forget the line it is in."""

REPORT_EVERY_S = 10
"""How often progress is told where there is no terminal."""


def main() -> int:
    """Get the engine; return 0, or 2 where a person has to do something first."""
    on_machine = on_path()
    if on_machine.engine and on_machine.engine.directory != BIN:
        say(f"using pulumi {on_machine.engine.version} from {on_machine.engine.path}")
        return 0
    for reason in on_machine.refused:
        say(f"not using {reason}")
    return build()


def build() -> int:
    """Build what is not built yet, into temporary names until it is whole."""
    version, go = pinned_version(), shutil.which("go")
    inputs = fingerprint()
    if built_from(inputs):
        place(MODULE / LANGUAGE_HOST)
        say(f"pulumi {version} is built: {BIN.relative_to(ROOT)}")
        return 0
    reason = what_go_lacks(go)
    if go is None or reason:
        remedy = f"install Go {needed_go()} or newer, or the Pulumi CLI"
        say(f"{reason}: {remedy}; `make plan` needs neither")
        return 2
    BIN.mkdir(parents=True, exist_ok=True)
    STAMP.unlink(missing_ok=True)
    new = BIN.parent / f"pulumi.{os.getpid()}.new"
    try:
        if not compiled(go, version, new):
            return 2
        place_language_host(go)
        new.replace(BIN / "pulumi")
        STAMP.write_text(inputs)
    finally:
        new.unlink(missing_ok=True)
    return 0


def pinned_version() -> str:
    """Return the version of the engine that is pinned, such as `v3.259.0`."""
    return found_in_module(rf"{re.escape(ENGINE)} (v\S+)")


def needed_go() -> str:
    """Return the oldest Go that can build it, such as `1.26`."""
    return found_in_module(r"^go (\d+\.\d+)")


def found_in_module(pattern: str) -> str:
    """Return what a pattern finds in the pinned modules."""
    found = re.search(pattern, (MODULE / "go.mod").read_text(), re.MULTILINE)
    if found is None:
        sys.exit(f"{MODULE.relative_to(ROOT) / 'go.mod'} is not as it should be: {pattern}")
    return found[1]


def fingerprint() -> str:
    """Return a digest of all that decides what is built."""
    modules = [(MODULE / name).read_bytes() for name in ("go.mod", "go.sum")]
    return hashlib.sha256(b"\0".join([*modules, *map(str.encode, OPTIONS)])).hexdigest()


def built_from(inputs: str) -> bool:
    """Tell whether the engine is there, and from these inputs."""
    parts = ("pulumi", LANGUAGE_HOST, f"{LANGUAGE_HOST}-exec")
    whole = all(os.access(BIN / part, os.X_OK) for part in parts)
    return whole and STAMP.exists() and STAMP.read_text() == inputs


def what_go_lacks(go: "str | None") -> str:
    """Say why Go can't build the engine; nothing if it can."""
    if go is None:
        return "there is no Pulumi engine here and no Go to build one"
    said = subprocess.run(
        [go, "env", "GOVERSION"],
        env={**os.environ, **SETTINGS},
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    found = re.match(r"go(\d+)\.(\d+)", said.strip())
    if found is None:
        return f"{go} does not tell its version"
    needed = tuple(map(int, needed_go().split(".")))
    return "" if tuple(map(int, found.groups())) >= needed else f"{said.strip()} is too old"


def compiled(go: str, version: str, target: Path) -> bool:
    """Build the engine, and show how it goes; where it fails, show what Go says of it."""
    flags = f"-s -w -X {SDK}/go/common/version.Version={version}"
    say(f"building pulumi {version} with Go (about 3 minutes the first time)")
    command = [go, "build", "-v", *OPTIONS, "-ldflags", flags, "-o", str(target)]
    process = subprocess.Popen(
        [*command, f"{ENGINE}/cmd/pulumi"],
        cwd=MODULE,
        env={**os.environ, **SETTINGS},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        return Progress(process).shown()
    finally:
        process.kill()
        process.wait()


class Progress:
    """Tells how a build goes: on a terminal in one line, else in a line every 10 seconds."""

    def __init__(self, build: "subprocess.Popen[str]") -> None:
        self.build = build
        self.started = time.monotonic()
        self.doing = "looking at the modules"
        self.packages = 0
        self.other = list[str]()

    def shown(self) -> bool:
        """Follow the build to its end; tell whether it worked."""
        reader = threading.Thread(target=self.read, daemon=True)
        reader.start()
        terminal = sys.stderr.isatty()
        while reader.is_alive():
            reader.join(1 if terminal else REPORT_EVERY_S)
            if reader.is_alive():
                self.tell(terminal=terminal)
        if self.build.wait() == 0:
            say(f"{CLEAR if terminal else ''}built in {self.seconds()} s")
            return True
        say("\n".join([*self.other[-15:], "Go could not build the engine: see above"]))
        return False

    def read(self) -> None:
        """Take what Go says, line by line: modules it fetches, packages it compiles, complaints."""
        for line in self.build.stderr or ():
            word, _, rest = line.strip().partition(" ")
            if line.startswith("go: downloading "):
                self.doing = f"fetching {rest.removeprefix('downloading ')}"
            elif rest or ":" in word:
                self.other.append(line.rstrip())
            else:
                self.packages += 1
                self.doing = f"compiled {self.packages} packages, last {word}"

    def tell(self, *, terminal: bool) -> None:
        """Say how long it has taken and what goes on."""
        line = f"{self.seconds():4d} s: {self.doing}"
        if terminal:
            width = shutil.get_terminal_size().columns - 1
            print(f"{CLEAR}{line[:width]}", end="", file=sys.stderr, flush=True)
        else:
            say(line)

    def seconds(self) -> int:
        """Return how long it has taken so far."""
        return round(time.monotonic() - self.started)


def place_language_host(go: str) -> None:
    """Put beside the engine what runs Python: our host, and Pulumi's own script for programs."""
    where = [go, "list", "-m", "-f", "{{.Dir}}", SDK]
    sdk = subprocess.check_output(where, cwd=MODULE, env={**os.environ, **SETTINGS}, text=True)
    place(Path(sdk.strip()) / "python" / "cmd" / f"{LANGUAGE_HOST}-exec")
    place(MODULE / LANGUAGE_HOST)


def place(program: Path) -> None:
    """Put a copy beside the engine, so that it is there whole or not at all."""
    new = BIN / f"{program.name}.{os.getpid()}.new"
    shutil.copyfile(program, new)
    new.chmod(0o755)
    new.replace(BIN / program.name)


def say(line: str) -> None:
    """Report progress beside the output, not in it."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        say("\nstopped: nothing was built; what Go has compiled so far is kept")
        sys.exit(130)

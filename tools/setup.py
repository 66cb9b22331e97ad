"""Makes `.venv` exactly what `requirements.lock` says, with this project installed editable.

`python3 tools/setup.py .venv` is what `make setup` runs. It needs the standard library only, and
any Python 3 that can say it is too old. uv does the installing, in seconds instead of minutes;
where uv can't be had or fails, pip does the same from the same lock. Hashes are always required.

`.venv/bin/python tools/setup.py FOLDER LOCK` makes another environment, without this project in it,
from another lock; the uv of `.venv` installs it.
"""

import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
EDITABLE = ("--no-deps", "--no-build-isolation", "--editable", ROOT)
"""What adds this project to an environment that has all that it needs."""
OLDEST_PYTHON = (3, 11)
UV_NAMES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
}
"""What uv calls the settings of pip that say where packages come from; it reads none of pip's own.

Source: https://docs.astral.sh/uv/pip/compatibility/#configuration-files-and-environment-variables
"""


def main(venv: Path, lock: Path = LOCK) -> None:
    """Bring the environment at `venv` up to date, or exit with one line that says what to do."""
    refuse_unusable_python()
    started = time.monotonic()
    say(f"setting up {venv.relative_to(ROOT)} from {lock.relative_to(ROOT)} (about 10 s)")
    python = create(venv)
    uv = install_uv(python) if lock == LOCK else Path(sys.executable).with_name("uv")
    if not (uv and install_with_uv(uv, python, lock, {**settings_of_pip(python), **os.environ})):
        say("uv could not do it: installing with pip (about 2 minutes)")
        install_with_pip(python, lock)
    say(f"done in {time.monotonic() - started:.0f} s")


def refuse_unusable_python() -> None:
    """Say in one line what to do where this Python is too old or lacks `venv`."""
    if sys.version_info < OLDEST_PYTHON:
        found, needed = sys.version.split()[0], ".".join(map(str, OLDEST_PYTHON))
        sys.exit(f"Python {needed} or newer is needed, this is {found}: make PYTHON=python3.12 …")
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit("this Python has no venv module: on Debian, apt-get install python3-venv")


def create(venv: Path) -> Path:
    """Return the environment's interpreter, made anew where it is missing or broken."""
    python = venv / "bin" / "python"
    if not (python.exists() and succeeds(python, "-c", "import pip")):
        run(sys.executable, "-m", "venv", "--clear", venv)
    return python


def install_uv(python: Path) -> "Path | None":
    """Return the pinned uv, installed by pip with its hash checked, or None."""
    pin = re.search(r"^uv==(?:.*\\\n)*.*\n", LOCK.read_text(), re.MULTILINE)
    if pin is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        only_uv = Path(folder) / "uv.lock"
        only_uv.write_text(pin.group())
        installed = pip(python, "--no-deps", "--require-hashes", "-r", only_uv)
    return python.with_name("uv") if installed else None


def settings_of_pip(python: Path) -> "dict[str, str]":
    """Return what this machine tells pip about its index, in the names that uv reads."""
    listing = subprocess.run(
        [str(python), "-m", "pip", "config", "list"], stdout=subprocess.PIPE, text=True, check=False
    )
    found = re.findall(r"^\S+\.([a-z-]+)='(.*)'$", listing.stdout, re.MULTILINE)
    return {UV_NAMES[key]: value for key, value in found if key in UV_NAMES}


def install_with_uv(uv: Path, python: Path, lock: Path, env: "dict[str, str]") -> bool:
    """Make the environment equal to the lock (what isn't in it goes), then add the project."""
    target = ("--quiet", "--python", python)
    synced = succeeds(uv, "pip", "sync", *target, "--require-hashes", lock, env=env)
    if not synced or lock != LOCK:
        return synced
    return succeeds(uv, "pip", "install", *target, *EDITABLE, env=env)


def install_with_pip(python: Path, lock: Path) -> None:
    """Install the lock, then the project; what pip says when it fails is shown."""
    installed = pip(python, "--require-hashes", "-r", lock)
    if not installed or (lock == LOCK and not pip(python, *EDITABLE)):
        sys.exit(f"neither uv nor pip could install {lock.name}: see the lines above")


def pip(python: Path, *arguments: object) -> bool:
    """Run pip in the environment, without its advice to upgrade itself."""
    quiet = ("--quiet", "--disable-pip-version-check")
    return succeeds(python, "-m", "pip", "install", *quiet, *arguments)


def run(*command: object) -> None:
    """Run a command that everything after it needs."""
    if not succeeds(*command):
        sys.exit("failed: " + " ".join(map(str, command)))


def succeeds(*command: object, env: "dict[str, str] | None" = None) -> bool:
    """Run a command in the root of the clone and tell whether it worked."""
    return subprocess.call([str(word) for word in command], cwd=ROOT, env=env) == 0


def say(line: str) -> None:
    """Report progress beside the output, not in it."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(*(Path(each).absolute() for each in sys.argv[1:]))

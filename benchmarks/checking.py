"""`lz check` against Checkov on the same estate, and what a resource costs as estates grow.

Both run as a user runs them, each in a process of its own, Checkov with the settings that are
fastest for it: no download, one framework, short output. Both have to find something in each
cloud, so that no tool is measured that skips its input.
"""

import gc
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.bare import ROOT
from benchmarks.estates import declared, export, plan
from benchmarks.figure import Figure, ratio
from landing_zone_cli import documents
from landing_zone_policies.catalogue import rules
from landing_zone_policies.reports import written
from landing_zone_policies.settings import Settings

LZ = Path(sys.executable).with_name("lz")
CHECKOV = ROOT / ".cache" / "checkov" / "bin" / "checkov"
"""Made by `make bench` from benchmarks/checkov.lock: what Checkov needs conflicts with our lock."""
FASTEST = ("--framework", "terraform_plan", "--compact", "--quiet", "--skip-download")

SHARES = {500: 1 / 50, 2000: 1 / 60}
"""What the issue of the packs promised, by the size of the estate: a share of Checkov's time."""
RUNS = 5
"""How often `lz check` runs where Checkov runs once; Checkov takes long enough to be timed once."""
MIB_AT_MOST = 60
SMALL, LARGE = 500, 20_000
GROWTH_AT_MOST = 1.2
HELP_AT_MOST = 0.5

ASK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""

FOUND = {
    "lz check": (r"^(\d+) findings", ("aws:", "gcp:", "azure-native:")),
    "Checkov": (r"Failed checks: (\d+)", (" aws_", " google_", " azurerm_")),
}
"""How each tool says how much it has found, and what it calls the clouds' resources."""


def figures() -> Iterator[Figure]:
    """Yield the figures; those with Checkov only where it could be installed."""
    yield _help()
    with tempfile.TemporaryDirectory() as scratch:
        for size, share in SHARES.items():
            yield from _beside_checkov(Path(scratch), size, share)
        yield _memory(_stated(Path(scratch), SMALL))
        yield _growth_of_memory(Path(scratch))
        yield _growth(Path(scratch))


def _help() -> Figure:
    quiet = partial(subprocess.run, check=True, stdout=subprocess.DEVNULL)
    value = ratio(
        lambda: quiet([LZ, "check", "--help"]),
        lambda: quiet([sys.executable, "-c", "import pulumi"]),
        rounds=9,
        at_most=HELP_AT_MOST,
    )
    return Figure("lz check --help over python -c 'import pulumi'", value, HELP_AT_MOST)


def _beside_checkov(scratch: Path, size: int, share: float) -> Iterator[Figure]:
    if not CHECKOV.exists():
        print(f"no Checkov here (make bench): its figure for {size} is left out", flush=True)
        return
    planned = scratch / f"plan-{size}.json"
    planned.write_text(json.dumps(plan(declared(size))))
    ours = [str(LZ), "check", str(_stated(scratch, size)), "--pack", "all"]
    theirs = [str(CHECKOV), "-f", str(planned), *FASTEST]
    finds = {"lz check": _findings("lz check", ours), "Checkov": _findings("Checkov", theirs)}
    value = ratio(
        lambda: [_run(ours) for _ in range(RUNS)],
        lambda: _run(theirs),
        rounds=1,
        at_most=share,
        per=(RUNS, 1),
    )
    told = " and ".join(f"{number:,}" for number in finds.values())
    what = f"lz check --pack all over Checkov on {size:,} resources ({told} findings)"
    yield Figure(what, value, round(share, 4))


def _findings(tool: str, command: list[str]) -> int:
    """Return how much a tool finds.

    Raises:
        RuntimeError: if it finds nothing in one of the clouds.
    """
    said = _run(command)
    pattern, clouds = FOUND[tool]
    number = re.search(pattern, said, re.MULTILINE)
    missing = [cloud for cloud in clouds if cloud not in said]
    if number is None or missing:
        raise RuntimeError(f"{tool} finds nothing about {', '.join(missing) or 'anything'}")
    return int(number[1])


def _run(command: list[str]) -> str:
    """Return what a tool prints; both end with 1 where there is something to say."""
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 1:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr[-500:]}")
    return done.stdout


def _memory(file: Path) -> Figure:
    return Figure(f"MiB that lz check takes for {SMALL} resources", _peak_mib(file), MIB_AT_MOST)


def _growth_of_memory(scratch: Path) -> Figure:
    """Compare what a further resource takes in a large estate and in one of a tenth of it."""
    tenth = LARGE // 10
    small, middle, large = (_peak_mib(_stated(scratch, size)) for size in (SMALL, tenth, LARGE))
    value = ((large - middle) / (LARGE - tenth)) / ((middle - small) / (tenth - SMALL))
    what = f"memory of a further resource at {LARGE:,} ({large:.0f} MiB) over at {tenth:,}"
    return Figure(what, value, GROWTH_AT_MOST)


def _growth(scratch: Path) -> Figure:
    """Compare the time of a resource in a large estate and in a small one, in this process."""
    small, large = _stated(scratch, SMALL), _stated(scratch, LARGE)
    times = LARGE // SMALL
    value = ratio(
        lambda: _judged(large),
        lambda: [_judged(small) for _ in range(times)],
        rounds=2,
        at_most=GROWTH_AT_MOST,
    )
    what = f"time that lz check takes for a resource, once started, at {LARGE:,} over at {SMALL}"
    return Figure(what, value, GROWTH_AT_MOST)


def _judged(file: Path) -> None:
    """Do what `lz check` does with a document, in the way that it does."""
    gc.disable()
    try:
        report = documents.judged([str(file)], rules(), Settings(), documents.baseline(None))
        written(report, "table")
    finally:
        gc.enable()


def _peak_mib(file: Path) -> float:
    """Return the most that `lz check` takes; asked by a small process, whose child it starts as."""
    command = [str(LZ), "check", str(file), "--pack", "all"]
    asked = [sys.executable, "-c", ASK, *command]
    said = subprocess.check_output(asked, text=True)
    return int(said) / (1024 if sys.platform != "darwin" else 1024 * 1024)


def _stated(scratch: Path, size: int) -> Path:
    """Return an export of an estate of a size, written once."""
    file = scratch / f"export-{size}.json"
    if not file.exists():
        file.write_text(json.dumps(export(declared(size))))
    return file

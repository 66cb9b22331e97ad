"""Writes the generated parts of the documentation: what a plan shows, what tests prove, profiles.

`python tools/readme.py` writes them, `--check` only says which are out of date. A generated part
stands between `<!-- generated: NAME -->` and `<!-- /generated -->`.

The table of support is written from `.cache/promises.json`, the outcome of the last run of all
promises; if there is none, they are run first. `--check` leaves that table to the end of a full
test run, which has the outcomes at hand (`tests/conftest.py`).
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from textwrap import dedent
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin

from landing_zone.core import Profile
from landing_zone.core.model import profile_ladder
from landing_zone.zone import ZoneSpec
from landing_zone_rehearsal.engine import find

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "docs/profiles.md")
PROMISES = ROOT / ".cache" / "promises.json"
ALL_PROMISES = "promise and not long"
"""What pytest selects to run the tests of all promises and no others."""

BLOCK = re.compile(
    r"(?P<start><!-- generated: (?P<name>[\w-]+) -->\n).*?(?P<end><!-- /generated -->)", re.DOTALL
)
CLOUDS = {"aws": "AWS", "gcp": "Google Cloud", "azure": "Azure"}

STACK = "dev-aws"
"""The stack that the README shows."""

POOL = "gpu_pool.train"
"""The pool that the README shows."""

WIDTH = 100
"""Columns of what the README shows; GitHub shows about so many."""

MOST_LINES = 24
"""Lines of the tree that the README shows."""

MOST_OUTPUTS = 12
"""Lines of a deployment's outputs that the README shows."""

Outcomes = Mapping[str, Mapping[str, bool]]
"""Whether every test of a promise passed, by promise and cloud."""


def main(arguments: list[str]) -> int:
    """Write the generated parts, or check them; return the exit code."""
    check = "--check" in arguments
    parts: dict[str, Callable[[], str]] = {"plan": plan, "profiles": profiles, "pools": pools}
    if not check:
        parts |= {"support": lambda: support(outcomes()), "up": up}
    stale = [page for page in PAGES if renew(ROOT / page, parts, check=check)]
    for page in stale:
        print(f"{page}: {'out of date; run make docs' if check else 'written'}")
    return 1 if check and stale else 0


def renew(page: Path, parts: Mapping[str, Callable[[], str]], *, check: bool) -> bool:
    """Say whether a page's generated parts were out of date; write them unless told to check."""
    if not page.exists():
        return False
    before = page.read_text(encoding="utf-8")
    after = BLOCK.sub(lambda block: _renewed(block, parts), before)
    if not check and after != before:
        page.write_text(after, encoding="utf-8")
    return after != before


def block(page: Path, name: str) -> str | None:
    """Return what stands in a generated part of a page, or None if the page has no such part."""
    text = page.read_text(encoding="utf-8") if page.exists() else ""
    found = (match for match in BLOCK.finditer(text) if match["name"] == name)
    return next((m.group().removeprefix(m["start"]).removesuffix(m["end"]) for m in found), None)


def plan() -> str:
    """Return the beginning and the end of what `lz plan` shows, without the time it took."""
    command = [sys.executable, "-m", "landing_zone_cli", "plan", STACK]
    environment = {**os.environ, "COLUMNS": str(WIDTH), "NO_COLOR": "1"}
    shown = subprocess.run(
        command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    ).stdout
    heading, tree, *below = re.sub(r" · planned in .*", "", shown).rstrip().split("\n\n")
    lines = tree.splitlines()
    if len(lines) > MOST_LINES:
        lines[MOST_LINES:] = [f"… {len(lines) - MOST_LINES} more lines"]
    parts = "\n\n".join([heading, "\n".join(lines), *below])
    return f"```console\n$ lz plan {STACK}\n{parts}\n```\n"


def up() -> str:
    """Return what `make up` shows, with the first outputs, and without the time it took."""
    engine = find(ROOT)
    if engine is None:
        sys.exit("the README shows a deployment, which needs the engine: run make engine")
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copy(ROOT / "Pulumi.yaml", scratch)
        shutil.copytree(ROOT / "stacks", Path(scratch, "stacks"))
        Path(scratch, ".venv").symlink_to(ROOT / ".venv")
        command = [
            sys.executable,
            "-m",
            "landing_zone_cli",
            "up",
            "--sandbox",
            STACK,
            "-C",
            scratch,
        ]
        engine_here = {"LZ_PULUMI": str(engine.path)}
        environment = {**os.environ, **engine_here, "COLUMNS": "200", "NO_COLOR": "1"}
        shown = subprocess.run(
            command, env=environment, check=True, capture_output=True, text=True
        ).stdout
    heading, summary, outputs, end = re.sub(r" in [\d.]+ s\b", "", shown).rstrip().split("\n\n")
    title, *pairs = [re.split(r"  +", line.strip(), maxsplit=1) for line in outputs.splitlines()]
    shown_pairs = pairs[:MOST_OUTPUTS]
    width = max(len(name) for name, *_ in shown_pairs)
    lines = [*title, *(f"  {name:{width}}  {' '.join(value)}" for name, *value in shown_pairs)]
    if len(pairs) > MOST_OUTPUTS:
        lines.append(f"… {len(pairs) - MOST_OUTPUTS} more")
    parts = "\n\n".join([heading, summary, "\n".join(lines), end])
    return f"```console\n$ make up\n{parts}\n```\n"


def pools() -> str:
    """Return the spec of a pool as a stack file has it, and what it became on each cloud."""
    stacks = [f"prod-{cloud}" for cloud in CLOUDS]
    command = [sys.executable, "-m", "landing_zone_cli", "explain", POOL, "--json"]
    shown = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found = json.loads(shown)["stacks"]
    rows = (
        (
            CLOUDS[each["cloud"]],
            each["region"],
            f"`{each['machine']}`",
            f"{each['gpus_per_node']:g} x {each['accelerator']}",
            ", ".join(f"{rung['name']} {_price(rung['usd_hour'])}" for rung in each["rungs"]),
            each["priced"],
        )
        for each in (found[stack] for stack in stacks)
    )
    header = (
        "cloud",
        "region",
        "machine",
        "accelerators",
        "node pools, USD an hour each",
        "priced",
    )
    return f"```yaml\n{_pool_as_written(stacks[0])}```\n\n{table(header, rows)}"


def _pool_as_written(stack: str) -> str:
    """Return the lines of the pool in a stack's file, moved to the left."""
    text = (ROOT / "stacks" / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8")
    name = POOL.rpartition(".")[2]
    found = re.search(rf"^ +{name}:\n(?: {{8,}}.*\n)+", text, re.MULTILINE)
    if found is None:
        sys.exit(f"{stack} has no {POOL} in its file")
    return dedent(found.group())


def _price(usd: float | None) -> str:
    return "not known" if usd is None else f"{usd:.2f}"


def profiles() -> str:
    """Return a table of what each profile gives the fields that depend on it."""
    header = ("setting", *(f"`{profile}`" for profile in Profile))
    rows = (
        (f"`{path}`", *(_word(ladder[profile]) for profile in Profile))
        for path, ladder in ladders(ZoneSpec)
    )
    return table(header, rows)


def ladders(spec: Any, path: str = "") -> Iterator[tuple[str, Mapping[Any, Any]]]:
    """Yield every field that depends on the profile, with what each profile gives it."""
    for name, field in spec.model_fields.items():
        ladder = profile_ladder(spec, name)
        if ladder:
            yield f"{path}{name}", ladder
        for inner, below in _specs_in(field.annotation, f"{path}{name}"):
            yield from ladders(inner, f"{below}.")


def _specs_in(annotation: Any, path: str) -> Iterator[tuple[Any, str]]:
    if hasattr(annotation, "model_fields"):
        yield annotation, path
        return
    is_choice = get_origin(annotation) in (Union, UnionType)
    several = f"{path}.*" if get_args(annotation) and not is_choice else path
    for argument in get_args(annotation):
        yield from _specs_in(argument, several)


def support(found: Outcomes) -> str:
    """Return a table of the promises, and the clouds on which tests prove them."""
    rows = (
        (promise, *("yes" if clouds.get(cloud) else "no" for cloud in CLOUDS))
        for promise, clouds in found.items()
    )
    return table(("promise", *CLOUDS.values()), rows)


def outcomes() -> Outcomes:
    """Return the outcomes of the last run of all promises, running them where there is none."""
    if not PROMISES.exists():
        print("running the tests of all promises first", file=sys.stderr)
        command = [sys.executable, "-m", "pytest", "-q", "-m", ALL_PROMISES]
        subprocess.run(command, cwd=ROOT, check=True)
    return cast("Outcomes", json.loads(PROMISES.read_text(encoding="utf-8")))


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table in Markdown."""
    titles = list(header)
    lines = [titles, ["---"] * len(titles), *map(list, rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _renewed(found: re.Match[str], parts: Mapping[str, Callable[[], str]]) -> str:
    part = parts.get(found["name"])
    return f"{found['start']}{part()}{found['end']}" if part else found.group()


def _word(value: Any) -> str:
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

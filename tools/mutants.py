"""Mutates zones, rules and their core, and writes docs/mutation.md with what nobody noticed.

`make mutants` runs it: every hardening property of our zones is weakened and the rules are asked;
every row of the rules' tables is left out and the cases are asked; mutmut changes the core of the
policies and the quick tests of it are asked. With `--zones` or `--core` only one half is done
again, with `--page` none: the page is written from docs/mutation.json.
"""

from __future__ import annotations

import ast
import datetime as dt
import difflib
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / ".cache" / "mutants"
MUTMUT = ROOT / ".cache" / "mutmut" / "bin" / "mutmut"
DATA, PAGE = ROOT / "docs" / "mutation.json", ROOT / "docs" / "mutation.md"
CLOUDS = {"aws": "AWS", "gcp": "Google Cloud", "azure": "Azure"}

CORE = (
    *("values", "paths", "tokens", "resources", "estate", "wanted", "settings", "rule", "judging"),
    *("documents", "configuration", "places", "providers", "tags", "statements"),
)
"""The modules that every rule stands on."""

TESTS = (
    *("core", "configuration", "documents", "judging", "looking", "places", "regions"),
    *("statements", "tags", "wanted"),
)
"""The tests that need neither Pulumi nor an SDK: they take a second."""

SURVIVED = (0, 5, 33, None)
"""What mutmut writes of a mutant that no test failed for, or that none ran for."""
SETTINGS = """\
[tool.pytest.ini_options]
addopts = ["--import-mode=importlib", "-p", "no:cacheprovider", "-x"]
pythonpath = ["."]

[tool.mutmut]
source_paths = ["landing_zone_policies"]
only_mutate = [{only}]
pytest_add_cli_args_test_selection = ["tests/"]
use_git_change_detection = false
timeout_constant = 2.0
"""


def main(arguments: list[str]) -> int:
    """Run what is asked for, and write the page."""
    found = dict[str, Any]()
    if not {"--page", "--core"}.intersection(arguments):
        found |= _of_zones_and_rules()
    if not {"--page", "--zones"}.intersection(arguments):
        found["core"] = _of_core()
    if found:
        found["date"] = dt.datetime.now(dt.UTC).date().isoformat()
    known: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8")) if DATA.exists() else {}
    known |= found
    DATA.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.write_text(page(known), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}")
    return 0


def page(found: Mapping[str, Any]) -> str:
    """Return the page for what was found."""
    return "\n".join([*_zones(found["hardening"]), *_rows(found["rows"]), *_core(found)]) + "\n"


def _zones(found: Mapping[str, Any]) -> Iterator[str]:
    yield "# Mutation scores\n"
    yield "Written by `make mutants`; do not edit.\n"
    yield "## What hardens our zones, judged by the rules\n"
    yield (
        "In each production stack, as deployed, every property that hardens something is left out"
        " or set to something\nweaker, every statement of a policy is widened and every resource"
        " taken away, one at a time\n(`tests/long/mutants.py`). The rules, at the profile"
        " `regulated` and with our tags required, have to\nobject to what they did not object to"
        " before.\n"
    )
    yield "| cloud | tried | excused | to be found | found | score | open | default | layered |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for cloud, title in CLOUDS.items():
        each = found[cloud]
        share = _share(each["found"], each["asked"])
        excused = sum(count for _, count, _ in each["excused"])
        yield (
            f"| {title} | {each['asked'] + excused} | {excused} | {each['asked']} | {each['found']}"
            f" | {share} | {each['opened']} | {each['defaults']} | {each['layered']} |"
        )
    yield (
        "\n- *open*: a rule says that it cannot tell any more.\n- *default*: left out, a property"
        " is as the cloud has it; a rule fails where it is said otherwise.\n- *layered*: something"
        " else closes the same door; a rule fails when both are open.\n"
    )
    yield "Survivors:\n"
    yield from _listed([f"{cloud}: {one}" for cloud in CLOUDS for one in found[cloud]["survivors"]])
    yield "\n### What no rule is asked for\n"
    yield (
        "Our own tests ask it of our zones (`tests/promises`): they know what a zone is meant to"
        " be. A rule looks at\nanybody's program. Not tried at all: another name, ID or text in"
        " place of one ("
        + _of_each(found, "others")
        + "),\nand what the SDK takes no resource without ("
        + _of_each(found, "refused")
        + "). Tried, survived and excused, by type and property:\n"
    )
    yield "| cloud | how many | what | why no rule can ask |"
    yield "|---|---|---|---|"
    for cloud, title in CLOUDS.items():
        for pattern, count, reason in found[cloud]["excused"]:
            yield f"| {title} | {count} | `{pattern.replace('|', '¦')}` | {reason} |"


def _rows(found: Mapping[str, Any]) -> Iterator[str]:
    total, survivors = found["total"], found["survivors"]
    killed = total - len(survivors)
    yield "\n## The rows of the rules, judged by their cases\n"
    yield (
        "Each row of each rule's table, and each check in code, is left out, one at a time; a case"
        f" of\n`tests/policies` has to go red. **{killed} of {total} ({_share(killed, total)})**. A"
        " row that a denied program breaks\ntogether with others is not missed: `mutation.json`"
        " names each. Most are of tables that are made from\none line of code for many types."
        " Survivors by rule:\n"
    )
    by_rule = Counter(each.partition(" ")[0] for each in survivors)
    yield ", ".join(f"{rule}: {count}" for rule, count in by_rule.items()) or "none"


def _core(data: Mapping[str, Any]) -> Iterator[str]:
    found = data["core"]
    modules = found["modules"]
    killed = sum(each["killed"] for each in modules.values())
    total = sum(each["total"] for each in modules.values())
    yield "\n## The core of the rules, judged by its quick tests\n"
    yield (
        f"mutmut {found['mutmut']} changes the modules that every rule stands on;"
        f" {', '.join(f'`test_{each}.py`' for each in TESTS)}\nhave to notice."
        f" **{killed} of {total} ({_share(killed, total)})**, on {data['date']}. It leaves"
        " tables, properties and\nother decorated functions as they are; a change of the type that"
        " a `cast` names counts as none.\n"
    )
    yield "| module | killed | of | score |"
    yield "|---|---|---|---|"
    for name, each in modules.items():
        share = _share(each["killed"], each["total"])
        yield f"| `{name}` | {each['killed']} | {each['total']} | {share} |"
    yield "\nSurvivors, by function:\n"
    yield from _listed(
        [
            f"`{where}`: " + "; ".join(f"`{each}`" for each in changes)
            for where, changes in found["survivors"].items()
        ]
    )


def _listed(lines: list[str]) -> list[str]:
    return [f"- {line}" for line in lines] or ["- none"]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def _of_each(found: Mapping[str, Any], what: str) -> str:
    return ", ".join(f"{CLOUDS[cloud]} {found[cloud][what]}" for cloud in CLOUDS)


def _of_zones_and_rules() -> dict[str, Any]:
    """Return the figures of the zones and of the rules' rows, two at a time."""
    sys.path.insert(0, str(ROOT))
    with ProcessPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        rows = pool.submit(_of_rows)
        zones = {cloud: pool.submit(_of_zone, cloud) for cloud in CLOUDS}
        hardening = {cloud: each.result() for cloud, each in zones.items()}
        return {"hardening": hardening, "rows": rows.result()}


def _of_zone(cloud: str) -> dict[str, Any]:
    score = import_module("tests.long.hardening").score_of(cloud)
    print(f"{cloud}: {score.found} of {score.asked} mistakes found by rules", flush=True)
    counts = ("found", "asked", "killed", "opened", "defaults", "layered", "others", "refused")
    excuses = import_module("tests.long.unasked").UNASKED[cloud].items()
    return {
        **{name: getattr(score, name) for name in counts},
        "survivors": score.survivors,
        "excused": [
            [pattern, score.excused[pattern], reason]
            for pattern, reason in excuses
            if score.excused[pattern]
        ],
    }


def _of_rows() -> dict[str, Any]:
    found = import_module("tests.long.rows").lost()
    print(f"rows: {found.total - len(found.survivors)} of {found.total} missed", flush=True)
    return {"total": found.total, "survivors": found.survivors}


def _of_core() -> dict[str, Any]:
    """Run mutmut in a folder of its own, and return what came of it."""
    _prepare()
    workers = str(os.cpu_count() or 1)
    subprocess.run([MUTMUT, "run", "--max-children", workers], cwd=WORK, check=True)
    version = subprocess.run([MUTMUT, "--version"], capture_output=True, text=True, check=True)
    return {"mutmut": version.stdout.split()[-1], **_outcomes()}


def _outcomes() -> dict[str, Any]:
    """Return what mutmut wrote of each mutant."""
    modules = dict[str, dict[str, int]]()
    survivors = dict[str, list[str]]()
    for name in CORE:
        source = WORK / "mutants" / "landing_zone_policies" / f"{name}.py"
        codes = json.loads(source.with_name(f"{name}.py.meta").read_text())["exit_code_by_key"]
        bodies = _bodies(source)
        alive = [key for key, code in codes.items() if code in SURVIVED]
        left = {key: _change(key, bodies) for key in alive}
        left = {key: change for key, change in left.items() if not is_of_types_alone(*change)}
        total = len(codes) - len(alive) + len(left)
        modules[name] = {"killed": total - len(left), "total": total}
        for key, (old, new) in left.items():
            survivors.setdefault(_function(key), []).append(f"{old} → {new}")
    return {
        "modules": modules,
        "survivors": {where: sorted(changes) for where, changes in survivors.items()},
    }


def _prepare() -> None:
    shutil.rmtree(WORK, ignore_errors=True)
    tests = WORK / "tests" / "policies"
    tests.mkdir(parents=True)
    ignored = shutil.ignore_patterns("__pycache__")
    package = ROOT / "policies" / "landing_zone_policies"
    shutil.copytree(package, WORK / "landing_zone_policies", ignore=ignored)
    for folder in (tests, tests.parent):
        (folder / "__init__.py").touch()
    for name in TESTS:
        shutil.copy(ROOT / "tests" / "policies" / f"test_{name}.py", tests)
    only = ", ".join(f'"landing_zone_policies/{name}.py"' for name in CORE)
    (WORK / "pyproject.toml").write_text(SETTINGS.format(only=only))


def _function(key: str) -> str:
    """Return the function of a mutant: `values.read`, `estate.Estate.targets`."""
    module, _, name = key.removeprefix("landing_zone_policies.").partition(".")
    plain = re.sub(r"__mutmut_\d+$", "", name)
    return f"{module}.{plain.removeprefix('x_').removeprefix('xǁ').replace('ǁ', '.')}"


def is_of_types_alone(old: str, new: str) -> bool:
    """Whether all that differs is the type that a `cast` names, which nothing ever reads."""
    plain = re.compile(r"""cast\((None|'[^']*'|"[^"]*"), """)
    return plain.sub("cast(", old) == plain.sub("cast(", new)


def _bodies(source: Path) -> dict[str, list[str]]:
    """Return the lines of each function of a file that mutmut wrote, by its name there."""
    text = source.read_text(encoding="utf-8")
    lines = [line.strip() for line in text.split("\n")]
    functions = (each for each in ast.walk(ast.parse(text)) if isinstance(each, ast.FunctionDef))
    return {each.name: lines[each.lineno : each.end_lineno] for each in functions}


def _change(key: str, bodies: Mapping[str, list[str]]) -> tuple[str, str]:
    """Return the lines that a mutant changes, as they were and as they are."""
    name = key.rpartition(".")[2]
    before = bodies[re.sub(r"\d+$", "orig", name)]
    changed = list(difflib.unified_diff(before, bodies[name], lineterm="", n=0))[2:]
    old, new = ([line[1:] for line in changed if line[0] == sign] for sign in "-+")
    return " ".join(old).replace("`", "'"), " ".join(new).replace("`", "'")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The core of the rules, changed by mutmut and judged by its quick tests."""

from __future__ import annotations

import ast
import difflib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
WORK = ROOT / ".cache" / "mutants"
MUTMUT = ROOT / ".cache" / "mutmut" / "bin" / "mutmut"

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


def of_core() -> dict[str, Any]:
    """Run mutmut in a folder of its own, and return what came of it."""
    _prepare()
    workers = str(os.cpu_count() or 1)
    subprocess.run([MUTMUT, "run", "--max-children", workers], cwd=WORK, check=True)
    asked = [MUTMUT, "--version"]
    version = subprocess.run(asked, cwd=WORK, capture_output=True, text=True, check=True)
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

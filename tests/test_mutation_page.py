"""docs/mutation.md is what `make mutants` writes from its figures."""

import json
from pathlib import Path

from landing_zone_policies.catalogue import rules
from tools.mutants.core import CORE, TESTS
from tools.mutants.page import page

ROOT = Path(__file__).parent.parent
DATA = ROOT / "docs" / "mutation.json"
FOUND = json.loads(DATA.read_text(encoding="utf-8"))


def test_the_page_is_current():
    assert page(FOUND) == (ROOT / "docs" / "mutation.md").read_text(encoding="utf-8")


def test_the_core_that_is_changed_is_there():
    package = ROOT / "policies" / "landing_zone_policies"
    assert {*CORE} <= {path.stem for path in package.glob("*.py")}
    assert {*FOUND["core"]["modules"]} == {*CORE}


def test_the_quick_tests_are_there():
    tests = ROOT / "tests" / "policies"
    assert [name for name in TESTS if not (tests / f"test_{name}.py").exists()] == []


def test_survivors_are_of_rules_that_there_are():
    ids = {rule.id for rule in rules()}
    assert {each.split()[0] for each in FOUND["rows"]["survivors"]} <= ids


def test_the_scores_do_not_fall():
    assert all(each["found"] / each["asked"] >= 0.99 for each in FOUND["hardening"].values())
    core = FOUND["core"]["modules"].values()
    assert sum(each["killed"] for each in core) / sum(each["total"] for each in core) >= 0.9
    rows = FOUND["rows"]
    assert len(rows["survivors"]) / rows["total"] <= 0.4

"""The documentation shows what is true: its tables and excerpts are generated."""

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from tests.conftest import PROMISE, Promises
from tools import readme

PAGE = """# Title
<!-- generated: one -->
old
<!-- /generated -->
between
<!-- generated: two -->
<!-- /generated -->
"""


@pytest.fixture
def page(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(PAGE)
    return page


def test_writes_between_the_marks_alone(page):
    assert readme.renew(page, {"one": lambda: "new\n"}, check=False)

    assert page.read_text() == PAGE.replace("old", "new")
    assert readme.block(page, "one") == "new\n"
    assert readme.block(page, "three") is None
    assert not readme.renew(page, {"one": lambda: "new\n"}, check=False)


def test_a_check_writes_nothing(page):
    assert readme.renew(page, {"one": lambda: "new\n"}, check=True)
    assert not readme.renew(page, {"one": lambda: "old\n"}, check=True)

    assert page.read_text() == PAGE


def test_the_table_of_profiles_has_a_row_for_every_field_they_change():
    rows = readme.profiles().splitlines()

    assert rows[0] == "| setting | `dev` | `standard` | `regulated` |"
    assert "| `network.zones` | 2 | 3 | 3 |" in rows
    assert "| `lake.layers.*.noncurrent_days` | 7 | 30 | 90 |" in rows
    assert "| `lake.access_log` | no | yes | yes |" in rows


def test_what_stands_in_the_documentation_is_current():
    assert readme.main(["--check"]) == 0


def report(text, cloud, line, *, when="call", passed=True):
    return SimpleNamespace(
        user_properties=[(PROMISE, [text, cloud])],
        location=("tests/test_contract.py", line, "name"),
        when=when,
        passed=passed,
    )


def promises(*reports, **options):
    chosen = {"markexpr": "not long and not engine", "keyword": "", "lf": False, **options}
    source = pytest.Config.ArgsSource.TESTPATHS
    config: Any = SimpleNamespace(option=SimpleNamespace(**chosen), args_source=source)
    plugin = Promises(config)
    for each in reports:
        plugin.pytest_runtest_logreport(each)
    return plugin


@pytest.fixture
def outcomes(tmp_path, monkeypatch):
    """Where outcomes and the README are, away from our own."""
    conftest = sys.modules[Promises.__module__]
    monkeypatch.setattr(conftest, "PROMISES", tmp_path / ".cache" / "promises.json")
    monkeypatch.setattr(conftest, "ROOT", tmp_path)
    return tmp_path / ".cache" / "promises.json"


def finish(plugin, exitstatus=0):
    session = SimpleNamespace(exitstatus=exitstatus)
    plugin.pytest_sessionfinish(session, exitstatus)
    return session.exitstatus


def test_a_promise_is_proven_where_all_its_tests_pass(outcomes):
    plugin = promises(
        report("private", "gcp", 20),
        report("tagged", "aws", 10),
        report("private", "aws", 20),
        report("private", "gcp", 20, passed=False),
        report("tagged", "aws", 10, when="setup"),
        report("tagged", "azure", 10, when="setup", passed=False),
        report("on all", None, 30),
    )

    assert finish(plugin, exitstatus=1) == 1
    assert readme.support(readme.json.loads(outcomes.read_text())) == (
        "| promise | AWS | Google Cloud | Azure |\n"
        "| --- | --- | --- | --- |\n"
        "| tagged | yes | no | no |\n"
        "| private | yes | no | no |\n"
        "| on all | yes | yes | yes |\n"
    )


def test_a_run_fails_if_the_readme_claims_anything_else(outcomes):
    page = outcomes.parent.parent / "README.md"
    page.write_text("<!-- generated: support -->\n<!-- /generated -->\n")
    plugin = promises(report("private", "aws", 1))
    assert finish(plugin) == 1

    told = readme.support({"private": {"aws": True}})
    page.write_text(f"<!-- generated: support -->\n{told}<!-- /generated -->\n")
    assert finish(promises(report("private", "aws", 1))) == 0
    assert finish(promises(report("private", "aws", 1, passed=False))) == 1


@pytest.mark.parametrize("options", [{"keyword": "private"}, {"markexpr": "long"}, {"lf": True}])
def test_a_part_of_the_tests_proves_nothing(outcomes, options):
    finish(promises(report("private", "aws", 1), **options))

    assert not outcomes.exists()

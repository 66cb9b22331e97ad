"""Keeps what the tests of promises prove, which is what the README may claim."""

import json
from typing import Any, cast

import pytest

from tests.engine.skipped import Skipped
from tools.readme import ALL_PROMISES, CLOUDS, PROMISES, ROOT, Outcomes, block, support

PROMISE = "promise"
WHOLE = ("", "not long and not engine", ALL_PROMISES)
"""The selections by marker that hold all promises."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "promise(text): what a landing zone promises; the README lists what passes"
    )
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Promises(config))
        config.pluginmanager.register(Skipped())


def pytest_itemcollected(item: pytest.Item) -> None:
    marker = item.get_closest_marker(PROMISE)
    if marker is not None:
        given = cast("dict[str, Any]", getattr(getattr(item, "callspec", None), "params", {}))
        item.user_properties.append((PROMISE, [marker.args[0], given.get("cloud")]))


class Promises:
    """Collects the outcomes of a run, here or in workers, and compares them with the README."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._found: dict[str, dict[str, bool]] = {}
        self._places: dict[str, tuple[str, int]] = {}
        self._stale = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties:
            if name == PROMISE and (report.when == "call" or not report.passed):
                self._add(report, *cast("list[Any]", value))

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if not (self._found and self._is_whole() and exitstatus in (0, 1)):
            return
        PROMISES.parent.mkdir(exist_ok=True)
        PROMISES.write_text(json.dumps(self._outcomes(), indent=2), encoding="utf-8")
        if exitstatus == 0 and self._config.option.markexpr != ALL_PROMISES:
            told = block(ROOT / "README.md", "support")
            self._stale = told is not None and told != support(self._outcomes())
        if self._stale:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self._stale:
            line = "README.md does not list the promises that these tests prove: run `make docs`"
            terminalreporter.write_line(line, red=True)

    def _add(self, report: pytest.TestReport, text: str, cloud: str | None) -> None:
        file, line, _ = report.location
        self._places[text] = min(self._places.get(text, (file, line or 0)), (file, line or 0))
        clouds = self._found.setdefault(text, {})
        for each in [cloud] if cloud else CLOUDS:
            clouds[each] = clouds.get(each, True) and report.passed

    def _outcomes(self) -> Outcomes:
        """Return the outcomes in the order of the tests' source, whichever ended first."""
        return {
            text: self._found[text] for text in sorted(self._found, key=self._places.__getitem__)
        }

    def _is_whole(self) -> bool:
        options = self._config.option
        everything = self._config.args_source is pytest.Config.ArgsSource.TESTPATHS
        return everything and options.markexpr in WHOLE and not (options.keyword or options.lf)

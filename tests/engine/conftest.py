"""Says how many tests were not run because there is no engine, and keeps what they share."""

import pytest

from tests.engine.driving import needs_engine

NO_ENGINE = needs_engine.kwargs["reason"]


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Skipped())


class Skipped:
    """Counts what was skipped for want of an engine."""

    def __init__(self) -> None:
        self._count = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and NO_ENGINE in str(report.longrepr):
            self._count += 1

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self._count:
            line = f"{self._count} tests of the real engine were skipped: {NO_ENGINE}"
            terminalreporter.write_line(line, yellow=True)

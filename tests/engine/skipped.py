"""Says at the end of a run how many tests had no engine to run with."""

import pytest

REASON = "there is no engine: run `make engine`"


class Skipped:
    """Counts what was skipped for want of an engine, here or in workers."""

    def __init__(self) -> None:
        self._count = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and REASON in str(report.longrepr):
            self._count += 1

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self._count:
            told = f"{self._count} tests of the real engine did not run: {REASON}"
            terminalreporter.write_line(told, yellow=True)

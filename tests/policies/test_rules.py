"""Every rule, on every cloud that it is about, admits and denies what it says it does."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from landing_zone_policies.catalogue import MODULES, rules
from landing_zone_policies.describing import looks_at
from tests.policies.cases import Cases, prove

CLOUDS = ("aws", "gcp", "azure", "kubernetes")

HERE = Path(__file__).parent

MODULES_OF_CASES = [
    f"{package}.{cloud}"
    for package in MODULES.values()
    for cloud in CLOUDS
    if (HERE / package / f"{cloud}.py").exists()
]
"""They are imported by the test that needs them: an SDK takes seconds."""


def cases(module: str) -> Cases:
    """Return the cases of a group on a cloud."""
    found: Cases = import_module(f"tests.policies.{module}").CASES
    return found


def proved() -> Iterator[tuple[str, str, str]]:
    """Yield the rule, cloud and outcome of every case."""
    for module in MODULES_OF_CASES:
        for case in cases(module).found:
            yield case.rule, module.rpartition(".")[2], case.verdict.value


@pytest.mark.parametrize("module", MODULES_OF_CASES)
def test_programs_come_out_as_they_should(module: str, subtests: pytest.Subtests) -> None:
    own = cases(module)
    for case in own.found:
        with subtests.test(f"{case.id} once deployed"):
            prove(own, case, preview=False)
        with subtests.test(f"{case.id} in a preview"):
            prove(own, case, preview=True)


@pytest.mark.parametrize("module", MODULES_OF_CASES)
def test_every_rule_of_a_cloud_admits_and_denies_something(module: str) -> None:
    package, cloud = module.split(".")
    own = {group for group, name in MODULES.items() if name == package}
    there = {
        (rule.id, verdict)
        for rule in rules()
        if rule.group in own and cloud in looks_at(rule)
        for verdict in ("pass", "fail")
    }
    found = {(case.rule, case.verdict.value) for case in cases(module).found}

    assert not there - found

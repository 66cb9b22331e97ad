"""Every rule, on every cloud that it is about, admits and denies what it says it does."""

from importlib import import_module

import pytest

from landing_zone_policies.catalogue import MODULES
from tests.policies.cases import Case, Cases, prove

CLOUDS = ("aws", "gcp", "azure", "kubernetes")


def modules() -> dict[str, Cases]:
    """Return the cases of every group and cloud."""
    found = {}
    for package in MODULES.values():
        for cloud in CLOUDS:
            try:
                module = import_module(f"tests.policies.{package}.{cloud}")
            except ModuleNotFoundError as missing:
                if missing.name != f"tests.policies.{package}.{cloud}":
                    raise
                continue
            found[f"{package}-{cloud}"] = module.CASES
    return found


CASES = modules()
EACH = [
    pytest.param(cases, case, id=f"{name}-{case.id}")
    for name, cases in CASES.items()
    for case in cases.found
]


@pytest.mark.parametrize(("cases", "case"), EACH)
def test_comes_out_so_once_deployed(cases: Cases, case: Case) -> None:
    prove(cases, case, preview=False)


@pytest.mark.parametrize(("cases", "case"), EACH)
def test_comes_out_so_in_a_preview(cases: Cases, case: Case) -> None:
    prove(cases, case, preview=True)

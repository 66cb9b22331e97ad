import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = {
    name: (ROOT / name).read_text()
    for name in ("requirements.lock", "benchmarks/checkov.lock", "tools/mutmut.lock")
}
PIN = re.compile(r"^([\w.-]+)==([\w.]+)((?:.*\\\n)*.*)", re.MULTILINE)


def direct_requirements() -> list[tuple[str, Requirement]]:
    extras = PYPROJECT["project"]["optional-dependencies"]
    groups = PYPROJECT["dependency-groups"]
    ours = [PYPROJECT["project"]["dependencies"], *extras.values(), groups["dev"]]
    every = [("requirements.lock", line) for lines in ours for line in lines]
    every += [("benchmarks/checkov.lock", line) for line in groups["bench"]]
    every += [("tools/mutmut.lock", line) for line in groups["mutants"]]
    found = [(lock, Requirement(line)) for lock, line in every]
    return [(lock, each) for lock, each in found if each.name != PYPROJECT["project"]["name"]]


@pytest.mark.parametrize(("lock", "requirement"), direct_requirements(), ids=str)
def test_the_lock_pins_a_version_that_is_asked_for(lock: str, requirement: Requirement):
    pinned = {canonicalize_name(name): version for name, version, _ in PIN.findall(LOCKS[lock])}
    version = pinned[canonicalize_name(requirement.name)]
    assert version in requirement.specifier, "run make lock"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_version_is_pinned_with_its_hashes(lock: str):
    pins = PIN.findall(LOCKS[lock])
    assert len(pins) > 20
    assert [name for name, _, rest in pins if "--hash=sha256:" not in rest] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_names_no_index(lock: str):
    assert re.findall(r"^.*(?:://|--(?!hash=)|@).*$", LOCKS[lock], re.MULTILINE) == []

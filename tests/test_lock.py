import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements.lock").read_text()
PIN = re.compile(r"^([\w.-]+)==([\w.]+)((?:.*\\\n)*.*)", re.MULTILINE)
PINS = PIN.findall(LOCK)


def direct_requirements() -> list[Requirement]:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extras = pyproject["project"]["optional-dependencies"]
    groups = pyproject["dependency-groups"]
    listed = [pyproject["project"]["dependencies"], *extras.values(), *groups.values()]
    every = (Requirement(line) for lines in listed for line in lines)
    return [each for each in every if each.name != pyproject["project"]["name"]]


@pytest.mark.parametrize("requirement", direct_requirements(), ids=str)
def test_the_lock_pins_a_version_that_is_asked_for(requirement: Requirement):
    pinned = {canonicalize_name(name): version for name, version, _ in PINS}
    version = pinned[canonicalize_name(requirement.name)]
    assert version in requirement.specifier, "run make lock"


def test_every_version_is_pinned_with_its_hashes():
    assert len(PINS) > 50
    assert [name for name, _, rest in PINS if "--hash=sha256:" not in rest] == []


def test_the_lock_names_no_index():
    assert re.findall(r"^.*(?:://|--(?!hash=)|@).*$", LOCK, re.MULTILINE) == []

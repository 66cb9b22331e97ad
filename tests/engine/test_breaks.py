"""A mistake in a zone ends `up` with the complaint of its own cloud."""

import re
from importlib import import_module

import pytest

from .driving import Project, needs_engine, told
from .programs import program

pytestmark = needs_engine

BREAKS = {
    (cloud, name): mistake
    for cloud in ("aws", "gcp", "azure")
    for name, mistake in import_module(f"tests.sandbox.breaks_{cloud}").BREAKS.items()
}
ALWAYS = {("aws", "a key grant is dropped")}
"""The mistake that is tried in every run; the others are for `make test-engine`."""

OTHERS = [pytest.param(*each, marks=pytest.mark.engine) for each in BREAKS if each not in ALWAYS]


@pytest.mark.parametrize(("cloud", "name"), [*sorted(ALWAYS), *OTHERS])
def test_ends_with_what_the_cloud_says_of_a_mistake(tmp_path, cloud, name):
    with Project.ours(tmp_path, program("broken")).served() as project:
        outcome = project.stack(f"prod-{cloud}", BREAK=f"{cloud}: {name}").up()

    assert not outcome.ok
    assert re.search(BREAKS[cloud, name].words, told(outcome)), told(outcome)

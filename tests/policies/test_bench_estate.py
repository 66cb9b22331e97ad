"""The estate of the benchmark is the same one in both tools' words."""

from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.classes import arguments, sdk_class
from benchmarks.estates import declared, export, plan
from benchmarks.estates.resources import WORKLOADS

KINDS = [kind for workload in WORKLOADS for kind in workload]
SIZE = 500
ESTATE = declared(SIZE)


def test_both_renderings_hold_the_same_resources():
    types = {kind.terraform: kind.pulumi for kind in KINDS}
    planned = plan(ESTATE)["planned_values"]["root_module"]["resources"]
    listed = export(ESTATE)["deployment"]["resources"]
    stated = [each for each in listed if not each["type"].startswith("pulumi:")]
    assert len(planned) == len(stated) == SIZE
    assert [(types[each["type"]], each["name"], each["values"]["id"]) for each in planned] == [
        (each["type"], each["urn"].rpartition("::")[2], each["id"]) for each in stated
    ]
    assert len({each["urn"] for each in listed}) == len(listed)


def test_what_a_team_leaves_out_is_left_out_in_both():
    for each in ESTATE:
        said = {
            tool: len([fact for fact in each.kind.facts if each.says(fact, tool)])
            for tool in ("terraform", "pulumi")
        }
        assert said["terraform"] - said["pulumi"] in (0, 1), each


@pytest.mark.long
def test_the_sdk_knows_every_property():
    for kind in KINDS:
        for careless in (True, False):
            each = next(one for one in ESTATE if one.kind is kind and one.careless is careless)
            resource: Any = SimpleNamespace(type=kind.pulumi)
            assert dict(arguments(sdk_class(resource), each.properties("pulumi")))

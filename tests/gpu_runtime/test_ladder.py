"""The order in which rungs are tried is the ladder's own."""

import re

import pytest
import yaml

from landing_zone.core import Cloud
from landing_zone.gpu_runtime.objects import ladder
from tests.gpu_runtime.pools import FOUR, demand

RUNGS = {"train": ["train-res", "train-spot", "train-od"], "serve": ["serve-od"]}

GROUPS = {
    Cloud.AWS: "eks-{}-3ac5f7a1-21b4-4d6c-9d4e-0f1a2b3c4d5e",
    Cloud.AZURE: "aks-{}-31415926-vmss",
}


def priority_of(group: str, text: str) -> int:
    """Read the list as the autoscaler does: the highest number of which a pattern matches."""
    levels = yaml.safe_load(text)
    return max(
        number
        for number, patterns in levels.items()
        if any(re.search(pattern, group) for pattern in patterns)
    )


@pytest.mark.parametrize("cloud", GROUPS)
def test_an_earlier_rung_comes_first(cloud):
    text = ladder.priorities(cloud, RUNGS)
    found = [priority_of(GROUPS[cloud].format(name), text) for name in RUNGS["train"]]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 3


@pytest.mark.parametrize("cloud", GROUPS)
def test_other_groups_come_last(cloud):
    text = ladder.priorities(cloud, RUNGS)
    assert priority_of(GROUPS[cloud].format("system"), text) == ladder.LAST
    assert priority_of(GROUPS[cloud].format("train-res2"), text) == ladder.LAST


@pytest.mark.parametrize("cloud", GROUPS)
def test_the_longest_ladder_stays_above_the_rest(cloud):
    text = ladder.priorities(cloud, {"train": [f"r{n}" for n in range(9)]})
    assert priority_of(GROUPS[cloud].format("r8"), text) > ladder.LAST


def test_a_pattern_means_its_group_alone():
    text = ladder.priorities(Cloud.AZURE, {"a": ["a.b"]})
    assert priority_of("aks-axb-1-vmss", text) == ladder.LAST


def test_a_compute_class_lists_node_pools_in_order_and_waits_otherwise():
    wanted = demand("gcp", {"train": {**FOUR["train"], "idle_shutdown_minutes": 7}})
    (found,) = ladder.compute_classes(wanted, {"train": ["train-spot", "train-od"]})
    assert found["spec"]["priorities"] == [
        {"nodepools": ["train-spot"]},
        {"nodepools": ["train-od"]},
    ]
    assert found["spec"]["whenUnsatisfiable"] == "DoNotScaleUp"
    assert found["spec"]["autoscalingPolicy"] == {"consolidationDelayMinutes": 7}


def test_machines_that_queued_jobs_ask_for_are_in_no_class():
    queued = {"kind": "flex", "hours": 24, "queued": True}
    wanted = demand("gcp", {"train": {**FOUR["train"], "capacity": [queued]}})
    assert not list(ladder.compute_classes(wanted, {"train": ["train-flex"]}))

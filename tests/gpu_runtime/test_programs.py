"""What runs inside the cluster, without one."""

import json
from datetime import UTC, datetime, timedelta
from email.message import Message
from urllib.error import HTTPError

import pytest

from landing_zone.gpu_runtime.bandwidth import BASELINES, floor_gigabytes_s
from landing_zone.gpu_runtime.objects import upkeep as objects
from landing_zone.gpu_runtime.programs import all_reduce, source, upkeep
from tests.gpu_runtime.pools import SERVE, TRAIN, demand, runtime

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
RULES = {"conditions": ["AcceleratorFault"], "max_run_hours": {"train": 24}}


def node(name="n1", pool="train", hours=1, **conditions):
    return {
        "metadata": {
            "name": name,
            "labels": {"landing-zone/pool": pool},
            "creationTimestamp": (NOW - timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ"),
        },
        "status": {
            "conditions": [
                {"type": kind, "status": status, "reason": "Xid79"}
                for kind, status in conditions.items()
            ]
        },
    }


def pod(name, owner="ReplicaSet", phase="Running", **annotations):
    return {
        "metadata": {
            "name": name,
            "namespace": "team",
            "annotations": annotations,
            "ownerReferences": [{"kind": owner}],
        },
        "status": {"phase": phase},
    }


class Api:
    """A cluster with some nodes and pods, which writes down what it is told."""

    def __init__(self, nodes, pods, *, stays=()):
        self.nodes, self.pods, self.stays = nodes, pods, stays
        self.told = []

    def __call__(self, method, path, body):
        if method == "GET":
            return {"items": self.nodes if path.startswith("/api/v1/nodes") else self.pods}
        self.told.append((method, path, body))
        if any(f"/{name}/" in path for name in self.stays):
            raise HTTPError(path, 429, "Too Many Requests", Message(), None)
        return {}


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (node(), None),
        (node(hours=23), None),
        (node(hours=25), "older than 24 hours"),
        (node(pool="serve", hours=9999), None),
        (node(AcceleratorFault="True"), "AcceleratorFault: Xid79"),
        (node(AcceleratorFault="False"), None),
        (node(DiskPressure="True"), None),
    ],
)
def test_a_node_goes_when_it_is_broken_or_has_run_long_enough(given, reason):
    assert upkeep.due(given, RULES, NOW) == reason


def test_a_node_is_cordoned_before_its_pods_are_evicted_and_daemons_stay():
    api = Api(
        [node(hours=25)],
        [
            pod("job"),
            pod("plugin", "DaemonSet"),
            pod("static", "Node"),
            pod("done", phase="Failed"),
        ],
    )
    lines = list(upkeep.run(api, RULES, NOW))
    assert [(method, path) for method, path, _ in api.told] == [
        ("PATCH", "/api/v1/nodes/n1"),
        ("POST", "/api/v1/namespaces/team/pods/job/eviction"),
    ]
    assert api.told[0][2]["spec"] == {"unschedulable": True}
    assert lines[-1] == "n1: team/job evicted"


def test_what_a_budget_keeps_is_asked_again_later_and_the_others_go():
    api = Api([node(hours=25)], [pod("kept"), pod("job")], stays=["kept"])
    lines = list(upkeep.run(api, RULES, NOW))
    assert lines[1:] == ["n1: team/kept stays for now (429)", "n1: team/job evicted"]


def test_sound_nodes_are_left_alone():
    api = Api([node(), node("n2", "serve")], [pod("job")])
    assert list(upkeep.run(api, RULES, NOW)) == []
    assert api.told == []


def test_programs_are_mounted_as_they_are():
    pools = {"train": {**TRAIN, "max_run_hours": 24}}
    (files, *_) = objects.drainer(demand("azure", pools), runtime(pools))
    assert files["data"]["upkeep.py"] == source("upkeep")
    rules = json.loads(files["data"]["rules.json"])
    assert rules["max_run_hours"] == {"train": 24}
    assert set(rules["conditions"]) > {"AcceleratorFault"}


@pytest.mark.parametrize(
    ("cloud", "repair", "hours", "kinds"),
    [
        ("aws", True, None, []),
        ("aws", True, 24, ["CronJob"]),
        ("gcp", True, 24, ["CronJob", "DaemonSet"]),
        ("gcp", False, 24, []),
        ("azure", True, None, ["CronJob", "DaemonSet"]),
        ("azure", False, 24, ["CronJob"]),
        ("azure", False, None, []),
    ],
)
def test_we_do_what_the_cloud_does_not(cloud, repair, hours, kinds):
    pools = {"serve": {**SERVE, **({"max_run_hours": hours} if hours else {})}}
    wanted, spec = demand(cloud, pools), runtime(pools, repair=repair)
    found = [*objects.detector(wanted, spec), *objects.drainer(wanted, spec)]
    workloads = {each["kind"] for each in found} & {"CronJob", "DaemonSet"}
    assert sorted(workloads) == kinds


def test_bus_bandwidth_is_what_nccls_own_tests_say():
    assert all_reduce.bus_bandwidth(2**30, 0.004, 16) == pytest.approx(503.3, abs=0.1)
    assert all_reduce.bus_bandwidth(10**9, 1, 2) == pytest.approx(1.0)


def test_a_slow_fabric_fails_the_check():
    assert all_reduce.verdict(299.9, 300)[0] == 1
    assert all_reduce.verdict(300, 300)[0] == 0


def test_a_whole_machine_has_the_measured_floor_and_others_a_share_of_the_wire():
    (whole,) = demand("aws", {"train": TRAIN}).pools
    machine = whole.choice.machine
    assert floor_gigabytes_s(machine, past_kernel=True) == 300
    assert floor_gigabytes_s(machine, past_kernel=False) == 1
    for (cloud, accelerator, fabric), known in BASELINES.items():
        assert known.gigabytes_s > 0
        assert known.source.startswith("https://")
        assert (cloud.value, accelerator, fabric) in {
            ("aws", "h100", "efa"),
            ("gcp", "h100", "tcpxo"),
            ("azure", "h100", "infiniband"),
        }

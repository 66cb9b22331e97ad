"""What NVIDIA's operators are told is what the nodes' labels ask for."""

import csv
import json
import re

import pytest
import yaml

from landing_zone.gpu_pool import nodes
from landing_zone.gpu_runtime.faults import FATAL_XIDS, conditions, detector_config
from landing_zone.gpu_runtime.metrics import METRICS, collectors
from landing_zone.gpu_runtime.sharing import EXCLUSIVE, MIG_DISABLED, mig_configs, plugin_configs
from tests.gpu_runtime.pools import MIG, SERVE, SERVED_AT_ONCE, SLICED, demand

SHARED = {"mig": MIG, "slice": SLICED, "serve": SERVE}


def test_every_label_of_a_pool_has_its_configuration():
    wanted = demand("aws", {**SHARED, "mps": SERVED_AT_ONCE})
    cut = yaml.safe_load(mig_configs(wanted.pools))["mig-configs"]
    shared = plugin_configs(wanted.pools)
    for each in wanted.pools:
        labels = nodes.sharing_labels(each.spec.sharing)
        assert labels.get(nodes.MIG_LABEL, MIG_DISABLED) in cut
        assert labels.get(nodes.PLUGIN_LABEL, EXCLUSIVE) in shared


def test_an_accelerator_is_cut_into_as_many_parts_as_its_node_offers():
    (pool,) = demand("aws", {"mig": MIG}).pools
    (config,) = yaml.safe_load(mig_configs([pool]))["mig-configs"]["all-1g.10gb"]
    assert config["mig-devices"] == {"1g.10gb": 7}
    assert pool.advertised == 7 * 8


@pytest.mark.parametrize(
    ("spec", "name", "sharing"),
    [
        (SLICED, "time-slicing-4", ("timeSlicing", 4)),
        (SERVED_AT_ONCE, "mps-8", ("mps", 8)),
    ],
)
def test_an_accelerator_counts_for_as_many_as_share_it(spec, name, sharing):
    found = plugin_configs(demand("aws", {"serve": spec}).pools)
    assert found.keys() == {EXCLUSIVE, name}
    way, clients = sharing
    assert yaml.safe_load(found[name])["sharing"] == {
        way: {"resources": [{"name": "nvidia.com/gpu", "replicas": clients}]}
    }


def test_the_exporter_reads_three_columns_of_each_metric():
    rows = list(csv.reader(collectors().splitlines()))
    assert [len(row) for row in rows] == [3] * len(METRICS)
    assert {row[1].strip() for row in rows} <= {"gauge", "counter"}
    assert len({row[0] for row in rows}) == len(METRICS)


@pytest.mark.parametrize("code", FATAL_XIDS)
def test_the_detector_knows_a_fatal_error_in_the_kernels_log(code):
    rules = json.loads(detector_config())["rules"]
    line = f"NVRM: Xid (PCI:0000:4b:00): {code}, pid='<unknown>', name=<unknown>"
    assert [rule["reason"] for rule in rules if re.search(rule["pattern"], line)] == [f"Xid{code}"]


@pytest.mark.parametrize("code", [13, 31, 43, 45, 94])
def test_the_detector_leaves_the_programs_own_errors_alone(code):
    rules = json.loads(detector_config())["rules"]
    line = f"NVRM: Xid (PCI:0000:4b:00): {code}, pid=79, name=python, 48, 79,"
    assert not [rule for rule in rules if re.search(rule["pattern"], line)]


def test_what_the_detector_reports_is_what_nodes_are_drained_for():
    config = json.loads(detector_config())
    for cloud in ("gcp", "azure"):
        (wanted,) = {demand(cloud, {"serve": SERVE}).cloud}
        assert {rule["condition"] for rule in config["rules"]} <= set(conditions(wanted))

"""The values of the charts: keys that the charts have, and what each cloud needs of them."""

from pathlib import Path
from typing import Any

import pytest

from landing_zone.cluster.spec import VERSIONS
from landing_zone.gpu_runtime import values_network, values_nvidia
from landing_zone.gpu_runtime.charts import CHARTS, needed
from landing_zone.gpu_runtime.images import from_mirror, merged
from landing_zone.gpu_runtime.kubernetes_charts import VALUES
from tests.gpu_runtime.pools import FOUR, MATRIX, MIG, NAMES, SERVE, TRAIN, demand, runtime

KEYS = [
    line.split() for line in (Path(__file__).parent / "chart_keys.txt").read_text().splitlines()
]
"""The keys of the charts that we set; one with a star is open to anything below it."""


def values(chart: Any, cloud: str, pools: Any, more: Any) -> dict[str, Any]:
    wanted, spec = demand(cloud, pools, **more), runtime(pools, **more)
    if chart == "cluster-autoscaler":
        own = values_network.autoscaler(
            wanted, spec, cluster="ai", image_tag="v1.34.0", idle="10m", ladder="1:\n- .*\n"
        )
    else:
        own = VALUES[chart](wanted, spec)
    return merged(own, from_mirror(CHARTS[chart], spec.mirror))


def leaves(values: dict[str, Any], above: str = "") -> list[str]:
    found: list[str] = []
    for key, value in values.items():
        path = f"{above}.{key}" if above else key
        found += leaves(value, path) if isinstance(value, dict) and value else [path]
    return found


def is_known(chart: str, path: str) -> bool:
    keys = {key for name, key in KEYS if name == chart}
    parts = path.split(".")
    above = {".".join(parts[:n]) + ".*" for n in range(1, len(parts) + 1)}
    return path in keys or bool(above & keys)


@pytest.mark.parametrize(("cloud", "what", "pools", "more"), MATRIX, ids=NAMES)
def test_every_key_is_one_that_the_chart_has(cloud, what, pools, more):
    for chart in needed(demand(cloud, pools, **more)):
        for path in leaves(values(chart.name, cloud, pools, more)):
            assert is_known(chart.name, path), f"{chart.name}: {path}"


def test_a_key_that_a_chart_has_not_is_noticed():
    assert not is_known("gpu-operator", "cdi.default")
    assert not is_known("gpu-operator", "operator.defaultRuntime")


@pytest.mark.parametrize("chart", CHARTS)
def test_every_listed_key_is_used(chart):
    used = set[str]()
    for cloud, _, pools, more in MATRIX:
        if chart in [each.name for each in needed(demand(cloud, pools, **more))]:
            used |= set(leaves(values(chart, cloud, pools, more)))
    for name, key in KEYS:
        if name == chart:
            stem = key.removesuffix(".*")
            assert any(path == stem or path.startswith(f"{stem}.") for path in used), key


@pytest.mark.parametrize(
    ("cloud", "driver", "driver_enabled", "toolkit_enabled", "runtime_class"),
    [
        ("aws", "cloud", False, False, None),
        ("azure", "cloud", False, False, "nvidia-container-runtime"),
        ("azure", "operator", True, True, None),
        ("gcp", "operator", True, True, None),
    ],
)
def test_the_operator_installs_what_the_image_lacks(
    cloud, driver, driver_enabled, toolkit_enabled, runtime_class
):
    found = values("gpu-operator", cloud, {"serve": {**SERVE, "driver": driver}}, {})
    assert found["driver"]["enabled"] is driver_enabled
    assert found["toolkit"]["enabled"] is toolkit_enabled
    assert found["operator"].get("runtimeClass") == runtime_class


def test_on_gke_the_clouds_driver_comes_with_its_own_device_plugin():
    charts = [each.name for each in needed(demand("gcp", FOUR))]
    assert charts == ["dcgm-exporter"]


def test_the_exporter_sees_the_devices_of_a_node_that_no_runtime_brings_it():
    found = values("dcgm-exporter", "gcp", FOUR, {})
    assert found["securityContext"] == {"privileged": True, "allowPrivilegeEscalation": True}


@pytest.mark.parametrize(
    ("cloud", "pools", "names"),
    [
        ("aws", {"serve": SERVE}, ["node-feature-discovery", "gpu-operator", "cluster-autoscaler"]),
        (
            "aws",
            {"train": TRAIN},
            [
                "node-feature-discovery",
                "gpu-operator",
                "aws-efa-k8s-device-plugin",
                "cluster-autoscaler",
            ],
        ),
        ("aws", {"infer": {"accelerator": "inferentia2"}}, ["cluster-autoscaler"]),
        ("azure", {"serve": SERVE}, ["node-feature-discovery", "gpu-operator"]),
        (
            "azure",
            {"train": TRAIN},
            ["node-feature-discovery", "network-operator", "gpu-operator"],
        ),
        ("gcp", {"tpu": {"accelerator": "tpu-v5e", "gpus_per_node": 4}}, []),
    ],
)
def test_a_cluster_gets_the_charts_that_its_pools_need_in_order(cloud, pools, names):
    assert [each.name for each in needed(demand(cloud, pools))] == names


def test_memory_across_racks_is_given_out_and_accelerators_are_not():
    (_, _, pools, _) = next(each for each in MATRIX if each[1] == "racks")
    assert "dra-driver-nvidia-gpu" in [each.name for each in needed(demand("gcp", pools))]
    found = values("dra-driver-nvidia-gpu", "gcp", pools, {})
    assert found["resources"] == {"gpus": {"enabled": False}, "computeDomains": {"enabled": True}}
    assert found["nvidiaDriverRoot"] == values_nvidia.GKE_DRIVER_ROOT


@pytest.mark.parametrize(
    ("cloud", "driver", "enabled"),
    [("aws", "cloud", True), ("azure", "cloud", False), ("gcp", "operator", True)],
)
def test_accelerators_are_cut_up_by_the_operator_where_the_cloud_does_not(cloud, driver, enabled):
    found = values("gpu-operator", cloud, {"mig": {**MIG, "driver": driver}}, {})
    assert found["migManager"]["enabled"] is enabled
    assert values("gpu-operator", "aws", {"serve": SERVE}, {})["migManager"] == {"enabled": False}


def test_images_come_from_the_mirror():
    (_, _, pools, more) = next(each for each in MATRIX if each[1] == "mirror")
    for cloud in ("aws", "azure", "gcp"):
        for chart in needed(demand(cloud, pools, **more)):
            found = str(values(chart.name, cloud, pools, more))
            for host in ("nvcr.io", "registry.k8s.io", "amazonaws.com", "ghcr.io"):
                assert host not in found, f"{cloud} {chart.name} {host}"
            assert "mirror.example.com/images/" in found, f"{cloud} {chart.name}"


def test_there_is_an_autoscaler_for_every_version_of_a_cluster():
    assert set(values_network.AUTOSCALERS) == set(VERSIONS)


def test_efas_plugin_comes_from_the_regions_own_registry_and_knows_the_machines():
    found = values("aws-efa-k8s-device-plugin", "aws", {"train": TRAIN}, {})
    account = "602401143452.dkr.ecr.eu-north-1.amazonaws.com"
    assert found["image"]["repository"] == f"{account}/eks/aws-efa-k8s-device-plugin"
    assert found["supportedInstanceLabels"]["values"] == ["p5.48xlarge"]


@pytest.mark.parametrize("chart", CHARTS.values(), ids=lambda chart: chart.name)
def test_every_chart_has_a_version_a_date_and_a_source(chart):
    assert chart.version.removeprefix("v").count(".") == 2
    assert chart.released.startswith("2026-")
    assert chart.source.startswith("https://github.com/")

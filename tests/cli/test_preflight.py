"""`lz preflight` and `lz explain` look at a stack without its cloud."""

import json
from pathlib import Path

import pytest
import yaml

from tests.cli.running import CLOUDS, lz

PLACES = {
    "aws": ("123456789012", "eu-north-1", {}),
    "gcp": ("acme-ai-dev", "europe-west4", {}),
    "azure": (
        "0f5b2c6e-1d3a-4e8f-9b7a-2c4d6e8f0a1b",
        "westeurope",
        {"tenant": "7a1e9c3d-5b2f-4d6a-8c0e-1f3b5d7a9c2e"},
    ),
}
POOL = {"accelerator": ["l4", "a10", "t4"], "max_nodes": 2, "capacity": ["spot", "on_demand"]}


@pytest.fixture(params=CLOUDS)
def folder(request, tmp_path):
    return project(tmp_path, request.param)


def project(folder: Path, cloud: str, **zone) -> Path:
    account, region, more = PLACES[cloud]
    env = {
        "cloud": cloud,
        "account": account,
        "region": region,
        "residency": "eu",
        "org": "acme",
        "stage": "dev",
        "owner": "us",
        "cost_center": "x",
        "profile": "dev",
        **more,
    }
    spec = {"cluster": {}, "gpu_pool": {"serve": POOL}, **zone}
    config = {"landing-zone:environment": env, "landing-zone:zone": spec}
    (folder / "Pulumi.yaml").write_text("name: landing-zone\nruntime: python\n")
    (folder / "Pulumi.dev.yaml").write_text(yaml.safe_dump({"config": config}))
    (folder / "__main__.py").write_text("from landing_zone.zone import main\n\nmain()\n")
    return folder


def test_preflight_tells_quotas_and_what_was_not_checked(folder):
    shown = lz("preflight", "-C", str(folder))

    assert shown.exit_code == 0
    assert "quotas, each at the zone's largest" in shown.output
    assert "cluster.system_pool" in shown.output
    assert "gpu_pool.serve.spot" in shown.output
    assert "not checked, as no cloud was asked; these ask it:" in shown.output


def test_preflight_prints_json(folder):
    document = json.loads(lz("preflight", "-C", str(folder), "--json").stdout)

    zone = document["zones"]["ai"]
    assert document["version"] == 1
    assert zone["refused"] is False
    assert {each["check"] for each in zone["findings"]} >= {"zones", "addresses", "ladder", "quota"}
    assert all(each["amount"] > 0 for each in zone["quotas"])


def test_preflight_leaves_with_one_where_the_cloud_would_refuse(tmp_path):
    many = {"gpu_pool": {"serve": {**POOL, "max_nodes": 500}}}
    shown = lz("preflight", "-C", str(project(tmp_path, "gcp", **many)))

    assert shown.exit_code == 1
    assert "refused" in shown.output


def test_preflight_needs_a_landing_zone(tmp_path):
    folder = project(tmp_path, "aws")
    (folder / "__main__.py").write_text("")
    shown = lz("preflight", "-C", str(folder))

    assert shown.exit_code == 2
    assert "declares no LandingZone" in shown.stderr


def test_explain_tells_the_machine_and_why(folder):
    shown = lz("explain", "gpu_pool.serve", "dev", "-C", str(folder))

    assert shown.exit_code == 0
    assert "is the first of l4, a10, t4" in shown.output or "l4" in shown.output
    assert "is the cheapest" in shown.output
    assert "spot" in shown.output
    assert "max_nodes" in shown.output


def test_explain_tells_one_field(folder):
    document = json.loads(
        lz("explain", "gpu_pool.serve.max_nodes", "-C", str(folder), "--json").stdout
    )

    fields = document["stacks"]["dev"]["fields"]
    assert set(fields) == {"max_nodes"}
    assert fields["max_nodes"]["value"] == 2
    assert fields["max_nodes"]["properties"]


@pytest.mark.parametrize(
    ("capacity", "says"),
    [
        (["spot", {"kind": "flex", "hours": 24}], "  spot > flex, hours 24  "),
        ([{"kind": "flex", "hours": 24, "queued": True}], "  flex, hours 24, queued  "),
    ],
)
def test_explain_tells_a_ladder_in_order(tmp_path, capacity, says):
    serve = {**POOL, "capacity": capacity}
    stack = project(tmp_path, "gcp", gpu_pool={"serve": serve})
    shown = lz("explain", "gpu_pool.serve.capacity", "-C", str(stack))

    assert shown.exit_code == 0
    assert says in shown.output


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("gpu_pool.trian", "gpu_pool.trian: no such pool in stack dev of landing-zone"),
        ("network", "network: what can be explained is a pool"),
        ("gpu_pool.serve.max_node", "a pool has no field 'max_node'; did you mean 'max_nodes'?"),
    ],
)
def test_explain_says_what_it_does_not_know(tmp_path, path, says):
    shown = lz("explain", path, "-C", str(project(tmp_path, "aws")))

    assert shown.exit_code == 2
    assert says in shown.stderr

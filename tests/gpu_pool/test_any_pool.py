"""Whatever pool is asked for: a cloud plans it, or says in one line why not, and never both."""

import json
from typing import Any

import pulumi
import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from landing_zone import provider
from landing_zone.core import LandingZoneError
from landing_zone.gpu_pool import GpuPool, GpuPoolSpec
from landing_zone.gpu_pool.accelerators import ACCELERATORS
from landing_zone.gpu_pool.nodes import PURPOSE_LABEL
from landing_zone.gpu_pool.spec import POOL_LABEL, RUNG_LABEL
from landing_zone_rehearsal import Recording, record, to_document
from tests import adopted
from tests.promises.view import at
from tests.zones import CLOUDS, environment

from .test_properties import cluster, network

NAME = "ai-gpu-pool"

REGIONS = {
    "aws": ("eu-west-1", "eu-north-1", "eu-central-1"),
    "gcp": ("europe-west4", "europe-west1", "europe-west3"),
    "azure": ("westeurope", "northeurope", "swedencentral"),
}
"""Where a pool may be, each cloud's in turn."""

GROUPS = {
    "aws:eks/nodeGroup:NodeGroup": "labels",
    "gcp:container/nodePool:NodePool": "nodeConfig.labels",
    "azure-native:containerservice:AgentPool": "nodeLabels",
}
"""What stands for a rung on each cloud, and where it says what its nodes are marked with."""

COMMON = ("l4", "a10", "a10g", "t4", "a100-40", "a100-80", "h100", "h200")
WAYS: tuple[Any, ...] = (
    {"kind": "spot", "max_usd_hour": "3.5"},
    {"kind": "flex", "hours": 24},
    {"kind": "flex", "hours": 24, "queued": True},
    {"kind": "block", "id": "cr-0123456789abcdef0"},
    {"kind": "reservation", "id": "held"},
    {"kind": "reservation", "nodes": 2},
)
SHARES: tuple[Any, ...] = (
    *({}, {"time_slicing": {"clients": 4}}, {"mps": {"clients": 8}}),
    *({"mig": {"profile": profile}} for profile in ("1g.5gb", "1g.10gb", "3g.40gb")),
)
TAINTS: tuple[Any, ...] = ({"key": "team", "value": "x"}, {"key": "hot", "effect": "NoExecute"})


def sometimes(*others: Any) -> st.SearchStrategy[Any]:
    """Leave a field out mostly, so that what is asked for is not always too much."""
    return st.integers(0, 19).flatmap(lambda n: st.sampled_from(others) if n == 5 else st.none())


FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "accelerator": st.one_of(
        *[st.permutations(COMMON)] * 3,
        st.lists(st.sampled_from(COMMON), min_size=1, max_size=4, unique=True),
        st.sampled_from([*ACCELERATORS]),
    ),
    "gpus_per_node": st.sampled_from((1, 1, 1, 1, 1, 1, 4, 8)),
    "min_vcpus": sometimes(8, 48),
    "min_memory_gib": sometimes(64, 512),
    "min_nodes": sometimes(0, 1, 2),
    "max_nodes": st.integers(2, 20),
    "purpose": st.sampled_from(("training", "inference", "notebook")),
    "fabric": sometimes("standard", "rdma"),
    "sharing": sometimes(*SHARES),
    "capacity": st.sampled_from(
        (*[("spot", "on_demand"), ("on_demand",), ("spot",)] * 2, *((each,) for each in WAYS))
    ),
    "checkpointed": st.booleans(),
    "disk_gib": sometimes(100, 1000),
    "local_nvme": sometimes("scratch", "cache"),
    "driver": sometimes("operator"),
    "taints": sometimes(TAINTS, TAINTS[:1]),
    "labels": sometimes({"team": "x"}, {"example.com/team": "science"}),
    "zones": sometimes([1], [2, 3], [1, 2, 3]),
    "max_run_hours": sometimes(1, 72),
    "idle_shutdown_minutes": sometimes(10, 30),
}


@st.composite
def pools(draw: st.DrawFn) -> GpuPoolSpec:
    """Draw a pool that says nothing contradictory."""
    drawn = draw(st.fixed_dictionaries(FIELDS))
    try:
        return GpuPoolSpec.model_validate(
            {name: value for name, value in drawn.items() if value is not None}
        )
    except ValidationError:
        assume(condition=False)
        raise


@settings(max_examples=4, derandomize=True, deadline=None)
@given(pools(), st.integers(0, 2))
def test_a_pool_is_planned_or_refused_in_one_line(spec, region):
    look_at(spec, region)


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(pools(), st.integers(0, 2))
def test_of_many_pools_each_is_planned_or_refused_in_one_line(spec, region):
    look_at(spec, region)


def look_at(spec: GpuPoolSpec, region: int) -> None:
    """Ask every cloud for a pool, and hold what they plan against each other."""
    marks: dict[str, Any] = {}
    for cloud in CLOUDS:
        env = environment(cloud, region=REGIONS[cloud][region])
        refused = [str(each) for each in GpuPool.faults(NAME, env, spec)]
        assert [line for line in refused if "\n" in line or not line] == []
        if refused:
            is_refused(env, spec, refused)
        else:
            marks[cloud] = is_planned(env, spec)
    event(f"planned on {len(marks)} clouds")
    assert len({json.dumps(each, sort_keys=True) for each in marks.values()}) <= 1, marks


def is_refused(env: Any, spec: GpuPoolSpec, lines: list[str]) -> None:
    with pytest.raises(LandingZoneError) as raised:
        plan(env, spec)
    assert lines[0] in str(raised.value)


def is_planned(env: Any, spec: GpuPoolSpec) -> Any:
    """Return what the nodes of each rung are marked with, and what pods say to run there."""
    recording = plan(env, spec)
    assert json.dumps(to_document(recording)) == json.dumps(to_document(plan(env, spec)))
    (outputs,) = [each.outputs for each in recording.find("landing-zone:index:GpuPool")]
    assert [*outputs["node_pools"]] == [*spec.rungs()]
    assert outputs["accelerator"] in spec.accelerator
    groups = [each for each in recording.resources if each.type in GROUPS]
    pods = outputs["scheduling"]
    return {
        "nodes": [common(at(each.inputs, GROUPS[each.type]), spec) for each in groups],
        "selected": common(pods["nodeSelector"], spec),
        "tolerated": [each for each in pods["tolerations"] if not is_theirs(each["key"])],
    }


def plan(env: Any, spec: GpuPoolSpec) -> Recording:
    """Record a pool on its own, in a cluster that there is."""

    def program() -> None:
        cloud = env.cloud.value
        GpuPool(
            NAME,
            env,
            spec,
            cluster=cluster(cloud),
            network=network(cloud),
            keys=adopted.keys(cloud),
            opts=pulumi.ResourceOptions(providers=[provider("p", env)]),
        )

    return record(program, preview=False)


def common(labels: dict[str, str], spec: GpuPoolSpec) -> dict[str, str]:
    """Return the labels that jobs know; which accelerator it is can differ by what a region has."""
    known = {*spec.labels, POOL_LABEL, RUNG_LABEL, PURPOSE_LABEL}
    return {key: value for key, value in labels.items() if key in known}


def is_theirs(key: str) -> bool:
    """Say whether a taint is one that a cloud adds by itself."""
    return key.startswith(("cloud.google.com/", "kubernetes.azure.com/"))

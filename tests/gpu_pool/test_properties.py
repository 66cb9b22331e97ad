"""What `lz explain` says a field sets is what it sets."""

import dataclasses
import re
from functools import cache
from importlib import import_module

import pulumi
import pytest

from landing_zone import provider
from landing_zone.cluster import ClusterOutputs
from landing_zone.gpu_pool import GpuPool, GpuPoolSpec
from landing_zone.gpu_pool.properties import PROPERTIES
from landing_zone_cli.document import kind
from landing_zone_rehearsal import record
from landing_zone_rehearsal.differences import differences
from tests import adopted
from tests.zones import CLOUDS, environment

SMALL = {"accelerator": ["l4", "t4"], "max_nodes": 2}
WHOLE = {"accelerator": ["h100", "a100-40"], "gpus_per_node": 8}
LARGE = {**WHOLE, "fabric": "rdma"}
OTHER = {"aws": "a10g", "gcp": "t4", "azure": "a10"}
PARTS = {"aws": "1g.5gb", "gcp": "1g.10gb", "azure": "1g.10gb"}

CHANGES = {
    "accelerator": (SMALL, lambda cloud: OTHER[cloud]),
    "gpus_per_node": (SMALL, lambda _: 4),
    "min_vcpus": (SMALL, lambda _: 8),
    "min_memory_gib": (SMALL, lambda _: 60),
    "min_nodes": (SMALL, lambda _: 1),
    "max_nodes": (SMALL, lambda _: 5),
    "purpose": (SMALL, lambda _: "notebook"),
    "fabric": (LARGE, lambda _: "none"),
    "sharing": (WHOLE, lambda cloud: {"mig": {"profile": PARTS[cloud]}}),
    "capacity": (SMALL, lambda _: ["spot", "on_demand"]),
    "checkpointed": (SMALL, lambda _: True),
    "disk_gib": (SMALL, lambda _: 300),
    "local_nvme": (WHOLE, lambda _: "scratch"),
    "driver": (SMALL, lambda _: "operator"),
    "taints": (SMALL, lambda _: [{"key": "team"}]),
    "labels": (SMALL, lambda _: {"team": "x"}),
    "zones": (SMALL, lambda _: [1]),
    "max_run_hours": (SMALL, lambda _: 5),
    "idle_shutdown_minutes": (SMALL, lambda cloud: 10 if cloud == "azure" else 30),
}
"""A pool, and what one of its fields is changed to."""

INDEX = re.compile(r"\[[^\]]*\]")

NODE = "container.NodePool.nodeConfig"

ALSO = {
    "sharing": {"gcp": (f"{NODE}.guestAccelerators.gpuSharingConfig",)},
    "fabric": {"gcp": (f"{NODE}.fastSocket",)},
    "capacity": {"gcp": ("compute.Reservation", "compute.ResourcePolicy")},
    "local_nvme": {"gcp": (f"{NODE}.ephemeralStorageLocalSsdConfig",)},
}
"""What is set for another of a field's values than the one tried here."""


def cluster(cloud):
    """Return a cluster that exists already."""
    place = import_module(f"landing_zone.cluster.{cloud}").PLACE
    fields = {field.name: "x" for field in dataclasses.fields(ClusterOutputs)}
    return ClusterOutputs.existing(**{**fields, "place": dict.fromkeys(place, "10")})


def network(cloud):
    """Return a network with a subnet for nodes in each of three zones."""
    subnets = pulumi.Output.from_input(["a", "b", "c"])
    return dataclasses.replace(adopted.network(cloud), node_subnets=subnets)


@cache
def declared(cloud, pool):
    """Return the resources of a pool, by name."""
    env, spec = environment(cloud), GpuPoolSpec.model_validate_json(pool)

    def program():
        GpuPool(
            "gpu-pool",
            env,
            spec,
            cluster=cluster(cloud),
            network=network(cloud),
            keys=adopted.keys(cloud),
            opts=pulumi.ResourceOptions(providers=[provider("p", env)]),
        )

    recording = record(program, preview=False)
    return {each.name: each for each in recording.resources if each.name.startswith("gpu-pool-")}


def changed(cloud, before, after):
    """Yield the properties, and the types of resources, that differ between two pools."""
    old, new = declared(cloud, before), declared(cloud, after)
    for name in old.keys() ^ new.keys():
        yield kind((old.get(name) or new[name]).type)
    for name in old.keys() & new.keys():
        for each in differences(old[name].inputs, new[name].inputs):
            yield f"{kind(new[name].type)}.{INDEX.sub('', each.path)}"


@pytest.mark.parametrize("field", PROPERTIES)
@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_field_sets_what_it_is_said_to_set(cloud, field):
    pool, value = CHANGES[field]
    before = GpuPoolSpec.model_validate(pool).model_dump_json()
    after = GpuPoolSpec.model_validate({**pool, field: value(cloud)}).model_dump_json()
    told = {each for each in PROPERTIES[field][cloud] if each != "gpu_runtime"}

    found = set(changed(cloud, before, after))
    said = {path for path in found if any(f"{path}.".startswith(f"{each}.") for each in told)}
    assert found == said, "not said"
    elsewhere = set(ALSO.get(field, {}).get(cloud, ()))
    assert {
        each for each in told if not any(f"{path}.".startswith(f"{each}.") for path in found)
    } == elsewhere, "said and not set"


def test_every_field_is_explained_on_every_cloud():
    assert list(PROPERTIES) == list(GpuPoolSpec.model_fields)
    assert all(set(clouds) == set(CLOUDS) for clouds in PROPERTIES.values())

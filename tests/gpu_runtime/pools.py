"""Pools that the tests serve: every driver, vendor, fabric and way of sharing of each cloud."""

from typing import Any

import pulumi

from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.core import Cloud, Environment
from landing_zone.gpu_pool import gke
from landing_zone.gpu_pool.spec import GpuPoolOutputs, GpuPoolSpec
from landing_zone.gpu_runtime import GpuRuntime, GpuRuntimeSpec
from landing_zone.gpu_runtime.demand import Demand
from landing_zone_rehearsal import Recording, record
from landing_zone_rehearsal.sandbox import InProcess, Sandbox
from tests.zones import environment

REGIONS = {"aws": "eu-north-1", "gcp": "europe-west4", "azure": "westeurope"}

SERVE = {"accelerator": ["l4", "a10", "t4"], "max_nodes": 8}
TRAIN = {
    "accelerator": "h100",
    "gpus_per_node": 8,
    "max_nodes": 4,
    "purpose": "training",
    "fabric": "rdma",
    "capacity": ["spot", "on_demand"],
}
MIG = {
    "accelerator": "h100",
    "gpus_per_node": 8,
    "purpose": "notebook",
    "sharing": {"mig": {"profile": "1g.10gb"}},
}
SLICED = {**SERVE, "sharing": {"time_slicing": {"clients": 4}}}
SERVED_AT_ONCE = {**SERVE, "sharing": {"mps": {"clients": 8}}}

SPOT = {"capacity": ["spot"], "checkpointed": True}
QUEUED = {"capacity": [{"kind": "flex", "hours": 24, "queued": True}]}
RACK = {
    "accelerator": "gb200",
    "gpus_per_node": 4,
    "capacity": [{"kind": "reservation", "id": "racks"}],
}

FOUR = {"serve": SERVE, "train": TRAIN, "mig": MIG, "slice": SLICED}
"""What can stand in one cluster on every cloud."""

MATRIX: list[tuple[str, str, dict[str, dict[str, Any]], dict[str, Any]]] = [
    *[(cloud, "eu", FOUR, {}) for cloud in REGIONS],
    *[(cloud, "mirror", FOUR, {"mirror": "mirror.example.com/images"}) for cloud in REGIONS],
    *[(cloud, "monitors", {"serve": SERVE}, {"service_monitors": True}) for cloud in REGIONS],
    *[
        (cloud, "operator", {"serve": {**SERVED_AT_ONCE, "driver": "operator"}}, {})
        for cloud in ("gcp", "azure")
    ],
    ("gcp", "operator-mig", {"mig": {**MIG, "driver": "operator"}}, {}),
    ("azure", "operator-rdma", {"train": {**TRAIN, "driver": "operator"}}, {}),
    ("aws", "neuron", {"infer": {"accelerator": "inferentia2", "max_run_hours": 24}}, {}),
    ("gcp", "tcpx", {"train": TRAIN}, {"region": "europe-west9"}),
    ("gcp", "roce", {"train": {**TRAIN, "accelerator": "h200", **SPOT}}, {}),
    ("gcp", "queued", {"train": {**TRAIN, **QUEUED}}, {}),
    ("gcp", "racks", {"train": {**TRAIN, **RACK, "local_nvme": "scratch"}}, {}),
    ("azure", "scratch", {"train": {**TRAIN, "local_nvme": "scratch", "max_run_hours": 48}}, {}),
    ("gcp", "none", {"tpu": {"accelerator": "tpu-v5e", "gpus_per_node": 4}}, {}),
]
"""Clusters: the cloud, what is special, the pools, and what else: the region, or of the spec."""

NAMES = [f"{cloud}-{what}" for cloud, what, _, _ in MATRIX]


def runtime(pools: dict[str, dict[str, Any]], *, region: str = "", **more: Any) -> GpuRuntimeSpec:
    """Return the spec of a runtime for some pools, wherever it is."""
    del region
    return GpuRuntimeSpec.model_validate({"pools": pools, **more})


def demand(cloud: str, pools: dict[str, dict[str, Any]], **more: Any) -> Demand:
    """Return what some pools of a cluster want."""
    return Demand.of(_where(cloud, **more), runtime(pools, **more))


def declare(
    cloud: str,
    pools: dict[str, dict[str, Any]],
    *,
    sandbox: Sandbox | None = None,
    **more: Any,
) -> Recording:
    """Record a runtime in an existing cluster, with outputs as the pools give them."""
    env = _where(cloud, **more)

    def program() -> None:
        cluster = existing_cluster()
        served = Demand.of(env, runtime(pools, **more)).pools
        GpuRuntime(
            "ai-gpu",
            env,
            runtime(pools, **more),
            cluster=cluster,
            pools={each.name: _outputs(each.name, each.spec, each) for each in served},
            opts=pulumi.ResourceOptions(providers=[cluster.provider("inside")]),
        )

    return record(program, preview=False, clouds=InProcess(sandbox or Sandbox()))


def existing_cluster() -> ClusterOutputs:
    """Return a cluster that was built elsewhere."""
    return ClusterOutputs.existing(
        id="cluster/ai",
        name="ai",
        version="1.34",
        endpoint="https://10.0.0.1",
        certificate_authority="Y2E=",
        issuer="https://issuer.example.com",
        kubeconfig="{}",
        node_identity="nodes",
        place={"idle_node_minutes": "10", "disk_key_arn": "arn:key", "disk_key": "keys/disks"},
    )


def _where(cloud: str, *, region: str = "", **more: Any) -> Environment:
    del more
    return environment(cloud, region=region or REGIONS[cloud])


def _outputs(name: str, spec: GpuPoolSpec, served: Any) -> GpuPoolOutputs:
    choice = served.choice
    is_gcp = choice.machine.cloud is Cloud.GCP
    cards = gke.interfaces(spec, choice) if is_gcp else []
    return GpuPoolOutputs.existing(
        machine=choice.machine.name,
        accelerator=choice.accelerator.name,
        node_pools={rung: f"{name}-{rung}" for rung in spec.rungs()},
        scheduling={"nodeSelector": {"landing-zone/pool": name}, "tolerations": []},
        resource=choice.accelerator.resource,
        networks={card.object(name): f"ai-{name}/{card.part}" for card in cards},
    )

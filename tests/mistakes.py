"""Wrong clusters and pools, and the line that each must get."""

from typing import Any

H100: dict[str, Any] = {
    "accelerator": "h100",
    "gpus_per_node": 8,
    "max_nodes": 2,
    "fabric": "rdma",
    "purpose": "training",
}
T4: dict[str, Any] = {"accelerator": "t4"}


def pool(**changes: Any) -> dict[str, Any]:
    return {"zone.cluster": {}, "zone.gpu_pool": {"p": {**T4, **changes}}}


def training(**changes: Any) -> dict[str, Any]:
    return {"zone.cluster": {}, "zone.gpu_pool": {"p": {**H100, **changes}}}


CLUSTER: dict[str, tuple[dict[str, Any], str]] = {
    "a version that is none": (
        {"zone.cluster.version": "latest"},
        'zone.cluster.version: a minor version of Kubernetes in quotes, such as "1.35",'
        " got 'latest'",
    ),
    "a version that not all clouds have": (
        {"zone.cluster.version": "1.12"},
        "zone.cluster.version: one of 1.33, 1.34, 1.35, which all three clouds offer, got '1.12'",
    ),
    "an endpoint for everybody": (
        {"zone.cluster.endpoint": ["0.0.0.0/0"]},
        "zone.cluster.endpoint.0: a network of /8 or narrower; 0.0.0.0/0 is never allowed,"
        " got '0.0.0.0/0'",
    ),
    "an endpoint for nobody": (
        {"zone.cluster.endpoint": []},
        "zone.cluster.endpoint: 'private', or a list with a network at least, got []",
    ),
    "an endpoint that is no network": (
        {"zone.cluster.endpoint": "public"},
        "zone.cluster.endpoint: 'private', or a list of networks such as [203.0.113.0/24],"
        " got 'public'",
    ),
    "a time zone that is none": (
        {"zone.cluster.maintenance": {"timezone": "Europe/Amsterdm"}},
        "zone.cluster.maintenance.timezone: a time zone such as Europe/Amsterdam; did you mean"
        " 'Europe/Amsterdam'?, got 'Europe/Amsterdm'",
    ),
    "an hour that is none": (
        {"zone.cluster.maintenance": {"hour": 24}},
        "zone.cluster.maintenance.hour: at most 23, got 24",
    ),
    "a window that is too short": (
        {"zone.cluster.maintenance": {"duration_hours": 1}},
        "zone.cluster.maintenance.duration_hours: at least 4, got 1",
    ),
    "fewer nodes at most than at least": (
        {"zone.cluster.system_pool": {"min_nodes": 5, "max_nodes": 3}},
        "zone.cluster.system_pool.max_nodes: at least min_nodes, which is 5, got 3",
    ),
    "a zone that the network does not have": (
        {"zone.network.zones": 2, "zone.cluster.node_zones": [3]},
        "zone.cluster.node_zones: at most 2, as the network has no more zones, got [3]",
    ),
    "one zone twice": (
        {"zone.cluster.node_zones": [1, 1]},
        "zone.cluster.node_zones: each zone once, got [1, 1]",
    ),
    "no key for the cluster": (
        {"zone.cluster": {}, "zone.keys.purposes": ["data", "logs"]},
        "zone.cluster: left out, or keys.purposes with cluster, which encrypts it",
    ),
    "an issuer besides a cluster": (
        {"zone.cluster": {}, "zone.identity.issuer": "https://oidc.example.com/x"},
        "zone.identity.issuer: left out where there is a cluster of ours",
    ),
}

ISOLATED: dict[str, Any] = {"zone.cluster": {}, "zone.network.nat": "none"}

CUT_OFF: dict[str, tuple[str, dict[str, Any], str]] = {
    "nodes of AKS without a way out": (
        "azure",
        {**ISOLATED, "zone.gpu_runtime.mirror": "acme.azurecr.io"},
        "zone.network.nat: single or per_zone with a cluster, as AKS nodes start from the internet,"
        " got 'none'",
    ),
    "a network on Azure that is not made for a cluster": (
        "azure",
        {"zone.cluster": {}, "zone.network.private_services": ["keys", "storage"]},
        "zone.network.private_services: a list with cluster, as AKS runs in no network that is not"
        " made for it, got ['keys', 'storage']",
    ),
    "the autoscaler's image on EKS without a way out": (
        "aws",
        ISOLATED,
        "zone.gpu_runtime.mirror: a registry within reach, as network.nat is none and its images",
    ),
    "a pool's images on GKE without a way out": (
        "gcp",
        {**ISOLATED, "zone.gpu_pool": {"p": T4}},
        "zone.gpu_runtime.mirror: a registry within reach, as network.nat is none and its images",
    ),
    "nodes of GKE that reach no registry": (
        "gcp",
        {**ISOLATED, "zone.network.private_services": ["keys", "storage", "compute", "cluster"]},
        "zone.network.private_services: a list with registry, which nodes start from while nat is"
        " none, got ['keys', 'storage', 'compute', 'cluster']",
    ),
}
"""Clusters that nothing leaves: the cloud, what is changed, and the line."""

POOL: dict[str, tuple[dict[str, Any], str]] = {
    "a pool without a cluster": (
        {"zone.gpu_pool": {"p": T4}},
        "zone.gpu_pool: none without a cluster: add `cluster: {}`, got ['p']",
    ),
    "a pool's name that is too long": (
        {"zone.cluster": {}, "zone.gpu_pool": {"inference": T4}},
        "zone.gpu_pool.inference: 1 to 8 lower-case letters and digits, a letter first,"
        " got 'inference'",
    ),
    "an accelerator that is none": (
        pool(accelerator="h1000"),
        "zone.gpu_pool.p.accelerator.0: an accelerator that `lz accelerators` lists; did you mean"
        " 'h100'?, got 'h1000'",
    ),
    "spot alone for training": (
        training(capacity=["spot"]),
        "zone.gpu_pool.p.capacity: another rung besides spot, or checkpointed: true, as spot"
        " machines are taken back, got ['spot']",
    ),
    "sharing for training": (
        training(fabric="none", sharing={"time_slicing": {"clients": 2}}),
        "zone.gpu_pool.p.sharing: none for training, which takes whole accelerators,"
        " got ['time_slicing']",
    ),
    "sharing over RDMA": (
        training(purpose="inference", sharing={"mps": {"clients": 2}}),
        "zone.gpu_pool.p.sharing: none with fabric rdma, which joins whole accelerators,"
        " got ['mps']",
    ),
    "two ways of sharing": (
        pool(sharing={"mps": {"clients": 2}, "time_slicing": {"clients": 2}}),
        "zone.gpu_pool.p.sharing: one way of sharing, got ['time_slicing', 'mps']",
    ),
    "RDMA over two zones": (
        training(zones=[1, 2]),
        "zone.gpu_pool.p.zones: one zone, as fabric rdma keeps nodes close together, got [1, 2]",
    ),
    "a reservation without an ID": (
        pool(capacity=["reservation"]),
        "zone.gpu_pool.p.capacity.0.id: required for a reservation: an id, or nodes, got None",
    ),
    "a reservation with an ID and nodes": (
        pool(capacity=[{"kind": "reservation", "id": "x", "nodes": 2}]),
        "zone.gpu_pool.p.capacity.0.nodes: left out where an id is given, got 2",
    ),
    "a block without an ID": (
        pool(capacity=[{"kind": "block", "hours": 24}]),
        "zone.gpu_pool.p.capacity.0.id: required for a block: the ID of what was bought, got None",
    ),
    "a queue without flex": (
        pool(capacity=[{"kind": "spot", "queued": True}]),
        "zone.gpu_pool.p.capacity.0.queued: left out, as spot has none, got True",
    ),
    "flex without a duration": (
        pool(capacity=["flex"]),
        "zone.gpu_pool.p.capacity.0.hours: required for flex, 1 to 168, got None",
    ),
    "a price cap for what has a price": (
        pool(capacity=[{"kind": "on_demand", "max_usd_hour": 3}]),
        "zone.gpu_pool.p.capacity.0.max_usd_hour: left out, as on_demand has none, got",
    ),
    "one way twice": (
        pool(capacity=["spot", "on_demand", "spot"]),
        "zone.gpu_pool.p.capacity.2: each way once, got 'spot'",
    ),
    "a way that is none": (
        pool(capacity=["sopt"]),
        "zone.gpu_pool.p.capacity.0.kind: one of 'reservation', 'block', 'flex', 'spot' or"
        " 'on_demand'; did you mean 'spot'?, got 'sopt'",
    ),
    "a label of Kubernetes": (
        pool(labels={"node.kubernetes.io/x": "y"}),
        "zone.gpu_pool.p.labels.node.kubernetes.io/x: a label of your own",
    ),
    "fewer nodes at most": (
        pool(min_nodes=3),
        "zone.gpu_pool.p.max_nodes: at least min_nodes, which is 3, got 1",
    ),
    "RDMA on a type without it": (
        pool(fabric="rdma"),
        "zone.gpu_pool.p.",
    ),
    "parts that a GPU does not have": (
        pool(sharing={"mig": {"profile": "1g.10gb"}}),
        "zone.gpu_pool.p.",
    ),
    "more accelerators than any machine has": (
        pool(accelerator="h100", gpus_per_node=3),
        "zone.gpu_pool.p.",
    ),
    "the runtime's own pools": (
        {**pool(), "zone.gpu_runtime.pools": {"q": T4}},
        "zone.gpu_runtime.pools: left out, as the runtime serves the pools of `gpu_pool`",
    ),
}

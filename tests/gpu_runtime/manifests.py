"""Every manifest of a cluster's runtime, without Pulumi, and what is in it."""

import gzip
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from landing_zone.gpu_runtime.demand import Demand
from landing_zone.gpu_runtime.objects import (
    checks,
    gpudirect,
    infiniband,
    plugins,
    storage,
    tenancy,
    upkeep,
)
from landing_zone.gpu_runtime.spec import GpuRuntimeSpec

CRDS = Path(__file__).parent / "crds"


def manifests(demand: Demand, spec: GpuRuntimeSpec) -> list[dict[str, Any]]:
    """Return what is declared without asking the cluster or the pools for anything."""
    scheduling = {"nodeSelector": {"landing-zone/pool": "x"}, "tolerations": []}
    return [
        *tenancy.ground(demand, spec.namespaces, {"owner": "ml-platform"}),
        *infiniband.network_policy(demand, spec),
        *infiniband.peer_memory(demand, spec),
        *gpudirect.installers(demand, spec),
        *plugins.neuron(demand, spec),
        *storage.arrays(demand, spec),
        *upkeep.detector(demand, spec),
        *upkeep.drainer(demand, spec),
        *[each for pool in demand.pools for each in checks.check(pool, spec, scheduling)],
    ]


def pods(objects: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield each object that makes pods, and the pods' spec."""
    for each in objects:
        if each["kind"] == "DaemonSet":
            yield each, each["spec"]["template"]["spec"]
        if each["kind"] == "CronJob":
            yield each, each["spec"]["jobTemplate"]["spec"]["template"]["spec"]


def containers(pod: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return all containers of a pod."""
    return [*pod.get("initContainers", []), *pod["containers"]]


def namespaces(objects: list[dict[str, Any]]) -> dict[str, str]:
    """Return the pod security level of each namespace."""
    return {
        each["metadata"]["name"]: each["metadata"]["labels"][f"{tenancy.LEVEL_LABEL}/enforce"]
        for each in objects
        if each["kind"] == "Namespace"
    }


@cache
def schema(plural: str) -> dict[str, Any]:
    """Return the schema of a custom resource, closed to what it does not name."""
    definition = json.loads(gzip.decompress((CRDS / f"{plural}.json.gz").read_bytes()))
    return _closed(definition["schema"])


def _closed(node: Any) -> Any:
    if isinstance(node, list):
        return [_closed(each) for each in node]
    if not isinstance(node, dict):
        return node
    closed = {key: _closed(each) for key, each in node.items() if key != "x-kubernetes-validations"}
    if closed.get("properties") and "x-kubernetes-preserve-unknown-fields" not in closed:
        closed["additionalProperties"] = False
    if closed.get("x-kubernetes-int-or-string"):
        closed.pop("type", None)
    return closed

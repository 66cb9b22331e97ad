"""Which pods reach those of the runtime: their own, and for metrics everybody's."""

from collections.abc import Iterator
from typing import Any

from landing_zone.gpu_runtime.objects import RUNTIME, UPKEEP, Manifest, manifest

METRICS_PORT = 9400
"""Where the exporter of accelerator metrics is read.

Source: https://github.com/NVIDIA/dcgm-exporter#quickstart-on-kubernetes
"""


def policies() -> Iterator[Manifest]:
    """Yield what comes in; anything else is refused, and what goes out is not looked at.

    Checks over several nodes reach each other within their namespace; nodes themselves, which ask
    whether a pod lives, are always let in.

    Source: https://kubernetes.io/docs/concepts/services-networking/network-policies/
    """
    for namespace in (RUNTIME, UPKEEP):
        yield _policy("own-pods", namespace, sources=[{"podSelector": {}}])
    metrics = [{"protocol": "TCP", "port": METRICS_PORT}]
    yield _policy("metrics", RUNTIME, sources=[{"namespaceSelector": {}}], ports=metrics)


def _policy(
    name: str, namespace: str, *, sources: list[Any], ports: list[Any] | None = None
) -> Manifest:
    admitted: dict[str, Any] = {"from": sources}
    if ports:
        admitted["ports"] = ports
    return manifest(
        "networking.k8s.io/v1",
        "NetworkPolicy",
        name,
        namespace,
        spec={"podSelector": {}, "policyTypes": ["Ingress"], "ingress": [admitted]},
    )

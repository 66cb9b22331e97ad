"""Drains nodes that are broken, or older than their pool allows; the autoscaler removes them.

Runs in the cluster every few minutes, and asks again for what would not go. It evicts, so that
disruption budgets hold, and leaves the pods of daemon sets alone.
"""

import json
import os
import ssl
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")
POOL_LABEL = "landing-zone/pool"
REASON = "landing-zone/drained-because"

Call = Callable[[str, str, Any], Any]
"""Does a method on a path of the Kubernetes API with a body, and returns the answer."""


def due(node: Mapping[str, Any], rules: Mapping[str, Any], now: datetime) -> str | None:
    """Return why a node has to go; None if it may stay."""
    conditions = node["status"].get("conditions", [])
    for condition in conditions:
        if condition["type"] in rules["conditions"] and condition["status"] == "True":
            return f"{condition['type']}: {condition.get('reason', '')}"
    hours = rules["max_run_hours"].get(node["metadata"].get("labels", {}).get(POOL_LABEL))
    born = datetime.fromisoformat(node["metadata"]["creationTimestamp"])
    if hours is not None and now - born > timedelta(hours=hours):
        return f"older than {hours} hours"
    return None


def drain(call: Call, node: str, reason: str) -> Iterator[str]:
    """Cordon a node and evict its pods; yield what happened to each."""
    patch = {"metadata": {"annotations": {REASON: reason}}, "spec": {"unschedulable": True}}
    call("PATCH", f"/api/v1/nodes/{node}", patch)
    pods = call("GET", f"/api/v1/pods?fieldSelector={quote(f'spec.nodeName={node}')}", None)
    for pod in pods["items"]:
        if not _belongs(pod):
            yield f"{node}: {_evicted(call, pod)}"


def run(call: Call, rules: Mapping[str, Any], now: datetime) -> Iterator[str]:
    """Drain every node that is due; yield what happened."""
    nodes = call("GET", f"/api/v1/nodes?labelSelector={quote(POOL_LABEL)}", None)
    for node in nodes["items"]:
        if reason := due(node, rules, now):
            name = node["metadata"]["name"]
            yield f"{name}: drained, {reason}"
            yield from drain(call, name, reason)


def _belongs(pod: Mapping[str, Any]) -> bool:
    """Whether a pod goes with its node: a daemon's, the kubelet's own, or one that is over."""
    metadata = pod["metadata"]
    owners = {owner["kind"] for owner in metadata.get("ownerReferences", [])}
    is_static = "kubernetes.io/config.mirror" in metadata.get("annotations", {})
    is_over = pod["status"].get("phase") in ("Succeeded", "Failed")
    return is_static or is_over or bool(owners & {"DaemonSet", "Node"})


def _evicted(call: Call, pod: Mapping[str, Any]) -> str:
    name, namespace = pod["metadata"]["name"], pod["metadata"]["namespace"]
    eviction = {
        "apiVersion": "policy/v1",
        "kind": "Eviction",
        "metadata": {"name": name, "namespace": namespace},
    }
    try:
        call("POST", f"/api/v1/namespaces/{namespace}/pods/{name}/eviction", eviction)
    except HTTPError as refused:
        if refused.code not in (404, 429):
            raise
        return f"{namespace}/{name} stays for now ({refused.code})"
    return f"{namespace}/{name} evicted"


def in_cluster() -> Call:
    """Return how to call the API as the pod's own service account."""
    host = os.environ["KUBERNETES_SERVICE_HOST"]
    port = os.environ["KUBERNETES_SERVICE_PORT"]
    context = ssl.create_default_context(cafile=str(ACCOUNT / "ca.crt"))
    where = f"[{host}]" if ":" in host else host

    def call(method: str, path: str, body: Any) -> Any:
        kind = "merge-patch+json" if method == "PATCH" else "json"
        request = Request(
            f"https://{where}:{port}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {(ACCOUNT / 'token').read_text().strip()}",
                "Content-Type": f"application/{kind}",
            },
        )
        with urlopen(request, context=context, timeout=30) as answer:  # noqa: S310
            return json.load(answer)

    return call


def main() -> int:
    """Do one round by the rules in the file that is named."""
    rules = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    for line in run(in_cluster(), rules, datetime.now(UTC)):
        sys.stdout.write(f"{line}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

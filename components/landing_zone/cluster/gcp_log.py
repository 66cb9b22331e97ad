"""What a cluster on Google Cloud records, and where."""

import pulumi
from pulumi_gcp import projects

from landing_zone.baseline.gcp_logs import LogStore, log_store
from landing_zone.cluster.gcp_control_plane import CLUSTER
from landing_zone.cluster.spec import ClusterSpec
from landing_zone.core import Scope
from landing_zone.keys.spec import KeysOutputs


def record(
    scope: Scope, spec: ClusterSpec, keys: KeysOutputs, apis: list[pulumi.Resource]
) -> LogStore:
    """Keep all entries of the cluster, its audit log included, in a log bucket of their own.

    They name their cluster, whether they are of the control plane, of nodes or of pods. What
    changes the cluster is in Google's `_Required` log bucket besides, which nobody can leave out.

    Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/view-logs,
    https://cloud.google.com/logging/docs/api/v2/resource-list#resource-types
    """
    of_cluster = (
        f'resource.labels.cluster_name="{scope.physical(CLUSTER)}"'
        f' AND resource.labels.location="{scope.env.region}"'
    )
    return log_store(
        scope,
        "logs",
        of_cluster,
        retention_days=spec.log_days,
        keys=keys,
        apis=[*apis, _auditing(scope, apis)],
    )


def _auditing(scope: Scope, apis: list[pulumi.Resource]) -> projects.IAMAuditConfig:
    """Record who reads what by the Kubernetes API; who changes what is recorded in any case.

    It is a setting of the project, so it stays on when the cluster goes: other clusters need it.

    Source: https://cloud.google.com/kubernetes-engine/docs/how-to/audit-logging
    """
    return projects.IAMAuditConfig(
        scope.child("audit"),
        project=scope.env.account,
        service="container.googleapis.com",
        audit_log_configs=[
            {"log_type": kind} for kind in ("ADMIN_READ", "DATA_READ", "DATA_WRITE")
        ],
        opts=scope.opts(depends_on=apis, retain_on_delete=True),
    )

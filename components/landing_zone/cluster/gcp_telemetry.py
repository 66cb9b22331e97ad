"""What a cluster on Google Cloud tells of itself."""

LOGS = (
    *("SYSTEM_COMPONENTS", "WORKLOADS"),
    *("APISERVER", "SCHEDULER", "CONTROLLER_MANAGER", "KCP_HPA"),
)
"""All that GKE logs for everybody. `KCP_SSHD` and `KCP_CONNECTION`, which tell of Google's own
people, need an agreement with Google first.

Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/config-logging-monitoring,
https://cloud.google.com/kubernetes-engine/docs/how-to/verify-control-plane-connection
"""

METRICS = (
    *("SYSTEM_COMPONENTS", "APISERVER", "SCHEDULER", "CONTROLLER_MANAGER", "STORAGE", "HPA"),
    *("POD", "DAEMONSET", "DEPLOYMENT", "STATEFULSET", "JOBSET", "KUBELET", "CADVISOR"),
)
"""All but those of accelerators, `DCGM`, which their runtime exports itself.

Source: https://cloud.google.com/kubernetes-engine/docs/how-to/configure-metrics
"""

"""A shop and its GPU training inside a cluster, well kept."""

import pulumi_kubernetes as k8s

from tests.policies.estates.clean_kubernetes.workloads import LABELS, inside, training, web


def program():
    namespace("shop", {"requests.cpu": "32", "requests.memory": "128Gi", "pods": "100"})
    namespace("training", {"requests.nvidia.com/gpu": "8", "requests.cpu": "128", "pods": "50"})
    web()
    training()
    rights()


def namespace(name, quota):
    k8s.core.v1.Namespace(
        name,
        metadata={
            "name": name,
            "labels": {**LABELS, "pod-security.kubernetes.io/enforce": "restricted"},
        },
    )
    k8s.core.v1.ResourceQuota(
        f"{name}-quota", metadata=inside(name, f"{name}-quota"), spec={"hard": quota}
    )
    k8s.core.v1.LimitRange(
        f"{name}-limits",
        metadata=inside(name, f"{name}-limits"),
        spec={
            "limits": [
                {
                    "type": "Container",
                    "default": {"cpu": "500m", "memory": "512Mi"},
                    "default_request": {"cpu": "100m", "memory": "128Mi"},
                }
            ]
        },
    )
    k8s.networking.v1.NetworkPolicy(
        f"{name}-deny",
        metadata=inside(name, f"{name}-deny"),
        spec={"pod_selector": {}, "policy_types": ["Ingress", "Egress"]},
    )
    k8s.networking.v1.NetworkPolicy(
        f"{name}-names",
        metadata=inside(name, f"{name}-names"),
        spec={
            "pod_selector": {},
            "policy_types": ["Egress"],
            "egress": [
                {
                    "to": [
                        {
                            "namespace_selector": {
                                "match_labels": {"kubernetes.io/metadata.name": "kube-system"}
                            }
                        }
                    ],
                    "ports": [{"port": 53, "protocol": "UDP"}],
                }
            ],
        },
    )


def rights():
    k8s.rbac.v1.Role(
        "deployers",
        metadata=inside("shop", "deployers"),
        rules=[
            {
                "api_groups": ["apps"],
                "resources": ["deployments"],
                "verbs": ["get", "list", "watch", "update", "patch"],
            }
        ],
    )
    k8s.rbac.v1.RoleBinding(
        "deployers",
        metadata=inside("shop", "deployers"),
        role_ref={
            "api_group": "rbac.authorization.k8s.io",
            "kind": "Role",
            "name": "deployers",
        },
        subjects=[{"kind": "Group", "name": "shop-deployers@example.com"}],
    )

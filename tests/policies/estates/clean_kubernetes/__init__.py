"""A shop and its GPU training inside a cluster, well kept."""

import pulumi_kubernetes as k8s

REGISTRY = "europe-west4-docker.pkg.dev/acme-shop-prod/shop"
LABELS = {"owner": "shop-platform", "cost-center": "cc-4711", "environment": "prod"}
EUROPE = {
    "node_affinity": {
        "required_during_scheduling_ignored_during_execution": {
            "node_selector_terms": [
                {
                    "match_expressions": [
                        {
                            "key": "topology.kubernetes.io/region",
                            "operator": "In",
                            "values": ["europe-west4"],
                        }
                    ]
                }
            ]
        }
    }
}


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


def web():
    k8s.core.v1.ServiceAccount(
        "web", metadata=inside("shop", "web"), automount_service_account_token=False
    )
    selector = {"app": "web"}
    k8s.apps.v1.Deployment(
        "web",
        metadata=inside("shop", "web"),
        spec={
            "replicas": 3,
            "selector": {"match_labels": selector},
            "template": {
                "metadata": {"labels": {**LABELS, **selector}},
                "spec": {
                    **safe("web"),
                    "containers": [
                        container(
                            "web",
                            {"cpu": "500m", "memory": "512Mi"},
                            ports=[{"container_port": 8443}],
                            env=[
                                {
                                    "name": "PAYMENT_TOKEN",
                                    "value_from": {
                                        "secret_key_ref": {"name": "payment", "key": "token"}
                                    },
                                }
                            ],
                        )
                    ],
                },
            },
        },
    )
    k8s.policy.v1.PodDisruptionBudget(
        "web",
        metadata=inside("shop", "web"),
        spec={"min_available": 2, "selector": {"match_labels": selector}},
    )
    k8s.core.v1.Service(
        "web",
        metadata=inside("shop", "web"),
        spec={"type": "ClusterIP", "selector": selector, "ports": [{"port": 443}]},
    )
    k8s.networking.v1.Ingress(
        "web",
        metadata={
            **inside("shop", "web"),
            "annotations": {"kubernetes.io/ingress.class": "gce-internal"},
        },
        spec={
            "tls": [{"hosts": ["shop.internal.example.com"], "secret_name": "web-certificate"}],
            "rules": [
                {
                    "host": "shop.internal.example.com",
                    "http": {
                        "paths": [
                            {
                                "path": "/",
                                "path_type": "Prefix",
                                "backend": {"service": {"name": "web", "port": {"number": 443}}},
                            }
                        ]
                    },
                }
            ],
        },
    )
    k8s.networking.v1.NetworkPolicy(
        "web",
        metadata=inside("shop", "web"),
        spec={
            "pod_selector": {"match_labels": selector},
            "policy_types": ["Ingress"],
            "ingress": [
                {
                    "from_": [{"pod_selector": {"match_labels": {"app": "gateway"}}}],
                    "ports": [{"port": 8443, "protocol": "TCP"}],
                }
            ],
        },
    )
    k8s.autoscaling.v2.HorizontalPodAutoscaler(
        "web",
        metadata=inside("shop", "web"),
        spec={
            "min_replicas": 3,
            "max_replicas": 12,
            "scale_target_ref": {"api_version": "apps/v1", "kind": "Deployment", "name": "web"},
        },
    )


def training():
    k8s.core.v1.ServiceAccount(
        "trainer", metadata=inside("training", "trainer"), automount_service_account_token=False
    )
    k8s.batch.v1.Job(
        "train",
        metadata=inside("training", "train"),
        spec={
            "active_deadline_seconds": 86400,
            "backoff_limit": 2,
            "ttl_seconds_after_finished": 3600,
            "template": {
                "metadata": {"labels": {**LABELS, "app": "train"}},
                "spec": {
                    **safe("trainer"),
                    "restart_policy": "Never",
                    "tolerations": [
                        {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}
                    ],
                    "containers": [
                        container("train", {"cpu": "8", "memory": "64Gi", "nvidia.com/gpu": "1"})
                    ],
                },
            },
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


def inside(namespace, name):
    return {"namespace": namespace, "name": name, "labels": LABELS}


def safe(account):
    return {
        "service_account_name": account,
        "automount_service_account_token": False,
        "affinity": EUROPE,
        "security_context": {
            "run_as_non_root": True,
            "run_as_user": 10001,
            "fs_group": 10001,
            "seccomp_profile": {"type": "RuntimeDefault"},
        },
        "volumes": [{"name": "scratch", "empty_dir": {"size_limit": "1Gi"}}],
    }


def container(name, resources, **more):
    return {
        "name": name,
        "image": f"{REGISTRY}/{name}@sha256:" + "4f" * 32,
        "resources": {"requests": resources, "limits": resources},
        "volume_mounts": [{"name": "scratch", "mount_path": "/tmp"}],
        "security_context": {
            "allow_privilege_escalation": False,
            "privileged": False,
            "read_only_root_filesystem": True,
            "run_as_non_root": True,
            "capabilities": {"drop": ["ALL"]},
        },
        **more,
    }
